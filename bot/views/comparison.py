"""All scores of one answer side by side, as a message in the thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from statistics import median

from bot.calibration.comparisons import EVIDENCE, OVERALL, Column, Comparison
from bot.calibration.standing import Standing
from bot.calibration.stood import Own
from bot.markup import escape, plural
from bot.views.blocks import actions, button, context, header, section
from bot.views.charts import MISSING, Report, report_message, spoken
from bot.views.why import FEW, folded, why_lines
from bot.views.words import JUDGES, between, median_name, moved_words, the_judge
from scoring.bank.questions import Question
from scoring.rubric import LEVELS, Rubric, level_value

MOST_RATERS = 12  # columns of a table that still fit a screen; above it, lowest and highest stand for them


@dataclass(frozen=True)
class Setting:
    """What a comparison is shown with: names by user id, a link to the answer, and where an exemplar stands."""

    rubric: Rubric
    question: Question
    names: Mapping[str, str]
    link: str | None
    standing: Standing | None = None


def comparison_message(one: Comparison, setting: Setting) -> Report:
    head, about = f"Answer {one.letter}: {_spread(one, setting.rubric)}", _about(one, setting)
    table, discussion = table_rows(one, setting), _discussion(one, setting)
    link = [f"<{setting.link}|Read answer {one.letter}>"] if setting.link else []
    buttons = [
        button("Revise my score", "revise", one.public_id),
        button("Where was I?", "where_was_i", one.public_id),
        button("Record what we agreed", "record", one.public_id),
        *([] if one.exemplar else [button("What did they see?", "seen", one.public_id)]),
        *([button("Score again", "score_again", one.public_id)] if one.unjudged else []),
    ]
    why = why_lines(one, setting.rubric, setting.names)
    more = [actions(button("All reasons", "reasons", one.public_id))] if len(why) > FEW else []
    moved = []
    if revised := one.revised:
        change = moved_words(revised.before, revised.now)
        moved = [f"*{revised.people} of {len(one.columns)} revised:* {change}."]
    return report_message(
        " ".join([escape(f"{head}. {about}."), *moved, *folded(why), spoken(table), *discussion]),
        [header(head), context(" · ".join([*link, escape(about)])), *map(section, [*moved, *folded(why)]), *more],
        table,
        [*map(section, discussion), actions(*buttons)],
    )


def _spread(one: Comparison, rubric: Rubric) -> str:
    """Such as "Junior to Staff+", or "all read Mid"."""
    values = one.values(OVERALL)
    if not values:
        return "nobody saw a level" if one.columns else "nobody scored it"
    low, high = (rubric.name(LEVELS[value - 1]) for value in (min(values), max(values)))
    if low != high:
        return f"{low} to {high}"
    if len(values) < len(one.columns):
        return f"{low}, or not shown"
    return f"all read {low}" if len(values) > 1 else f"one read {low}"


def table_rows(one: Comparison, setting: Setting) -> list[list[str]]:
    """The table as text: a header, then a row each for overall, evidence and the dimensions.

    People come before the machine, and before what is worked out of them: a phone shows the first columns only.
    """
    rubric = setting.rubric
    judge = [JUDGES[one.judged.kind].capitalize()] if one.judged else []
    many = len(one.columns) > MOST_RATERS
    raters = ["Lowest", "Highest", "Agreeing"] if many else [_rater(i, c, setting) for i, c in enumerate(one.columns)]
    rows = [["Dimension", "Gap", *raters, "Panel", *judge]]
    for row in one.rows:
        values = one.values(row)
        judged = [_cell(one.judged.column, row, one, rubric)] if one.judged else []
        gap = str(one.gap(row)) if len(values) > 1 and row != EVIDENCE else MISSING
        cells = _many(one, row, rubric) if many else [_cell(column, row, one, rubric) for column in one.columns]
        rows.append([_row_name(row, rubric), gap, *cells, _panel(one, row, rubric), *judged])
    return rows


def _row_name(row: str, rubric: Rubric) -> str:
    return {OVERALL: "Overall", EVIDENCE: "Evidence"}.get(row) or rubric.row(row).name


def _rater(index: int, column: Column, setting: Setting) -> str:
    return setting.names.get(column.rater or "", f"Rater {index + 1}")


def _panel(one: Comparison, row: str, rubric: Rubric) -> str:
    if row == EVIDENCE:
        kinds: list[str] = [kind.id for kind in rubric.evidence]
        ranks = [kinds.index(column.evidence) for column in one.columns if column.evidence is not None]
        return between(median(ranks), [kind.name for kind in rubric.evidence]) if ranks else MISSING
    return median_name(one.panel[row], rubric) if row in one.panel else MISSING


def _cell(column: Column | None, row: str, one: Comparison, rubric: Rubric) -> str:
    if column is None:
        return MISSING
    if row == EVIDENCE:
        return _evidence_name(column.evidence, rubric)
    value = level_value(column.levels.get(row))
    if value is None:
        return rubric.not_shown.name if column.levels.get(row) == "none" else MISSING
    return rubric.name(LEVELS[value - 1]) + _offset(value, one.panel.get(row))


def _offset(value: int, middle: float | None) -> str:
    """How far a level lies from the panel's middle, such as " (-1)"; nothing where it is in it."""
    if middle is None or floor(middle) <= value <= ceil(middle):
        return ""
    return f" ({value - (ceil(middle) if value > middle else floor(middle)):+d})"


