"""Nothing is lost and nothing happens twice: bursts, repeated deliveries, and a Slack in trouble."""

import pytest
from sqlmodel import select

from storage.models import AnswerMessage
from tests.kit.clock import PATIENCE
from tests.kit.play import World, story

PEOPLE, LINES = 20, 9


def stored(world: World, channel: str) -> list[tuple[str, str]]:
    """Author and text of every message that was kept from a channel."""
    query = select(AnswerMessage.author, AnswerMessage.text).where(AnswerMessage.channel_id == channel)
    return list(world.look(lambda session: session.exec(query).all()))


def tries(world: World, ts: str) -> list[tuple[int, str]]:
    """How a message was delivered: for each try its retry number and what became of it."""
    sent = [entry for entry in world.sandbox.log.envelopes("message") if entry.request]
    return [
        (entry.request["retry_attempt"], entry.status)
        for entry in sent
        if entry.request and entry.request["payload"]["event"]["ts"] == ts
    ]


def test_of_a_burst_of_200_messages_each_is_stored_once_however_often_it_comes(world: World) -> None:
    people = world.people(*(f"Person {number}" for number in range(PEOPLE)))
    channel = world.channel(people)
    ts = world.ask(channel)
    texts = [*(f"First thoughts, part {number}." for number in range(LINES)), story()]
    for text in texts:
        for person in people:
            person.post(channel, text, thread_ts=ts)
    world.work()
    assert sorted(stored(world, channel)) == sorted((person.id, text) for person in people for text in texts)
    assert len(world.answers(channel)) == PEOPLE


def test_a_message_that_slack_delivers_twice_is_stored_once(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ts = world.ask(channel)
    world.sandbox.faults.deliver_twice()
    answer = world.answer(ana, channel, ts, story())
    assert tries(world, answer) == [(0, "acknowledged"), (1, "acknowledged")]
    assert stored(world, channel) == [(ana.id, story())]
    assert world.answers(channel)[0].version == 1


def test_a_message_whose_acknowledgement_is_lost_is_delivered_again_and_stored_once(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ts = world.ask(channel)
    world.sandbox.faults.ignore_acks()
    answer = world.answer(ana, channel, ts, story())
    assert tries(world, answer) == [(0, "timeout"), (1, "acknowledged")]
    assert stored(world, channel) == [(ana.id, story())]
    assert world.answers(channel)[0].version == 1


def test_a_question_comes_once_through_errors_rate_limits_and_lost_answers_of_slack(world: World) -> None:
    people = world.people("Ana", "Ben", "Eli")
    channels = [world.channel([person]) for person in people]
    faults = world.sandbox.faults
    faults.fail("chat.postMessage", status=500)
    faults.fail("chat.postMessage", "ratelimited", retry_after=1, times=2)
    faults.fail("chat.postMessage", status=500, after=True)  # posted, and nobody was told
    faults.fail("conversations.history", status=503)
    for person, channel in zip(people, channels, strict=True):
        person.command("/calibrate", "ask", channel)
        person.submit()
    world.work()
    world.advance(minutes=1)  # what did not pass at once is tried again soon
    for channel in channels:
        (question,) = world.sandbox.messages(channel)
        assert world.round(channel).message_ts == question["ts"]
        assert world.round(channel).stage == "collecting"


@pytest.mark.parametrize("how", ["dropped", "refreshed"])
def test_nothing_is_lost_when_the_connection_is(world: World, how: str) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ts = world.ask(channel)
    ana.post(channel, story(about="what was under way"), thread_ts=ts)
    if how == "dropped":
        world.sandbox.drop_connections()
    else:
        world.sandbox.ask_to_reconnect()
    ben.post(channel, story(about="what nobody heard"), thread_ts=ts)
    world.sandbox.connected(timeout=PATIENCE)
    world.advance(minutes=1)  # Slack's next try
    assert sorted(stored(world, channel)) == sorted(
        [(ana.id, story(about="what was under way")), (ben.id, story(about="what nobody heard"))]
    )
