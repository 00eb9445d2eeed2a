"""The Web API answers as Slack's does, errors included."""

import json
import urllib.request
from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox
from tests.kit.sandboxes import button, modal, plain, refused, text_input


def test_tokens_are_checked(office) -> None:
    url = office.sandbox.api_url
    assert refused(WebClient(base_url=url).auth_test) == "not_authed"
    assert refused(WebClient("xoxb-wrong", base_url=url).auth_test) == "invalid_auth"
    assert refused(WebClient(office.sandbox.app_token, base_url=url).auth_test) == "not_allowed_token_type"
    assert refused(office.client.apps_connections_open, app_token=office.sandbox.bot_token) == "not_allowed_token_type"
    assert refused(lambda: office.client.api_call("chat.invent")) == "unknown_method"
    assert office.client.auth_test()["user_id"] == office.sandbox.bot_user_id


def test_arguments_may_be_json_or_a_form(office) -> None:
    as_form = office.client.chat_postMessage(channel=office.channel, text="ü")["ts"]
    as_json = office.client.api_call("chat.postMessage", json={"channel": office.channel, "text": "ü"})["ts"]
    assert [office.sandbox.message(office.channel, ts)["text"] for ts in (as_form, as_json)] == ["ü", "ü"]


def test_what_cannot_be_posted_is_refused_by_name(office) -> None:
    post, channel = office.client.chat_postMessage, office.channel
    closed = office.sandbox.add_channel("closed", members=[office.ana], bot=False)
    secret = office.sandbox.add_channel("secret", members=[office.ana], bot=False, private=True)
    assert refused(post, channel="C0NOWHERE", text="x") == "channel_not_found"
    assert refused(post, channel=secret, text="x") == "channel_not_found"
    assert refused(post, channel=closed, text="x") == "not_in_channel"
    assert refused(lambda: office.client.api_call("chat.postMessage", json={"channel": channel})) == "no_text"
    assert refused(post, channel=channel, text="x" * 40_001) == "msg_too_long"
    assert refused(post, channel=channel, text="x", thread_ts="1.1") == "thread_not_found"
    assert refused(post, channel=channel, text="x", blocks=[{"type": "header"}]) == "invalid_blocks"
    assert refused(post, channel=channel, text="x", metadata={"event_type": "x"}) == "invalid_metadata_format"
    assert office.sandbox.messages(channel) == []


def test_a_reply_to_a_reply_is_refused(office) -> None:
    parent = office.ana.post(office.channel, "question")
    reply = office.ben.post(office.channel, "answer", thread_ts=parent)
    error = refused(office.client.chat_postMessage, channel=office.channel, text="x", thread_ts=reply)
    assert error == "cannot_reply_to_message"


def test_only_its_own_messages_can_be_changed(office) -> None:
    theirs = office.ana.post(office.channel, "mine")
    own = office.client.chat_postMessage(channel=office.channel, text="one", blocks=[{"type": "divider"}])["ts"]
    assert refused(office.client.chat_update, channel=office.channel, ts=theirs, text="x") == "cant_update_message"
    assert refused(office.client.chat_delete, channel=office.channel, ts=theirs) == "cant_delete_message"
    assert refused(office.client.chat_update, channel=office.channel, ts="1.1", text="x") == "message_not_found"
    assert refused(office.client.chat_update, channel=office.channel, ts=own, text="x" * 4001) == "msg_too_long"
    office.client.chat_update(channel=office.channel, ts=own, text="two")
    assert office.sandbox.message(office.channel, own)["blocks"]  # blocks stay unless an empty list takes them away
    office.client.chat_update(channel=office.channel, ts=own, text="three", blocks=[])
    assert "blocks" not in office.sandbox.message(office.channel, own)
    office.client.chat_delete(channel=office.channel, ts=own)
    assert [one["ts"] for one in office.sandbox.messages(office.channel)] == [theirs]


