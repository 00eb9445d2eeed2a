"""A channel's scores as a table: what its comparisons showed, a row for each scorecard, and nothing else."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from bot.calibration.comparisons import OVERALL, Column, Comparison, result
from bot.calibration.forgetting import is_forgotten
from scoring.rubric import DIMENSIONS
from storage.models import Round
from storage.scores import round_is_out

COLUMNS = ("asked", "question", "answer", "written_as", "pitched_as", "scored_by", OVERALL, "evidence", *DIMENSIONS)


def channel_table(session: Session, channel_id: str) -> list[dict[str, str]]:
    """Rows under COLUMNS, for the rounds whose scores are out, the oldest first.

    `scored_by` is a user id where raters are named, "Rater 2" in the comparison's order where they are not (another
    person on every answer), or the kind of the judge.
    """
    rounds = session.exec(select(Round).where(Round.channel_id == channel_id, round_is_out()).order_by(col(Round.id)))
    return [row for round_ in rounds.all() for one in result(session, round_)[0] for row in _rows(round_, one)]


def _rows(round_: Round, one: Comparison) -> Iterable[dict[str, str]]:
    judged = [(one.judged.kind, one.judged.column)] if one.judged and one.judged.column else []
    raters = [(_name(column.rater, place), column) for place, column in enumerate(one.columns, 1)]
    for name, column in [*raters, *judged]:
        yield {
            "asked": f"{round_.due_at:%Y-%m-%d}",
            "question": round_.slug,
            "answer": one.letter,
            "written_as": one.exemplar or "",
            "pitched_as": one.pitch or "",
            "scored_by": name,
            "evidence": column.evidence or "",
            **_levels(column),
        }


def _name(rater: str | None, place: int) -> str:
    if rater is None:
        return f"Rater {place}"
    return "Somebody" if is_forgotten(rater) else rater


def _levels(column: Column) -> dict[str, str]:
    return {row: column.levels.get(row, "") for row in (OVERALL, *DIMENSIONS)}


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """The table as text; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value
