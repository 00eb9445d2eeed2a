"""A person's own data, from Home."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.calibration.forgetting import forget
from bot.deps import Deps
from bot.listeners.caller import caller_of
from bot.listeners.modals import opens, redraw
from bot.views.blocks import notice
from bot.views.my_data import my_data_modal


def register(app: App, deps: Deps) -> None:
    opens(app, "my_data", lambda _caller, _value: my_data_modal())

    @app.action("send_my_data")
    def send_my_data(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        with deps.work(caller.team_id) as work:
            work.enqueue("my_data", caller.user_id, once=f"{caller.user_id}:{work.now.isoformat()}")
        redraw(client, body["view"]["id"], notice("My data", "It comes as a file, in a direct message."))
        ack()

    @app.action("forget_me")
    def forget_me(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        with deps.work(caller.team_id) as work:
            forget(work, caller.user_id)
        text = "Done. Your words are gone from here and from what I posted. What you wrote in Slack is yours to delete."
        redraw(client, body["view"]["id"], notice("My data", text))
        ack()
