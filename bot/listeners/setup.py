"""Setting a channel up."""

from typing import Any

from slack_bolt import Ack, App
from sqlmodel import select

from bot.calibration.asking import schedule_of
from bot.calibration.planning import Plan, local, plan
from bot.calibration.questions import competencies, team_bank
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of
from bot.slack import time_zone
from bot.views.parts import View, notice
from bot.views.setup import read_plan, setup_modal, zone_options
from storage.database import unit, view
from storage.models import AuditEvent, Schedule


def setup_view(deps: Deps, caller: Caller, channel_id: str) -> View:
    """The form for a channel, or a word to whoever may not set it up."""
    if not caller.manages(deps.settings):
        return notice("Set up", "The people who manage the rounds here set it up.")
    with view(deps.engine, caller.team_id) as session:
        schedule = session.exec(select(Schedule).where(Schedule.channel_id == channel_id)).first()
        known = competencies(team_bank(session, deps.bank))
    new = schedule is None or schedule.next_at is None
    if schedule is None:
        schedule = Schedule(channel_id=channel_id, zone=time_zone(deps.slack(caller.team_id), caller.user_id))
    return setup_modal(schedule, known, new=new)


def register(app: App, deps: Deps) -> None:
    @app.options("zone")
    def zones(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=zone_options(str(body.get("value") or "")))

    @app.view("setup")
    def setup(ack: Ack, body: dict[str, Any]) -> None:
        caller, channel_id = caller_of(body), body["view"]["private_metadata"]
        wanted = read_plan(body["view"]["state"]["values"])
        if not caller.manages(deps.settings):
            ack(response_action="update", view=notice("Not saved", "Only the people who manage the rounds can set up."))
        elif not isinstance(wanted, Plan):
            ack(response_action="errors", errors=wanted)
        else:
            with unit(deps.engine, caller.team_id) as session:
                schedule = schedule_of(session, channel_id)
                first = plan(schedule, wanted, deps.now())
                session.add(
                    AuditEvent(at=deps.now(), actor=caller.user_id, what="setup", subject=f"schedule {schedule.id}")
                )
                text = f"The next question comes to <#{channel_id}> on {local(first, schedule)}."
            ack(response_action="update", view=notice("All set", text))
