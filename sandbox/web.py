"""HTTP and WebSocket: the Web API, uploads and downloads, Socket Mode, and the page that watches the workspace."""

import asyncio
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox import responses, uploads
from sandbox.api import methods
from sandbox.app import App
from sandbox.errors import Json, SandboxError, SlackError
from sandbox.log import Log
from sandbox.people import acts

PAGE = Path(__file__).parent / "page"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class LoopbackOnly:
    """Refuses requests whose Host or Origin is another machine's, so that no foreign web page can drive the sandbox."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers", []))
        named = [b"//" + headers.get(b"host", b"")] + ([headers[b"origin"]] if b"origin" in headers else [])
        if scope["type"] not in ("http", "websocket") or LOOPBACK.issuperset(map(_host, named)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await Response("only for this machine\n", status_code=403)(scope, receive, send)


def create(app: App, tokens: methods.Tokens, log: Log, routes: Sequence[BaseRoute]) -> Starlette:
    """The whole server as an ASGI application; `routes` come before its own."""
    server = Server(app, tokens, log)
    own: list[BaseRoute] = [
        Route("/api/{method}", server.call, methods=["GET", "POST"]),
        Route("/upload/{file_id}", server.upload, methods=["POST"]),
        Route("/files/{file_id}/{name:path}", server.download),
        Route("/response/{team}/{number}", server.respond, methods=["POST"]),
        WebSocketRoute("/link", app.delivery.connections.serve),
        WebSocketRoute("/live", server.live),
        Route("/state", server.state),
        Route("/log", server.entries),
        Route("/act", server.act, methods=["POST"]),
        Route("/", lambda _request: FileResponse(PAGE / "index.html")),
        Mount("/", StaticFiles(directory=PAGE)),
    ]
    return Starlette(routes=[*routes, *own], middleware=[Middleware(LoopbackOnly)])


class Server:
    """The handlers, over one workspace."""

    def __init__(self, app: App, tokens: methods.Tokens, log: Log) -> None:
        self.app, self.tokens, self.log = app, tokens, log

    async def call(self, request: Request) -> Response:
        method, start = request.path_params["method"], time.monotonic()
        args = await _arguments(request)
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or str(args.pop("token", ""))
        args.pop("token", None)
        entry = self.log.add("in", "call", method, _readable(args))
        headers: dict[str, str] = {}
        if self.app.installed.scopes is not None:
            headers["x-oauth-scopes"] = ",".join(sorted(self.app.installed.scopes))
        try:
            body, status, code = methods.answer(self.app, self.tokens, method, args, token), "ok", 200
        except SlackError as error:
            body, status, code = error.body(), error.name or str(error.status), error.status
            if error.retry_after is not None:
                headers["Retry-After"] = str(error.retry_after)
        content = json.dumps(body)
        self.log.finish(entry, status, json.loads(content), _ms(start))
        return Response(content, code, headers, "application/json")

    async def respond(self, request: Request) -> Response:
        key, start = f"{request.path_params['team']}/{request.path_params['number']}", time.monotonic()
        body = await _arguments(request)
        entry = self.log.add("in", "response_url", key, body)
        try:
            url = responses.take(self.app.ws, key)
            responses.respond(self.app.ws, url, body, self.app.faults.refused_blocks)
        except SlackError as error:
            self.log.finish(entry, error.name, error.body(), _ms(start))
            return JSONResponse(error.body(), error.status if error.status != 200 else 400)
        self.log.finish(entry, "ok", None, _ms(start))
        return Response("ok")

    async def upload(self, request: Request) -> Response:
        file = self.app.ws.files.get(request.path_params["file_id"])
        content = await request.body()
        if file is None:
            return Response("no such upload\n", 404)
        with self.app.ws.changing():
            file.content, file.about["size"] = content, len(content)
        return Response(f"OK - {len(content)}")

    async def download(self, request: Request) -> Response:
        """A file's text, for the bot's token or the page on this machine."""
        file_id = request.path_params["file_id"]
        file = self.app.ws.files.get(file_id)
        given = request.headers.get("authorization", "")
        allowed = self.app.installed.scopes is None or "files:read" in self.app.installed.scopes
        granted = allowed and uploads.visible(self.app.ws, file_id) is not None
        from_page = request.headers.get("sec-fetch-site") == "same-origin"
        if file is None:
            return Response("no such file\n", 404)
        if not from_page and (given != f"Bearer {self.tokens.bot}" or not granted):
            return Response("<!DOCTYPE html><title>Sign in</title>", 200, media_type="text/html")
        return Response(file.content, media_type=file.about["mimetype"])

    async def state(self, request: Request) -> Response:
        """Everything one person sees; without ?as=, the people to choose from."""
        return self._acted(lambda: acts.state(self.app, request.query_params.get("as", "")))

    async def entries(self, request: Request) -> Response:
        since = request.query_params.get("since", "0")
        return JSONResponse({"entries": self.log.since(int(since) if since.isdigit() else 0)})

    async def act(self, request: Request) -> Response:
        """A person's act: {"as": user id, "what": name in acts.ACTS, …arguments}; its result under "result"."""
        try:
            wish = json.loads(await request.body())
        except ValueError:
            wish = None
        if not isinstance(wish, dict):
            return JSONResponse({"ok": False, "error": "send a JSON object"}, 400)
        return await run_in_threadpool(self._acted, lambda: {"result": acts.perform(self.app, wish)})

    async def live(self, socket: WebSocket) -> None:
        """Sends {"version": n} once per change (several changes at once may share a notice)."""
        await socket.accept()
        changed, loop = asyncio.Event(), asyncio.get_running_loop()

        def watcher() -> None:
            loop.call_soon_threadsafe(changed.set)

        with self.app.ws.lock:
            self.app.ws.watchers.append(watcher)
        reader = asyncio.create_task(_until_closed(socket))
        try:
            while not reader.done():
                await socket.send_json({"version": self.app.ws.version})
                waiter = asyncio.create_task(changed.wait())
                await asyncio.wait({waiter, reader}, return_when=asyncio.FIRST_COMPLETED)
                waiter.cancel()
                changed.clear()
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            with self.app.ws.lock:
                self.app.ws.watchers.remove(watcher)
            reader.cancel()

    def _acted(self, act: Any) -> Response:
        try:
            return JSONResponse({"ok": True, **act()})
        except SandboxError as error:
            return JSONResponse({"ok": False, "error": str(error)}, 400)


def _host(url: bytes) -> str | None:
    try:
        return urlsplit(url.decode(errors="replace")).hostname
    except ValueError:
        return None


async def _until_closed(socket: WebSocket) -> None:
    while True:
        if (await socket.receive())["type"] == "websocket.disconnect":
            return


async def _arguments(request: Request) -> Json:
    """Query, form or JSON, whichever was sent."""
    args: Json = dict(request.query_params)
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            given = json.loads(body or b"{}")
        except ValueError:
            given = {}
        return {**args, **given} if isinstance(given, dict) else args
    return {**args, **dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))}


def _readable(args: Json) -> Json:
    """Arguments with nested JSON unpacked, for the log."""
    shown = dict(args)
    for name in ("blocks", "view", "metadata", "files"):
        if isinstance(args.get(name), str):
            try:
                shown[name] = json.loads(args[name])
            except ValueError:
                continue
    return shown


def _ms(start: float) -> float:
    return round((time.monotonic() - start) * 1000, 1)
