"""`calibrate export` and `calibrate backup`. What is exported was revealed; no score leaves before that."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from bot.calibration.export import as_csv
from scoring.rubric import level_value
from storage.database import EVERY_TEAM, database_url, view
from storage.models import Answer, Round, Scorecard
from storage.scores import ratings_of, revealed_scorecards

COLUMNS = ("answer", "rater", "level", "question", "asked")


def export(engine: Engine, file: Path) -> int:
    """Writes the revealed scorecards to FILE; how many.

    A .csv holds the overall level of every interviewer's blind scorecard, as `calibrate agreement` reads it; a .jsonl
    every scorecard, the judge's as well, with dimensions, note and answer. Raises ValueError for another ending, and
    where the file exists.
    """
    if file.exists():
        raise ValueError(f"{file} exists; name a new file")
    if file.suffix not in (".csv", ".jsonl"):
        raise ValueError(f"{file}: name a file that ends in .csv (levels) or .jsonl (everything)")
    with view(engine, EVERY_TEAM) as session:
        found = list(_revealed(session))
    rows = [_level_row(*row[:3]) for row in found] if file.suffix == ".csv" else [_whole(*row) for row in found]
    rows = [row for row in rows if row]
    file.write_text(as_csv(COLUMNS, rows) if file.suffix == ".csv" else _lines(rows), encoding="utf-8")
    return len(rows)


def _revealed(session: Session) -> Iterator[tuple[Scorecard, Answer, Round, dict[str, Any]]]:
    rows = revealed_scorecards(session)
    ratings = ratings_of(session, [card.id for card, _, _ in rows])
    for card, answer, round_ in rows:
        yield card, answer, round_, {name: rating.model_dump() for name, rating in ratings[card.id].items()}


def _level_row(card: Scorecard, answer: Answer, round_: Round) -> dict[str, Any]:
    if card.phase != "blind" or card.kind != "interviewer":
        return {}
    return {
        "answer": answer.id,
        "rater": card.rater,
        "level": level_value(card.overall) or "",
        "question": round_.slug,
        "asked": f"{round_.due_at:%Y-%m-%d}",
    }


def _whole(card: Scorecard, answer: Answer, round_: Round, ratings: dict[str, Any]) -> dict[str, Any]:
    kept = ("rater", "kind", "phase", "status", "reason", "overall", "evidence", "note", "model", "prompt_version")
    judged = ("star", "mistakes", "probes", "usage") if card.kind == "judge" else ()
    return {
        "round": round_.id,
        "question": round_.slug,
        "asked": round_.due_at.isoformat(),
        "answer": answer.id,
        "text": answer.text,
        "exemplar": answer.exemplar,
        "pitch": answer.pitch,
        "rubric_version": card.rubric_version,
        "scored_at": card.submitted_at.isoformat() if card.submitted_at else None,
        **{name: getattr(card, name) for name in (*kept, *judged)},
        "dimensions": {
            name: {told: rating[told] for told in ("level", "quotes", "rationale")} for name, rating in ratings.items()
        },
    }


def _lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def backup(url: str, file: Path) -> None:
    """Copies a SQLite database to FILE, also while the bot runs. Raises ValueError on PostgreSQL, or if FILE exists."""
    address = database_url(url)
    if address.get_backend_name() != "sqlite":
        raise ValueError("this database is PostgreSQL: back it up with pg_dump")
    if file.exists():
        raise ValueError(f"{file} exists; name a new file")
    if not Path(address.database or "").exists():
        raise ValueError(f"{address.database} is not there: nothing to back up")
    with closing(sqlite3.connect(address.database or "")) as source, closing(sqlite3.connect(file)) as copy:
        source.backup(copy)