def test_metadata_is_kept_and_returned_where_asked_for(office) -> None:
    metadata = {"event_type": "round", "event_payload": {"id": 7}}
    ts = office.client.chat_postMessage(channel=office.channel, text="q", metadata=metadata)["ts"]
    office.client.chat_postMessage(channel=office.channel, text="r", thread_ts=ts, metadata=metadata)
    for call in (
        office.client.conversations_history,
        lambda **more: office.client.conversations_replies(ts=ts, **more),
    ):
        asked = call(channel=office.channel, include_all_metadata=True)["messages"]
        unasked = call(channel=office.channel)["messages"]
        assert [one["metadata"] for one in asked] == [metadata] * len(asked)
        assert all("metadata" not in one for one in unasked)


def test_history_and_replies_come_in_pages(office) -> None:
    parent = office.ana.post(office.channel, "parent")
    replies = [office.ben.post(office.channel, str(number), thread_ts=parent) for number in range(5)]
    later = office.ana.post(office.channel, "later")
    top = office.client.conversations_history(channel=office.channel)["messages"]
    assert [one["ts"] for one in top] == [later, parent]
    assert (top[1]["reply_count"], top[1]["latest_reply"]) == (5, replies[-1])
    pages = office.client.conversations_replies(channel=office.channel, ts=parent, limit=2)
    assert [[one["ts"] for one in page["messages"]] for page in pages] == [
        [parent, replies[0]], replies[1:3], replies[3:],
    ]  # fmt: skip
    newer = office.client.conversations_replies(channel=office.channel, ts=parent, oldest=replies[2])["messages"]
    assert [one["ts"] for one in newer] == [parent, *replies[3:]]
    assert refused(office.client.conversations_replies, channel=office.channel, ts="1.1") == "thread_not_found"
    assert refused(office.client.conversations_history, channel=office.channel, limit=5000) == "invalid_limit"


def test_reactions_are_counted_once_a_person(office) -> None:
    ts = office.ana.post(office.channel, "nice")
    office.client.reactions_add(channel=office.channel, timestamp=ts, name="inbox_tray")
    again = refused(office.client.reactions_add, channel=office.channel, timestamp=ts, name="inbox_tray")
    assert again == "already_reacted"
    office.ben.react(office.channel, ts, "inbox_tray")
    (reaction,) = office.client.reactions_get(channel=office.channel, timestamp=ts)["message"]["reactions"]
    assert reaction == {
        "name": "inbox_tray", "users": [office.sandbox.bot_user_id, office.ben.id], "count": 2,
    }  # fmt: skip
    assert refused(office.client.reactions_remove, channel=office.channel, timestamp=ts, name="x") == "no_reaction"


def test_people_channels_and_direct_messages_can_be_looked_up(office) -> None:
    person = office.client.users_info(user=office.ben.id)["user"]
    assert (person["real_name"], person["tz"], person["is_bot"]) == ("Ben", "America/New_York", False)
    assert refused(office.client.users_info, user="U404") == "user_not_found"
    assert office.client.conversations_members(channel=office.channel)["members"][:2] == [office.ana.id, office.ben.id]
    channel = office.client.conversations_info(channel=office.channel)["channel"]
    assert (channel["name"], "num_members" in channel) == ("hiring", False)
    counted = office.client.conversations_info(channel=office.channel, include_num_members=True)["channel"]
    assert counted["num_members"] == 3
    assert [one["id"] for one in office.client.conversations_list()["channels"]] == [office.channel]
    direct = office.client.conversations_open(users=office.ana.id)["channel"]["id"]
    assert direct == office.ana.dm
    office.client.chat_postMessage(channel=direct, text="by conversation")
    office.client.chat_postMessage(channel=office.ana.id, text="by person")
    assert [one["text"] for one in office.ana.dms()] == ["by conversation", "by person"]
    assert office.ben.dms() == []
    link = office.client.chat_getPermalink(channel=direct, message_ts=office.ana.dms()[0]["ts"])["permalink"]
    assert f"/archives/{direct}/p" in link


def test_the_bot_joins_public_channels_itself(office) -> None:
    open_one = office.sandbox.add_channel("open", bot=False)
    assert not office.client.conversations_info(channel=open_one)["channel"]["is_member"]
    assert office.client.conversations_join(channel=open_one)["channel"]["is_member"]
    office.client.chat_postMessage(channel="#open", text="hello")
    mine = office.client.users_conversations(types="public_channel")["channels"]
    assert [one["name"] for one in mine] == ["hiring", "open"]


