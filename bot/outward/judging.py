"""Has the judge score an answer, and keeps what it says. Called by jobs; the model is asked outside any transaction."""

import logging

from bot.calibration.rulings import team_rubric
from bot.calibration.verdicts import record, wanted
from bot.deps import Deps
from scoring.judge.verdict import JudgeBusy, unreached
from storage.database import view

log = logging.getLogger(__name__)
BUSY = "busy"


def judge_answer(deps: Deps, team_id: str, answer_id: int, version: int) -> tuple[str, float | None]:
    """The status of the scorecard that was kept, or "busy" and the seconds the judge asked to wait, if it did."""
    with view(deps.engine, team_id) as session:
        case = wanted(session, answer_id, version)
        rubric = team_rubric(session, deps.rubric)
    if case is None:
        return "superseded", None
    judge = deps.judge(case.judge)
    if judge is None:
        return "no judge", None
    try:
        verdict = judge.score(case.text, case.question, rubric)
    except JudgeBusy as busy:
        log.warning("the judge is busy: %s", busy)
        return BUSY, busy.retry_after
    with deps.work(team_id) as work:
        return record(work, answer_id, version, judge.kind, verdict), None


def give_up(deps: Deps, team_id: str, answer_id: int, version: int) -> str:
    """Keeps that the judge could not be reached, so that a person can look; the status of what was kept."""
    with view(deps.engine, team_id) as session:
        case = wanted(session, answer_id, version)
        rubric = team_rubric(session, deps.rubric)
    judge = deps.judge(case.judge) if case else None
    if judge is None:
        return "superseded"
    verdict = unreached(judge, rubric, "The judge could not be reached for several minutes. Try again later.")
    with deps.work(team_id) as work:
        return record(work, answer_id, version, judge.kind, verdict)
