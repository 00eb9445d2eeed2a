"""The rubric, and what a team records under it."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import select

from bot.calibration.agreeing import agree, retire, round_of_answer, rulings_in_force, team_rubric
from bot.calibration.revealing import OVERALL, result
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.opening import open_modal
from bot.views.parts import View, notice
from bot.views.rubric import rubric_modal
from bot.views.ruling import read_ruling, ruling_modal
from scoring.rubric import LEVELS
from storage.database import unit, view
from storage.models import AuditEvent, Round, Ruling

NOT_YET = "Scores aren't out for this question yet, so there is nothing to agree on."


def register(app: App, deps: Deps) -> None:
    @app.action("rubric")
    def rubric(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        open_modal(client, caller, rubric_view(deps, caller))
        ack()

    @app.action("rubric_push")
    def rubric_push(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        open_modal(client, caller, rubric_view(deps, caller), push=True)
        ack()

    @app.action("record")
    def record(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        open_modal(client, caller, _form(deps, caller, id_in(action.get("value"))))
        ack()

    @app.view("ruling")
    def ruling(ack: Ack, body: dict[str, Any]) -> None:
        caller, shown = caller_of(body), body["view"]
        with unit(deps.engine, caller.team_id) as session:
            agreed = agree(
                session, id_in(shown["private_metadata"]), read_ruling(shown["state"]["values"]), deps.now(), deps.queue
            )
            if isinstance(agreed, Ruling):
                session.add(
                    AuditEvent(at=deps.now(), actor=caller.user_id, what="ruling", subject=f"ruling {agreed.id}")
                )
        if isinstance(agreed, Ruling):
            ack(response_action="update", view=notice("Recorded", "It stands under the rubric from now on."))
        else:
            ack(response_action="errors", errors=agreed)

    @app.action("retire_ruling")
    def retire_ruling(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        if caller.manages(deps.settings):
            with unit(deps.engine, caller.team_id) as session:
                if retire(session, id_in(action.get("value")), deps.now()):
                    subject = f"ruling {action['value']}"
                    session.add(AuditEvent(at=deps.now(), actor=caller.user_id, what="retire", subject=subject))
            client.views_update(view_id=body["view"]["id"], view=rubric_view(deps, caller))
        ack()


def rubric_view(deps: Deps, caller: Caller) -> View:
    """The rubric as this workspace has it."""
    with view(deps.engine, caller.team_id) as session:
        rulings = rulings_in_force(session)
    return rubric_modal(deps.rubric, rulings, may_retire=caller.manages(deps.settings))


def _form(deps: Deps, caller: Caller, answer_id: int) -> View:
    """The form for a ruling, begun where the scores of this answer lay furthest apart."""
    with view(deps.engine, caller.team_id) as session:
        round_id = round_of_answer(session, answer_id)
        round_ = session.exec(select(Round).where(Round.id == round_id)).first()
        if round_ is None or round_.stage not in ("revealed", "closed"):
            return notice("Record what we agreed", NOT_YET)
        rubric = team_rubric(session, deps.rubric)
        one = next((one for one in result(session, round_)[0] if one.answer_id == answer_id), None)
    row, gap = one.widest if one else (OVERALL, 0)
    if one is None or gap == 0 or row == OVERALL:
        return ruling_modal(round_.id, rubric, None, None)
    values = one.values(row)
    return ruling_modal(round_.id, rubric, row, (LEVELS[min(values) - 1], LEVELS[max(values) - 1]))
