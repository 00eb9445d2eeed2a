"""The personal report as a message to one person, and what of it Home repeats."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Option, StaticSelectElement

from bot.calibration.practising import EACH, MOST_BIAS, MOST_GAP, Practised
from bot.calibration.reporting import WEEKS, Month, Personal
from bot.views.charts import chart, month, table, table_lines, without_charts
from bot.views.parts import Block, actions, as_blocks, context, cut, header, plural, section
from bot.views.practice import exemplars_to_go
from bot.views.words import size_words
from scoring.rubric import LEVELS, Rubric
from scoring.thresholds import SEVERITY_FIRM, SEVERITY_SCORECARDS, severity_is_firm

ALIKE = 0.15  # levels; below it a severity is called none
TEXT = 3900  # characters of a message's text
NONE_YET = "You have scored nothing yet in rounds whose scores are out, in the last {weeks} weeks."
FOOT = (
    "Only you get this. It counts what you gave before scores were out, and nothing of rounds still being scored. "
    "It is about reading answers alike, not about who is right."
)


def personal_message(report: Personal, rubric: Rubric) -> tuple[str, list[Block], list[Block]]:
    """The message's text in prose, its blocks, and blocks for a Slack that knows neither tables nor charts."""
    title = f"How you score: {report.weeks} weeks"
    select = as_blocks([actions(_weeks(report.weeks))])
    foot = as_blocks([context(FOOT)])
    lines = _lines(report, rubric)
    before = as_blocks([header(title), *(section(line) for line in lines)])
    months = _months(report)
    shown = [*before, *lean_chart(report), *([table(months)] if months else []), *select, *foot]
    older = [*before, *(as_blocks([section(table_lines(months))]) if months else []), *select, *foot]
    spoken = f" By month: {table_lines(months)}." if months else ""
    return cut(f"{title}. {' '.join(lines)}{spoken}".replace("*", ""), TEXT), shown, without_charts(older)


def _lines(report: Personal, rubric: Rubric) -> list[str]:
    """The report in sentences, one paragraph each."""
    if not report.scorecards:
        return [NONE_YET.format(weeks=report.weeks), practised_words(report.practised)]
    return [
        " ".join([lean_words(report), *_lean_chart_words(report)]),
        _counts(report),
        *_dimensions(report, rubric),
        *_revised(report),
        practised_words(report.practised),
    ]


def lean_words(report: Personal) -> str:
    """How much stricter or more generous a person scores than the panel, with its range; or why that is not told."""
    found = report.severity
    if found.n == 0:
        return "Nobody else has scored an answer that you scored, so there is no panel to compare you with yet."
    if report.missing:
        return (
            f"Too early to say how you lean: {SEVERITY_SCORECARDS - report.missing} of the {SEVERITY_SCORECARDS} "
            "shared scorecards needed so far."
        )
    if found.severity is None or found.low is None or found.high is None:
        return f"How you lean cannot be told: {found.reason}."
    way = "stricter" if found.severity > 0 else "more generous"
    lean = "*about as strictly as*" if abs(found.severity) < ALIKE else f"*{size_words(found.severity)} {way}* than"
    zero = found.low <= 0 <= found.high
    verdict = "The range includes zero: treat it as no difference." if zero else "The range leaves zero out."
    firm = (
        ""
        if severity_is_firm(found.n)
        else f" It rests on {found.n} scorecards, an early reading; it is firm from {SEVERITY_FIRM}."
    )
    return f"You score {lean} the panel, likely {_between(found.low, found.high)}. {verdict}{firm}"


def _between(low: float, high: float) -> str:
    """Such as "between 0.1 more generous and 0.7 stricter"; both ends on one side name it once."""
    near, far = sorted((low, high), key=abs)
    way = "stricter" if far > 0 else "more generous"
    if low <= 0 <= high:
        return f"between {-low:.1f} more generous and {high:.1f} stricter"
    return f"between {abs(near):.1f} and {abs(far):.1f} {way}"


def lean_chart(report: Personal) -> list[Block]:
    """The lean by month, once there is enough to tell of a lean at all."""
    points = [(month(one.first), one.lean) for one in _told(report) if one.lean is not None]
    return chart(
        "line", "Your lean by month, in levels", "You", points, "Month", "above 0 stricter, below more generous"
    )


def _lean_chart_words(report: Personal) -> list[str]:
    told = [one for one in _told(report) if one.lean is not None]
    if len(told) < 2:
        return []
    first, last = told[0], told[-1]
    return [f"By month it went from {_lean(first)} in {month(first.first)} to {_lean(last)} in {month(last.first)}."]


def _told(report: Personal) -> Sequence[Month]:
    return () if report.missing or report.severity.severity is None else report.months


def _lean(one: Month) -> str:
    return "too few" if one.lean is None else f"{round(one.lean, 1) + 0.0:+.1f}"


def _months(report: Personal) -> list[list[str]]:
    rows = [[month(one.first), str(one.scorecards), _lean(one)] for one in _told(report)]
    return [["Month", "Scorecards", "Lean (+ stricter)"], *rows] if rows else []


def _counts(report: Personal) -> str:
    parts = [f"{plural(report.scorecards, 'scorecard')}."]
    if report.panel:
        apart = f"; {report.apart} more share none with you" if report.apart else ""
        parts.append(
            f"Compared with {plural(report.panel, 'interviewer')} with whom you share answers, directly or through "
            f"others{apart}."
        )
    if report.pairs:
        every = "all " if report.within_one == report.pairs > 1 else ""
        parts.append(
            f"In {plural(report.pairs, 'pair')} with a colleague: {report.exact} the same level, "
            f"{every}{report.within_one} within one."
        )
    if report.validated:
        parts.append(f"Validated exemplars read at their level: {report.right} of {report.validated}.")
    else:
        parts.append("None of the exemplars that you scored is validated yet.")
    return " ".join(parts)


def _dimensions(report: Personal, rubric: Rubric) -> list[str]:
    if report.closest is None or report.furthest is None:
        return []
    closest, furthest = (rubric.row(dimension).name for dimension in (report.closest, report.furthest))
    return [f"You are closest to the others on *{closest}*, furthest on *{furthest}*."]


def _revised(report: Personal) -> list[str]:
    if report.before is None or report.after is None:
        return []
    return [
        f"After the discussion you revised {plural(report.revised, 'score')}: from {report.before:.1f} levels off the "
        f"others' middle to {report.after:.1f}, on average."
    ]


def practised_words(done: Practised) -> str:
    """How many of the three conditions of "practised" are met, and what they come to."""
    if done.gap is None or done.bias is None:
        return exemplars_to_go(done)
    met = 1 + (done.gap <= MOST_GAP) + (abs(done.bias) <= MOST_BIAS)
    return (
        f"Practised: {met} of three met. {EACH * len(LEVELS)} exemplars read, {done.gap:.2f} levels off on average "
        f"({MOST_GAP} at most), leaning {done.bias:+.2f} (within {MOST_BIAS})."
    )


def _weeks(chosen: int) -> StaticSelectElement:
    options = [Option(value=str(weeks), text=f"{weeks} weeks") for weeks in WEEKS]
    return StaticSelectElement(
        action_id="report_weeks", options=options, initial_option=options[WEEKS.index(chosen)], placeholder="Weeks"
    )
