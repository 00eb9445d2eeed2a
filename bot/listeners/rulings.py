"""The rubric, and what a team records under it."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.calibration.rulings import agree, confirm, retire, rulings_in_force, team_rubric, widest_apart, withdraw
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.modals import opens, redraw, submits
from bot.views.blocks import View, notice
from bot.views.rubric import rubric_modal
from bot.views.ruling import read_ruling, ruling_modal
from storage.database import view
from storage.models import Answer, Round, Ruling

RECORD = "Record what we agreed"


def register(app: App, deps: Deps) -> None:
    opens(app.action("rubric"), "The rubric", lambda caller, _value: rubric_view(deps, caller))
    opens(
        app.action("rubric_push"),
        "The rubric",
        lambda caller, _value: rubric_view(deps, caller, to_read=True),
        push=True,
    )
    opens(app.action("record"), RECORD, lambda caller, value: _form(deps, caller, answer=value))
    opens(app.action("record_any"), RECORD, lambda caller, value: _form(deps, caller, of_round=value))
    submits(app, "ruling", RECORD, lambda caller, shown: _agree(deps, caller, shown))
    opens(app.action("confirm_ruling"), RECORD, lambda caller, value: _confirm(deps, caller, value))
    opens(app.action("withdraw_ruling"), RECORD, lambda caller, value: _withdraw(deps, caller, value))

    @app.action("retire_ruling")
    def retire_ruling(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        if caller.manages(deps.settings):
            with deps.work(caller.team_id) as work:
                retire(work, id_in(work.session, Ruling, action.get("value")), caller.user_id)
            redraw(client, body["view"]["id"], rubric_view(deps, caller))
        ack()


def rubric_view(deps: Deps, caller: Caller, to_read: bool = False) -> View:
    """The rubric as this workspace has it; whoever manages the rounds can retire rulings, unless it is `to_read`."""
    with view(deps.engine, caller.team_id) as session:
        rulings = rulings_in_force(session)
    return rubric_modal(deps.rubric, rulings, may_retire=caller.manages(deps.settings) and not to_read)


def _agree(deps: Deps, caller: Caller, shown: View) -> View:
    with deps.work(caller.team_id) as work:
        round_id = id_in(work.session, Round, shown["private_metadata"])
        agree(work, round_id, read_ruling(shown["state"]["values"]), caller.user_id)
    return notice("Recorded", "The thread reads it now. It counts once a second person confirms it there.")


def _confirm(deps: Deps, caller: Caller, ruling: str) -> View:
    with deps.work(caller.team_id) as work:
        confirm(work, id_in(work.session, Ruling, ruling), caller.channel_id, caller.user_id)
    return notice("Confirmed", "It stands under the rubric from now on.")


def _withdraw(deps: Deps, caller: Caller, ruling: str) -> View:
    with deps.work(caller.team_id) as work:
        withdraw(work, id_in(work.session, Ruling, ruling), caller.channel_id, caller.user_id)
    return notice("Withdrawn", "It counts no more. Earlier scores stay.")


def _form(deps: Deps, caller: Caller, answer: str = "", of_round: str = "") -> View:
    """The form for a ruling, begun where the scores of this answer, or of the whole round, lay furthest apart."""
    with view(deps.engine, caller.team_id) as session:
        answer_id = id_in(session, Answer, answer) if answer else None
        begun = widest_apart(session, caller.channel_id, answer_id, id_in(session, Round, of_round))
        return ruling_modal(begun, team_rubric(session, deps.rubric))
