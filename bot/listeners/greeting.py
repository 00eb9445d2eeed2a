"""The first hello to a channel, and what its buttons do."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import select

from bot.calibration.asking import schedule_of
from bot.calibration.telling import greet, set_reminders
from bot.deps import Deps
from bot.listeners.caller import caller_of
from bot.listeners.opening import open_modal
from bot.listeners.setup import setup_view
from bot.views.parts import notice
from bot.views.private import HOW_IT_WORKS
from storage.database import unit
from storage.models import Workspace


def register(app: App, deps: Deps) -> None:
    @app.event("member_joined_channel")
    def joined(body: dict[str, Any], event: dict[str, Any]) -> None:
        with unit(deps.engine, body["team_id"]) as session:
            workspace = session.exec(select(Workspace).where(Workspace.team_id == body["team_id"])).first()
            if workspace is not None and event["user"] == workspace.bot_user_id:
                greet(session, schedule_of(session, event["channel"]), deps.queue)

    @app.action("setup")
    def setup(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        open_modal(client, caller, setup_view(deps, caller, str(action["value"])))
        ack()

    @app.action("how_it_works")
    def how_it_works(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        open_modal(client, caller_of(body), notice("How it works", HOW_IT_WORKS))
        ack()

    @app.action("reminders_off")
    def reminders_off(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        with unit(deps.engine, caller.team_id) as session:
            set_reminders(session, caller.user_id, wanted=False)
        open_modal(client, caller, notice("Reminders", "I won't remind you any more. Home turns reminders on again."))
        ack()
