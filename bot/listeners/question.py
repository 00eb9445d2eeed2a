"""The buttons of the question message, and the private answer they lead to."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.calibration.answering import private_form, write_privately
from bot.calibration.revealing import ask_comparison, where_was
from bot.deps import Deps
from bot.listeners.caller import caller_of, id_in
from bot.listeners.opening import open_modal
from bot.views.answer import ACTION, BLOCK, answer_modal
from bot.views.comparison import where_was_i
from bot.views.parts import notice
from storage.database import unit, view


def register(app: App, deps: Deps) -> None:
    @app.action("answer")
    def answer(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        with view(deps.engine, caller.team_id) as session:
            form = private_form(session, id_in(action.get("value")), caller.user_id)
        shown = (
            notice("Your answer", form)
            if isinstance(form, str)
            else answer_modal(form.round_id, form.prompt, form.pitch, form.text, deps.rubric)
        )
        open_modal(client, caller, shown)
        ack()

    @app.view("answer")
    def answered(ack: Ack, body: dict[str, Any]) -> None:
        caller = caller_of(body)
        round_id, _, pitch = body["view"]["private_metadata"].partition(":")
        text = body["view"]["state"]["values"][BLOCK][ACTION]["value"] or ""
        with unit(deps.engine, caller.team_id) as session:
            fault = write_privately(session, id_in(round_id), caller.user_id, pitch, text, deps.now(), deps.settings)
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
            ask_comparison(session, answer_id, deps.queue)
        ack()

    @app.action("where_was_i")
    def where(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        with view(deps.engine, caller.team_id) as session:
            own = where_was(session, id_in(action.get("value")), caller.user_id)
        open_modal(client, caller, notice("Where was I?", where_was_i(own, deps.rubric)))
        ack()
