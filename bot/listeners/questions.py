"""A team's own questions, from Home: managers list, add, change and retire them, one view in the place of another.

A new one is typed, or read from a page of a guide.
"""

from slack_bolt import App

from bot.calibration.drafts import Draft, draft_of, with_boxes
from bot.calibration.questions import in_force, own_questions, retire, save, set_exemplars, team_bank
from bot.calibration.suggestions import approve, draft_of_suggestion, waiting_suggestion
from bot.deps import Deps
from bot.listeners.caller import Caller, must_manage, public_id_in
from bot.listeners.modals import opens, redraws, replaces, submits, value_of
from bot.outward.pages import page_form
from bot.refusals import NO_PAGE, QUESTIONS, TWO_PAGES, ProbesMissing, Refusal
from bot.views.blocks import View, notice
from bot.views.inputs import LONGEST
from bot.views.question_form import exemplars_modal, question_form, read_exemplars, read_question
from bot.views.question_list import questions_modal, read_word
from bot.views.question_page import TITLE as PAGE
from bot.views.question_page import page_modal, read_page_form

TITLE = "Questions"


def register(app: App, deps: Deps) -> None:
    for turn in ("questions_back", "questions_more"):
        redraws(app, turn, TITLE, lambda caller, body: _found(deps, caller, body["view"], value_of(body)))
    submits(app, "questions", TITLE, lambda caller, shown: _found(deps, caller, shown))
    opens(app.action("questions"), TITLE, lambda caller, _value: _list(deps, caller))
    replaces(app, "question_add", TITLE, lambda caller, value: _form(deps, caller, public_id_in(value)))
    replaces(app, "question_edit", TITLE, lambda caller, value: _form(deps, caller, public_id_in(value)))
    replaces(app, "question_retire", TITLE, lambda caller, value: _retire(deps, caller, public_id_in(value)))
    replaces(app, "question_page", PAGE, lambda caller, _value: _ask_page(deps, caller))
    submits(app, "question_page", PAGE, lambda caller, shown: _read_page(deps, caller, shown))
    submits(app, "question_form", TITLE, lambda caller, shown: _save(deps, caller, shown))
    submits(app, "question_exemplars", TITLE, lambda caller, shown: _set_exemplars(deps, caller, shown))


def _found(deps: Deps, caller: Caller, shown: View, beginning: str = "") -> View:
    """What holds the word in the form, on the page that has the question `beginning`."""
    return _list(deps, caller, read_word(shown["state"]["values"]), beginning)


def _list(deps: Deps, caller: Caller, word: str = "", beginning: str = "") -> View:
    must_manage(deps, caller, QUESTIONS)
    with deps.view(caller.team_id) as session:
        return questions_modal(own_questions(session), team_bank(session, deps.bank), word, beginning)


def _form(deps: Deps, caller: Caller, question_id: str) -> View:
    """The form for a question of the team's, or for a new one; the list where it was retired meanwhile."""
    must_manage(deps, caller, QUESTIONS)
    with deps.view(caller.team_id) as session:
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


def _ask_page(deps: Deps, caller: Caller) -> View:
    must_manage(deps, caller, QUESTIONS)
    return page_modal()


def _read_page(deps: Deps, caller: Caller, shown: View) -> View:
    """The form with what was found; a file is fetched by a job, since that may take longer than Slack waits."""
    must_manage(deps, caller, QUESTIONS)
    pasted, file_id = read_page_form(shown["state"]["values"])
    if not (pasted.strip() or file_id):
        raise Refusal(fields={"page": NO_PAGE})
    if pasted.strip() and file_id:
        raise Refusal(fields={"page": TWO_PAGES})
    if not file_id:
        return page_form(deps, caller.team_id, pasted.encode(), "page", is_full=len(pasted) > LONGEST - 10)
    with deps.work(caller.team_id) as work:
        work.enqueue("read_page", str(shown["id"]), file_id)
    return notice(PAGE, "I am reading it. This takes a moment.")


def suggested_form(deps: Deps, caller: Caller, suggestion_id: str) -> View:
    """The form for a new question, with what somebody suggested in it."""
    must_manage(deps, caller, QUESTIONS)
    with deps.view(caller.team_id) as session:
        draft = draft_of_suggestion(waiting_suggestion(session, suggestion_id))
        bank = team_bank(session, deps.bank)
    return question_form("", draft, bank, deps.rubric, suggestion_id=suggestion_id)


def _save(deps: Deps, caller: Caller, shown: View) -> View:
    """Saves a form and goes on to the exemplars; before that, to the boxes for probes."""
    must_manage(deps, caller, QUESTIONS)
    question_id, suggestion_id = map(public_id_in, shown["private_metadata"].partition(":")[::2])
    draft = read_question(shown["state"]["values"])
    with deps.work(caller.team_id) as work:
        suggestion = waiting_suggestion(work.session, suggestion_id) if suggestion_id else None
        try:
            row = save(work, question_id, draft, deps.bank, caller.user_id)
        except ProbesMissing:
            bank = team_bank(work.session, deps.bank)
            return question_form(question_id, with_boxes(draft), bank, deps.rubric, suggestion_id=suggestion_id)
        if suggestion:
            approve(work, suggestion, row, caller.user_id)
        return exemplars_modal(row, deps.rubric)


def _set_exemplars(deps: Deps, caller: Caller, shown: View) -> View:
    must_manage(deps, caller, QUESTIONS)
    with deps.work(caller.team_id) as work:
        texts = read_exemplars(shown["state"]["values"])
        set_exemplars(work, public_id_in(shown["private_metadata"]), texts, caller.user_id)
    return _list(deps, caller)
