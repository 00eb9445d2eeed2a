"""An event that is not acknowledged is tried again at once, after a minute and after five; then it is lost."""

import threading

import pytest

from sandbox import NotAnswered
from tests.kit.sandboxes import heard


def statuses(office) -> list[str]:
    return [one.status for one in office.sandbox.log.envelopes("message")]


def lost(office) -> list[str]:
    return [one.request["event"]["text"] for one in office.sandbox.log.lost("message")]


def test_a_lost_acknowledgement_brings_the_event_again(office, bolt, connect) -> None:
    events = heard(bolt)
    connect(bolt)
    office.sandbox.faults.ignore_acks(2)
    office.ana.post(office.channel, "once")
    office.sandbox.settled()
    assert [one["retry"] for one in events] == ["0", "1"]
    office.clock.advance(minutes=1)
    office.sandbox.settled()
    assert [one["retry"] for one in events] == ["0", "1", "2"]
    assert statuses(office) == ["timeout", "timeout", "acknowledged"]
    sent = office.sandbox.log.envelopes("message")
    assert sent[1].request["retry_reason"] == "timeout"
    assert len({one.request["payload"]["event_id"] for one in sent}) == 1
    assert lost(office) == []


def test_an_event_that_finds_no_connection_is_tried_three_more_times_and_is_gone(office, bolt, connect) -> None:
    events = heard(bolt)
    office.ana.post(office.channel, "unheard")
    office.sandbox.settled()
    assert statuses(office) == ["no_connection"] * 2
    office.clock.advance(minutes=1)
    office.sandbox.settled()
    assert lost(office) == []
    office.clock.advance(minutes=5)
    office.sandbox.settled()
    assert statuses(office) == ["no_connection"] * 4
    assert lost(office) == ["unheard"]
    connect(bolt)
    office.ana.post(office.channel, "heard")
    office.sandbox.settled()
    assert [one["text"] for one in events] == ["heard"]


def test_a_connection_within_five_minutes_still_gets_the_event(office, bolt, connect) -> None:
    events = heard(bolt)
    office.ana.post(office.channel, "late")
    office.sandbox.settled()
    office.clock.advance(seconds=59)
    connect(bolt)
    office.sandbox.settled()
    assert events == []  # nothing waits for a connection
    office.clock.advance(seconds=1)
    office.sandbox.settled()
    assert [(one["text"], one["retry"]) for one in events] == [("late", "2")]


def test_a_long_jump_of_the_clock_uses_up_every_try_on_the_way(office) -> None:
    office.ana.post(office.channel, "unheard")
    office.sandbox.settled()
    office.clock.advance(days=3)
    office.sandbox.settled()
    assert lost(office) == ["unheard"]


@pytest.mark.parametrize("office", [0.2], indirect=True)
def test_an_event_that_nobody_takes_is_lost_after_four_tries(office, bolt, connect) -> None:
    connect(bolt)  # no listener: Bolt answers 404 and acknowledges nothing
    office.ana.post(office.channel, "into the void")
    office.sandbox.settled()
    office.clock.advance(minutes=10)
    office.sandbox.settled()
    assert statuses(office) == ["timeout"] * 4
    assert lost(office) == ["into the void"]


def test_during_an_outage_events_are_lost_while_calls_go_on(office, bolt, connect) -> None:
    events = heard(bolt)
    connect(bolt)
    with office.sandbox.outage():
        office.ana.post(office.channel, "unheard")
        office.sandbox.settled()
        office.clock.advance(minutes=10)
        office.sandbox.settled()
        assert office.sandbox.connections == 0
        assert [one["text"] for one in office.client.conversations_history(channel=office.channel)["messages"]]
    office.sandbox.connected()
    office.ana.post(office.channel, "heard")
    office.sandbox.settled()
    assert [one["text"] for one in events] == ["heard"]
    assert lost(office) == ["unheard"]


def test_a_half_dead_connection_stays_open_and_swallows_what_is_sent(office, bolt, connect) -> None:
    events = heard(bolt)
    bolt.command("/hello")(lambda ack: ack())
    handler = connect(bolt)
    office.sandbox.half_kill_connections()
    office.ana.post(office.channel, "swallowed")
    with pytest.raises(NotAnswered, match="/hello"):
        office.ana.command("/hello", "", office.channel)
    office.sandbox.settled()
    assert (events, office.sandbox.connections, handler.client.is_connected()) == ([], 1, True)
    assert statuses(office) == ["swallowed"] * 2
    connect(bolt)  # a second one, alive: envelopes go to either
    for _ in range(2):
        office.ana.post(office.channel, "heard")
    office.sandbox.settled()
    assert {one["text"] for one in events} == {"heard"}


def test_what_a_broken_connection_took_along_comes_over_another(office, bolt, connect) -> None:
    release = threading.Event()
    bolt.event("message")(lambda: release.wait(5))

    connect(bolt)
    office.ana.post(office.channel, "important")
    office.sandbox.wait(lambda: statuses(office), what="the first try")
    office.sandbox.drop_connections()
    release.set()
    office.sandbox.connected()
    office.clock.advance(minutes=1)
    office.sandbox.settled()
    assert (statuses(office)[0], statuses(office)[-1]) == ("connection_lost", "acknowledged")
    assert lost(office) == []


def test_a_duplicate_delivery_is_marked_as_a_retry(office, bolt, connect) -> None:
    events = heard(bolt)
    connect(bolt)
    office.sandbox.faults.deliver_twice()
    office.ana.post(office.channel, "twice")
    office.ana.post(office.channel, "once")
    office.sandbox.settled()
    assert sorted((one["text"], one["retry"]) for one in events) == [("once", "0"), ("twice", "0"), ("twice", "1")]
