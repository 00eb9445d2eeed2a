"""The team report as a message to whoever asked for it. It names nobody."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.calibration.reports.agreed import Agreed
from bot.calibration.reports.panel import Disputed, Era, Team
from bot.markup import day, escape, month, plural
from bot.views.blocks import context, header, section
from bot.views.charts import Report, report_message, spoken
from bot.views.summary import agreement_words, trend_chart, trend_words
from bot.views.words import the_judge
from scoring.agreement.drift import Drift
from scoring.rubric import LEVELS, Rubric

MOST_AGREED = 5
ALIKE = 0.1  # levels; distances less apart are called the same
ENOUGH = 10  # answers from which a difference between judge and panel is put in levels
FOOT = (
    "Only you get this copy; anyone in the channel can ask for one. Nobody is named, and nothing of rounds still being "
    "scored is in it. `/calibrate report team 52` looks further back."
)
CHANGES = {
    "model": "Where its model changed",
    "prompt": "Where what it is told changed",
    "rubric": "Before and after it read what you agreed on",
}
NOTHING = "No scores came out in this channel in the last {weeks} weeks, so there is nothing to report yet."

Links = Mapping[Disputed, str | None]


def team_message(report: Team, channel_id: str, links: Links, rubric: Rubric) -> Report:
    title = f"How the panel reads: {report.weeks} weeks"
    lines, rows = _lines(report, channel_id, links, rubric), _rows(report, rubric)
    charts = trend_chart(report.pooled, report.trend) if report.participation.rounds else []
    return report_message(
        " ".join([f"{title}.", *lines, spoken(rows), FOOT]),
        [header(title), *map(section, lines), *charts],
        rows,
        [context(FOOT)],
    )


def _lines(report: Team, channel_id: str, links: Links, rubric: Rubric) -> list[str]:
    """The report in sentences, one paragraph each."""
    if not report.participation.rounds:
        return [f"<#{channel_id}>: {NOTHING.format(weeks=report.weeks)}"]
    return [
        _took_part(report, channel_id),
        _agreement(report),
        *_dimensions(report, rubric),
        *_judge(report),
        _exemplars(report),
        *_agreed(report, rubric),
        *_disputed(report, links, rubric),
    ]


def _took_part(report: Team, channel_id: str) -> str:
    part = report.participation
    return (
        f"<#{channel_id}>: {plural(part.rounds, 'round')}, {plural(part.answers, 'answer')} by "
        f"{plural(part.authors, 'person', 'people')}, {plural(part.scorecards, 'blind scorecard')} by "
        f"{plural(part.interviewers, 'interviewer')}."
    )


def _agreement(report: Team) -> str:
    exact, near = report.exact, report.within_one
    if near.share is None:
        return "No answer has two scorecards yet, so there is nothing to compare."
    pairs = (
        f"*{near.agree} of {plural(near.pairs, 'pair')} within one level* ({near.share:.0%}), {exact.agree} the same."
    )
    return " ".join([pairs, agreement_words(report.pooled), *trend_words(report.pooled, report.trend)])


def _dimensions(report: Team, rubric: Rubric) -> list[str]:
    """What the table of the dimensions comes to."""
    shares = {one.dimension: one.exact.share or 0 for one in report.dimensions}
    if not shares:
        return []
    if len(set(shares.values())) < 2:
        return ["All dimensions are read equally alike."]
    best, worst = max(shares, key=lambda one: shares[one]), min(shares, key=lambda one: shares[one])
    names = (f"*{escape(rubric.row(dimension).name)}*" for dimension in (best, worst))
    return ["Read most alike: {}; least alike: {}.".format(*names)]


def _rows(report: Team, rubric: Rubric) -> list[list[str]]:
    rows = [
        [
            rubric.row(one.dimension).name,
            str(one.exact.pairs),
            f"{one.exact.share or 0:.0%}",
            f"{one.within_one.share or 0:.0%}",
        ]
        for one in report.dimensions
    ]
    return [["Dimension", "Pairs", "Same level", "Within one level"], *rows] if rows else []


def _judge(report: Team) -> list[str]:
    """The judge beside the panel's median: by month, then before and since a change of model, prompt or rubric."""
    if report.judge is None or not report.judged:
        return []
    name = the_judge(report.judge)
    months = "; ".join(f"{month(date.fromisoformat(f'{one.group}-01'))} {_drift(one)}" for one in report.judged)
    lines = [f"*{name} beside the panel*, on answers and practice stories, by month: {months}."]
    lines += [f"{CHANGES[what]}: {_eras(found)}." for what, found in report.eras.items()]
    return ["\n".join(lines)]


def _eras(found: Sequence[Era]) -> str:
    """Such as "scores out before 3 March 2027: …; from 3 March 2027: …"; each era lasts until the next begins."""
    first, *later = found
    told = [f"scores out before {day(later[0].since)}: {_drift(first.drift)}"] if later else []
    return "; ".join([*told, *(f"from {day(one.since)}: {_drift(one.drift)}" for one in later)])


def _drift(one: Drift) -> str:
    same = f"the same level on {round(one.exact * one.n)} of {plural(one.n, 'answer')}"
    if one.n < ENOUGH:
        return same
    size = round(abs(one.mean_difference), 1)
    way = "higher" if one.mean_difference > 0 else "lower"
    return f"{same}, {size} levels {way} on average" if size else f"{same}, no lean"


def _exemplars(report: Team) -> str:
    found = report.exemplars
    if not found:
        return "No practice story was scored yet."
    parts = [("validated", "validated"), ("disputed", "disputed"), ("open", "with too few scorecards to tell")]
    counts = ", ".join(f"{found.get(status, 0)} {words}" for status, words in parts)
    return f"Practice stories: {counts}. Validated means that the panel read it at the level it was written at."


def _agreed(report: Team, rubric: Rubric) -> list[str]:
    """Whether the gap that each ruling was about is narrower since."""
    lines = [
        f"{escape(rubric.row(one.dimension).name)}, agreed on {day(one.at)}: “{escape(one.text)}” {_narrowed(one)}"
        for one in report.agreed[:MOST_AGREED]
    ]
    return ["\n".join(["*What you agreed on*", *lines])] if lines else []


def _narrowed(one: Agreed) -> str:
    if one.before is None or one.since is None:
        return "Too few scores since to tell whether it helped."
    change = "the gap is as wide as before"
    if abs(one.before - one.since) >= ALIKE:
        change = "the gap is narrower" if one.since < one.before else "the gap is wider"
    return f"Since then {change}: two interviewers were {one.before:.1f} levels apart, now {one.since:.1f}."


def _disputed(report: Team, links: Links, rubric: Rubric) -> list[str]:
    if not report.disputed:
        return []
    return ["\n".join(["*Read furthest apart*", *(_dispute(one, links.get(one), rubric) for one in report.disputed)])]


def _dispute(one: Disputed, link: str | None, rubric: Rubric) -> str:
    name = f"Answer {one.letter}"
    low, high = (escape(rubric.name(LEVELS[value - 1])) for value in (one.lowest, one.highest))
    return (
        f"{f'<{link}|{name}>' if link else name}, {escape(one.competency)}, {day(one.revealed_at)}: {low} to {high}, "
        f"{plural(one.scorecards, 'scorecard')}"
    )
