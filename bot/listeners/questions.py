"""A team's own questions, from Home: managers list, add, change and retire them, one view in the place of another."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.calibration.questions import Draft, draft_of, in_force, own_questions, retire, save, set_exemplars, team_bank
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.modals import opens, redraw
from bot.views.blocks import View, notice
from bot.views.question_form import exemplars_modal, question_form, questions_modal, read_exemplars, read_question
from storage.database import view
from storage.models import CustomQuestion

FOR_MANAGERS = notice("Questions", "Only the people who manage the rounds add and change questions.")


def register(app: App, deps: Deps) -> None:
    opens(app, "questions", lambda caller, _: _list(deps, caller) if caller.manages(deps.settings) else FOR_MANAGERS)

    def replaces(action_id: str, next_view: Callable[[Deps, Caller, int], View]) -> None:
        """A button that puts another view in the place of the one it is in."""

        @app.action(action_id)
        def pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
            caller = caller_of(body)
            following = (
                next_view(deps, caller, id_in(action.get("value"))) if caller.manages(deps.settings) else FOR_MANAGERS
            )
            redraw(client, body["view"]["id"], following)
            ack()

    replaces("question_add", _form)
    replaces("question_edit", _form)
    replaces("question_retire", _retired)

    @app.view("question_form")
    def saved(ack: Ack, body: dict[str, Any]) -> None:
        caller = caller_of(body)
        if caller.manages(deps.settings):
            ack(**_save(deps, caller, id_in(body["view"]["private_metadata"]), body["view"]["state"]["values"]))
        else:
            ack(response_action="update", view=FOR_MANAGERS)

    @app.view("question_exemplars")
    def exemplars(ack: Ack, body: dict[str, Any]) -> None:
        caller = caller_of(body)
        if not caller.manages(deps.settings):
            ack(response_action="update", view=FOR_MANAGERS)
            return
        question_id, texts = id_in(body["view"]["private_metadata"]), read_exemplars(body["view"]["state"]["values"])
        with deps.work(caller.team_id) as work:
            errors = set_exemplars(work, question_id, texts, caller.user_id)
        if errors:
            ack(response_action="errors", errors=errors)
        else:
            ack(response_action="update", view=_list(deps, caller))


def _list(deps: Deps, caller: Caller) -> View:
    with view(deps.engine, caller.team_id) as session:
        return questions_modal(own_questions(session), team_bank(session, deps.bank))


def _form(deps: Deps, caller: Caller, question_id: int) -> View:
    """The form for a question of the team's, or for a new one; the list where it was retired meanwhile."""
    with view(deps.engine, caller.team_id) as session:
        row = in_force(session, question_id)
        if row is None and question_id:
            return questions_modal(own_questions(session), team_bank(session, deps.bank))
        draft = draft_of(row) if row else Draft()
        return question_form(question_id, draft, team_bank(session, deps.bank), deps.rubric)


def _retired(deps: Deps, caller: Caller, question_id: int) -> View:
    with deps.work(caller.team_id) as work:
        retire(work, question_id, caller.user_id)
    return _list(deps, caller)


def _save(deps: Deps, caller: Caller, question_id: int, state: dict[str, Any]) -> dict[str, Any]:
    """Saves a form and goes on to the exemplars; before that, to the boxes for probes. Or errors at fields."""
    draft = read_question(state)
    with deps.work(caller.team_id) as work:
        saved = save(work, question_id, draft, deps.bank, caller.user_id)
        bank = team_bank(work.session, deps.bank)
    if isinstance(saved, dict):
        return {"response_action": "errors", "errors": saved}
    if isinstance(saved, CustomQuestion):
        return {"response_action": "update", "view": exemplars_modal(saved, deps.rubric)}
    wanted = replace(draft, probes={dimension: draft.probes.get(dimension, "") for dimension in draft.focus})
    return {"response_action": "update", "view": question_form(question_id, wanted, bank, deps.rubric)}
