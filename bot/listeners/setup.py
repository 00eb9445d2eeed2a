"""Setting a channel up."""

from typing import Any

from slack_bolt import Ack, App

from bot.calibration.asking import schedule_of
from bot.calibration.planning import Plan, local, plan
from bot.deps import Deps
from bot.listeners.caller import caller_of
from bot.views.parts import notice
from bot.views.setup import read_plan, zone_options
from storage.database import unit
from storage.models import AuditEvent


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
