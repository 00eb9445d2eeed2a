"""What a hard stop leaves behind, as plain rows that any database takes: our tables, the queue's, and what Slack holds.

A file of stops is JSON Lines, compressed: the first line names the schema, each other one a stop, as what has changed
since the stop before.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, Table, text

from sandbox.workspace import Channel, Workspace

BEFORE = Path(__file__).parents[2] / "bot/faults/before/round.jsonl.gz"
QUEUE = ("workflow_status", "workflow_input", "workflow_output", "operation_outputs")
Rows = dict[str, dict[str, Any]]  # of each table: its rows by what names one


@dataclass(frozen=True)
class Stop:
    """The bot was stopped while `job` (under `key`) had `noted` of its steps, the last of them called `step`."""

    job: str
    key: str
    noted: int
    step: str
    now: str
    rows: Rows


def rows_of(engine: Engine, tables: Sequence[Table]) -> Rows:
    """All that is in these tables."""
    found: Rows = {}
    with engine.execution_options(read_only=True).connect() as connection:
        for table in tables:
            keys = [column.name for column in table.primary_key]
            rows = [dict(row) for row in connection.execute(table.select()).mappings()]
            found[table.name] = {json.dumps([row[key] for key in keys]): _plain(row) for row in rows}
    return found


def slack_rows(ws: Workspace) -> Rows:
    """What the workspace holds: people, channels, messages, and where its numbers stand."""
    with ws.lock:
        about = {name: asdict(one) | {"messages": None} for name, one in ws.channels.items()}
        messages = {f"{one.id} {ts}": said for one in ws.channels.values() for ts, said in one.messages.items()}
        numbers = {"ts": ws._last_ts, "next": int(repr(ws._numbers).strip("count()"))}
        found = {"users": ws.users, "channels": about, "messages": messages, "numbers": {"": numbers}}
        return dict(json.loads(json.dumps({f"slack {name}": rows for name, rows in found.items()})))


def put_slack(ws: Workspace, rows: Rows) -> None:
    """Has a workspace hold this."""
    ws.users = dict(rows["slack users"])
    ws.channels = {name: Channel(**one | {"messages": {}}) for name, one in rows["slack channels"].items()}
    for name, message in sorted(rows.get("slack messages", {}).items(), key=lambda one: one[0].split(" ")[1]):
        place, ts = name.split(" ")
        ws.channels[place].messages[ts] = dict(message)
    ws._last_ts, ws._numbers = rows["slack numbers"][""]["ts"], count(rows["slack numbers"][""]["next"])


def tables_of(engine: Engine, names: Sequence[str], schema: str | None = None) -> list[Table]:
    """Tables as the database describes them, parents first."""
    known = MetaData()
    known.reflect(engine, schema=schema, only=list(names))
    return known.sorted_tables


def put(engine: Engine, tables: Sequence[Table], rows: Rows) -> None:
    """Has empty tables hold these rows; what is made from now on gets ids that no row had.

    A column that the rows do not know takes its default.
    """
    with engine.begin() as connection:
        for table in tables:
            kinds = {column.name: column.type for column in table.columns}
            plain = rows.get(table.name, {}).values()
            made = [{name: _typed(kinds[name], value) for name, value in row.items()} for row in plain]
            if made:
                connection.execute(table.insert(), made)
            if "id" in kinds and engine.dialect.name == "postgresql":  # SQLite keeps the highest by itself
                newest = f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), coalesce(max(id), 1))"
                connection.execute(text(f'{newest} FROM "{table.name}"'))


def write(path: Path, revision: str, stops: Sequence[Stop]) -> None:
    """Writes stops, each as what it changes."""
    before: Rows = {}
    lines = [{"revision": revision}]
    for stop in stops:
        lines.append({**asdict(stop), "rows": _difference(before, stop.rows)})
        before = stop.rows
    packed = gzip.compress("\n".join(map(json.dumps, lines)).encode(), mtime=0)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(packed)


def read(path: Path) -> tuple[str, list[Stop]]:
    """The schema's revision, and the stops, whole."""
    first, *lines = map(json.loads, gzip.decompress(path.read_bytes()).decode().splitlines())
    return first["revision"], list(_whole(lines))


def _whole(lines: Sequence[dict[str, Any]]) -> Iterator[Stop]:
    rows: Rows = {}
    for line in lines:
        rows = {name: dict(known) for name, known in rows.items()}
        for name, changed in line["rows"].items():
            known = rows.setdefault(name, {})
            for key, row in changed.items():
                known.pop(key, None)
                if row is not None:
                    known[key] = row
        yield Stop(**line | {"rows": rows})


def _difference(before: Rows, after: Rows) -> dict[str, dict[str, Any]]:
    found = {}
    for name, rows in after.items():
        known = before.get(name, {})
        changed = {key: row for key, row in rows.items() if known.get(key) != row}
        found[name] = changed | {key: None for key in known if key not in rows}
    return {name: changed for name, changed in found.items() if changed}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date | time) else value for name, value in row.items()}


def _typed(kind: Any, value: Any) -> Any:
    """A value as the column takes it."""
    python = getattr(kind, "python_type", None) if kind.__class__.__name__ not in ("JSON", "JSONB") else None
    if value is None or python not in (datetime, date, time):
        return value
    made = python.fromisoformat(value)
    return made.replace(tzinfo=UTC) if python is datetime and getattr(kind, "timezone", False) else made
