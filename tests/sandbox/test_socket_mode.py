"""Events reach the bot in Slack's shapes, over whichever connection there is."""

from typing import Any

from slack_bolt import App

from sandbox import Sandbox
from tests.kit.sandboxes import heard


def test_a_message_reaches_the_bot_in_slacks_shape(office, bolt, connect) -> None:
    events = heard(bolt)
    connect(bolt)
    ts = office.ana.post(office.channel, "we shipped it & <b>won</b>")
    office.sandbox.settled()
    (event,) = events
    assert event["ts"] == event["event_ts"] == ts
    assert (event["user"], event["channel"], event["channel_type"]) == (office.ana.id, office.channel, "channel")
    assert event["text"] == "we shipped it &amp; &lt;b&gt;won&lt;/b&gt;"
    assert not {"thread_ts", "subtype", "bot_id"} & event.keys()


def test_replies_broadcasts_edits_and_deletions_are_told_apart(office, bolt, connect) -> None:
    events = heard(bolt)
    connect(bolt)
    parent = office.ana.post(office.channel, "question")
    reply = office.ben.post(office.channel, "answer", thread_ts=parent)
    office.ben.post(office.channel, "for all", thread_ts=parent, broadcast=True)
    office.ben.edit(office.channel, reply, "a better answer")
    office.ben.delete(office.channel, reply)
    office.sandbox.settled()
    by_kind = {event.get("subtype", "reply" if "thread_ts" in event else "plain"): event for event in events}
    assert by_kind["reply"]["thread_ts"] == parent
    assert by_kind["thread_broadcast"]["root"]["ts"] == parent
    changed = by_kind["message_changed"]
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("a better answer", "answer")
    assert changed["message"]["edited"]["user"] == office.ben.id
    assert by_kind["message_deleted"]["deleted_ts"] == reply
    assert [one["text"] for one in office.sandbox.thread(office.channel, parent)] == ["question", "for all"]


def test_a_deleted_parent_leaves_a_tombstone_over_its_replies(office) -> None:
    parent = office.ana.post(office.channel, "question")
    office.ben.post(office.channel, "answer", thread_ts=parent)
    office.ana.delete(office.channel, parent)
    tomb, reply = office.client.conversations_replies(channel=office.channel, ts=parent)["messages"]
    assert (tomb["subtype"], reply["text"]) == ("tombstone", "answer")


def test_mentions_reactions_joins_and_home_arrive_as_events(office, bolt, connect) -> None:
    got: list[dict[str, Any]] = []
    for kind in ("app_mention", "reaction_added", "reaction_removed", "member_joined_channel", "app_home_opened"):
        bolt.event(kind)(lambda event: got.append(event))
    heard(bolt)
    connect(bolt)
    ts = office.ana.post(office.channel, f"<@{office.sandbox.bot_user_id}> help")
    office.ben.react(office.channel, ts, "eyes")
    office.ben.unreact(office.channel, ts, "eyes")
    office.sandbox.add_person("Cy").join(office.channel)
    office.ana.open_home()
    office.sandbox.settled()
    assert {one["type"] for one in got} == {
        "app_mention",
        "reaction_added",
        "reaction_removed",
        "member_joined_channel",
        "app_home_opened",
    }
    reaction = next(one for one in got if one["type"] == "reaction_added")
    assert reaction["item"] == {"type": "message", "channel": office.channel, "ts": ts}
    assert reaction["item_user"] == office.ana.id


def test_the_bots_own_and_other_bots_messages_carry_a_bot_id(office, bolt, connect) -> None:
    events = heard(bolt)
    connect(bolt)
    office.client.chat_postMessage(channel=office.channel, text="from me")
    office.sandbox.post_as_other_bot(office.channel, "from Polly")
    office.sandbox.settled()
    envelopes = [one.request["payload"]["event"] for one in office.sandbox.log.envelopes("message")]
    assert [one["bot_id"] for one in envelopes] == [office.sandbox.workspace.bot_id, "B000000099"]
    assert [one["subtype"] for one in events] == ["bot_message"]  # Bolt itself drops what the bot wrote


