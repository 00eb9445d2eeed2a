"""The weekly question: when it comes, asking by hand, and what happens where it cannot be posted."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.due import tick
from bot.listeners.caller import Caller
from bot.listeners.commands import answer_command
from sandbox.people.person import Person
from scoring.bank.questions import load_bank
from tests.kit.look import form, said, words
from tests.kit.play import World

BANK = load_bank()


def say(world: World, person: Person, channel: str, text: str) -> str:
    """What `/calibrate text` answers this person."""
    reply = answer_command(world.deps, Caller(world.sandbox.team_id, person.id, channel, ""), text)
    return reply if isinstance(reply, str) else words(reply["blocks"])


def posts(world: World, channel: str) -> list[str]:
    """The questions that stand in the channel."""
    said = [message["text"] for message in world.sandbox.messages(channel)]
    return [text for text in said if text.startswith("This week: ")]


def planned(world: World, channel: str) -> datetime | None:
    return world.schedule(channel).next_at


def test_the_question_says_that_it_is_practice_and_decides_no_hire(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    assert "practice, never a hiring decision" in words(world.message(channel, ts)["blocks"])


# when


def test_a_question_comes_when_it_is_due_and_once_however_often_the_clock_ticks(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    world.clock.to_sunday()  # no clock is changed before the next one is due
    due = world.plan(channel, [ana, ben])
    world.clock.at = due - timedelta(seconds=1)
    world.work()
    assert posts(world, channel) == []
    world.clock.at = due
    for _ in range(5):
        tick(world.deps)
    world.work()
    (text,) = posts(world, channel)
    assert text.startswith("This week: ")
    assert planned(world, channel) == due + timedelta(days=7)


@pytest.mark.parametrize(
    ("late", "questions"), [(timedelta(hours=20), 1), (timedelta(hours=25), 0), (timedelta(weeks=3, hours=2), 1)]
)
def test_after_downtime_only_the_newest_missed_time_counts_and_only_for_a_day(
    world: World, late: timedelta, questions: int
) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    due = world.plan(channel, [ana])
    world.change(lambda work: work.note(ana.id, "setup", f"schedule {world.schedule(channel).public_id}"))
    world.clock.at = due + late
    world.work()
    assert len(posts(world, channel)) == questions
    told = [one["text"] for one in ana.dms() if "I was down when it was due" in one["text"]]
    assert len(told) == (questions == 0), "who answers for the channel hears of one that is left out"
    following = planned(world, channel)
    assert following is not None
    assert world.clock.at < following <= world.clock.at + timedelta(days=7)


def test_skip_passes_over_one_question(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    due = world.plan(channel, [ana])
    assert say(world, ana, channel, "skip").startswith("Skipped Monday")
    world.clock.at = due
    world.work()
    assert posts(world, channel) == []
    assert planned(world, channel) == due + timedelta(days=7)


def test_pause_stops_the_questions_until_resume(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    due = world.plan(channel, [ana])
    assert say(world, ana, channel, "pause") == "Paused. `/calibrate resume` takes it up again."
    assert planned(world, channel) is None
    assert "09:00 Berlin" in say(world, ana, channel, "resume")
    assert planned(world, channel) == due


def test_pause_until_a_day_lets_the_question_of_that_day_come(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    world.plan(channel, [ana], at="00:00")
    there = world.clock.at.astimezone(ZoneInfo("Europe/Berlin")) + timedelta(weeks=3)
    there = (there - timedelta(days=there.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    assert f"{there:%A} {there.day}" in say(world, ana, channel, f"pause {there.day} {there:%B}")
    assert planned(world, channel) == there


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2020-01-01", "1 January 2020"), ("0001-01-01", "1 January 1"), ("31 December 9999", "31 December 9999")],
)
def test_a_pause_ends_within_a_year(world: World, day: str, shown: str) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    due = world.plan(channel, [ana])
    assert say(world, ana, channel, f"pause {day}").startswith(f"{shown} isn't within the year to come.")
    assert planned(world, channel) == due


def test_a_date_that_is_none_is_shown_back_and_cannot_shout(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    world.plan(channel, [ana])
    assert say(world, ana, channel, "pause <!channel>").startswith("I can't read ‘&lt;!channel&gt;’ as a day.")


@pytest.mark.parametrize("command", ["resume", "pause", "pause 2027-06-01"])
def test_a_channel_that_was_never_set_up_gets_no_weekly_questions_by_accident(world: World, command: str) -> None:
    (ana,) = world.people("Ana")
    channel, _ = world.open_round([ana])
    assert "`/calibrate setup`" in say(world, ana, channel, command)
    assert planned(world, channel) is None


# by hand


def test_ask_posts_the_question_that_was_named(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    told = world.post_question(ana, channel, "Raising-The-Bar")
    assert told.startswith("Posting a question on Raising the bar; answers close <!date^")
    assert posts(world, channel)[0].startswith(f"This week: Raising the bar. {BANK['raising-the-bar'].prompt}")


def test_ask_alone_chooses_one(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    assert world.post_question(ana, channel).startswith("Posting a question on ")
    assert len(posts(world, channel)) == 1


def test_an_unknown_question_is_named_and_nothing_is_posted(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    assert say(world, ana, channel, "ask no-such <@U1> thing").startswith(
        "I have no question ‘no-such &lt;@U1&gt; thing’."
    )
    world.work()
    assert posts(world, channel) == []


def test_while_a_question_is_open_no_second_one_is_asked_by_hand(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, _ = world.open_round([ana])
    assert say(world, ana, channel, "ask").startswith(
        f"A question is already open in <#{channel}>: Raising the bar. `/calibrate next` moves it on."
    )
    world.work()
    assert len(posts(world, channel)) == 1


def test_a_channel_without_the_bot_is_told_to_the_asker_who_can_mend_it_and_ask_again(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana], bot=False)
    told = say(world, ana, channel, "ask")
    assert told == f"I'm not in <#{channel}> yet. Type `/invite @Calibrate` there and try again."
    assert world.rounds(channel) == []
    ana.invite_bot(channel)
    world.clock.at += timedelta(minutes=1)
    world.post_question(ana, channel)
    assert world.round(channel).stage == "collecting"
    assert len(posts(world, channel)) == 1


def test_a_post_whose_receipt_was_lost_is_found_again_and_not_repeated(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    world.sandbox.faults.fail("chat.postMessage", status=500, after=True)
    world.post_question(ana, channel)
    assert len(posts(world, channel)) == 1
    assert world.round(channel).stage == "collecting"


def test_a_question_that_never_reached_its_channel_can_be_given_up(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, _ = world.open_round([ana])
    with world.changing(channel) as round_:
        round_.stage = "opening"
    assert "still on its way" in say(world, ana, channel, "next")
    world.clock.at += timedelta(minutes=11)
    assert say(world, ana, channel, "next").startswith("The question never reached the channel, so I dropped it.")
    assert world.post_question(ana, channel).startswith("Posting a question")


def test_a_question_is_shown_before_it_is_asked_and_another_one_is_a_press_away(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ana.command("/calibrate", "ask raising-the-bar", channel)
    assert BANK["raising-the-bar"].prompt in said(ana)
    assert posts(world, channel) == [], "nothing is posted by surprise"
    seen = set()
    for _ in range(3):
        ana.tap("ask_another")
        seen.add(shown_slug(ana))
    assert len(seen | {"raising-the-bar"}) > 1
    assert not ana.submit()
    world.work()
    assert world.round(channel).slug in seen


def shown_slug(person: Person) -> str:
    """The question that the form shows."""
    return str(form(person)["private_metadata"].split(":")[1])


def test_what_was_typed_and_not_searched_for_is_shown_before_anything_is_posted(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ana.command("/calibrate", "ask raising-the-bar", channel)
    ana.fill({f"search:{channel}": "quiet-voice"})
    ana.submit()
    assert shown_slug(ana) == "quiet-voice"
    world.work()
    assert posts(world, channel) == []
    ana.submit()
    world.work()
    assert world.round(channel).slug == "quiet-voice"


def test_a_search_that_finds_nothing_keeps_the_question_and_says_so(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ana.command("/calibrate", "ask raising-the-bar", channel)
    ana.tap("ask_search", "xyzzy")
    assert shown_slug(ana) == "raising-the-bar"
    assert "No question has “xyzzy” in it; this one stays." in words(form(ana))


def test_a_question_is_searched_for_by_word_and_competency(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ana.command("/calibrate", "ask customer", channel)
    slug = shown_slug(ana)
    assert "customer" in f"{slug} {BANK[slug].prompt} {BANK[slug].competency}".casefold()
    competency = BANK["saying-no"].competency
    ana.tap("ask_search", competency)
    found = shown_slug(ana)
    assert BANK[found].competency == competency
    ana.tap("ask_another")
    assert BANK[shown_slug(ana)].competency == competency
    assert shown_slug(ana) != found
    ana.close_modal()


def test_what_speaks_against_a_question_is_said_before_it_is_asked(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    world.clock.to_sunday()
    channel = world.channel([ana, gil])
    world.plan(channel, [ana, gil])
    world.ask(channel, "raising-the-bar", by=ana)
    for _ in range(2):
        world.next(ana, channel)
    ana.command("/calibrate", "ask raising-the-bar", channel)
    assert "less than a year ago" in said(ana)
    assert "would not come: this one would still be open" in said(ana)
    ana.close_modal()
    fresh = world.channel([ana])
    ana.command("/calibrate", "ask near-miss", fresh)
    assert "less than a year ago" not in said(ana)
    assert "would not come" not in said(ana)
    ana.close_modal()


def test_a_forged_form_posts_nothing_for_who_does_not_manage(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    with world.managed_by(ana):
        ana.command("/calibrate", "ask near-miss", channel)
        reply = world.forge_submit(ben, form(ana))
        assert "Only the people who manage" in str(reply)
    assert world.rounds(channel) == []
