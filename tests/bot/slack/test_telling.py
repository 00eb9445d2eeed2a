"""What people are told in private: once, and only while it helps."""

from datetime import datetime, timedelta
from typing import Any

from sandbox.people.person import Person
from tests.kit.look import notice
from tests.kit.play import World, story


def told(person: Person, channel: str) -> list[str]:
    return [message["text"] for message in person.ephemerals(channel)]


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [message["text"] for message in messages]


def test_a_message_that_is_nearly_an_answer_is_answered_once_after_two_quiet_minutes(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ts = world.ask(channel)
    world.answer(ana, channel, ts, story(34))
    assert told(ana, channel) == []
    world.advance(minutes=3)
    assert told(ana, channel) == ["34 words so far; an answer starts at 60. Just a comment? Ignore this."]
    world.answer(ana, channel, ts, story(40))
    world.advance(minutes=3)
    assert len(told(ana, channel)) == 1, "once a person and round"


def test_from_25_words_on_one_is_asked_after_two_minutes_and_not_before(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ts = world.ask(channel)
    world.answer(ana, channel, ts, story(24))
    world.answer(ben, channel, ts, story(25))
    world.advance(seconds=119)
    assert told(ben, channel) == []
    world.advance(seconds=1)
    assert [text.startswith("25 words") for text in told(ben, channel)] == [True]
    world.advance(minutes=10)
    assert told(ana, channel) == [], "24 words are talk"


def test_the_author_of_a_short_answer_alone_hears_its_words_once_nothing_was_added_for_two_minutes(
    world: World,
) -> None:
    ana, ben, cem = world.people("Ana", "Ben", "Cem")
    channel = world.channel([ana, ben, cem])
    ts = world.ask(channel)
    posted = world.answer(ana, channel, ts, story(84))
    world.answer(ben, channel, ts, story(80))
    world.answer(cem, channel, ts, story(150))
    world.advance(seconds=100)
    assert told(ana, channel) == told(ben, channel) == []
    world.answer(ben, channel, ts, story(70, about="the other half of it"))
    world.advance(minutes=3)
    counted = "84 words; from 150 on there is usually enough to score."
    assert told(ana, channel) == [f"Taken in: {counted} To add to it, edit your message until answers close."]
    assert told(ben, channel) == told(cem, channel) == [], "they have written enough since, or at once"
    assert counted not in str(world.sandbox.workspace.channels[channel].messages)
    ana.edit(channel, posted, story(90))
    world.advance(minutes=3)
    assert len(told(ana, channel)) == 1, "once an answer"


def test_of_an_answer_counted_by_hand_one_hears_the_words_once(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ts = world.ask(channel)
    posted = world.answer(ana, channel, ts, story(40))
    ana.shortcut("count_as_answer", channel, posted)
    assert "40 words; from 150 on" in notice(ana)
    world.advance(minutes=3)
    assert told(ana, channel) == []


def test_short_talk_and_a_message_that_grew_into_an_answer_are_left_alone(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ts = world.ask(channel)
    world.answer(ana, channel, ts, "Good one! I'll think about it.")
    posted = world.answer(ben, channel, ts, story(40))
    ben.edit(channel, posted, story(160))
    world.advance(minutes=3)
    assert told(ana, channel) == told(ben, channel) == []
    assert "inbox_tray" in world.reactions(channel, posted)


def test_an_edit_after_answers_closed_is_answered_once_and_changes_nothing(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ts = world.ask(channel)
    posted = world.answer(ana, channel, ts)
    world.pass_deadline(channel)
    before = world.answers(channel)[0].text
    for change in ("first", "second"):
        world.clock.at = world.clock.at.replace(microsecond=0)
        world.advance(seconds=2)
        ana.edit(channel, posted, story(90, about=f"the {change} thing"))
        world.work()
    assert len([text for text in told(ana, channel) if text.startswith("Answers are closed for this question")]) == 1
    assert world.answers(channel)[0].text == before


def last_day(world: World, channel: str) -> datetime:
    """A day before the scores of the channel's round come out."""
    return world.round(channel).reveals_at - timedelta(hours=23)


def test_interviewers_hear_what_waits_and_again_on_the_last_day_unless_they_are_done(world: World) -> None:
    ana, eli, fay = world.people("Ana", "Eli", "Fay")
    channel = world.channel([ana, eli, fay])
    world.clock.to_monday()
    ts = world.ask(channel)
    world.plan(channel, interviewers=[eli, fay])
    world.answer(ana, channel, ts)
    world.pass_deadline(channel)
    assert len(eli.dms()) == len(fay.dms()) == 1
    assert eli.dms()[0]["text"].startswith("2 answers wait for your score in <#")
    assert ana.dms() == []
    world.score(eli, channel, ts)
    last_day = world.round(channel).remind_at
    assert last_day is not None
    world.advance_to(last_day)
    assert len(eli.dms()) == 1
    assert texts(fay.dms())[1].startswith("2 answers still wait for your score")


def test_the_button_in_the_message_opens_the_form_and_reminders_can_be_turned_off(world: World) -> None:
    world.clock.to_monday()
    ana, eli = world.people("Ana", "Eli")
    channel = world.channel([ana, eli])
    world.plan(channel, interviewers=[eli])
    ts = world.ask(channel)
    world.answer(ana, channel, ts)
    world.pass_deadline(channel)
    message = eli.dms()[0]
    eli.press(eli.dm, message["ts"], "score")
    assert eli.modal is not None
    assert eli.modal["callback_id"] == "scorecard"
    eli.close_modal()
    eli.press(eli.dm, message["ts"], "reminders_off")
    eli.close_modal()
    world.advance_to(last_day(world, channel))
    assert len(eli.dms()) == 1


def test_reminders_are_turned_on_again_from_home(world: World) -> None:
    (eli,) = world.people("Eli")
    eli.open_home()
    world.idle()
    for state in ("Reminders are off", "Reminders are on"):
        eli.press_home("change_reminders")
        world.advance(seconds=3)
        assert state in str(eli.home)


def test_a_channel_is_greeted_once_when_the_bot_joins(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana], bot=False)
    ana.invite_bot(channel)
    world.work()
    hello = [message for message in world.sandbox.messages(channel) if "I'm Calibrate" in message["text"]]
    assert len(hello) == 1
    ana.press(channel, hello[0]["ts"], "how_it_works")
    assert ana.modal is not None
    assert "Once a week" in str(ana.modal)
    ana.close_modal()
    ana.press(channel, hello[0]["ts"], "setup")
    assert ana.modal is not None
    assert ana.modal["callback_id"] == "setup"
