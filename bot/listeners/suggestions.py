"""Suggested questions: anybody sends one, from a shortcut or Home; managers open, mend and approve it, or decline."""

from slack_bolt import App

from bot.calibration.suggestions import decline, suggest_question, waiting_suggestion, waiting_suggestions
from bot.deps import Deps
from bot.listeners.caller import Caller, must_manage, public_id_in
from bot.listeners.modals import opens, replaces, submits
from bot.listeners.questions import suggested_form
from bot.refusals import QUESTIONS
from bot.views.blocks import View, notice
from bot.views.suggestions import (
    LIST,
    THANKS,
    TITLE,
    decline_modal,
    read_suggestion,
    read_word,
    suggest_modal,
    suggestions_modal,
)


def register(app: App, deps: Deps) -> None:
    opens(app.shortcut("suggest_question"), TITLE, lambda _caller, _message: suggest_modal())
    opens(app.action("suggest"), TITLE, lambda _caller, _value: suggest_modal())
    submits(app, "suggest", TITLE, lambda caller, shown: _suggest(deps, caller, shown))
    opens(app.action("suggestions"), LIST, lambda caller, _value: _list(deps, caller))
    replaces(app, "suggestion_open", LIST, lambda caller, value: suggested_form(deps, caller, public_id_in(value)))
    replaces(app, "suggestion_decline", LIST, lambda caller, value: _ask_word(deps, caller, public_id_in(value)))
    submits(app, "suggestion_decline", LIST, lambda caller, shown: _decline(deps, caller, shown))


def _suggest(deps: Deps, caller: Caller, shown: View) -> View:
    prompt, why = read_suggestion(shown["state"]["values"])
    with deps.work(caller.team_id) as work:
        suggest_question(work, prompt, why, caller.user_id)
    return notice(TITLE, THANKS)


def _list(deps: Deps, caller: Caller) -> View:
    must_manage(deps, caller, QUESTIONS)
    return suggestions_modal(deps.read(caller.team_id, waiting_suggestions))


def _ask_word(deps: Deps, caller: Caller, suggestion_id: str) -> View:
    must_manage(deps, caller, QUESTIONS)
    return decline_modal(deps.read(caller.team_id, waiting_suggestion, suggestion_id))


def _decline(deps: Deps, caller: Caller, shown: View) -> View:
    must_manage(deps, caller, QUESTIONS)
    with deps.work(caller.team_id) as work:
        suggestion_id = public_id_in(shown["private_metadata"])
        decline(work, suggestion_id, read_word(shown["state"]["values"]), caller.user_id)
    return _list(deps, caller)