def test_another_bots_message_may_carry_our_metadata_but_not_our_ids(office, bolt, connect) -> None:
    events = heard(bolt)
    connect(bolt)
    metadata = {"event_type": "round", "event_payload": {"id": 7}}
    ours = office.client.chat_postMessage(channel=office.channel, text="q", metadata=metadata)["ts"]
    polly = office.sandbox.add_bot("Polly")
    theirs = polly.post(office.channel, "copied", metadata=metadata)
    office.sandbox.settled()
    found = office.client.conversations_history(channel=office.channel, include_all_metadata=True)["messages"]
    copied, real = found
    assert [one["ts"] for one in found] == [theirs, ours]
    assert copied["metadata"] == real["metadata"] == metadata
    assert (copied["bot_id"], copied["app_id"], copied["user"]) == (polly.bot_id, polly.app_id, polly.id)
    assert {copied["bot_id"], copied["app_id"]}.isdisjoint({real["bot_id"], real["app_id"]})
    plain = office.client.conversations_history(channel=office.channel)["messages"]
    assert not any("metadata" in one for one in [*plain, *events])
    (event,) = events
    assert (event["bot_id"], "subtype" in event) == (polly.bot_id, False)
    assert office.client.users_info(user=polly.id)["user"]["is_bot"]


def test_a_bot_outside_the_channel_hears_nothing(office, bolt, connect) -> None:
    events = heard(bolt)
    bolt.event("member_joined_channel")(lambda: None)
    connect(bolt)
    closed = office.sandbox.add_channel("closed", members=[office.ana], bot=False)
    office.ana.post(closed, "unheard")
    office.ana.invite_bot(closed)
    office.ana.post(closed, "heard")
    office.sandbox.settled()
    assert [one["text"] for one in events] == ["heard"]


def test_each_event_goes_to_one_of_two_connections(office, bolt, connect) -> None:
    twin = App(client=office.client, process_before_response=True)
    first, second = heard(bolt), heard(twin)
    connect(bolt)
    connect(twin)
    for number in range(20):
        office.ana.post(office.channel, str(number))
    office.sandbox.settled()
    assert first
    assert second
    assert sorted(int(one["text"]) for one in first + second) == list(range(20))


def test_the_bot_comes_back_when_asked_to_reconnect(office, bolt, connect) -> None:
    events = heard(bolt)
    connect(bolt)
    opened = len(office.sandbox.log.calls("apps.connections.open"))
    office.sandbox.ask_to_reconnect()
    office.sandbox.wait(
        lambda: len(office.sandbox.log.calls("apps.connections.open")) > opened, what="a new connection"
    )
    office.ana.post(office.channel, "still there?")
    office.sandbox.settled()
    assert "still there?" in [one["text"] for one in events]


def test_a_burst_of_500_messages_is_acknowledged_whole(bolt, connect, office) -> None:
    events = heard(bolt)
    connect(bolt)
    for number in range(500):
        office.ana.post(office.channel, str(number))
    office.sandbox.settled(15)
    assert {int(one["text"]) for one in events} == set(range(500))


def test_only_subscribed_and_granted_events_are_sent() -> None:
    manifest = {
        "oauth_config": {"scopes": {"bot": ["channels:history", "chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["message.channels", "reaction_added"]}},
    }
    with Sandbox(manifest=manifest, redeliver_after=()) as sandbox:
        ana = sandbox.add_person("Ana")
        public = sandbox.add_channel("open", members=[ana])
        private = sandbox.add_channel("closed", members=[ana], private=True)
        ana.post(private, "not subscribed")
        ts = ana.post(public, "subscribed")
        ana.react(public, ts, "eyes")  # subscribed, but without reactions:read
        sandbox.settled()
        assert [one.request["event"]["text"] for one in sandbox.log.lost()] == ["subscribed"]
