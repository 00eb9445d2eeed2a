"""Slack in this process: the sandbox's own workspace and rules, reached by plain calls instead of HTTP and sockets."""

import json as jsons
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from sandbox import HandClock, roster
from sandbox.admin import Admin
from sandbox.api import methods
from sandbox.app import App
from sandbox.errors import Json, NotAnswered, SlackError
from sandbox.faults import Faults
from sandbox.installed import bot_name, installed
from sandbox.workspace import Channel, Workspace

TOKENS = methods.Tokens("xoxb-sandbox-1", "xapp-sandbox-1")
URL = "http://127.0.0.1:1"
REDELIVER = (0.0, 0.0, 60.0, 300.0)  # seconds before each try of an event, as Slack does; then it is lost
Heard = Callable[[Json, Channel | None], None]


@dataclass
class Envelope:
    """An event on its way to the bot: which try comes next, and when."""

    payload: Json
    due: datetime
    attempt: int = 0
    reason: str = ""


@dataclass
class Delivery:
    """In place of the sandbox's: events wait until they are pumped, all else is answered at once.

    `hand(payload, headers)` is the bot; it returns the acknowledgement, or None where there is none.
    """

    clock: HandClock
    faults: Faults
    hand: Callable[[Json, Mapping[str, str]], Json | None] = lambda _payload, _headers: None
    waiting: list[Envelope] = field(default_factory=list)
    half_dead: bool = False
    connected: bool = True
    refusing: int = 0  # how many tries fail next, though the connection stands
    lost: int = 0
    shuffle: Callable[[list[Envelope]], None] | None = None
    slow: timedelta = timedelta(0)  # how long an event is on its way

    def send(self, _kind: str, name: str, payload: Json, *, retry: bool) -> "Future[Json | None]":
        done: Future[Json | None] = Future()
        payload = jsons.loads(jsons.dumps(payload))
        if retry:
            self.waiting.append(Envelope(payload, self.clock.now() + self.slow))
            done.set_result(None)
            return done
        answer = self.hand(payload, {}) if self.connected and not self.half_dead else None
        if answer is None or self.faults.take("acks"):
            done.set_exception(NotAnswered(f"no acknowledgement of {name}"))
        else:
            done.set_result(answer)
        return done

    def pump(self) -> bool:
        """Tries what is due; whether there was anything."""
        due = [one for one in self.waiting if one.due <= self.clock.now()]
        if self.shuffle:
            self.shuffle(due)
        for one in due:
            if one in self.waiting:  # a crash meanwhile took nothing of it away
                self.waiting.remove(one)
                self._try(one)
        return bool(due)

    def _try(self, one: Envelope) -> None:
        headers = {"x-slack-retry-num": str(one.attempt), "x-slack-retry-reason": one.reason} if one.attempt else {}
        one.attempt += 1
        if self.refusing:
            self.refusing, answer = self.refusing - 1, None
        elif not self.connected or self.half_dead:
            answer = None
        else:
            answer = self.hand(one.payload, headers)
            if answer is not None and self.faults.take("twice"):
                self.hand(one.payload, {"x-slack-retry-num": "1", "x-slack-retry-reason": "timeout"})
            if self.faults.take("acks"):
                answer = None
        if answer is None and one.attempt < len(REDELIVER):
            one.due, one.reason = self.clock.now() + timedelta(seconds=REDELIVER[one.attempt]), "timeout"
            self.waiting.append(one)
        elif answer is None:
            self.lost += 1


class Slack(Admin):
    """A workspace as `Sandbox` has it, without a server. `heard` is told of every event before the bot is."""

    def __init__(self, clock: HandClock, manifest_path: str = "manifest.yml") -> None:
        manifest = yaml.safe_load(Path(manifest_path).read_text(encoding="utf-8"))
        self.workspace = ws = Workspace("Acme", clock.now)
        self.faults = Faults()
        self.delivery = Delivery(clock, self.faults)
        self.app = App(ws, installed(manifest, None), self.delivery, self.faults, URL, 3.0)  # type: ignore[arg-type]
        self.heard: list[Heard] = []
        self.withholds = False  # files
        ws.emit = self._emit
        roster.add_bot(ws, bot_name(manifest), ws.bot_user_id, ws.bot_id, ws.app_id)

    def _emit(self, event: Json, channel: Channel | None) -> None:
        for hear in self.heard:
            hear(event, channel)
        self.app.tell(event, channel)


class Client(WebClient):
    """The Web API by plain calls. `around(method, args, call)` stands between, to count, to watch and to break."""

    def __init__(self, slack: Slack, around: Callable[[str, Json, Callable[[], Json]], Json]) -> None:
        super().__init__(token=TOKENS.bot, base_url=f"{URL}/api/")
        self._slack, self._around = slack, around

    def api_call(
        self,
        api_method: str,
        *,
        http_verb: str = "POST",
        files: Any = None,
        data: Any = None,
        params: Any = None,
        json: Any = None,
        headers: Any = None,
        auth: Any = None,
    ) -> SlackResponse:
        del files, headers, auth
        given = {**(params or {}), **(data or {}), **(json or {})}
        args = {key: value for key, value in given.items() if value is not None and key != "token"}
        body, status, head = self._answer(api_method, args)
        reply = SlackResponse(
            client=self,
            http_verb=http_verb,
            api_url=api_method,
            req_args={"params": args},
            data=body,
            headers=head,
            status_code=status,
        )
        reply.validate()  # type: ignore[no-untyped-call]
        return reply

    def _request_for_pagination(self, api_url: str, req_args: dict[str, dict[str, Any]]) -> dict[str, Any]:
        body, status, head = self._answer(api_url, req_args["params"])
        return {"data": body, "status_code": status, "headers": head}

    def _answer(self, method: str, args: Json) -> tuple[Json, int, dict[str, str]]:
        args = jsons.loads(jsons.dumps(args))
        try:
            call = lambda: methods.answer(self._slack.app, TOKENS, method, dict(args), TOKENS.bot)  # noqa: E731
            return jsons.loads(jsons.dumps(self._around(method, args, call))), 200, {}
        except SlackError as error:
            wait = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
            return error.body(), error.status, wait


def audience(ws: Workspace, method: str, args: Json) -> str:
    """The one person who sees what a call shows, or the channel where everybody does."""
    if method == "views.publish" or method == "chat.postEphemeral":
        return str(args.get("user_id") or args.get("user"))
    if method == "views.update":
        owner = (user for user, stack in ws.screens.items() for one in stack if one["id"] == args.get("view_id"))
        return next(owner, "nobody")
    if method.startswith("views."):
        trigger = ws.triggers.get(str(args.get("trigger_id")))
        return trigger.user if trigger else "nobody"
    place = str(args["channel"])
    channel = ws.channels.get(place)
    if channel and channel.kind == "im":
        return next(one for one in channel.members if one != ws.bot_user_id)
    return place
