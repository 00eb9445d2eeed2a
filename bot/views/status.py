"""Where a channel stands, in a few lines."""

from bot.calibration.questions import topic_of
from bot.calibration.state import State
from bot.markup import escape, plural, when
from bot.views.words import stage_words
from storage.models import Schedule


def status_text(schedule: Schedule | None, state: State | None, waiting: int) -> str:
    """What `/calibrate status` says: the open round, the next question, and what waits for the person."""
    lines = ["No question is open."]
    if state is not None:
        lines = [f"*{escape(topic_of(state.round.question))}*: {stage_words(state)}"]
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
