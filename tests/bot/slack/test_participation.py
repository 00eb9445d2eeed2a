"""A word to the channel when nobody has answered at half time, and to managers when few score."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calibration.participation import Turnout, half_time
from sandbox.people.person import Person
from tests.kit.play import World, story

BERLIN = "Europe/Berlin"


def asked(world: World, people: list[Person]) -> tuple[str, str]:
    """A question of Monday morning, open until Wednesday; its channel and ts."""
    world.clock.to_sunday()
    world.advance(hours=15)
    return world.open_round(people)


def words_at_half_time(world: World, channel: str) -> list[str]:
    return [one["text"] for one in world.sandbox.messages(channel) if "Nobody has answered yet" in one["text"]]


def test_the_channel_hears_once_at_half_time_that_nobody_has_answered(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = asked(world, [ana, ben])
    world.advance(hours=23)
    assert words_at_half_time(world, channel) == []
    world.advance(hours=1)
    (told,) = words_at_half_time(world, channel)
    assert "in this thread, or privately with Answer" in told
    (post,) = [one for one in world.sandbox.thread(channel, ts) if "Nobody has answered" in one["text"]]
    ben.press(channel, post["ts"], "answer")
    assert ben.modal is not None
    assert ben.modal["title"]["text"] == "Your answer"
    ben.close_modal()
    world.advance(hours=5)
    assert len(words_at_half_time(world, channel)) == 1


@pytest.mark.parametrize("way", ["thread", "private"])
def test_nothing_is_said_where_somebody_has_answered_however(world: World, way: str) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = asked(world, [ana, ben])
    if way == "thread":
        world.answer(ana, channel, ts)
    else:
        ana.press(channel, ts, "answer")
        ana.fill({"answer": story()})
        assert ana.submit() is None
        ana.close_modal()
    world.advance(hours=26)
    assert words_at_half_time(world, channel) == []


def test_nothing_is_said_where_what_somebody_wrote_reached_nobody(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = asked(world, [ana, ben])
    world.sandbox.half_kill_connections()
    try:
        ana.post(channel, story(), thread_ts=ts)
        world.advance(hours=26)
        assert words_at_half_time(world, channel) == []
    finally:  # the others want one that hears them
        world.sandbox.drop_connections()
        world.sandbox.connected()


def test_nothing_is_said_of_a_round_that_went_on_or_was_dropped_before(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    for way in ("next", "drop"):
        channel, _ = asked(world, [ana, ben])
        ana.command("/calibrate", way, channel)
        ana.submit()
        ana.close_modal()
        world.work()
        world.advance(hours=26)
        assert words_at_half_time(world, channel) == []


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 200),
)
def test_half_time_is_a_working_hour_before_answers_close_or_none(opened: datetime, hours: int) -> None:
    closes = opened + timedelta(hours=hours)
    half = half_time(opened, closes, BERLIN)
    if half is not None:
        there = half.astimezone(ZoneInfo(BERLIN))
        assert opened + timedelta(hours=hours / 2) <= half < closes
        assert there.weekday() < 5
        assert 9 <= there.hour < 17


@pytest.mark.parametrize(("scored", "dealt", "low"), [(0, 1, True), (1, 2, False), (1, 3, True), (0, 0, False)])
def test_low_is_under_half_of_those_who_were_dealt_anything(scored: int, dealt: int, low: bool) -> None:
    assert Turnout(scored, dealt).is_low == low


def test_managers_hear_once_that_few_score_and_again_only_after_it_was_better(world: World) -> None:
    world.clock.to_monday()
    ana, gil, hao, ida = world.people("Ana", "Gil", "Hao", "Ida")
    channel = world.channel([ana, gil, hao, ida])
    ana.command("/calibrate", "setup", channel)
    ana.fill({f"interviewers:{channel}": [gil, hao, ida]})
    assert ana.submit() is None
    ana.close_modal()
    heard = []
    for week, scorers in enumerate(([gil], [], [gil], [gil, hao], [gil], [])):
        ts = world.ask(channel, SLUGS[week], by=ana)
        world.stories(channel, ts, [ana])
        world.next(ana, channel)
        for person in scorers:
            world.score(person, channel, ts)
        world.next(ana, channel)
        heard.append([one["text"] for one in ana.dms() if "fewer than half" in one["text"]])
    assert [len(told) for told in heard] == [0, 1, 1, 1, 1, 2]
    assert f"In <#{channel}> " in heard[1][0]
    assert "1 of 3, then 0 of 3" in heard[1][0]
    assert "1 of 3, then 0 of 3" in heard[5][1]
    for person in (gil, hao, ida):
        assert not [one for one in person.dms() if "fewer than half" in one["text"]]
        assert person.id not in heard[5][1]


SLUGS = ("raising-the-bar", "saying-no", "near-miss", "changing-your-mind", "simplifying", "learning-fast")
