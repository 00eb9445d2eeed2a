"""Has the judge score an answer, and keeps what it says. Called by jobs; the model is asked outside any transaction."""

from bot.calibration.rulings import team_rubric
from bot.calibration.verdicts import record, wanted
from bot.deps import Deps
from storage.database import view


def judge_answer(deps: Deps, team_id: str, answer_id: int, version: int, asked: int = 0) -> str:
    """The status of the scorecard that was kept. Raises JudgeBusy where the judge is away: that is no verdict.

    Once the talk about a round is over nothing of it is scored, unless somebody `asked` for it.
    """
    with view(deps.engine, team_id) as session:
        case = wanted(session, answer_id, version, bool(asked))
        rubric = team_rubric(session, deps.rubric)
    if case is None:
        return "superseded"
    judge = deps.judge(case.judge)
    if judge is None:
        return "no judge"
    verdict = judge.score(case.text, case.question, rubric)
    with deps.work(team_id) as work:
        return record(work, answer_id, version, judge.kind, verdict)
