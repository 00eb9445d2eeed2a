"""The buttons of the question message, and the private answer they lead to."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.calibration.comparisons import ask_comparison, where_was
from bot.calibration.private_answers import private_form, take_back, write_privately
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.modals import home_changes, open_modal, opens, redraw
from bot.views.answer import BLOCK, answer_modal
from bot.views.blocks import View, notice
from bot.views.comparison import where_was_i
from bot.views.inputs import typed
from storage.database import view


def register(app: App, deps: Deps) -> None:
    opens(app, "answer", lambda caller, value: _form(deps, caller, id_in(value)))
    opens(app, "where_was_i", lambda caller, value: _where(deps, caller, id_in(value)))
    opens(app, "where_was_i_all", lambda caller, value: _where(deps, caller, None, id_in(value)))

    @app.view("answer")
    def answered(ack: Ack, body: dict[str, Any]) -> None:
        caller = caller_of(body)
        round_id, _, pitch = body["view"]["private_metadata"].partition(":")
        text = typed(body["view"]["state"]["values"], BLOCK)
        with deps.work(caller.team_id) as work:
            fault = write_privately(work, id_in(round_id), caller.user_id, pitch, text)
            home_changes(work, caller)
        if fault:
            ack(response_action="errors", errors={BLOCK: fault})
        else:
            ack(
                response_action="update",
                view=notice("Saved", "Your answer is kept. Until answers close, *Answer* changes it or takes it back."),
            )

    @app.action("take_back")
    def taken_back(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        with deps.work(caller.team_id) as work:
            done = take_back(work, id_in(action.get("value")), caller.user_id)
        text = "Your answer is gone; nothing of it is kept." if done else "Answers are closed, so it stays."
        redraw(client, body["view"]["id"], notice("Your answer", text))
        ack()

    @app.action("bring_up")
    def bring_up(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller, answer_id = caller_of(body), id_in(action["selected_option"]["value"])
        with deps.work(caller.team_id) as work:
            comes = ask_comparison(work, answer_id, caller.channel_id)
        text = "Its scores come up in the thread, for everybody." if comes else "There are no scores of it to bring up."
        open_modal(client, caller, notice("Bring up an answer", text))
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
