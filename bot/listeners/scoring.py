"""Scoring in a modal: from the question, a command or Home to the last answer of the pile."""

from contextlib import suppress
from dataclasses import replace

from slack_bolt import App
from sqlmodel import select

from bot.calibration.access import Act, Person, may
from bot.calibration.piles import scorable, waiting_in
from bot.calibration.rulings import team_rubric
from bot.calibration.scorecards import save, task
from bot.deps import Deps
from bot.listeners.caller import Caller, asked, person_of
from bot.listeners.modals import does, home_changes, opens, redraws, submits
from bot.markup import when
from bot.refusals import Refusal, ScoresCameOut
from bot.views.blocks import View, notice
from bot.views.done import REVISED
from bot.views.form import CHOICE, SENTENCE, read_scores
from bot.views.scoring import asking_modal, finished_modal, late_modal, scoring_modal, was_asked
from storage.models import Answer, Round
from storage.stages import OUT

NOT_YOURS, NOT_SAVED = "Not yours to score", "Not saved"


def register(app: App, deps: Deps) -> None:
    opens(app.action("score"), NOT_YOURS, lambda caller, value: next_modal(deps, caller, value))
    opens(app.action("revise"), NOT_YOURS, lambda caller, value: answer_modal(deps, caller, value))

    for action_id in (CHOICE, SENTENCE, "note"):
        does(app, action_id, lambda caller, body: _keep(deps, caller, body["view"]))
    redraws(app, "more_dimensions", NOT_SAVED, lambda caller, body: _with_all_dimensions(deps, caller, body["view"]))
    submits(app, "scorecard", NOT_SAVED, lambda caller, shown: _submit(deps, caller, shown))


def next_modal(deps: Deps, caller: Caller, of_round: str = "") -> View:
    """The form for the first answer (of this round, if given) that this person has still to score, or a friendly
    nothing."""
    about = asked(deps, caller, Round, of_round)
    person = scorer(deps, caller, about.channel_id)
    with deps.view(caller.team_id) as session:
        stage = session.exec(select(Round.stage).where(Round.id == about.id)).first()
        if stage in OUT and may(session, person, Act.SEE, about.channel_id):
            return notice("Scores are out", "Scores are out for this question: read them in its thread.")
        pile = scorable(session, person, caller.channel_id, about.id if of_round else None)
        if not pile:
            return finished_modal(None)
        return scoring_modal(task(session, person, pile[0]), team_rubric(session, deps.rubric))


def scorer(deps: Deps, caller: Caller, *channels: str) -> Person:
    """The caller as Slack knows them wherever answers wait for them, where they speak from, and in these channels."""
    piles = deps.read(caller.team_id, waiting_in, caller.user_id)
    return person_of(deps, caller, caller.channel_id, *piles, *channels)


def answer_modal(deps: Deps, caller: Caller, answer: str) -> View:
    """The form for one answer, by its public id."""
    about = asked(deps, caller, Answer, answer)
    with deps.view(caller.team_id) as session:
        return scoring_modal(task(session, about.person, about.id), team_rubric(session, deps.rubric))


def _with_all_dimensions(deps: Deps, caller: Caller, shown: View) -> View | None:
    answer, _ = _ids(shown)
    about = asked(deps, caller, Answer, answer)
    try:
        with deps.view(caller.team_id) as session:
            found, rubric = task(session, about.person, about.id), team_rubric(session, deps.rubric)
    except Refusal:
        return None  # it is told of when they submit
    filled = replace(found, scores=read_scores(shown["state"]["values"], answer))
    kept = {"private_metadata": shown["private_metadata"]}  # it may say that the form asked already
    return scoring_modal(filled, rubric, all_dimensions=True) | kept


def _keep(deps: Deps, caller: Caller, shown: View) -> None:
    """Keeps what a form holds as a draft. One that cannot be kept is told of when it is submitted."""
    answer, blind = _ids(shown)
    scores = read_scores(shown["state"]["values"], answer)
    about = asked(deps, caller, Answer, answer)
    with suppress(Refusal), deps.work(caller.team_id) as work:
        save(work, about.person, about.id, scores, submit=False, blind=blind)


def _submit(deps: Deps, caller: Caller, shown: View) -> View:
    """Saves what a form holds; the view that follows."""
    answer, blind = _ids(shown)
    scores = read_scores(shown["state"]["values"], answer)
    about = asked(deps, caller, Answer, answer)
    person = scorer(deps, caller, about.channel_id)
    with deps.work(caller.team_id) as work:
        rubric = team_rubric(work.session, deps.rubric)
        if scores.stand_above and not was_asked(shown):
            found = replace(task(work.session, person, about.id), scores=scores)
            if found.blind == blind:
                return asking_modal(found, rubric)
        try:
            save(work, person, about.id, scores, submit=True, blind=blind)
        except ScoresCameOut:
            return late_modal(replace(task(work.session, person, about.id), scores=scores), rubric)
        home_changes(work, caller)
        if not blind:
            return notice("Saved", REVISED)
        if pile := scorable(work.session, person):
            return scoring_modal(task(work.session, person, pile[0]), rubric)
        return finished_modal(when(task(work.session, person, about.id).opens_at))


def _ids(shown: View) -> tuple[str, bool]:
    """The answer that a form is about, and whether it is to be scored blind."""
    answer, *phase = str(shown["private_metadata"]).split(":")
    return answer, phase[:1] != ["discussed"]
