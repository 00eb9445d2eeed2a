"""What a round says as a whole: the last message of its thread."""

from collections.abc import Sequence

from bot.calibration.comparisons import Summary
from bot.calibration.reports.pooling import ROUNDS, Point, Pooled
from bot.markup import escape, plural
from bot.views.blocks import Block, as_blocks, section
from bot.views.charts import chart, day
from scoring.agreement.thresholds import ALPHA_ANSWERS, ALPHA_LEVELS, in_words
from scoring.rubric import Rubric


def summary_line(summary: Summary, rubric: Rubric, offline: bool) -> str:
    """The round in one line of mrkdwn; `offline` says plainly that the judge is a rule of thumb."""
    parts = [f"{plural(summary.answers, 'answer')}, {plural(summary.interviewers, 'interviewer')}."]
    if summary.pairs:
        parts.append(f"{summary.within_one} of {plural(summary.pairs, 'pair')} within one level.")
    elif summary.interviewers:
        parts.append("No answer has two scorecards, so there is nothing to compare.")
    else:
        parts = ["Nobody scored this time, so there is nothing to compare."]
    if summary.closest and summary.furthest:
        closest, furthest = (escape(rubric.row(dimension).name) for dimension in (summary.closest, summary.furthest))
        parts.append(f"Closest on {closest}, furthest on {furthest}.")
    if offline:
        parts.append("The machine's scores are a rule of thumb, not Claude's.")
    return f"*Scores are out.* {' '.join(parts)}"


def agreement_message(pooled: Pooled, trend: Sequence[Point]) -> tuple[str, list[Block]]:
    """The text and blocks of how a channel's panel agrees over its rounds, with a chart once there is a trend."""
    text = " ".join([agreement_words(pooled), *trend_words(pooled, trend)])
    return text, [*as_blocks([section(text)]), *trend_chart(pooled, trend)]


def agreement_words(pooled: Pooled) -> str:
    """Such as "Agreement over at most the last 8 rounds, 31 answers: 0.71 (likely 0.55 to 0.83), usable …"."""
    if pooled.missing.answers:
        return f"Too early to say how well you agree: {pooled.answers} of the {ALPHA_ANSWERS} answers needed so far."
    if pooled.missing.levels:
        used = ALPHA_LEVELS - pooled.missing.levels
        return f"Too early to say how well you agree: {used} of the {ALPHA_LEVELS} different levels needed so far."
    if pooled.alpha.value is None:
        return f"Agreement cannot be told: {pooled.alpha.reason}."
    low, high = pooled.interval.low, pooled.interval.high
    likely = f" (likely {low:.2f} to {high:.2f})" if low is not None and high is not None else ""
    return (
        f"Agreement over at most the last {ROUNDS} rounds, {plural(pooled.answers, 'answer')}: "
        f"{pooled.alpha.value + 0.0:.2f}{likely}, {in_words(pooled.alpha.value)}; 1 is always, 0 is chance."
    )


def trend_words(pooled: Pooled, trend: Sequence[Point]) -> list[str]:
    """What the chart of the trend shows, where there is one."""
    if len(trend) < 2 or pooled.alpha.value is None:
        return []
    first, last = trend[0], trend[-1]
    return [f"It was {first.alpha:.2f} on {day(first.at)} and is {last.alpha:.2f} on {day(last.at)}."]


def trend_chart(pooled: Pooled, trend: Sequence[Point]) -> list[Block]:
    """How agreement went; nothing while too little is there to tell how it is now."""
    return chart(
        "line",
        f"Agreement over {ROUNDS} rounds at a time",
        "Agreement (alpha)",
        [(day(point.at), point.alpha) for point in trend] if pooled.alpha.value is not None else [],
        "Scores opened",
        "1 is always, 0 is chance",
    )
