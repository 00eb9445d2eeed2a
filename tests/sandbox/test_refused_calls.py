"""The Web API refuses by name what rules, rates and people's accounts do not allow."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import SandboxError
from tests.kit.sandboxes import heard, refused

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def test_a_channel_where_posting_is_restricted_takes_nothing_from_the_bot(office) -> None:
    office.sandbox.restrict_posting(office.channel)
    post, whisper = office.client.chat_postMessage, office.client.chat_postEphemeral
    assert refused(post, channel=office.channel, text="x") == "restricted_action"
    assert refused(whisper, channel=office.channel, user=office.ana.id, text="x") == "restricted_action"
    office.sandbox.restrict_posting(office.channel, on=False)
    post(channel=office.channel, text="x")


def test_an_old_message_cannot_be_changed_where_the_window_for_edits_is_closed(office) -> None:
    ts = office.client.chat_postMessage(channel=office.channel, text="one")["ts"]
    office.sandbox.close_edits_after(timedelta(minutes=5))
    office.client.chat_update(channel=office.channel, ts=ts, text="two")
    office.clock.advance(minutes=6)
    assert refused(office.client.chat_update, channel=office.channel, ts=ts, text="three") == "edit_window_closed"
    office.sandbox.close_edits_after(None)
    office.client.chat_update(channel=office.channel, ts=ts, text="three")


def test_a_channel_takes_a_burst_and_then_one_message_a_second_while_others_go_on(office) -> None:
    other = office.sandbox.add_channel("other")
    office.sandbox.faults.limit_posts(office.channel, burst=2)

    def post(channel: str) -> dict[str, Any] | None:
        """What a refusal says, if it is one."""
        try:
            office.client.chat_postMessage(channel=channel, text="x")
        except SlackApiError as error:
            answer = error.response
            return {"error": answer["error"], "status": answer.status_code, "after": answer.headers["Retry-After"]}
        return None

    too_fast = {"error": "ratelimited", "status": 429, "after": "1"}
    assert [post(office.channel) for _ in range(3)] == [None, None, too_fast]
    assert post(other) is None
    office.clock.advance(seconds=1)
    assert [post(office.channel) for _ in range(2)] == [None, too_fast]
    office.sandbox.faults.limit_posts(office.channel, None)
    assert [post(office.channel) for _ in range(3)] == [None] * 3


def test_a_fault_may_be_of_one_channel_only(office) -> None:
    other = office.sandbox.add_channel("other")
    office.sandbox.faults.fail("chat.postMessage", "rate_limited", channel=office.channel)
    office.client.chat_postMessage(channel=other, text="x")
    with pytest.raises(SlackApiError) as caught:
        office.client.chat_postMessage(channel=office.channel, text="x")
    answer = caught.value.response
    assert (answer["error"], answer.status_code, "Retry-After" in answer.headers) == ("rate_limited", 200, False)
    office.client.chat_postMessage(channel=office.channel, text="x")


@pytest.mark.parametrize("error", ["team_added_to_org", "account_inactive"])
def test_everything_fails_while_a_workspace_moves_or_the_app_is_gone(office, error) -> None:
    office.sandbox.faults.fail_everything(error)
    assert refused(office.client.auth_test) == error
    assert refused(office.client.chat_postMessage, channel=office.channel, text="x") == error
    assert refused(office.client.apps_connections_open, app_token=office.sandbox.app_token) == error
    office.sandbox.faults.fail_everything(None)
    office.client.auth_test()


def test_no_bot_can_be_written_to(office) -> None:
    other = office.sandbox.add_bot("Polly")
    for bot in (other.id, office.sandbox.bot_user_id):
        assert refused(office.client.conversations_open, users=bot) == "cannot_dm_bot"
        assert refused(office.client.chat_postMessage, channel=bot, text="x") == "cant_dm_bot"


def test_who_is_deactivated_is_told_of_and_cannot_be_reached(office, bolt, connect) -> None:
    events = heard(bolt, "user_change")
    connect(bolt)
    office.sandbox.deactivate(office.ben)
    office.sandbox.settled()
    (event,) = events
    assert (event["user"]["id"], event["user"]["deleted"]) == (office.ben.id, True)
    client, ben = office.client, office.ben.id
    assert refused(client.conversations_open, users=ben) == "user_disabled"
    assert refused(client.chat_postMessage, channel=ben, text="x") == "account_inactive"
    assert refused(client.views_publish, user_id=ben, view=HOME) == "user_not_found"
    assert refused(client.chat_postEphemeral, channel=office.channel, user=ben, text="x") == "user_not_in_channel"
    about = client.users_info(user=ben)["user"]
    assert about["deleted"]
    assert not {"tz", "real_name", "is_admin", "is_restricted"} & about.keys()  # Slack leaves these out
    assert about["profile"]["real_name"] == "Ben"
    assert ben in client.conversations_members(channel=office.channel)["members"]
    with pytest.raises(SandboxError, match="Ben is deactivated"):
        office.ben.post(office.channel, "x")
    office.sandbox.reactivate(office.ben)
    office.ben.post(office.channel, "back")
    assert client.users_info(user=ben)["user"]["tz"] == "America/New_York"
