"""What a round says as a whole: the last message of its thread."""

from bot.calibration.revealing import Summary
from bot.views.parts import Block, as_blocks, plural, section
from scoring.rubric import Rubric


def summary_message(summary: Summary, rubric: Rubric, offline: bool) -> tuple[str, list[Block]]:
    """The text and blocks of the summary; `offline` says plainly that the judge is a rule of thumb."""
    parts = [f"{plural(summary.answers, 'answer')}, {plural(summary.interviewers, 'interviewer')}."]
    if summary.pairs:
        parts.append(f"{summary.within_one} of {plural(summary.pairs, 'pair')} within one level.")
    else:
        parts.append("No answer has two scorecards yet, so there is nothing to compare.")
    if summary.closest and summary.furthest:
        closest, furthest = (rubric.row(dimension).name for dimension in (summary.closest, summary.furthest))
        parts.append(f"Closest on {closest}, furthest on {furthest}.")
    if offline:
        parts.append("The machine's scores are a rule of thumb, not Claude's.")
    rest = " ".join(parts)
    return f"Scores are out. {rest}", as_blocks([section(f"*Scores are out.* {rest}")])
