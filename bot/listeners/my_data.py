"""A person's own data, from Home."""

from slack_bolt import App

from bot.calibration.forgetting import forget
from bot.deps import Deps
from bot.listeners.caller import Caller
from bot.listeners.modals import opens, replaces
from bot.views.blocks import View, notice
from bot.views.done import DATA_SENT, FORGOTTEN
from bot.views.my_data import my_data_modal


def register(app: App, deps: Deps) -> None:
    opens(app.action("my_data"), "My data", lambda _caller, _value: my_data_modal())
    replaces(app, "send_my_data", "My data", lambda caller, _value: _send(deps, caller))
    replaces(app, "forget_me", "My data", lambda caller, _value: _forget(deps, caller))


def _send(deps: Deps, caller: Caller) -> View:
    with deps.work(caller.team_id) as work:
        work.enqueue("my_data", caller.user_id, once=f"{caller.user_id}:{work.now.isoformat()}")
    return notice("My data", DATA_SENT)


def _forget(deps: Deps, caller: Caller) -> View:
    with deps.work(caller.team_id) as work:
        forget(work, caller.user_id)
    return notice("My data", FORGOTTEN)
