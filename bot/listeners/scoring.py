"""Scoring in a modal: from the question, a command or Home to the last answer of the pile."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import select

from bot.calibration.rulings import team_rubric
from bot.calibration.scorecards import save, scorable, task, waiting
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.modals import home_changes, opens, redraw, submits
from bot.markup import when
from bot.refusals import Refusal, ScoresCameOut
from bot.views.blocks import View, notice
from bot.views.form import CHOICE, SENTENCE, read_scores
from bot.views.scoring import finished_modal, late_modal, scoring_modal
from storage.database import view
from storage.models import Answer, Round
from storage.stages import OUT

NOT_YOURS = "Not yours to score"


def register(app: App, deps: Deps) -> None:
    opens(app.action("score"), NOT_YOURS, lambda caller, value: next_modal(deps, caller, value))
    opens(app.action("revise"), NOT_YOURS, lambda caller, value: _revise(deps, caller, value))

    def draft(ack: Ack, body: dict[str, Any]) -> None:
        _keep(deps, caller_of(body), body["view"])
        ack()

    for action_id in (CHOICE, SENTENCE, "note"):
        app.action(action_id)(draft)

    @app.action("more_dimensions")
    def more_dimensions(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        shown = body["view"]
        with suppress(Refusal):  # it is told of when they submit
            redraw(client, shown["id"], _with_all_dimensions(deps, caller_of(body), shown), shown["hash"])
        ack()

    submits(app, "scorecard", "Not saved", lambda caller, shown: _submit(deps, caller, shown))


def next_modal(deps: Deps, caller: Caller, of_round: str = "") -> View:
    """The form for the first answer (of this round, if given) that this person has still to score, or a friendly
    nothing."""
    with view(deps.engine, caller.team_id) as session:
        round_id = id_in(session, Round, of_round) if of_round else None
        stage = session.exec(select(Round.stage).where(Round.id == round_id)).first()
        if stage in OUT:
            return notice("Scores are out", "Scores are out for this question: read them in its thread.")
        pile = scorable(session, caller.user_id, caller.channel_id, round_id)
        if not pile:
            return finished_modal(None)
        return scoring_modal(task(session, caller.user_id, pile[0]), team_rubric(session, deps.rubric))


def _revise(deps: Deps, caller: Caller, answer: str) -> View:
    with view(deps.engine, caller.team_id) as session:
        answer_id = id_in(session, Answer, answer)
    return answer_modal(deps, caller, answer_id)


def answer_modal(deps: Deps, caller: Caller, answer_id: int) -> View:
    """The form for one answer of the caller's channel."""
    with view(deps.engine, caller.team_id) as session:
        found = task(session, caller.user_id, answer_id, caller.channel_id)
        return scoring_modal(found, team_rubric(session, deps.rubric))


def _with_all_dimensions(deps: Deps, caller: Caller, shown: View) -> View:
    answer, _ = _ids(shown)
    with view(deps.engine, caller.team_id) as session:
        found = task(session, caller.user_id, id_in(session, Answer, answer))
        rubric = team_rubric(session, deps.rubric)
    filled = replace(found, scores=read_scores(shown["state"]["values"], answer))
    return scoring_modal(filled, rubric, all_dimensions=True)


def _keep(deps: Deps, caller: Caller, shown: View) -> None:
    """Keeps what a form holds as a draft. One that cannot be kept is told of when it is submitted."""
    answer, blind = _ids(shown)
    scores = read_scores(shown["state"]["values"], answer)
    with suppress(Refusal), deps.work(caller.team_id) as work:
        save(work, caller.user_id, id_in(work.session, Answer, answer), scores, submit=False, blind=blind)


def _submit(deps: Deps, caller: Caller, shown: View) -> View:
    """Saves what a form holds; the view that follows."""
    answer, blind = _ids(shown)
    scores = read_scores(shown["state"]["values"], answer)
    with deps.work(caller.team_id) as work:
        answer_id = id_in(work.session, Answer, answer)
        rubric = team_rubric(work.session, deps.rubric)
        try:
            save(work, caller.user_id, answer_id, scores, submit=True, blind=blind)
        except ScoresCameOut:
            return late_modal(replace(task(work.session, caller.user_id, answer_id), scores=scores), rubric)
        home_changes(work, caller)
        if not blind:
            return notice("Saved", "Your score is kept, as one given after the discussion.")
        if pile := waiting(work.session, caller.user_id):
            return scoring_modal(task(work.session, caller.user_id, pile[0]), rubric)
        return finished_modal(when(task(work.session, caller.user_id, answer_id).opens_at))


def _ids(shown: View) -> tuple[str, bool]:
    """The answer that a form is about, and whether it is to be scored blind."""
    answer, _, phase = shown["private_metadata"].partition(":")
    return answer, phase != "discussed"
