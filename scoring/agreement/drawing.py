"""The report on a table of levels drawn for a terminal: severity with its intervals, and which levels are confused."""

import io
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scoring.agreement.report_text import printable

PLOT = 41  # characters across
WIDTH = 100
CONFUSED = "Pairs of levels that two raters gave one answer"


def drawn(report: dict[str, Any], colour: bool = False) -> list[str]:
    """The drawings, a string a line; empty where there is nothing to draw."""
    titled = (("Severity, with what holds the truth in 95 of 100", _severity(report)), (CONFUSED, _confusion(report)))
    tables = [(title, table) for title, table in titled if table]
    out = Console(file=io.StringIO(), width=WIDTH, force_terminal=colour, no_color=not colour, highlight=False)
    for title, table in tables:
        out.print(f"\n{title}", markup=False)
        out.print(table)
    assert isinstance(out.file, io.StringIO)
    return [line.rstrip() for line in out.file.getvalue().split("\n")] if tables else []


def by_severity(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The raters whose severity is known, the most severe first."""
    known = [entry for entry in report["severity"] if entry["severity"] is not None]
    return sorted(known, key=lambda entry: -float(entry["severity"]))


def span_of(known: list[dict[str, Any]]) -> float:
    """How far the axis of severity goes either way: as far as the widest interval."""
    return max((abs(entry[end]) for entry in known for end in ("low", "high")), default=0.0) or 1.0


def is_told_apart(entry: dict[str, Any]) -> bool:
    """Whether a rater is severe or lenient for certain: the whole interval lies on one side of 0."""
    return bool(entry["low"] > 0 or entry["high"] < 0)


def _severity(report: dict[str, Any]) -> Table | None:
    known = by_severity(report)
    if not known:
        return None
    span = span_of(known)
    table = Table(box=SIMPLE_HEAD)
    table.add_column("rater", max_width=24, no_wrap=True)
    table.add_column(Text(f"{f'lenient {-span:.1f}':<20}0{f'{span:.1f} severe':>20}"), width=PLOT, no_wrap=True)
    table.add_column("", justify="right")
    for entry in known:
        row = Text(_interval(entry, span), style="red" if is_told_apart(entry) else "")
        table.add_row(Text(printable(entry["rater"])), row, Text(f"{entry['severity'] + 0.0:+.2f}"))
    return table


def _interval(entry: dict[str, Any], span: float) -> str:
    cells = [" "] * PLOT
    low, middle, high = (_place(entry[end], span) for end in ("low", "severity", "high"))
    cells[PLOT // 2] = "│"
    for at in range(low, high + 1):
        cells[at] = "─" if at != PLOT // 2 else "┼"
    cells[low], cells[high], cells[middle] = "├", "┤", "●"
    return "".join(cells)


def _place(value: float, span: float) -> int:
    return round((value / span + 1) / 2 * (PLOT - 1))


def _confusion(report: dict[str, Any]) -> Table | None:
    found = report["confusion"]
    if not found:
        return None
    table = Table(box=SIMPLE_HEAD)
    table.add_column("")
    names = [f"{level:g}" for level in found["levels"]]
    for name in names:
        table.add_column(name, justify="right")
    for at, (name, row) in enumerate(zip(names, found["counts"], strict=True)):
        cells = [Text(str(count) if count else "·", style="bold" if at == to else "") for to, count in enumerate(row)]
        table.add_row(name, *cells)
    return table
