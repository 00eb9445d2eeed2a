"""A running sandbox whose clock is moved by hand, a channel with Ana and Ben in it, and a small Bolt app on real HTTP
and a real WebSocket."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox import HandClock, Person, Sandbox


@dataclass
class Office:
    sandbox: Sandbox
    channel: str
    ana: Person
    ben: Person
    client: WebClient
    clock: HandClock


@pytest.fixture(scope="session")
def closing() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Closing takes slack_sdk a second and the server a fifth of one: it is done beside the next tests, and waited for
    at the end."""
    threads: list[Thread] = []

    def close(act: Callable[[], None]) -> None:
        def run() -> None:
            with suppress(AttributeError):  # slack_sdk's close() races with its own reader for the socket
                act()

        threads.append(Thread(target=run))
        threads[-1].start()

    yield close
    for thread in threads:
        thread.join()


@pytest.fixture
def office(request: pytest.FixtureRequest, closing: Callable[[Callable[[], None]], None]) -> Iterator[Office]:
    """It waits long for acknowledgements, for slow machines; a test of what nobody acknowledges says how long."""
    clock = HandClock(datetime(2027, 3, 1, 9, tzinfo=UTC))
    sandbox = Sandbox(clock=clock, ack_seconds=getattr(request, "param", 60.0)).start()
    ana, ben = sandbox.add_person("Ana"), sandbox.add_person("Ben", tz="America/New_York")
    channel = sandbox.add_channel("hiring", members=[ana, ben])
    yield Office(sandbox, channel, ana, ben, WebClient(sandbox.bot_token, base_url=sandbox.api_url), clock)
    closing(sandbox.stop)


@pytest.fixture
def bolt(office: Office) -> App:
    """An app without listeners; it is not connected yet."""
    return App(client=office.client, process_before_response=True)


@pytest.fixture
def connect_to(
    closing: Callable[[Callable[[], None]], None],
) -> Iterator[Callable[[App, Sandbox], SocketModeHandler]]:
    """Connects an app to a sandbox over Socket Mode, once more each time it is called."""
    handlers = []

    def go(app: App, sandbox: Sandbox) -> SocketModeHandler:
        before = sandbox.connections
        handler = SocketModeHandler(app, sandbox.app_token, receive_buffer_size=65536, ping_interval=1)
        handler.client.proxy = None
        handlers.append(handler)
        handler.connect()
        sandbox.connected(before + 1)
        return handler

    yield go
    for handler in handlers:
        handler.client.auto_reconnect_enabled = False
        closing(handler.close)


@pytest.fixture
def connect(
    office: Office, connect_to: Callable[[App, Sandbox], SocketModeHandler]
) -> Callable[[App], SocketModeHandler]:
    """Connects an app to the office."""
    return lambda app: connect_to(app, office.sandbox)
