"""What a round says as a whole: the last message of its thread, and the figures behind it."""

from collections.abc import Sequence

from bot.calibration.comparisons import OVERALL, Comparison, Summary
from bot.calibration.reports.figures import Figures
from bot.calibration.reports.pooling import ROUNDS, Point, Pooled
from bot.markup import day, escape, plural
from bot.views.blocks import Block, Message, actions, button, section
from bot.views.charts import chart
from bot.views.words import apart_words, joined, moved_words
from scoring.agreement.thresholds import ALPHA_ANSWERS, ALPHA_LEVELS, in_words
from scoring.rubric import LEVELS, Rubric

ABOUT = 0.05  # a share of pairs, or an alpha; less than that apart, two rounds are alike
OPEN = 2  # levels between raters, from which an answer is still open
FEW = 10  # pairs before, below which no round is compared with them


def summary_message(
    summary: Summary, begin: Comparison | None, link: str | None, figures: Figures, rubric: Rubric, offline: bool
) -> Message:
    """What happened and where to begin: `begin` is the answer read furthest apart, with the link to its comparison.

    The figures are a button away, once they mean something; `offline` says that the judge is a rule of thumb.
    """
    if not summary.pairs:
        nothing = "Nobody scored this time" if not summary.interviewers else "No answer has two scorecards"
        parts = [f"{nothing}, so there is nothing to compare."]
    else:
        parts = [_start(begin, link, rubric), f"{_pairs(summary)}{_than_before(figures)}."]
    if offline:
        parts.append("The machine's scores are a rule of thumb, not Claude's.")
    text = f"*Scores are out.* {' '.join(parts)}"
    more = [actions(button("Figures", "figures", figures.public_id))] if figures.pooled.alpha.value is not None else []
    return text, [section(text), *more]


def _start(begin: Comparison | None, link: str | None, rubric: Rubric) -> str:
    """Such as "Answer A was read as Junior, Senior and Staff+: start there."."""
    if begin is None:
        return "All answers were read alike."
    name = f"<{link}|Answer {begin.letter}>" if link else f"Answer {begin.letter}"
    levels = _levels(begin, OVERALL, rubric)
    row = begin.widest[0]
    if begin.gap(OVERALL) or row == OVERALL:
        return f"{name} was read as {levels}: start there."
    as_whole = f"as {levels} by all" if levels else "alike as a whole"
    where = escape(rubric.row(row).name.lower())
    return f"{name} was read {as_whole}, but as {_levels(begin, row, rubric)} in {where}: start there."


def _levels(one: Comparison, row: str, rubric: Rubric) -> str:
    """The levels that a row was read as, such as "Junior, Senior and Staff+"."""
    return joined([escape(rubric.name(LEVELS[value - 1])) for value in sorted(set(one.values(row)))] or [""])


def _pairs(summary: Summary) -> str:
    return f"{summary.within_one} of {plural(summary.pairs, 'pair')} of scores lie within one level"


def _than_before(figures: Figures) -> str:
    """The trend in words, once there is something to compare with."""
    now, before = figures.now.share, figures.before.share
    if now is None or before is None or figures.before.pairs < FEW:
        return ""
    than = "about as many as" if abs(now - before) < ABOUT else "more than" if now > before else "fewer than"
    return f", {than} in {'the round' if figures.rounds == 1 else f'the {figures.rounds} rounds'} before"


def ending_text(found: Sequence[Comparison], agreed: Sequence[str], rubric: Rubric) -> str:
    """What became of a round by the time that the next question is out; `agreed` are the dimensions of its rulings."""
    moved = [
        f"{one.letter} ({moved_words(one.revised.before, one.revised.now)})"
        for one in found
        if one.revised and one.revised.now < one.revised.before
    ]
    still = [f"{one.letter} ({apart_words(one.left)})" for one in found if one.left >= OPEN]
    names = [escape(rubric.row(dimension).name) for dimension in dict.fromkeys(agreed)]
    return " ".join(
        [
            "*The next question is out, so this one is closed.*",
            f"Moved by talking: {', '.join(moved)}." if moved else "No answer moved by talking.",
            *([f"Agreed: {plural(len(agreed), 'sentence')} under {', '.join(names)}."] if agreed else []),
            f"Still open: {', '.join(still)}." if still else "All are read within one level now.",
        ]
    )


def figures_text(summary: Summary, figures: Figures, rubric: Rubric) -> str:
    """The figures behind a summary, for who asks for them."""
    lines = [
        f"{plural(summary.answers, 'answer')}, {plural(summary.interviewers, 'interviewer')}. {_pairs(summary)}.",
        " ".join([agreement_words(figures.pooled), *trend_words(figures.pooled, figures.trend)]),
    ]
    if summary.closest and summary.furthest:
        closest, furthest = (escape(rubric.row(dimension).name) for dimension in (summary.closest, summary.furthest))
        lines.append(f"This time read most alike: {closest}; least alike: {furthest}.")
    return "\n".join([*lines, "`/calibrate report team` sends you the charts."])


def agreement_words(pooled: Pooled) -> str:
    """Such as "Your agreement is 0.71 (likely 0.55 to 0.83), usable …: 31 answers, over …"."""
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
        f"Your agreement is {pooled.alpha.value + 0.0:.2f}{likely}, {in_words(pooled.alpha.value)}: "
        f"{plural(pooled.answers, 'answer')}, over the last {ROUNDS} rounds at most. 1 is always alike, 0 is chance."
    )


def trend_words(pooled: Pooled, trend: Sequence[Point]) -> list[str]:
    """What the chart of the trend comes to, where there is one; its figures are in the chart."""
    if len(trend) < 2 or pooled.alpha.value is None:
        return []
    moved = trend[-1].alpha - trend[0].alpha
    how = "has stayed about the same" if abs(moved) < ABOUT else "has risen" if moved > 0 else "has fallen"
    return [f"Round by round it goes up and down; over all of them it {how} since {day(trend[0].at)}."]


def trend_chart(pooled: Pooled, trend: Sequence[Point]) -> list[Block]:
    """How agreement went; nothing while too little is there to tell how it is now."""
    return chart(
        f"Agreement over {ROUNDS} rounds at a time",
        "Agreement (alpha)",
        [(day(point.at), point.alpha) for point in trend] if pooled.alpha.value is not None else [],
        "Scores came out",
        "1 is always alike, 0 is chance",
        {"Always alike": 1.0, "By chance": 0.0},
    )