def test_somebodys_channels_are_listed_as_far_as_the_bot_sees_them(office) -> None:
    add, kinds = office.sandbox.add_channel, "public_channel,private_channel"
    for name, private, bot in (("away", False, False), ("secret", True, True), ("unseen", True, False)):
        add(name, members=[office.ana], private=private, bot=bot)
    found = office.client.users_conversations(user=office.ana.id, types=kinds)["channels"]
    told = [(one["name"], one["is_private"], one["is_member"], one["is_archived"]) for one in found]
    assert told == [("hiring", False, True, False), ("away", False, False, False), ("secret", True, True, False)]
    found = office.client.users_conversations(user=office.ben.id, types=kinds)["channels"]
    assert [one["name"] for one in found] == ["hiring"]
    assert refused(office.client.users_conversations, user="U404") == "user_not_found"


def test_an_ephemeral_is_seen_by_one_person_only(office) -> None:
    office.client.chat_postEphemeral(channel=office.channel, user=office.ana.id, text="just you")
    assert [one["text"] for one in office.ana.ephemerals(office.channel)] == ["just you"]
    assert office.ben.notices == []
    assert office.sandbox.messages(office.channel) == []
    stranger = office.sandbox.add_person("Cy")
    call = office.client.chat_postEphemeral
    assert refused(call, channel=office.channel, user=stranger.id, text="x") == "user_not_in_channel"


def test_an_ephemeral_in_a_thread_nobody_replied_to_is_not_shown(office) -> None:
    ts = office.ana.post(office.channel, "alone")
    say = office.client.chat_postEphemeral
    say(channel=office.channel, user=office.ana.id, text="unseen", thread_ts=ts)
    office.ben.post(office.channel, "company", thread_ts=ts)
    say(channel=office.channel, user=office.ana.id, text="seen", thread_ts=ts)
    assert [one["text"] for one in office.ana.notices] == ["seen"]


def test_files_go_both_ways(office) -> None:
    ts = office.ana.post(office.channel, "my story", files=[("my story?.txt", "Once – upon a time")])
    message = office.sandbox.message(office.channel, ts)
    assert message["subtype"] == "file_share"
    url = message["files"][0]["url_private_download"]
    asked = urllib.request.Request(url, headers={"Authorization": f"Bearer {office.sandbox.bot_token}"})
    assert urllib.request.urlopen(asked).read().decode() == "Once – upon a time"
    assert b"<!DOCTYPE html>" in urllib.request.urlopen(url).read()  # without a token Slack shows its sign-in page
    direct = office.client.conversations_open(users=office.ana.id)["channel"]["id"]
    office.client.files_upload_v2(channel=direct, content="a,b\n1,2\n", filename="data.csv", initial_comment="Yours")
    (sent,) = office.ana.dms()
    assert (sent["text"], sent["files"][0]["name"]) == ("Yours", "data.csv")
    assert office.client.files_info(file=sent["files"][0]["id"])["content"] == "a,b\n1,2\n"
    call = office.client.files_upload_v2
    assert refused(call, channel=office.ana.id, content="x", filename="x.txt") == "invalid_arguments"


def test_a_trigger_opens_one_view_and_only_while_fresh(office) -> None:
    view = modal(text_input("words"))
    trigger = office.sandbox.workspace.new_trigger(office.ana.id)
    office.client.views_open(trigger_id=trigger, view=view)
    assert office.ana.modal["title"] == plain("A form")
    assert refused(office.client.views_open, trigger_id=trigger, view=view) == "exchanged_trigger_id"
    assert refused(office.client.views_open, trigger_id="1.2.3", view=view) == "invalid_trigger_id"
    old = office.sandbox.workspace.new_trigger(office.ana.id)
    office.clock.advance(seconds=3.1)
    assert refused(office.client.views_open, trigger_id=old, view=view) == "expired_trigger_id"


