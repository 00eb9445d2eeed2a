"""What leaves as a file, none of it before its round is revealed: a channel's scores, all levels, or everything."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from bot.calibration.comparisons import OVERALL, Column, Comparison, result
from bot.calibration.forgetting import is_forgotten
from scoring.rubric import DIMENSIONS, level_value
from storage.models import Round
from storage.scores import ratings_of, revealed_scorecards, round_is_out

LEVELS = ("answer", "rater", "level", "question", "asked")
KEPT = (
    "rater",
    "kind",
    "phase",
    "status",
    "reason",
    "overall",
    "evidence",
    "sentence",
    "note",
    "model",
    "prompt_version",
)
JUDGED = ("star", "mistakes", "probes", "usage")
SCORED = (OVERALL, "evidence", *DIMENSIONS, "sentence", "note")
COLUMNS = ("asked", "question", "answer", "written_as", "pitched_as", "scored_by", *SCORED)


def channel_table(session: Session, channel_id: str) -> list[dict[str, str]]:
    """Rows under COLUMNS: what the channel's comparisons showed, one for each scorecard, the oldest round first.

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
            "sentence": column.sentence,
            "note": column.note,
        }


def _name(rater: str | None, place: int) -> str:
    if rater is None:
        return f"Rater {place}"
    return "Somebody" if is_forgotten(rater) else rater


def _levels(column: Column) -> dict[str, str]:
    return {row: column.levels.get(row, "") for row in (OVERALL, *DIMENSIONS)}


def levels_table(session: Session) -> list[dict[str, Any]]:
    """Rows under LEVELS, as `calibrate agreement` reads them: the overall level of every blind scorecard."""
    return [
        {
            "answer": answer.id,
            "rater": card.rater,
            "level": level_value(card.overall) or "",
            "question": round_.slug,
            "asked": f"{round_.due_at:%Y-%m-%d}",
        }
        for card, answer, round_ in revealed_scorecards(session)
        if card.phase == "blind" and card.kind == "interviewer"
    ]


def everything(session: Session) -> list[dict[str, Any]]:
    """Every scorecard, the judge's as well, with dimensions, note and answer."""
    rows = revealed_scorecards(session)
    ratings = ratings_of(session, [card.id for card, _, _ in rows])
    return [
        {
            "round": round_.id,
            "question": round_.slug,
            "asked": round_.due_at.isoformat(),
            "answer": answer.id,
            "text": answer.text,
            "exemplar": answer.exemplar,
            "pitch": answer.pitch,
            "rubric_version": card.rubric_version,
            "scored_at": card.submitted_at.isoformat() if card.submitted_at else None,
            **{name: getattr(card, name) for name in (*KEPT, *(JUDGED if card.kind == "judge" else ()))},
            "dimensions": {
                name: rating.model_dump(include={"level", "quotes", "rationale"})
                for name, rating in ratings[card.id].items()
            },
        }
        for card, answer, round_ in rows
    ]


def as_json_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """The table as text; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value
