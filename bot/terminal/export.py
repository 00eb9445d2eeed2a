"""`calibrate export` and `calibrate audit`. What is exported was revealed; no score leaves before that."""

from pathlib import Path
from random import SystemRandom

from sqlalchemy import Engine, inspect
from sqlmodel import select

from bot.calibration.audit import trail
from bot.calibration.export import as_csv, as_json_lines, as_xlsx, channel_table, channels_with_scores, everything
from storage.database import EVERY_TEAM, unit, view
from storage.file_rights import new_private
from storage.models import Round


def export(engine: Engine, file: Path) -> int:
    """Writes the revealed scorecards to FILE; how many. Where there are none, no file is written.

    A .csv or .xlsx holds what Slack's Export holds, of all channels: every interviewer's blind scorecard, which
    `calibrate agreement` reads as it is; a .jsonl every scorecard, the judge's and revised ones as well. Raises
    ValueError for another ending, and where the file exists.
    """
    if file.exists():
        raise ValueError(f"{file} exists; name a new file")
    kind = file.suffix.lower()
    if kind not in (".csv", ".xlsx", ".jsonl"):
        raise ValueError(f"{file}: name a file that ends in .csv or .xlsx (a table), or .jsonl (everything)")
    if not _is_set_up(engine):
        return 0
    if kind == ".jsonl":
        with view(engine, EVERY_TEAM) as session:
            rows = everything(session)
    else:
        with view(engine, EVERY_TEAM) as session:
            teams = sorted(set(session.exec(select(Round.team_id))))
        rows = [row for team_id in teams for row in _table(engine, team_id)]
    if rows:
        write = {".csv": as_csv, ".xlsx": as_xlsx, ".jsonl": as_json_lines}[kind]
        new_private(file).write_bytes(write(rows))
    return len(rows)


def _is_set_up(engine: Engine) -> bool:
    """Whether there is a database with tables; to look into a SQLite file that is not there would make one."""
    file = engine.url.database or ""
    is_there = engine.url.get_backend_name() != "sqlite" or file in ("", ":memory:") or Path(file).exists()
    return is_there and inspect(engine).has_table(str(Round.__tablename__))


def _table(engine: Engine, team_id: str) -> list[dict[str, str]]:
    with unit(engine, team_id) as session:
        channels = channels_with_scores(session)
        return [row for channel_id in channels for row in channel_table(session, SystemRandom(), channel_id)]


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
