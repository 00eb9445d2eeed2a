"""What one person is written: where they stood, a hello, and what becomes of their invitation."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.calibration.calendar import working_hour
from bot.calibration.stood import Stood
from bot.views.debriefs import reveal_letter
from sandbox.block_kit.blocks import check_message
from sandbox.people.person import Person
from scoring.rubric import load_rubric
from storage.models import Letter
from tests.kit.look import words
from tests.kit.play import World


def reveal(world: World, person: Person, channel: str) -> None:
    world.next(person, channel)
    world.work()  # letters are due from the reveal on


def written(person: Person, begins: str) -> list[str]:
    return [message["text"] for message in person.dms() if message["text"].startswith(begins)]


def scored(world: World) -> tuple[str, str, list[Person]]:
    """A round with one answer and the exemplar in which Gil stands alone, up to its reveal."""
    world.clock.to_monday()
    channel, ts, (ana,), (gil, hao, ida) = world.open_scoring(authors=1, raters=3)
    for person, level in ((gil, "junior"), (hao, "senior"), (ida, "senior")):
        world.score(person, channel, ts, level)
    return channel, ts, [ana, gil, hao, ida]


def test_at_the_reveal_everybody_who_scored_hears_once_where_they_stood(world: World) -> None:
    channel, _, (ana, gil, hao, ida) = scored(world)
    assert not [one for one in (gil, hao, ida) if written(one, "Scores are out in")]
    reveal(world, ana, channel)
    (told,) = [message for message in gil.dms() if "You stood alone on" in message["text"]]
    assert "You stood alone on A (two levels below on Judgement) and B (two levels below on Judgement)." in told["text"]
    assert "Read A again" in told["text"]
    assert "practise" in str(told["blocks"])
    (near,) = [message for message in hao.dms() if "You stood with the panel on" in message["text"]]
    assert "You stood with the panel on A and B." in near["text"]
    assert "practise" not in str(near["blocks"])
    assert ana.dms() == [], "who only answered is not written to"
    world.advance(hours=1)
    assert len(gil.dms()) == 2, "the invitation, and this"


def test_it_waits_for_working_hours_on_their_own_clock(world: World) -> None:
    channel, _, (ana, gil, *_) = scored(world)
    world.clock.at = world.clock.at.replace(hour=19)
    reveal(world, ana, channel)
    assert not [one for one in gil.dms() if "You stood" in one["text"]]
    (due,) = {one.due_at for one in world.look(lambda session: session.exec(select(Letter)).all()) if one.due_at}
    world.advance_to(due)
    assert [one for one in gil.dms() if "You stood" in one["text"]]


def test_who_wants_no_reminders_is_not_written_to(world: World) -> None:
    channel, _, (ana, gil, hao, _) = scored(world)
    gil.open_home()
    world.idle()
    gil.press_home("change_reminders")
    reveal(world, ana, channel)
    assert not [one for one in gil.dms() if "You stood" in one["text"]]
    assert [one for one in hao.dms() if "You stood" in one["text"]]


def test_an_invitation_says_done_or_else_that_scores_are_out(world: World) -> None:
    world.clock.to_monday()
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    assert "wait for your score" in gil.dms()[0]["text"]
    world.score(gil, channel, ts, "mid")
    assert gil.dms()[0]["text"].startswith("Done, thanks: ")
    assert "'score'" not in str(gil.dms()[0]["blocks"]), "nothing is left to press"
    assert "wait for your score" in hao.dms()[0]["text"]
    reveal(world, ana, channel)
    assert gil.dms()[0]["text"].startswith("Done, thanks: "), "what is true still is not told again"
    assert hao.dms()[0]["text"].startswith("Scores are out in ")
    assert "'score'" not in str(hao.dms()[0]["blocks"])


def test_who_becomes_an_interviewer_gets_one_hello(world: World) -> None:
    world.clock.to_monday()
    mia, eli, fay = world.people("Mia", "Eli", "Fay")
    for _ in range(2):
        channel = world.channel([mia, eli, fay])
        mia.command("/calibrate", "setup", channel)
        mia.fill({f"interviewers:{channel}": [mia, eli, fay]})
        assert mia.submit() is None
        mia.close_modal()
        world.work()
    (hello,) = eli.dms()
    assert hello["text"].startswith("You are an interviewer in ")
    assert "three to four minutes" in hello["text"]
    assert "'practise'" in str(hello["blocks"])
    assert mia.dms() == [], "who set it up knows"


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati"]),
)
def test_a_working_hour_is_now_or_when_the_next_ones_begin(moment: datetime, zone: str) -> None:
    found = working_hour(moment, zone)
    there = found.astimezone(ZoneInfo(zone))
    assert found >= moment
    assert there.weekday() < 5
    assert 9 <= there.hour < 17
    assert found == moment or (there.hour, there.minute) == (9, 0)
    assert working_hour(found, zone) == found


@pytest.mark.parametrize("loud", ["A", "<!channel>"])
def test_slack_takes_the_letter_however_long_the_list(loud: str) -> None:
    found = [Stood(loud, "1.0", "influence", n % 7 - 3) for n in range(60)] if loud == "A" else []
    text, blocks = reveal_letter("C1", "Ambiguity", found, "https://example.com/p1", load_rubric())
    check_message(blocks)
    assert len(words(blocks)) >= len("Scores are out")
    assert "*" not in text
