"""The one part of a trial that takes a person: a button, and the form that its press opens."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.settings import Settings, is_loopback
from bot.terminal.findings import why
from bot.views.blocks import notice

FORM = "trial_form"


@dataclass
class Heard:
    """What a press of the button led to: who pressed, and why no form opened, if none did."""

    pressed: threading.Event = field(default_factory=threading.Event)
    person: str = ""
    fault: str | None = None


@contextmanager
def listening(client: WebClient, settings: Settings, heard: Heard) -> Iterator[None]:
    """Connected by Socket Mode, for the press; whatever else comes in is not acknowledged, so Slack sends it again."""
    log = logging.getLogger(__name__)
    log.setLevel(logging.ERROR)  # Bolt warns of the token in the environment, and of what is not acknowledged
    app = App(client=client, logger=log)

    @app.action(FORM)
    def pressed(ack: Ack, body: Mapping[str, Any], client: WebClient) -> None:
        ack()
        try:
            client.views_open(
                trigger_id=body["trigger_id"], view=notice("A trial", "The form opens. You can close it.")
            )
        except SlackApiError as error:
            heard.fault = why(error)
        heard.person = str(body["user"]["id"])
        heard.pressed.set()

    handler = SocketModeHandler(app, settings.slack_app_token.get_secret_value())
    if is_loopback(settings.slack_api_url):
        handler.client.proxy = None
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        with suppress(AttributeError):  # slack_sdk's close() races with its own reader for the socket
            handler.close()  # type: ignore[no-untyped-call]
