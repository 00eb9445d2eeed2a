"""What leaves the bot without anybody walking up to it: exports, calls to Slack, logs, and what the queue keeps."""

import json
import logging
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from bot.terminal.export import export
from tests.kit.play import World

CHANCE = re.compile(  # what differs from one run to the next: moments of posting, and ids that Slack and we make up
    r"\d+\.\d{10}\.[0-9a-f]{32}|\d{10}\.\d+|\bp\d{16}|\b(V|F|Ev|msg-)\d{9}|/response/\w+/\d+|127\.0\.0\.1:\d+"
    r"|\bRater [B-DF-HJ-NP-TV-XZ]{4}\b"
    r"|(?:\b|(?<=\\n))[0-9a-f]{16}\b|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9A-F]{32}\b|sqlite:/+\S+"
)

Seen = dict[str, list[str]]  # by way, all that it showed


def plain(thing: Any) -> str:
    """A thing in text, without what chance puts into it."""
    return CHANCE.sub("…", json.dumps(thing, ensure_ascii=False, sort_keys=True, default=str))


def exports(world: World, folder: Path) -> Seen:
    """What `calibrate export` writes."""
    found: Seen = {}
    for name in ("levels.csv", "all.jsonl"):
        file = folder / name
        export(world.deps.engine, file)
        found[name] = sorted(plain(line) for line in file.read_text(encoding="utf-8").splitlines())
        file.unlink()
    return found


def queued(world: World) -> list[str]:
    """What DBOS keeps in the texts of its tables: names and keys, arguments, results and errors."""
    tables = set(inspect(world.deps.engine).get_table_names()) - set(SQLModel.metadata.tables)
    with world.deps.engine.connect() as connection:
        rows = [row for table in sorted(tables) for row in connection.execute(text(f'SELECT * FROM "{table}"'))]
    return sorted({plain([_unpacked(value) for value in row if isinstance(value, str)]) for row in rows})


def _unpacked(value: str) -> str:
    """A text as it is, or what was packed into it."""
    try:
        return b64decode(value, validate=True).decode("latin-1") if len(value) > 40 else value
    except ValueError:
        return value


def sent(world: World, since: int, own_windows: Iterable[range]) -> list[str]:
    """What the bot sent to Slack, but for the windows opened in the given parts of the log: these show one's own.

    Of each Home only the last: which states between it showed is a matter of moments.
    """
    told, homes = set(), {}
    for number, entry in enumerate(list(world.sandbox.log)[since:], since):
        if entry.direction == "out" or entry.kind not in ("call", "response_url"):
            continue
        line = f"{entry.name} {plain(entry.request)}"
        if entry.name == "views.publish":
            homes[(entry.request or {}).get("user_id")] = line
        elif not entry.name.startswith("views.") or not any(number in part for part in own_windows):
            told.add(line)
    return sorted({*told, *homes.values()})


@contextmanager
def logging_to(lines: list[str]) -> Iterator[list[str]]:
    """Everything that our parts log, and from INFO on what others do, with its exceptions."""
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(plain(f"{record.name} {logging.Formatter().format(record)}"))  # type: ignore[method-assign]
    for name, level in (("", logging.INFO), ("bot", logging.DEBUG), ("scoring", logging.DEBUG), ("storage", 10)):
        logging.getLogger(name).setLevel(level)
    logging.getLogger().addHandler(handler)
    yield lines