def test_views_are_updated_by_id_and_only_while_open(office) -> None:
    trigger = office.sandbox.workspace.new_trigger(office.ana.id)
    view = office.client.views_open(trigger_id=trigger, view=modal(text_input("words"), external_id="mine"))["view"]
    changed = modal(text_input("words"), title=plain("Changed"), external_id="mine")
    assert refused(office.client.views_update, view_id=view["id"], hash="old", view=changed) == "hash_conflict"
    office.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
    office.client.views_update(external_id="mine", view=changed)
    assert office.ana.modal["title"] == plain("Changed")
    office.ana.close_modal()
    assert refused(office.client.views_update, view_id=view["id"], view=changed) == "not_found"


def test_a_home_tab_is_published_for_one_person(office) -> None:
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button("score")]}]}
    office.client.views_publish(user_id=office.ana.id, view=home)
    assert office.ana.home["blocks"][0]["elements"][0]["action_id"] == "score"
    assert office.ben.home is None
    assert refused(office.client.views_publish, user_id="U404", view=home) == "user_not_found"
    assert refused(office.client.views_publish, user_id=office.ana.id, view=modal()) == "invalid_arguments"


def test_only_granted_scopes_work() -> None:
    with Sandbox(scopes={"chat:write", "channels:history"}) as sandbox:
        ana = sandbox.add_person("Ana")
        channel, closed = sandbox.add_channel("open"), sandbox.add_channel("closed", members=[ana], private=True)
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        ts = client.chat_postMessage(channel=channel, text="x")["ts"]
        client.conversations_history(channel=channel)
        assert refused(client.conversations_history, channel=closed) == "missing_scope"
        assert refused(client.users_info, user=ana.id) == "missing_scope"
        with pytest.raises(SlackApiError) as caught:
            client.reactions_add(channel=channel, timestamp=ts, name="eyes")
        assert caught.value.response["needed"] == "reactions:write"
        assert caught.value.response["provided"] == "channels:history,chat:write"


def test_calls_fail_on_request(office) -> None:
    faults, post = office.sandbox.faults, office.client.chat_postMessage
    faults.fail("chat.postMessage", "ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        post(channel=office.channel, text="x")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")
    faults.fail("chat.postMessage", status=500, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            post(channel=office.channel, text="x")
        assert caught.value.response.status_code == 500
    assert office.sandbox.messages(office.channel) == []
    faults.fail("chat.postMessage", "internal_error", after=True)
    assert refused(post, channel=office.channel, text="posted, answer lost") == "internal_error"
    assert [one["text"] for one in office.sandbox.messages(office.channel)] == ["posted, answer lost"]
    statuses = [entry.status for entry in office.sandbox.log.calls("chat.postMessage")]
    assert statuses == ["ratelimited", "500", "500", "internal_error"]


def test_an_older_workspace_refuses_new_blocks(office) -> None:
    office.sandbox.faults.refuse_blocks({"table"})
    cell = {"type": "raw_text", "text": "x"}
    table = {"type": "table", "rows": [[cell]]}
    assert refused(office.client.chat_postMessage, channel=office.channel, text="x", blocks=[table]) == "invalid_blocks"
    office.sandbox.faults.refuse_blocks(set())
    office.client.chat_postMessage(channel=office.channel, text="x", blocks=[table])


def test_timestamps_follow_the_given_clock_and_always_rise() -> None:
    times = iter([datetime(2027, 3, 1, 9, tzinfo=UTC)] * 50)
    with Sandbox(now=lambda: next(times)) as sandbox:
        ana = sandbox.add_person("Ana")
        channel = sandbox.add_channel("hiring", members=[ana], bot=False)
        stamps = [ana.post(channel, "x") for _ in range(3)]
        assert [stamp[:11] for stamp in stamps] == ["1803891600."] * 3
        assert sorted(set(stamps)) == stamps


def test_the_log_keeps_what_was_asked_and_answered(office) -> None:
    office.client.chat_postMessage(channel=office.channel, text="x", blocks=[{"type": "divider"}])
    (entry,) = office.sandbox.log.calls("chat.postMessage")
    assert entry.request["blocks"] == [{"type": "divider"}]
    assert entry.response["message"]["text"] == "x"
    assert entry.ms is not None
    assert "xoxb" not in json.dumps(entry.request)
