"""The buttons of the question message, and the private answer they lead to."""

from typing import Any

from slack_bolt import Ack, App

from bot.calibration.answering import private_form, write_privately
from bot.calibration.revealing import ask_comparison, where_was
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.opening import home_changes, opens
from bot.views.answer import ACTION, BLOCK, answer_modal
from bot.views.comparison import where_was_i
from bot.views.parts import View, notice
from storage.database import unit, view


def register(app: App, deps: Deps) -> None:
    opens(app, "answer", lambda caller, value: _form(deps, caller, id_in(value)))
    opens(app, "where_was_i", lambda caller, value: _where(deps, caller, id_in(value)))
    opens(app, "where_was_i_all", lambda caller, value: _where(deps, caller, None, id_in(value)))

    @app.view("answer")
    def answered(ack: Ack, body: dict[str, Any]) -> None:
        caller = caller_of(body)
        round_id, _, pitch = body["view"]["private_metadata"].partition(":")
        text = body["view"]["state"]["values"][BLOCK][ACTION]["value"] or ""
        with unit(deps.engine, caller.team_id) as session:
            fault = write_privately(session, id_in(round_id), caller.user_id, pitch, text, deps.now(), deps.settings)
            home_changes(session, deps, caller)
        if fault:
            ack(response_action="errors", errors={BLOCK: fault})
        else:
            ack(
                response_action="update",
                view=notice("Saved", "Your answer is kept. Press *Answer* again to change it until answers close."),
            )

    @app.action("bring_up")
    def bring_up(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        caller, answer_id = caller_of(body), id_in(action["selected_option"]["value"])
        with unit(deps.engine, caller.team_id) as session:
            ask_comparison(session, answer_id, caller.channel_id, deps.queue)
        ack()


def _form(deps: Deps, caller: Caller, round_id: int) -> View:
    with view(deps.engine, caller.team_id) as session:
        form = private_form(session, round_id, caller.user_id)
    if isinstance(form, str):
        return notice("Your answer", form)
    return answer_modal(form.round_id, form.prompt, form.pitch, form.text, deps.rubric)


def _where(deps: Deps, caller: Caller, answer_id: int | None, round_id: int | None = None) -> View:
    with view(deps.engine, caller.team_id) as session:
        own = where_was(session, caller.user_id, caller.channel_id, answer_id, round_id)
    return notice("Where was I?", where_was_i(own, deps.rubric))
