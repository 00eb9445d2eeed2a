"""Where a channel stands, in a few lines."""

from bot.calibration.rating import Progress
from bot.views.parts import escape, plural, when
from storage.models import Round, Schedule


def status_text(
    schedule: Schedule | None, running: Round | None, answers: int, progress: Progress, waiting: int
) -> str:
    """What `/calibrate status` says: the open round, the next question, and what waits for the person."""
    lines = []
    if running is None:
        lines.append("No question is open.")
    else:
        head = f"*{escape(running.question['competency'])}*: {plural(answers, 'answer')}."
        if running.stage == "scoring":
            done = f" {progress.finished} of {plural(progress.dealt, 'interviewer')} done." if progress.dealt else ""
            lines.append(f"{head}{done} Scores open {when(running.reveals_at)}.")
        else:
            lines.append(f"{head} Answers close {when(running.closes_at)}.")
    lines.append(_next(schedule))
    if waiting:
        lines.append(f"*{plural(waiting, 'answer waits', 'answers wait')} for you*: `/calibrate score`.")
    return "\n".join(lines)


def _next(schedule: Schedule | None) -> str:
    if schedule is not None and schedule.next_at:
        return f"Next question {when(schedule.next_at)}."
    if schedule is not None and schedule.interviewers:
        return "Weekly questions are paused: `/calibrate resume` takes them up again."
    return "No weekly question is planned: `/calibrate setup` plans one."
