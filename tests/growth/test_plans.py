"""No statement that people wait for reads through a table that grows."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, text

from benchmarks.uses import USES
from tests.growth.conftest import SMALL, History, over

# Read whole, or nearly: they hold a few rows a workspace, or only what is under way.
KEPT_SMALL = {"inboxmessage", "schedule", "ruling", "member", "customquestion", "workspace", "heldjob"}
READS = re.compile(r"(?:SELECT|DELETE|UPDATE)\b", re.IGNORECASE)


def plans(history: History, use: str) -> Iterator[tuple[str, list[str]]]:
    """What is read, and how: every statement of a use with the lines of its plan."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if READS.match(statement):
            asked.append((statement, parameters[0] if many else parameters))

    engine = history.deps.engine
    event.listen(engine, "before_cursor_execute", note)
    history.uses[use]()
    event.remove(engine, "before_cursor_execute", note)
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if not sqlite:
            connection.execute(text("SET enable_seqscan = off"))  # what is left of it then has no index to use
        for statement, parameters in asked:
            explained = f"{'EXPLAIN QUERY PLAN' if sqlite else 'EXPLAIN'} {statement}"
            yield statement, [str(row[-1]) for row in connection.exec_driver_sql(explained, parameters)]


@pytest.fixture(scope="module")
def history(address: str) -> History:
    """A small one: a plan goes by the indexes that there are."""
    return over(address, SMALL)


@pytest.mark.parametrize("use", USES)
def test_no_statement_scans_what_grows(history: History, use: str) -> None:
    seen = list(plans(history, use))
    assert seen
    for statement, plan in seen:
        scanned = {
            found.group(1)
            for line in plan
            if (found := re.search(r"(?:SCAN|Seq Scan on) \"?(\w+)", line)) and "CONSTANT ROW" not in line
        }
        assert scanned <= KEPT_SMALL | {"subquery"}, f"{statement}\n" + "\n".join(plan)
        by_team = [line for line in plan if re.search(r"SEARCH (\w+) .*\(team_id=\?\)$", line)]
        assert {line.split()[1] for line in by_team} <= KEPT_SMALL, f"{statement}\n" + "\n".join(plan)
