"""The Home tab, and what a manager does there."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import select

from bot.calibration.desk import desk, to_look_at
from bot.calibration.telling import set_reminders, wants_reminders
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.commands import answer_command
from bot.listeners.opening import open_modal
from bot.slack import error_of, permalink
from bot.views.home import MANAGING, MOST_LOOKS, home_view, look_modal
from bot.views.parts import notice
from storage.database import unit, view
from storage.models import Schedule

UNKNOWN_BLOCKS = ("invalid_arguments", "invalid_blocks")


def register(app: App, deps: Deps) -> None:
    @app.event("app_home_opened")
    def opened(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        if event.get("tab") == "home":
            publish(deps, client, Caller(body["team_id"], event["user"], "", ""))

    @app.action("manage")
    def manage(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        word, _, schedule_id = str((action.get("selected_option") or {}).get("value")).partition(":")
        with view(deps.engine, caller.team_id) as session:
            channel = session.exec(select(Schedule.channel_id).where(Schedule.id == id_in(schedule_id))).first()
        if word in MANAGING and channel:
            reply = answer_command(deps, replace(caller, channel_id=channel), word)
            open_modal(client, caller, notice(MANAGING[word], reply) if isinstance(reply, str) else reply)
            publish(deps, client, caller)
        ack()

    @app.action("change_reminders")
    def change_reminders(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        with unit(deps.engine, caller.team_id) as session:
            set_reminders(session, caller.user_id, not wants_reminders(session, caller.user_id))
        publish(deps, client, caller)
        ack()

    @app.action("look")
    def look(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        if caller.manages(deps.settings):
            with view(deps.engine, caller.team_id) as session:
                found = to_look_at(session)
            links = [
                permalink(client, one.channel_id, one.message_ts) if one.message_ts else None
                for one in found[:MOST_LOOKS]
            ]
            links += [None] * (len(found) - len(links))
            open_modal(client, caller, look_modal(list(zip(found, links, strict=True))))
        ack()


def publish(deps: Deps, client: WebClient, caller: Caller) -> None:
    """Brings a person's Home tab up to date; without its chart where Slack knows none."""
    with view(deps.engine, caller.team_id) as session:
        found = desk(session, caller.user_id, caller.manages(deps.settings), deps.now())
    try:
        client.views_publish(user_id=caller.user_id, view=home_view(found))
    except SlackApiError as error:
        if error_of(error) not in UNKNOWN_BLOCKS:
            raise
        client.views_publish(user_id=caller.user_id, view=home_view(found, charts=False))
