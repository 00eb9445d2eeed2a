"""What one presses under a reminder, and a manager's nudge from Home."""

from slack_bolt import App

from bot.calibration.members import member_of
from bot.calibration.reminders import not_this_week, nudge, tomorrow, unfinished
from bot.deps import Deps
from bot.listeners.caller import Caller, asked, must_manage
from bot.listeners.modals import home_changes, opens, replaces
from bot.markup import when
from bot.outward.people import find_anywhere, zone_of
from bot.refusals import NOT_MANAGING
from bot.views.blocks import View, notice
from bot.views.done import REMINDERS_OFF
from bot.views.reminders import nudges_modal
from storage.models import Round

TITLE, NUDGE = "Reminders", "Nudge"
LAST_WORD = "Scores come out before that, so this was my last word on it."


def register(app: App, deps: Deps) -> None:
    opens(app.action("remind_tomorrow"), TITLE, lambda caller, value: _tomorrow(deps, caller, value))
    opens(app.action("remind_not_this_week"), TITLE, lambda caller, _value: _not_this_week(deps, caller))
    opens(app.action("reminders_off"), TITLE, lambda caller, _value: _never(deps, caller))
    opens(app.action("nudges"), NUDGE, lambda caller, _value: _unfinished(deps, caller))
    replaces(app, "nudge_person", NUDGE, lambda caller, value: _nudge(deps, caller, value))


def _tomorrow(deps: Deps, caller: Caller, round_id: str) -> View:
    about, zone = asked(deps, caller, Round, round_id), zone_of(deps, caller.team_id, caller.user_id)
    if not about.id:
        return notice(TITLE, LAST_WORD)
    with deps.work(caller.team_id) as work:
        due = tomorrow(work, about.id, caller.user_id, zone)
    return notice(TITLE, f"I'll remind you once more: {when(due)}." if due else LAST_WORD)


def _not_this_week(deps: Deps, caller: Caller) -> View:
    zone = zone_of(deps, caller.team_id, caller.user_id)
    with deps.work(caller.team_id) as work:
        until = not_this_week(work, caller.user_id, zone)
        home_changes(work, caller)
    return notice(TITLE, f"No reminders before {when(until)}. *Change* on Home turns them on sooner.")


def _never(deps: Deps, caller: Caller) -> View:
    with deps.work(caller.team_id) as work:
        member_of(work.session, caller.user_id).reminders = False
    return notice(TITLE, REMINDERS_OFF)


def _unfinished(deps: Deps, caller: Caller) -> View:
    must_manage(deps, caller, NOT_MANAGING)
    seen = find_anywhere(deps, caller.team_id, caller.user_id).channels
    return nudges_modal(deps.read(caller.team_id, unfinished, seen, deps.now()))


def _nudge(deps: Deps, caller: Caller, value: str) -> View:
    round_id, _, user = value.partition(":")
    about = asked(deps, caller, Round, round_id)
    if about.id:
        with deps.work(caller.team_id) as work:
            nudge(work, about.id, user, about.person)
    return _unfinished(deps, caller)
