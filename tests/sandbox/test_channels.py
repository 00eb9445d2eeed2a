"""Channels change under the bot: people and it itself come and go, channels are archived and taken back."""

import pytest

from sandbox import Sandbox, SandboxError
from tests.kit.sandboxes import heard, refused

MOVES = ("member_joined_channel", "member_left_channel", "channel_left", "group_left")
ARCHIVING = ("channel_archive", "channel_unarchive", "group_archive", "group_unarchive")


def test_the_bot_hears_who_joins_and_leaves(office, bolt, connect) -> None:
    events = heard(bolt, *MOVES)
    connect(bolt)
    cy, dee = office.sandbox.add_person("Cy"), office.sandbox.add_person("Dee")
    cy.join(office.channel)
    office.ana.invite(office.channel, dee)
    cy.leave(office.channel)
    office.sandbox.settled()
    told = {(one["type"], one["user"], one["channel"], one.get("inviter")) for one in events}
    assert told == {
        ("member_joined_channel", cy.id, office.channel, None),
        ("member_joined_channel", dee.id, office.channel, office.ana.id),
        ("member_left_channel", cy.id, office.channel, None),
    }
    assert office.client.conversations_members(channel=office.channel)["members"][-1] == dee.id
    with pytest.raises(SandboxError, match="Cy is not in hiring"):
        cy.post(office.channel, "still here?")


@pytest.mark.parametrize(("private", "error"), [(False, "not_in_channel"), (True, "channel_not_found")])
def test_a_bot_that_was_taken_out_is_told_and_refused(office, bolt, connect, private, error) -> None:
    events = heard(bolt, *MOVES)
    connect(bolt)
    channel = office.sandbox.add_channel("talk", members=[office.ana], private=private)
    ts = office.client.chat_postMessage(channel=channel, text="here")["ts"]
    office.ana.remove_bot(channel)
    office.sandbox.settled()
    (left,) = events
    assert (left["type"], left["channel"]) == ("group_left" if private else "channel_left", channel)
    assert left["actor_id"] == office.ana.id
    assert refused(office.client.chat_postMessage, channel=channel, text="x") == error
    assert refused(office.client.chat_update, channel=channel, ts=ts, text="x") == error
    assert refused(office.client.conversations_replies, channel=channel, ts=ts) == error
    assert refused(office.client.reactions_add, channel=channel, timestamp=ts, name="eyes") == error
    office.ana.invite_bot(channel)
    office.client.chat_postMessage(channel=channel, text="back")


def test_an_archived_channel_takes_nothing_and_loses_its_bots(office, bolt, connect) -> None:
    events = heard(bolt, *ARCHIVING, "member_joined_channel")
    connect(bolt)
    ts = office.client.chat_postMessage(channel=office.channel, text="here")["ts"]
    office.ana.archive(office.channel)
    about = office.client.conversations_info(channel=office.channel)["channel"]
    assert (about["is_archived"], about["is_member"], about["is_private"]) == (True, False, False)
    assert refused(office.client.chat_postMessage, channel=office.channel, text="x") == "is_archived"
    assert refused(office.client.chat_update, channel=office.channel, ts=ts, text="x") == "is_inactive"
    assert refused(office.client.reactions_add, channel=office.channel, timestamp=ts, name="eyes") == "is_archived"
    assert refused(office.client.conversations_join, channel=office.channel) == "is_archived"
    assert refused(office.client.conversations_history, channel=office.channel) == "not_in_channel"
    assert office.client.conversations_list(exclude_archived=True)["channels"] == []
    with pytest.raises(SandboxError, match="is_archived"):
        office.ana.post(office.channel, "x")
    office.ana.unarchive(office.channel)
    assert refused(office.client.chat_postMessage, channel=office.channel, text="x") == "not_in_channel"
    office.ana.invite_bot(office.channel)
    office.client.chat_postMessage(channel=office.channel, text="back")
    office.sandbox.settled()
    told = [(one["type"], one["user"]) for one in sorted(events, key=lambda one: one["event_ts"])]
    assert told == [
        ("channel_archive", office.ana.id),
        ("channel_unarchive", office.ana.id),
        ("member_joined_channel", office.sandbox.bot_user_id),
    ]


def test_a_private_channel_is_archived_before_the_bots_eyes_and_taken_back_behind_its_back(
    office, bolt, connect
) -> None:
    events = heard(bolt, *ARCHIVING)
    connect(bolt)
    channel = office.sandbox.add_channel("secret", members=[office.ana], private=True)
    office.ana.archive(channel)
    assert refused(office.client.chat_postMessage, channel=channel, text="x") == "channel_not_found"
    office.ana.unarchive(channel)
    office.sandbox.settled()
    assert [one["type"] for one in events] == ["group_archive"]


def test_a_bot_that_stays_in_an_archived_channel_may_read_it(office) -> None:
    office.ana.post(office.channel, "hello")
    office.ana.archive(office.channel, bots_stay=True)
    (message,) = office.client.conversations_history(channel=office.channel)["messages"]
    assert message["text"] == "hello"
    assert refused(office.client.chat_postMessage, channel=office.channel, text="x") == "is_archived"
    office.ana.unarchive(office.channel)
    office.client.chat_postMessage(channel=office.channel, text="back")


def test_a_group_dm_has_messages_and_commands(office, bolt, connect) -> None:
    events, commands = heard(bolt), []
    bolt.command("/hello")(lambda ack, command: (ack("hi"), commands.append(command)))
    connect(bolt)
    group = office.sandbox.add_group_dm([office.ana, office.ben])
    office.ana.post(group, "between us")
    office.ben.command("/hello", "", group)
    office.sandbox.settled()
    assert [(one["text"], one["channel_type"]) for one in events] == [("between us", "mpim")]
    assert commands[0]["channel_name"] == "mpdm-ana--ben--app-1"
    assert [one["text"] for one in office.ben.ephemerals(group)] == ["hi"]
    about = office.client.conversations_info(channel=group)["channel"]
    assert (about["is_mpim"], about["is_private"], about["is_channel"]) == (True, True, False)
    both = f"{office.ana.id},{office.ben.id}"
    assert office.client.conversations_open(users=both)["channel"]["id"] == group


def test_a_command_reaches_the_bot_from_a_group_dm_where_it_is_not(office, bolt, connect) -> None:
    commands = []
    bolt.command("/hello")(lambda ack, command: (ack(), commands.append(command)))
    connect(bolt)
    group = office.sandbox.add_group_dm([office.ana, office.ben], bot=False)
    office.ana.command("/hello", "", group)
    assert refused(office.client.chat_postMessage, channel=commands[0]["channel_id"], text="x") == "channel_not_found"


def test_events_about_channels_need_their_scopes() -> None:
    manifest = {
        "oauth_config": {"scopes": {"bot": ["channels:read"]}},
        "settings": {"event_subscriptions": {"bot_events": [*MOVES, *ARCHIVING]}},
    }
    with Sandbox(manifest=manifest, redeliver_after=()) as sandbox:
        ana = sandbox.add_person("Ana")
        public = sandbox.add_channel("open", members=[ana])
        private = sandbox.add_channel("closed", members=[ana], private=True)
        for channel in (public, private):
            ana.remove_bot(channel)
            ana.invite_bot(channel)
            ana.archive(channel)
        sandbox.settled()
        told = {(one.name, one.request["event"]["channel"]) for one in sandbox.log.lost()}
        assert told == {(kind, public) for kind in ("channel_left", "member_joined_channel", "channel_archive")}
