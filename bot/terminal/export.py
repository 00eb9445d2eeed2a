"""`calibrate export` and `calibrate audit`. What is exported was revealed; no score leaves before that."""

from pathlib import Path

from sqlalchemy import Engine

from bot.calibration.audit import trail
from bot.calibration.export import LEVELS, as_csv, as_json_lines, everything, levels_table
from storage.database import EVERY_TEAM, view
from storage.private import new_private


def export(engine: Engine, file: Path) -> int:
    """Writes the revealed scorecards to FILE; how many.

    A .csv holds the overall level of every interviewer's blind scorecard, as `calibrate agreement` reads it; a .jsonl
    every scorecard, the judge's as well, with dimensions, note and answer. Raises ValueError for another ending, and
    where the file exists.
    """
    if file.suffix not in (".csv", ".jsonl"):
        raise ValueError(f"{file}: name a file that ends in .csv (levels) or .jsonl (everything)")
    with view(engine, EVERY_TEAM) as session:
        rows = levels_table(session) if file.suffix == ".csv" else everything(session)
    new_private(file).write_text(
        as_csv(LEVELS, rows) if file.suffix == ".csv" else as_json_lines(rows), encoding="utf-8"
    )
    return len(rows)


def deeds(engine: Engine, most: int) -> list[dict[str, str]]:
    """The newest changes of all workspaces: when, who, what, the channel and which round or question it was."""
    with view(engine, EVERY_TEAM) as session:
        return [
            {
                "at": f"{deed.at:%Y-%m-%d %H:%M} UTC",
                "actor": deed.actor,
                "what": deed.what,
                "channel": deed.channel_id or "",
                "about": deed.about,
            }
            for deed in trail(session, most)
        ]
