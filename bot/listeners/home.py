"""The Home tab, and what a manager does there."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import select

from bot.calibration.members import has_home, home_opened, set_reminders, wants_reminders
from bot.calibration.rounds import running_round
from bot.calibration.state import state_of
from bot.calibration.verdicts import to_look_at
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.commands import Reply, answer_command
from bot.listeners.modals import home_changes, open_modal, redraw
from bot.outward.direct_messages import publish_home
from bot.slack import permalink
from bot.views.blocks import View, notice
from bot.views.home import MANAGING, MOST_LOOKS, look_modal, next_modal
from storage.database import view
from storage.models import Round, Schedule
from storage.scores import round_is_out


def register(app: App, deps: Deps) -> None:
    @app.event("app_home_opened")
    def opened(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            with view(deps.engine, body["team_id"]) as session:
                known = has_home(session, event["user"])
            if not known:
                with deps.work(body["team_id"]) as work:
                    home_opened(work.session, event["user"])
            publish_home(deps, body["team_id"], event["user"])

    @app.action("manage")
    def manage(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        word, _, schedule_id = str((action.get("selected_option") or {}).get("value")).partition(":")
        with view(deps.engine, caller.team_id) as session:
            channel = session.exec(select(Schedule.channel_id).where(Schedule.id == id_in(schedule_id))).first()
        if word in MANAGING and channel and caller.manages(deps.settings):
            open_modal(client, caller, _managed(deps, replace(caller, channel_id=channel), word))
        ack()

    @app.view("next_stage")
    def next_stage(ack: Ack, body: dict[str, Any]) -> None:
        caller, (schedule_id, _, stage) = caller_of(body), body["view"]["private_metadata"].partition(":")
        with view(deps.engine, caller.team_id) as session:
            channel = session.exec(select(Schedule.channel_id).where(Schedule.id == id_in(schedule_id))).first() or ""
            running = running_round(session, channel, lock=False)
        if running is None or running.stage != stage:
            reply: Reply = "The round has moved on meanwhile, so I left it at that."
        else:
            reply = answer_command(deps, replace(caller, channel_id=channel), "next")
        ack(response_action="update", view=notice("Next stage", reply) if isinstance(reply, str) else reply)

    @app.action("change_reminders")
    def change_reminders(ack: Ack, body: dict[str, Any]) -> None:
        caller = caller_of(body)
        with deps.work(caller.team_id) as work:
            set_reminders(work.session, caller.user_id, not wants_reminders(work.session, caller.user_id))
            home_changes(work, caller)
        ack()

    @app.action("look")
    def look(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        if caller.manages(deps.settings):
            with view(deps.engine, caller.team_id) as session:
                found = to_look_at(session)
            view_id = open_modal(client, caller, look_modal([(one, None) for one in found]))
            links = {one: permalink(client, one.channel_id, one.message_ts) for one in found[:MOST_LOOKS]}
            if view_id and any(links.values()):  # asked for once the window is open, which cannot wait
                redraw(client, view_id, look_modal([(one, links.get(one)) for one in found]))
        ack()


def _managed(deps: Deps, caller: Caller, word: str) -> View:
    """What a choice in a channel's menu leads to."""
    if word == "export":
        with deps.work(caller.team_id) as work:
            out = select(Round.id).where(Round.channel_id == caller.channel_id, round_is_out())
            if work.session.exec(out).first() is None:
                return notice("Export", "No scores are out in this channel yet, so there is nothing to export.")
            once = f"{caller.user_id}:{caller.trigger_id}"
            work.enqueue("export", caller.user_id, caller.channel_id, once=once)
        return notice("Export", f"The scores of <#{caller.channel_id}> come as a file, in a direct message.")
    if word == "next":
        with view(deps.engine, caller.team_id) as session:
            running = running_round(session, caller.channel_id, lock=False)
            if running is not None:
                return next_modal(state_of(session, running))
    reply = answer_command(deps, caller, word)
    return notice(MANAGING[word], reply) if isinstance(reply, str) else reply
