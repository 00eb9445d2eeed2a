"""The Web API: tokens, scopes, faults, and which function answers which method."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.api import chat, conversations, files, views
from sandbox.api.call import Call
from sandbox.app import App
from sandbox.errors import Json, SlackError
from sandbox.faults import Failure


@dataclass(frozen=True)
class Tokens:
    bot: str
    app: str


METHODS: dict[str, tuple[str | None, Callable[[Call], Json]]] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **views.METHODS,
}


def answer(app: App, tokens: Tokens, method: str, args: Json, token: str) -> Json:
    """The body of a successful call. Raises SlackError."""
    app.faults.check(method, args, app.ws.now())
    failure = app.faults.take_failure(method, str(args.get("channel", "")))
    if failure and not failure.after:
        raise _failed(failure)
    done = {"ok": True, **_answer(app, tokens, method, args, token)}
    if failure:
        raise _failed(failure)
    return done


def _answer(app: App, tokens: Tokens, method: str, args: Json, token: str) -> Json:
    if method == "api.test":
        return {"args": args}
    if not token:
        raise SlackError("not_authed")
    if token not in (tokens.bot, tokens.app):
        raise SlackError("invalid_auth")
    if method == "apps.connections.open":
        if token != tokens.app:
            raise SlackError("not_allowed_token_type")
        if app.delivery.connections.closed:
            raise SlackError("service_unavailable", status=503)
        return {"url": f"{app.base_url.replace('http', 'ws', 1)}/link"}
    if token != tokens.bot:
        raise SlackError("not_allowed_token_type")
    call = Call(app.ws, args, app.base_url, app.installed.scopes, app.faults.refused_blocks)
    if method == "auth.test":
        return _auth_test(app)
    if method not in METHODS:
        raise SlackError("unknown_method", req_method=method)
    scope, act = METHODS[method]
    if scope:
        call.need(scope)
    with app.ws.lock:
        return act(call)


def _auth_test(app: App) -> Json:
    ws = app.ws
    about: Json = {
        "url": f"{app.base_url}/", "team": ws.team, "user": ws.users[ws.bot_user_id]["name"], "team_id": ws.team_id,
        "user_id": ws.bot_user_id, "bot_id": ws.bot_id, "is_enterprise_install": False,
    }  # fmt: skip
    return about | ({"enterprise_id": ws.enterprise_id} if ws.enterprise_id else {})


def _failed(failure: Failure) -> SlackError:
    return SlackError(failure.error or "", status=failure.status, retry_after=failure.retry_after)