def _many(one: Comparison, row: str, rubric: Rubric) -> list[str]:
    values = one.values(row)
    if row == EVIDENCE or not values:
        return [MISSING] * 3
    lowest, highest = (rubric.name(LEVELS[value - 1]) for value in (min(values), max(values)))
    agreeing = sum(not _offset(value, one.panel[row]) for value in values)
    return [lowest, highest, f"{agreeing} of {len(values)}"]


def _evidence_name(evidence: str | None, rubric: Rubric) -> str:
    return next((kind.name for kind in rubric.evidence if kind.id == evidence), MISSING)


def _about(one: Comparison, setting: Setting) -> str:
    """How many scored the answer, whether they are named and why, and what it was meant as; not escaped."""
    count = len(one.columns)
    if count == 0:
        parts = ["Nobody scored this one"]
    elif count == 1:
        parts = ["One scorecard: nothing to compare"]
    else:
        parts = [f"{plural(count, 'interviewer')}, blind"]
    if one.exemplar:
        matched = sum(column.levels.get(OVERALL) == one.exemplar for column in one.columns)
        written = f"A practice story written as {setting.rubric.name(one.exemplar)}"
        matching = f", so names show; {matched} of {count} matched" if count else ""
        parts.append(f"{written}{matching}{_standing(setting.standing)}")
        return " · ".join(parts)
    if count > 1:
        named = any(column.rater for column in one.columns)
        parts.append("Your team shows names" if named else "A colleague's answer, so no names show")
    if one.pitch:
        parts.append(f"Its author was asked to answer as {setting.rubric.name(one.pitch)}")
    return " · ".join(parts)


def _standing(standing: Standing | None) -> str:
    """Where an exemplar stands over all rounds it came up in."""
    if standing is None:
        return ""
    if standing.missing:
        return f"; {plural(standing.missing, 'more scorecard')} will confirm or dispute it"
    return f"; {standing.status} by {plural(standing.scorecards, 'scorecard')}"


def _discussion(one: Comparison, setting: Setting) -> list[str]:
    """Who read what, the judge's quote, the mistakes it saw, and the question that would settle the widest gap."""
    row, gap = one.widest
    found = [_gap_sentence(one, row, setting)] if gap > 0 else []
    lines = []
    judged = one.judged
    if judged and judged.column is None:
        lines.append(f"*{the_judge(judged.kind)}* has no score here.")  # why is for who manages, on their Home
    elif judged and judged.reason:
        lines.append(escape(judged.reason))
    if judged and judged.column and judged.late:
        lines.append(f"*{the_judge(judged.kind)}* scored this late, when scores were out.")
    lines += mistakes_seen(one, setting.question)
    if probe := one.probe(setting.question):
        lines.append(f"*Ask next:* {escape(probe)}")
    return [*found, *(["\n".join(lines)] if lines else [])]


def mistakes_seen(one: Comparison, question: Question) -> list[str]:
    """The question's common mistakes that the judge noticed, each with what a better answer does, if that is said."""
    seen = one.judged.mistakes if one.judged else ()
    return [
        f"*Common mistake: {escape(mistake.name.rstrip('.'))}.* {escape(mistake.better or mistake.notice)}"
        for mistake in question.mistakes
        if mistake.id in seen
    ]


def _gap_sentence(one: Comparison, row: str, setting: Setting) -> str:
    scored = [
        (value, _rater(i, column, setting))
        for i, column in enumerate(one.columns)
        if (value := level_value(column.levels.get(row))) is not None
    ]
    high, low = max(scored, key=lambda item: item[0]), min(scored, key=lambda item: item[0])
    if len(one.columns) > MOST_RATERS:
        high, low = (high[0], "The highest"), (low[0], "The lowest")
    name = _row_name(row, setting.rubric)
    read = ", ".join(f"{escape(who)} read {escape(setting.rubric.name(LEVELS[at - 1]))}" for at, who in (low, high))
    anchors = (_anchor(at, row, setting.rubric) for at, _ in (low, high))
    return "\n".join([f"*Widest gap: {escape(name)}.* {read}. What the rubric says of the two:", *anchors])


def _anchor(value: int, row: str, rubric: Rubric) -> str:
    """What a level means in a row, in the rubric's words and marked as these: no rater said it."""
    level = LEVELS[value - 1]
    anchor = rubric.levels[value - 1].gist if row == OVERALL else rubric.row(row).anchors[level].short
    return f"• {escape(rubric.name(level))}: {escape(anchor)}"


def where_was_i(own: Sequence[Own], rubric: Rubric) -> str:
    """A person's own scores beside the panel's, answer by answer, for their eyes only."""
    if not own:
        return "You scored nothing here before the reveal, so there is nothing of yours to show."
    return "\n\n".join(_own(one, rubric) for one in own)


def _own(one: Own, rubric: Rubric) -> str:
    place = f", where you are Rater {one.place}" if one.place and one.raters <= MOST_RATERS else ""
    lines = [
        f"{escape(_row_name(row, rubric))}: you read *{escape(rubric.name(level))}*"
        + (f", panel {escape(median_name(one.panel[row], rubric))}" if row in one.panel else "")
        for row, level in sorted(one.column.levels.items(), key=lambda item: item[0] != OVERALL)
    ]
    evidence = f"Evidence: you found it *{escape(_evidence_name(one.column.evidence, rubric))}*"
    return "\n".join([f"*Answer {one.letter}*{place}", *lines, evidence])
