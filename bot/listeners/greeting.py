"""The first hello to a channel, and what its buttons do."""

from slack_bolt import App

from bot.calibration.members import set_reminders
from bot.deps import Deps
from bot.listeners.caller import Caller
from bot.listeners.modals import opens
from bot.listeners.setup import setup_view
from bot.views.blocks import View, notice
from bot.views.direct_messages import HOW_IT_WORKS
from bot.views.done import REMINDERS_OFF


def register(app: App, deps: Deps) -> None:
    opens(app.action("setup"), "Set up", lambda caller, value: setup_view(deps, caller, value))
    opens(app.action("how_it_works"), "How it works", lambda _caller, _value: notice("How it works", HOW_IT_WORKS))
    opens(app.action("reminders_off"), "Reminders", lambda caller, _value: _without_reminders(deps, caller))


def _without_reminders(deps: Deps, caller: Caller) -> View:
    with deps.work(caller.team_id) as work:
        set_reminders(work.session, caller.user_id, wanted=False)
    return notice("Reminders", REMINDERS_OFF)
