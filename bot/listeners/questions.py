"""A team's own questions, from Home: managers list, add, change and retire them, one view in the place of another."""

from slack_bolt import App

from bot.calibration.questions import (
    Draft,
    draft_of,
    in_force,
    own_questions,
    retire,
    save,
    set_exemplars,
    team_bank,
    with_boxes,
)
from bot.deps import Deps
from bot.listeners.caller import Caller, must_manage, public_id_in
from bot.listeners.modals import opens, replaces, submits
from bot.refusals import QUESTIONS, ProbesMissing
from bot.views.blocks import View
from bot.views.question_form import exemplars_modal, question_form, questions_modal, read_exemplars, read_question
from storage.database import view

TITLE = "Questions"


def register(app: App, deps: Deps) -> None:
    opens(app.action("questions"), TITLE, lambda caller, _value: _list(deps, caller))
    replaces(app, "question_add", TITLE, lambda caller, value: _form(deps, caller, public_id_in(value)))
    replaces(app, "question_edit", TITLE, lambda caller, value: _form(deps, caller, public_id_in(value)))
    replaces(app, "question_retire", TITLE, lambda caller, value: _retire(deps, caller, public_id_in(value)))
    submits(app, "question_form", TITLE, lambda caller, shown: _save(deps, caller, shown))
    submits(app, "question_exemplars", TITLE, lambda caller, shown: _set_exemplars(deps, caller, shown))


def _list(deps: Deps, caller: Caller) -> View:
    must_manage(deps, caller, QUESTIONS)
    with view(deps.engine, caller.team_id) as session:
        return questions_modal(own_questions(session), team_bank(session, deps.bank))


def _form(deps: Deps, caller: Caller, question_id: str) -> View:
    """The form for a question of the team's, or for a new one; the list where it was retired meanwhile."""
    must_manage(deps, caller, QUESTIONS)
    with view(deps.engine, caller.team_id) as session:
        row = in_force(session, question_id)
        if row is None and question_id:
            return questions_modal(own_questions(session), team_bank(session, deps.bank))
        draft = draft_of(row) if row else Draft()
        return question_form(question_id, draft, team_bank(session, deps.bank), deps.rubric)


def _retire(deps: Deps, caller: Caller, question_id: str) -> View:
    must_manage(deps, caller, QUESTIONS)
    with deps.work(caller.team_id) as work:
        retire(work, question_id, caller.user_id)
    return _list(deps, caller)


def _save(deps: Deps, caller: Caller, shown: View) -> View:
    """Saves a form and goes on to the exemplars; before that, to the boxes for probes."""
    must_manage(deps, caller, QUESTIONS)
    question_id, draft = public_id_in(shown["private_metadata"]), read_question(shown["state"]["values"])
    with deps.work(caller.team_id) as work:
        try:
            return exemplars_modal(save(work, question_id, draft, deps.bank, caller.user_id), deps.rubric)
        except ProbesMissing:
            return question_form(question_id, with_boxes(draft), team_bank(work.session, deps.bank), deps.rubric)


def _set_exemplars(deps: Deps, caller: Caller, shown: View) -> View:
    must_manage(deps, caller, QUESTIONS)
    with deps.work(caller.team_id) as work:
        texts = read_exemplars(shown["state"]["values"])
        set_exemplars(work, public_id_in(shown["private_metadata"]), texts, caller.user_id)
    return _list(deps, caller)
