"""Setting a channel up."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session, select

from bot.calibration.questions import competencies, team_bank
from bot.calibration.rounds import running_round, schedule_of
from bot.calibration.schedules import Plan, first_due, foreseen, local, plan, plan_of
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of
from bot.listeners.modals import home_changes, redraw
from bot.slack import is_member, time_zone
from bot.views.blocks import View, notice
from bot.views.setup import CHANGED, Form, read_channel, read_plan, setup_modal, zone_options
from storage.database import view
from storage.models import Schedule

STILL_PAUSED = "Saved. Weekly questions stay paused: `/calibrate resume` takes them up again."
FOR_MANAGERS = notice("Set up", "The people who manage the rounds here set it up.")


def setup_view(deps: Deps, caller: Caller, channel_id: str) -> View:
    """The form for a channel, which can be changed in it; or a word to whoever may not set up."""
    if not caller.manages(deps.settings):
        return FOR_MANAGERS
    channel_id = "" if channel_id.startswith("D") else channel_id
    with view(deps.engine, caller.team_id) as session:
        kept = _set_up(session, channel_id)
    wanted = kept or Plan(zone=time_zone(deps.slack(caller.team_id), caller.user_id))
    return _form(deps, caller, channel_id, wanted, new=kept is None)


def register(app: App, deps: Deps) -> None:
    @app.options("zone")
    def zones(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=zone_options(str(body.get("value") or "")))

    def changed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        """Brings the form in line with what was chosen in it: what follows, another channel, or more of it."""
        caller = caller_of(body)
        if caller.manages(deps.settings):
            more = any(action["action_id"] == "setup_more" for action in body["actions"])
            redraw(client, body["view"]["id"], _redrawn(deps, caller, body["view"], more), body["view"]["hash"])
        ack()

    for action_id in (CHANGED, "zone", "channel", "setup_more"):
        app.action(action_id)(changed)

    @app.view("setup")
    def setup(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller, channel_id = caller_of(body), read_channel(body["view"]["state"]["values"])
        if not caller.manages(deps.settings):
            ack(response_action="update", view=FOR_MANAGERS)
            return
        is_there = is_member(client, channel_id)
        saved = _save(deps, caller, channel_id, body["view"])
        if isinstance(saved, dict):
            ack(response_action="errors", errors=saved)
            return
        if not is_there:
            saved += f"\nI'm not in <#{channel_id}> yet: type `/invite @Calibrate` there, or no question can come."
        ack(response_action="update", view=notice("All set", saved))


def _redrawn(deps: Deps, caller: Caller, shown: dict[str, Any], more: bool) -> View:
    """The form with what it holds; for another channel with what that is set up to, if it is."""
    state, (shown_for, had_more) = shown["state"]["values"], _shown_for(shown)
    channel_id = read_channel(state)
    with view(deps.engine, caller.team_id) as session:
        before, kept = _set_up(session, shown_for), _set_up(session, channel_id)
    held, _ = read_plan(state, shown_for, before or Plan(), list(deps.judges))
    wanted = held if channel_id == shown_for else kept or held
    return _form(deps, caller, channel_id, wanted, new=kept is None, more=more or had_more)


def _form(deps: Deps, caller: Caller, channel_id: str, wanted: Plan, new: bool, more: bool = False) -> View:
    with view(deps.engine, caller.team_id) as session:
        known = competencies(team_bank(session, deps.bank))
        first = first_due(_schedule(session, channel_id), wanted, deps.now())
    return setup_modal(
        Form(
            channel_id=channel_id,
            plan=replace(wanted, judge=wanted.judge or deps.settings.judge_kind),
            foreseen=foreseen(wanted, first),
            new=new,
            judges=list(deps.judges),
            known=known,
            more=more,
        )
    )


def _save(deps: Deps, caller: Caller, channel_id: str, shown: dict[str, Any]) -> dict[str, str] | str:
    """Puts what a form holds into effect, and says when the next question comes; or errors by block."""
    shown_for, _ = _shown_for(shown)  # differs from the channel where the form was sent before it was redrawn
    with deps.work(caller.team_id) as work:
        kept = _set_up(work.session, channel_id) or Plan()
        wanted, errors = read_plan(shown["state"]["values"], shown_for, kept, list(deps.judges))
        if errors or not channel_id:
            return errors or {"channel": "Please choose a channel."}
        schedule = schedule_of(work.session, channel_id)
        first = plan(schedule, wanted, work.now)
        work.note(caller.user_id, "setup", f"schedule {schedule.id}")
        home_changes(work, caller)
        goes_on = running_round(work.session, channel_id) is not None
    text = f"The next question comes to <#{channel_id}> on {local(first, wanted.zone)}." if first else STILL_PAUSED
    return f"{text} The one that is open goes on as it began." if goes_on else text


def _schedule(session: Session, channel_id: str) -> Schedule | None:
    return session.exec(select(Schedule).where(Schedule.channel_id == channel_id)).first()


def _set_up(session: Session, channel_id: str) -> Plan | None:
    """What a channel is set up to; None where nobody did that yet."""
    schedule = _schedule(session, channel_id)
    return plan_of(schedule) if schedule and schedule.interviewers else None


def _shown_for(shown: dict[str, Any]) -> tuple[str, bool]:
    """The channel whose plan a form shows, and whether it shows all of it."""
    channel_id, _, more = shown["private_metadata"].partition(":")
    return channel_id, more == "more"
