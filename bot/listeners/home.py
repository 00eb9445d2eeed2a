"""The Home tab, and what a manager does there."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import select

from bot.calibration.members import home_opened, set_reminders, wants_reminders
from bot.calibration.verdicts import to_look_at
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.managing import pause, resume, skip
from bot.listeners.modals import home_changes, open_modal, or_notice, redraw, value_of
from bot.listeners.moving import next_view
from bot.listeners.setup import setup_view
from bot.outward.direct_messages import publish_home
from bot.refusals import NO_EXPORT, Refusal
from bot.slack import permalink
from bot.views.blocks import View, notice
from bot.views.home import MANAGING, MOST_LOOKS, look_modal
from storage.database import view
from storage.models import Round, Schedule
from storage.scores import round_is_out


def register(app: App, deps: Deps) -> None:
    @app.event("app_home_opened")
    def opened(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            with deps.work(body["team_id"]) as work:
                home_opened(work, event["user"])
            publish_home(deps, body["team_id"], event["user"])

    @app.action("manage")
    def manage(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller, (word, _, schedule_id) = caller_of(body), value_of(body).partition(":")
        channel = _channel(deps, caller, id_in(schedule_id))
        if word in MANAGING and channel and caller.manages(deps.settings):
            there = replace(caller, channel_id=channel)
            open_modal(client, caller, or_notice(MANAGING[word], lambda: _managed(deps, there, word)))
        ack()

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


def _channel(deps: Deps, caller: Caller, schedule_id: int) -> str:
    """The channel of a schedule, empty for none."""
    with view(deps.engine, caller.team_id) as session:
        return session.exec(select(Schedule.channel_id).where(Schedule.id == schedule_id)).first() or ""


def _managed(deps: Deps, caller: Caller, word: str) -> View:
    """What a choice in a channel's menu leads to."""
    if word == "setup":
        return setup_view(deps, caller, caller.channel_id)
    if word == "next":
        return next_view(deps, caller)
    act = {"skip": skip, "pause": pause, "resume": resume, "export": _export}[word]
    return notice(MANAGING[word], act(deps, caller))


def _export(deps: Deps, caller: Caller) -> str:
    with deps.work(caller.team_id) as work:
        out = select(Round.id).where(Round.channel_id == caller.channel_id, round_is_out())
        if work.session.exec(out).first() is None:
            raise Refusal(NO_EXPORT)
        work.enqueue("export", caller.user_id, caller.channel_id, once=f"{caller.user_id}:{caller.trigger_id}")
    return f"The scores of <#{caller.channel_id}> come as a file, in a direct message."
