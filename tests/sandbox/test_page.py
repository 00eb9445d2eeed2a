"""The page's side: one person's view, their acts, live notices, and closed doors for other origins."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as open_socket

from sandbox import Sandbox


def fetch(office, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(office.sandbox.url + path, data, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        text = error.read().decode()
        return error.code, json.loads(text) if text.startswith("{") else text


def test_a_person_sees_their_own_screen_only(office) -> None:
    closed = office.sandbox.add_channel("closed", members=[office.ben])
    office.ben.post(closed, "between us")
    office.client.chat_postEphemeral(channel=office.channel, user=office.ben.id, text="psst")
    office.client.chat_postMessage(channel=office.ben.id, text="direct")
    _, ana = fetch(office, f"/state?as={office.ana.id}")
    _, ben = fetch(office, f"/state?as={office.ben.id}")
    assert [one["name"] for one in ana["channels"]] == ["hiring", "directmessage"]
    assert "between us" not in json.dumps(ana)
    assert "psst" not in json.dumps(ana)
    assert "direct" in [one["text"] for channel in ben["channels"] for one in channel["messages"]]
    assert ben["ephemerals"][0]["text"] == "psst"
    _, nobody = fetch(office, "/state")
    assert [one["real_name"] for one in nobody["people"]] == ["Ana", "Ben"]
    assert "channels" not in nobody


def test_acts_are_the_persons_own_functions(office) -> None:
    def act(what: str, **arguments: Any) -> tuple[int, Any]:
        return fetch(office, "/act", {"as": office.ana.id, "what": what, **arguments})

    _, answer = act("post", channel=office.channel, text="hello")
    assert office.sandbox.message(office.channel, answer["result"])["text"] == "hello"
    assert act("react", channel=office.channel, ts=answer["result"], name="eyes")[0] == 200
    for status, body in [
        act("fly"), act("post", channel=office.channel), act("post", channel=office.channel, text=7), act("submit"),
        act("post", channel=office.channel, text="x", ws="y"), act("command", command="/x", text="", channel="C404"),
        fetch(office, "/act", {"as": office.sandbox.bot_user_id, "what": "open_home"}), fetch(office, "/act", [1]),
    ]:  # fmt: skip
        assert (status, body["ok"]) == (400, False)
        assert body["error"]


def test_changes_are_announced_as_they_happen(office) -> None:
    with open_socket(office.sandbox.url.replace("http", "ws") + "/live", proxy=None) as live:
        before = json.loads(live.recv(timeout=60))["version"]
        office.ana.post(office.channel, "hello")
        assert json.loads(live.recv(timeout=60))["version"] > before


def test_the_log_can_be_followed(office) -> None:
    office.client.auth_test()
    _, first = fetch(office, "/log")
    office.client.users_list()
    _, then = fetch(office, f"/log?since={max(one['revision'] for one in first['entries'])}")
    assert [one["name"] for one in then["entries"]] == ["users.list"]


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}])
def test_a_foreign_page_cannot_drive_or_watch_it(office, headers) -> None:
    wish = {"as": office.ana.id, "what": "post", "channel": office.channel, "text": "not mine"}
    assert fetch(office, "/act", wish, **headers)[0] == 403
    assert fetch(office, f"/state?as={office.ana.id}", **headers)[0] == 403
    assert office.sandbox.messages(office.channel) == []
    if "Origin" in headers:
        with pytest.raises(InvalidStatus):
            open_socket(office.sandbox.url.replace("http", "ws") + "/live", origin=headers["Origin"], proxy=None)


def test_the_page_is_served_and_routes_can_be_added(office) -> None:
    with urllib.request.urlopen(office.sandbox.url + "/") as answer:
        assert b"<!doctype html>" in answer.read().lower()
    extra = Route("/demo", lambda _request: PlainTextResponse("a story"))
    with Sandbox(routes=[extra]) as sandbox, urllib.request.urlopen(sandbox.url + "/demo") as answer:
        assert answer.read() == b"a story"
