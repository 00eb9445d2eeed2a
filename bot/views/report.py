"""The personal report as a message to one person, and what of it Home repeats."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Option, StaticSelectElement

from bot.calibration.reports.personal import WEEKS, Month, Personal
from bot.markup import escape, month, plural
from bot.views.blocks import Block, actions, context, header, section
from bot.views.charts import Report, chart, report_message, spoken
from bot.views.practice import practised_words
from bot.views.words import size_words
from scoring.agreement.thresholds import SEVERITY_FIRM, SEVERITY_SCORECARDS, severity_is_firm
from scoring.rubric import Rubric

ALIKE = 0.15  # levels; below it a severity is called none: half an interval's width even after 150 scorecards
STEADY = 0.2  # levels; a lean that changed by less stayed as it was
SCALE = {"One level stricter": 1.0, "The panel": 0.0, "One more generous": -1.0}
NONE_YET = "You have scored nothing yet in rounds whose scores are out, in the last {weeks} weeks."
FOOT = (
    "Only you get this. It counts what you gave before scores were out, and nothing of rounds still being scored. "
    "It is about reading answers alike, not about who is right."
)


def personal_message(report: Personal, rubric: Rubric) -> Report:
    title = f"How you score: {report.weeks} weeks"
    lines, months, drawn = _lines(report, rubric), _months(report), lean_chart(report)
    return report_message(
        " ".join([f"{title}.", *lines, spoken(months), FOOT]),
        [header(title), *map(section, lines), *drawn],
        months,
        [actions(_weeks(report.weeks)), context(FOOT)],
        drawn=bool(drawn),
    )


def _lines(report: Personal, rubric: Rubric) -> list[str]:
    """The report in sentences, one paragraph each."""
    if not report.scorecards:
        return [NONE_YET.format(weeks=report.weeks), practised_words(report.practised)]
    return [
        " ".join([lean_words(report), *lean_chart_words(report)]),
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
    size = f"{size_words(found.severity)} {_way(found.severity)}"
    lean = "*about as strictly as*" if abs(found.severity) < ALIKE else f"*{size}* than"
    verdict = " The range includes zero: treat it as no difference." if found.low <= 0 <= found.high else ""
    firm = (
        ""
        if severity_is_firm(found.n)
        else f" It rests on {found.n} scorecards, an early reading; it is firm from {SEVERITY_FIRM}."
    )
    return f"You score {lean} the panel, likely {_between(found.low, found.high)}.{verdict}{firm}"


def _between(low: float, high: float) -> str:
    """Such as "between 0.1 more generous and 0.7 stricter"; both ends on one side name it once."""
    near, far = sorted((low, high), key=abs)
    if low <= 0 <= high:
        return f"between {-low:.1f} more generous and {high:.1f} stricter"
    return f"between {abs(near):.1f} and {abs(far):.1f} {_way(far)}"


def lean_chart(report: Personal) -> list[Block]:
    """The lean by month, where there is a lean to tell of."""
    points = [(month(one.first), one.lean) for one in _told(report) if one.lean is not None]
    return chart("Your lean by month, in levels", "You", points, "Month", "+ stricter, - more generous", SCALE)


def lean_chart_words(report: Personal) -> list[str]:
    """What the chart of the lean comes to, where there is one; its figures are in the chart."""
    leans = [abs(one.lean) for one in _told(report) if one.lean is not None]
    if len(leans) < 2:
        return []
    moved = leans[-1] - leans[0]
    steady = "stayed about as far from" if abs(moved) < STEADY else ""
    return [
        f"That is an estimate over all {report.weeks} weeks; the plain averages by month need not come to the same. By "
        f"these you {steady or ('moved closer to' if moved < 0 else 'moved away from')} the panel."
    ]


def _way(levels: float) -> str:
    return "stricter" if levels > 0 else "more generous"


def _told(report: Personal) -> Sequence[Month]:
    """The months, once there is enough to tell of a lean, and where its range does not include zero."""
    found = report.severity
    if report.missing or found.severity is None or found.low is None or found.high is None:
        return ()
    return () if found.low <= 0 <= found.high else report.months


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
        validated = plural(report.validated, "validated practice story", "validated practice stories")
        parts.append(f"You read {report.right} of {validated} at the written level.")
    else:
        parts.append("None of the practice stories that you scored is validated yet.")
    return " ".join(parts)


def _dimensions(report: Personal, rubric: Rubric) -> list[str]:
    if report.closest is None or report.furthest is None:
        return []
    closest, furthest = (escape(rubric.row(dimension).name) for dimension in (report.closest, report.furthest))
    return [f"You are closest to the others on *{closest}*, furthest on *{furthest}*."]


def _revised(report: Personal) -> list[str]:
    if report.before is None or report.after is None:
        return []
    return [
        f"After the discussion you revised {plural(report.revised, 'score')}: from {report.before:.1f} levels off the "
        f"others' middle to {report.after:.1f}, on average."
    ]


def _weeks(chosen: int) -> StaticSelectElement:
    options = [Option(value=str(weeks), text=f"{weeks} weeks") for weeks in WEEKS]
    return StaticSelectElement(
        action_id="report_weeks", options=options, initial_option=options[WEEKS.index(chosen)], placeholder="Weeks"
    )
