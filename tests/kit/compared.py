"""Scores side by side, made up: columns of levels, what a judge said, and the table of it."""

from collections.abc import Sequence
from typing import Any

from bot.calibration.comparisons import (
    EVIDENCE,
    OVERALL,
    Column,
    Comparison,
    Judged,
    Quote,
)
from bot.views.comparison import Setting, table_rows
from scoring.bank.questions import load_bank
from scoring.rubric import load_rubric

RUBRIC = load_rubric()
QUESTION = load_bank()["raising-the-bar"]


def column(level: str, evidence: str | None = "adequate", rater: str | None = None, **rest: str) -> Column:
    return Column(rater, {OVERALL: level, **dict.fromkeys(QUESTION.focus, level), **rest}, evidence)


def compared(
    columns: Sequence[Column], judged: Judged | None = None, exemplar: str | None = None, **more: Any
) -> Comparison:
    rows = (OVERALL, EVIDENCE, *QUESTION.focus)
    return Comparison(
        7, "7" * 16, more.get("letter", "B"), "1.0", more.get("pitch"), exemplar, rows, tuple(columns), judged
    )


def setting(**names: str) -> Setting:
    return Setting(RUBRIC, QUESTION, names, "https://example.com/archives/C1/p1")


def row(one: Comparison, name: str, **names: str) -> list[str]:
    return next(row for row in table_rows(one, setting(**names)) if row[0] == name)


JUDGED = Judged(
    "claude",
    column("senior", "strong", "claude"),
    tuple(Quote(focus, "senior", "I told them what it would cost.") for focus in QUESTION.focus),
    (),
    None,
)


UNREAD = Judged("claude", None, (), (), "The judge could not be reached for several minutes. Try again later.")
