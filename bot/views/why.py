"""Why raters read what they did: picked sentences and notes beside their levels, and the judge's own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.calibration.comparisons import OVERALL, Column, Comparison
from bot.markup import cut, escape
from bot.views.blocks import View, modal, section
from bot.views.words import the_judge
from scoring.rubric import Rubric, level_value

QUOTE = 500  # characters of a quote; the answer itself is one click away
FEW = 6  # reasons that are read; the rest is a click away
MOST = 99  # sections of a modal


def why_lines(one: Comparison, rubric: Rubric, names: Mapping[str, str]) -> list[str]:
    """Why each rater read what they did, the lowest level first, then what the judge went by and quotes.

    A line says its level, and whose it is only where the column has a name: `names` are by user id.
    """
    ordered = sorted(one.columns, key=lambda column: level_value(column.levels.get(OVERALL)) or 0)
    lines = [_why(column, rubric, names) for column in ordered]
    return [line for line in (*lines, _judge_why(one, rubric), _judge_quote(one, rubric)) if line]


def folded(lines: Sequence[str]) -> Sequence[str]:
    """As many as are read: of more, the first and the last ones."""
    half = FEW // 2
    return lines if len(lines) <= FEW else [*lines[:half], *lines[-half:]]


def reasons_modal(one: Comparison, rubric: Rubric) -> View:
    """All of them. Without names: asking Slack for many would take longer than a window may take to open."""
    lines = why_lines(one, rubric, {})[:MOST]
    return modal("notice", "All reasons", [section(line) for line in lines or ["Nobody gave a reason."]])


def _why(column: Column, rubric: Rubric, names: Mapping[str, str]) -> str:
    """Such as "*Gil, Senior:* “I asked each what they would need.” Moved two leads who owed her nothing."."""
    sentence = [f"“{escape(cut(column.sentence, QUOTE))}”"] if column.sentence else []
    note = [escape(" ".join(column.note.split()))] if column.note.strip() else []
    if not sentence and not note:
        return ""
    name = names.get(column.rater or "")
    read = f"{f'{name}, ' if name else ''}{rubric.name(column.levels.get(OVERALL, 'none'))}"
    return f"*{escape(read)}:* {' '.join([*sentence, *note])}"


def _judge_why(one: Comparison, rubric: Rubric) -> str:
    """Such as "*Claude, Senior:* “I asked each what they would need.” They had no say over the two leads."."""
    judged = one.judged
    if judged is None or judged.column is None:
        return ""
    column = replace(judged.column, note=cut(judged.column.note, QUOTE))
    return _why(column, rubric, {judged.kind: the_judge(judged.kind)})


def _judge_quote(one: Comparison, rubric: Rubric) -> str:
    """What it quotes where the panel differs, unless it is what it went by as a whole."""
    judged, quote = one.judged, one.quote
    if judged is None or quote is None or (judged.column and quote.text == judged.column.sentence):
        return ""
    level, dimension = rubric.name(quote.level), rubric.row(quote.dimension).name.lower()
    read = f"read {level} in {dimension} here" if judged.kind == "claude" else f"took this for {level} {dimension}"
    return f"*{the_judge(judged.kind)}* {escape(read)}: “{escape(cut(quote.text, QUOTE))}”"
