"""Where a channel stands, in a few lines."""

from bot.calibration.cadence import Coming
from bot.calibration.questions import topic_of
from bot.calibration.state import State
from bot.markup import escape, plural
from bot.views.words import coming_words, stage_words
from storage.models import Schedule


def status_text(schedule: Schedule | None, coming: Coming, state: State | None, waiting: int, away: str = "") -> str:
    """What `/calibrate status` says: the open round, the next question, who is away, and what waits for the person."""
    lines = ["No question is open."]
    if state is not None:
        lines = [f"*{escape(topic_of(state.round.question))}*: {stage_words(state)}"]
    lines.append(coming_words(coming) or _none(schedule))
    if away:
        lines.append(away)
    if waiting:
        lines.append(f"*{plural(waiting, 'answer waits', 'answers wait')} for you*: `/calibrate score`.")
    return "\n".join(lines)


def _none(schedule: Schedule | None) -> str:
    if schedule is not None and schedule.interviewers:
        return "Weekly questions are paused: `/calibrate resume` takes them up again."
    return "No weekly question is planned: `/calibrate setup` plans one."
