"""Scoring in a modal: from the question, a command or Home to the last answer of the pile."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import select

from bot.calibration.rulings import team_rubric
from bot.calibration.scorecards import Task, save, scorable, task, waiting
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.modals import home_changes, opens, redraw
from bot.views.blocks import View, notice, when
from bot.views.form import CHOICE, missing_choices, read_scores
from bot.views.scoring import finished_modal, late_modal, scoring_modal
from storage.database import view
from storage.models import Round
from storage.stages import OUT

REFUSALS = {
    "own": "This answer is yours; others score it.",
    "known": "You know this one's level already, from practice or another round, so your score couldn't be blind.",
    "gone": "This answer isn't open for scoring: it was withdrawn, or answers are still coming in.",
}


def register(app: App, deps: Deps) -> None:
    opens(app, "score", lambda caller, value: next_modal(deps, caller, id_in(value) if value else None))
    opens(app, "revise", lambda caller, value: answer_modal(deps, caller, id_in(value)))

    def draft(ack: Ack, body: dict[str, Any]) -> None:
        _keep(deps, caller_of(body), body["view"])
        ack()

    for action_id in (CHOICE, "note"):
        app.action(action_id)(draft)

    @app.action("more_dimensions")
    def more_dimensions(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller, (answer_id, _) = caller_of(body), _ids(body["view"])
        with view(deps.engine, caller.team_id) as session:
            found, rubric = task(session, caller.user_id, answer_id), team_rubric(session, deps.rubric)
        if isinstance(found, Task):
            filled = replace(found, scores=read_scores(body["view"]["state"]["values"], answer_id))
            form = scoring_modal(filled, rubric, all_dimensions=True)
            redraw(client, body["view"]["id"], form, body["view"]["hash"])
        ack()

    @app.view("scorecard")
    def scorecard(ack: Ack, body: dict[str, Any]) -> None:
        caller = caller_of(body)
        errors = missing_choices(body["view"]["state"]["values"])
        if errors:
            ack(response_action="errors", errors=errors)
        else:
            ack(response_action="update", view=_submit(deps, caller, body["view"]))


def next_modal(deps: Deps, caller: Caller, round_id: int | None = None) -> View:
    """The form for the first answer that this person has still to score, or a friendly nothing."""
    with view(deps.engine, caller.team_id) as session:
        stage = session.exec(select(Round.stage).where(Round.id == round_id)).first()
        if stage in OUT:
            return notice("Scores are out", "Scores are out for this question: read them in its thread.")
        pile = scorable(session, caller.user_id, caller.channel_id, round_id)
        found = task(session, caller.user_id, pile[0]) if pile else None
        rubric = team_rubric(session, deps.rubric)
    return scoring_modal(found, rubric) if isinstance(found, Task) else finished_modal(None)


def answer_modal(deps: Deps, caller: Caller, answer_id: int) -> View:
    """The form for one answer of the caller's channel, or why there is none for this person."""
    with view(deps.engine, caller.team_id) as session:
        found = task(session, caller.user_id, answer_id, caller.channel_id)
        rubric = team_rubric(session, deps.rubric)
    return scoring_modal(found, rubric) if isinstance(found, Task) else notice("Not yours to score", REFUSALS[found])


def _keep(deps: Deps, caller: Caller, shown: dict[str, Any]) -> None:
    """Keeps what a form holds as a draft. One that cannot be kept is told of when it is submitted."""
    answer_id, blind = _ids(shown)
    scores = read_scores(shown["state"]["values"], answer_id)
    with deps.work(caller.team_id) as work:
        save(work, caller.user_id, answer_id, scores, submit=False, blind=blind)


def _submit(deps: Deps, caller: Caller, shown: dict[str, Any]) -> View:
    """Saves what a form holds; the view that follows."""
    answer_id, blind = _ids(shown)
    scores = read_scores(shown["state"]["values"], answer_id)
    with deps.work(caller.team_id) as work:
        outcome = save(work, caller.user_id, answer_id, scores, submit=True, blind=blind)
        home_changes(work, caller)
        found = task(work.session, caller.user_id, answer_id)
        pile = [other for other in waiting(work.session, caller.user_id) if other != answer_id]
        following = task(work.session, caller.user_id, pile[0]) if pile else None
        rubric = team_rubric(work.session, deps.rubric)
    if outcome in REFUSALS:
        return notice("Not saved", REFUSALS[outcome])
    if outcome == "revealed" and isinstance(found, Task):
        return late_modal(replace(found, scores=scores), rubric)
    if not blind:
        return notice("Saved", "Your score is kept, as one given after the discussion.")
    if isinstance(following, Task):
        return scoring_modal(following, rubric)
    return finished_modal(when(found.opens_at) if isinstance(found, Task) and found.blind else None)


def _ids(shown: dict[str, Any]) -> tuple[int, bool]:
    answer_id, _, phase = shown["private_metadata"].partition(":")
    return id_in(answer_id), phase != "discussed"
