"""Has the judge score an answer, and keeps what it says. Called by jobs; the model is asked outside any transaction."""

from datetime import datetime

from bot.calibration.rulings import team_rubric
from bot.calibration.verdicts import record, wanted
from bot.deps import Deps
from scoring.bank.questions import Question
from scoring.judge.verdict import JudgeBusy


def judge_answer(deps: Deps, team_id: str, answer_id: int, version: int, asked: str = "", until: str = "") -> str:
    """The status of the scorecard that was kept. Raises JudgeBusy where the judge is away: that is no verdict.

    Once the talk about a round is over nothing of it is scored, unless somebody `asked` for it: then the judge is
    tried `until` a time (ISO), and whoever asked is told if it was away to the last.
    """
    with deps.view(team_id) as session:
        found = wanted(session, answer_id, version, bool(asked))
        rubric = team_rubric(session, deps.rubric)
    if found is None:
        return "superseded"
    answer, round_ = found
    judge = deps.judge(round_.judge)
    if judge is None:
        return "no judge"
    try:
        verdict = judge.score(answer.text, Question.model_validate(round_.question), rubric)
    except JudgeBusy:
        if not until or deps.now() < datetime.fromisoformat(until):
            raise
        with deps.work(team_id) as work:
            work.enqueue("unscored", answer_id, asked, until)
        return "given up"
    with deps.work(team_id) as work:
        return record(work, answer_id, version, judge.kind, verdict)
