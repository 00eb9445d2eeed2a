"""The rubric, and what a team records under it."""

from slack_bolt import App

from bot.calibration.access import Person
from bot.calibration.rulings import (
    agree,
    confirm,
    may_retire,
    retire,
    rulings_in_force,
    team_rubric,
    widest_apart,
    withdraw,
)
from bot.deps import Deps
from bot.listeners.caller import Caller, asked
from bot.listeners.modals import done_to, opens, replaces, submits
from bot.outward.people import find_anywhere
from bot.views.blocks import View, notice
from bot.views.done import CONFIRMED, RECORDED, WITHDRAWN
from bot.views.rubric import rubric_modal
from bot.views.ruling import read_ruling, ruling_modal
from storage.models import Answer, Round, Ruling

RUBRIC, RECORD = "The rubric", "Record what we agreed"


def register(app: App, deps: Deps) -> None:
    opens(app.action("rubric"), RUBRIC, lambda caller, _value: rubric_view(deps, caller))
    opens(app.action("rubric_push"), RUBRIC, lambda caller, _value: rubric_view(deps, caller, to_read=True), push=True)
    replaces(app, "retire_ruling", RUBRIC, lambda caller, value: _retire(deps, caller, value))
    opens(app.action("record"), RECORD, lambda caller, value: _form(deps, caller, answer=value))
    opens(app.action("record_any"), RECORD, lambda caller, value: _form(deps, caller, of_round=value))
    submits(app, "ruling", RECORD, lambda caller, shown: _agree(deps, caller, shown))
    confirmed = done_to(deps, Ruling, "Confirmed", lambda work, about: confirm(work, *about), CONFIRMED)
    withdrawn = done_to(deps, Ruling, "Withdrawn", lambda work, about: withdraw(work, *about), WITHDRAWN)
    opens(app.action("confirm_ruling"), RECORD, confirmed)
    opens(app.action("withdraw_ruling"), RECORD, withdrawn)


def rubric_view(deps: Deps, caller: Caller, to_read: bool = False) -> View:
    """The rubric as this workspace has it; whoever manages a round can retire its rulings, unless it is `to_read`."""
    managing = deps.settings.lets_manage(caller.user_id) and not to_read
    person = find_anywhere(deps, caller.team_id, caller.user_id) if managing else Person(caller.user_id)
    with deps.view(caller.team_id) as session:
        return rubric_modal(deps.rubric, rulings_in_force(session), may_retire(session, person))


def _retire(deps: Deps, caller: Caller, ruling: str) -> View | None:
    about = asked(deps, caller, Ruling, ruling)
    if not about.person.manages:
        return None
    with deps.work(caller.team_id) as work:
        retire(work, about.id, about.person)
    return rubric_view(deps, caller)


def _agree(deps: Deps, caller: Caller, shown: View) -> View:
    about = asked(deps, caller, Round, shown["private_metadata"])
    with deps.work(caller.team_id) as work:
        agree(work, about.id, read_ruling(shown["state"]["values"]), about.person)
    return notice("Recorded", RECORDED)


def _form(deps: Deps, caller: Caller, answer: str = "", of_round: str = "") -> View:
    """The form for a ruling, begun where the scores of this answer, or of the whole round, lay furthest apart."""
    about = asked(deps, caller, Answer if answer else Round, answer or of_round)
    with deps.view(caller.team_id) as session:
        begun = widest_apart(session, about.person, about.id if answer else None, about.id)
        return ruling_modal(begun, team_rubric(session, deps.rubric))
