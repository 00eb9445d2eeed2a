"""The first hello to a channel, and what its buttons do."""

from typing import Any

from slack_bolt import App
from sqlmodel import select

from bot.calibration.members import greet, set_reminders
from bot.calibration.rounds import schedule_of
from bot.deps import Deps
from bot.listeners.caller import Caller
from bot.listeners.modals import opens
from bot.listeners.setup import setup_view
from bot.views.blocks import View, notice
from bot.views.direct_messages import HOW_IT_WORKS
from storage.models import Workspace


def register(app: App, deps: Deps) -> None:
    @app.event("member_joined_channel")
    def joined(body: dict[str, Any], event: dict[str, Any]) -> None:
        with deps.work(body["team_id"]) as work:
            workspace = work.session.exec(select(Workspace).where(Workspace.team_id == body["team_id"])).first()
            if workspace is not None and event["user"] == workspace.bot_user_id:
                greet(work, schedule_of(work.session, event["channel"]))

    opens(app, "setup", lambda caller, value: setup_view(deps, caller, value))
    opens(app, "how_it_works", lambda _caller, _value: notice("How it works", HOW_IT_WORKS))
    opens(app, "reminders_off", lambda caller, _value: _without_reminders(deps, caller))


def _without_reminders(deps: Deps, caller: Caller) -> View:
    with deps.work(caller.team_id) as work:
        set_reminders(work.session, caller.user_id, wanted=False)
    return notice("Reminders", "I won't remind you any more. Home turns reminders on again.")
