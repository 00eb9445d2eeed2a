"""Paste a page: a whole page of a guide, read into the form for a question."""

from slack_bolt import App

from bot import refusals
from bot.deps import Deps
from bot.listeners.caller import Caller, must_manage
from bot.listeners.modals import replaces, submits
from bot.outward.pages import page_form
from bot.refusals import QUESTIONS, Refusal
from bot.views.blocks import View, notice
from bot.views.inputs import LONGEST
from bot.views.question_page import TITLE, page_modal, read_page_form


def register(app: App, deps: Deps) -> None:
    replaces(app, "question_page", TITLE, lambda caller, _value: _ask(deps, caller))
    submits(app, "question_page", TITLE, lambda caller, shown: _read(deps, caller, shown))


def _ask(deps: Deps, caller: Caller) -> View:
    must_manage(deps, caller, QUESTIONS)
    return page_modal()


def _read(deps: Deps, caller: Caller, shown: View) -> View:
    """The form with what was found; a file is fetched by a job, since that may take longer than Slack waits."""
    must_manage(deps, caller, QUESTIONS)
    pasted, file_id = read_page_form(shown["state"]["values"])
    if not (pasted.strip() or file_id):
        raise Refusal(fields={"page": refusals.NO_PAGE})
    if pasted.strip() and file_id:
        raise Refusal(fields={"page": refusals.TWO_PAGES})
    if not file_id:
        return page_form(deps, caller.team_id, pasted.encode(), "page", is_full=len(pasted) > LONGEST - 10)
    with deps.work(caller.team_id) as work:
        work.enqueue("read_page", str(shown["id"]), file_id)
    return notice(TITLE, "I am reading it. This takes a moment.")
