"""Going away and coming back, typed or from Home."""

from datetime import timedelta

from slack_bolt import App

from bot.calibration.away import come_back, go_away
from bot.deps import Deps
from bot.listeners.caller import Caller
from bot.listeners.modals import does, home_changes, opens, submits
from bot.markup import weekday
from bot.outward.people import zone_of
from bot.refusals import Refusal
from bot.views.away import away_modal, read_away
from bot.views.blocks import notice

TITLE = "Away"


def register(app: App, deps: Deps) -> None:
    tomorrow = timedelta(days=1)
    opens(app.action("away"), TITLE, lambda _caller, _value: away_modal((deps.now() + tomorrow).date()))
    submits(app, "away", TITLE, lambda caller, shown: notice(TITLE, _chosen(deps, caller, read_away(shown))))

    does(app, "back", lambda caller, _body: back(deps, caller))


def _chosen(deps: Deps, caller: Caller, day: str) -> str:
    try:
        return away(deps, caller, day)
    except Refusal as refusal:  # told at the field, where another day can be chosen
        raise Refusal(fields={"back": refusal.sentence}) from None


def away(deps: Deps, caller: Caller, until: str) -> str:
    """Takes a person out until the day that they name."""
    zone = zone_of(deps, caller.team_id, caller.user_id)
    with deps.work(caller.team_id) as work:
        returns = go_away(work, caller.user_id, until, zone)
        home_changes(work, caller)
    return (
        f"You are away and back on {weekday(returns)}. Until then nothing is dealt to you and I don't write. "
        "`/calibrate back` ends it sooner."
    )


def back(deps: Deps, caller: Caller, _rest: str = "") -> str:
    """Takes a person in again."""
    with deps.work(caller.team_id) as work:
        was_away = come_back(work, caller.user_id)
        home_changes(work, caller)
    return "Welcome back. The next answers can be dealt to you again." if was_away else "You weren't away."
