"""Years of plausible rounds, written straight into a database: a year of 100 channels takes seconds.

A channel asks a question each week; six people answer, an exemplar joins, three of a panel of eight score each answer,
one scorecard in ten is revised, and a judge scores all. Neighbouring channels share two interviewers, so that in the
end everybody is connected with everybody. The newest round of each other channel is being scored, two thirds of it
done; in those between answers are being collected. The same size gives the same rows.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection, Engine, insert, text
from sqlmodel import SQLModel

from bot.calibration.dealing import letter
from scoring.bank.questions import load_bank
from scoring.rubric import LEVELS
from storage.models import (
    Answer,
    AnswerMessage,
    Assignment,
    AuditEvent,
    Member,
    PracticeScore,
    Rating,
    Round,
    Schedule,
    Scorecard,
    Workspace,
)
from storage.stages import Stage

PANEL, SHARED, AUTHORS, RATERS, PRACTISED = 8, 2, 6, 3, 8
QUESTIONS = 40  # of the bank, whatever more it has: else a new one would change every row
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
STORY = (
    "I owned the export and decided to change how it was built because two customers had lost an hour to it. "
    "I compared two ways of doing it, showed my lead the figures from support, split the work and tested the riskiest "
    "part first. In the end the errors fell from nine a week to one, and I would warn support earlier next time. "
)
TABLES = (Workspace, Schedule, Member, PracticeScore, AuditEvent, Round, Answer, AnswerMessage, Assignment, Scorecard)

Rows = dict[type[SQLModel], list[dict[str, Any]]]


@dataclass(frozen=True)
class Size:
    channels: int
    weeks: int

    def __str__(self) -> str:
        return f"{self.channels} channels, {self.weeks} weeks"


def interviewers(channel: int, channels: int) -> list[str]:
    """The panel of a channel; its last two are the next one's first."""
    own = [f"UR{channel}x{number}" for number in range(PANEL - SHARED)]
    following = (channel + 1) % channels
    return own + [f"UR{following}x{number}" for number in range(SHARED)]


def channel_id(channel: int) -> str:
    return f"C{channel}"


def seed(engine: Engine, size: Size, until: datetime, team_id: str = "T1") -> int:
    """Fills an empty migrated database with the weeks before `until`; how many ratings that were."""
    luck, ratings = random.Random(f"{size}"), 0
    with engine.begin() as connection:
        _write(connection, team_id, {Workspace: [{"bot_user_id": "U0"}]})
        ids = iter(range(1, 10**9))
        for channel in range(size.channels):
            rows = _channel(luck, ids, channel, size, until)
            ratings += len(rows[Rating])
            _write(connection, team_id, rows)
        if connection.dialect.name == "postgresql":
            for table in ("schedule", "round", "answer", "scorecard"):
                connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM \"{table}\"))")
                )
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))  # what autovacuum comes to by itself
    return ratings


def _write(connection: Connection, team_id: str, rows: Rows) -> None:
    for model in (*TABLES, Rating):
        if rows.get(model):
            whole = [{"team_id": team_id} | _unsaid(model) | row for row in rows[model]]
            connection.execute(insert(model), whole)


def _unsaid(model: type[SQLModel]) -> dict[str, Any]:
    """What a row holds where nothing is said: an insert without the ORM knows no defaults."""
    return {name: default() for name, default in _defaults(model)}


@cache
def _defaults(model: type[SQLModel]) -> list[tuple[str, Callable[[], Any]]]:
    """By column, what makes its default; pydantic's own get_default reads the maker's signature anew for every row."""
    return [
        (name, field.default_factory or partial(copy, field.default))
        for name, field in model.model_fields.items()
        if not field.is_required() and name not in ("id", "team_id")
    ]


@cache
def _questions() -> list[tuple[str, dict[str, Any], tuple[str, ...]]]:
    return [(slug, one.model_dump(mode="json"), one.focus) for slug, one in list(load_bank().items())[:QUESTIONS]]


def _channel(luck: random.Random, ids: Iterator[int], channel: int, size: Size, until: datetime) -> Rows:
    rows: Rows = defaultdict(list)
    panel, schedule = interviewers(channel, size.channels), next(ids)
    severity = {rater: random.Random(rater).gauss(0, 0.4) for rater in panel}
    rows[Schedule].append(
        {"id": schedule, "channel_id": channel_id(channel), "interviewers": panel, "next_at": until + 5 * DAY}
    )
    for person in panel[: PANEL - SHARED]:
        rows[Member].append({"user_id": person, "has_home": True})
        rows[PracticeScore] += _practice(luck, person, until - size.weeks * WEEK)
    rows[AuditEvent].append(
        {"at": until - size.weeks * WEEK, "actor": panel[0], "what": "setup", "subject": f"schedule {schedule}"}
    )
    for week in range(size.weeks):
        opened = until - (size.weeks - week) * WEEK + 4 * DAY
        newest = week == size.weeks - 1
        stage = Stage.CLOSED if not newest else Stage.COLLECTING if channel % 2 else Stage.SCORING
        slug, question, focus = _questions()[(week + 7 * channel) % len(_questions())]
        round_id = next(ids)
        rows[Round].append(
            {
                "id": round_id, "schedule_id": schedule, "channel_id": channel_id(channel),
                "due_at": opened, "opened_at": opened, "stage": stage, "slug": slug, "question": question,
                "rubric_version": "r1", "judge": "offline", "message_ts": f"{opened.timestamp():.6f}",
                "closes_at": opened + (7 if stage == Stage.COLLECTING else 2) * DAY, "reveals_at": opened + 9 * DAY,
                "revealed_at": opened + 3 * DAY if stage == Stage.CLOSED else None,
            }
        )  # fmt: skip
        _answers(rows, luck, ids, rows[Round][-1], severity, focus)
    return rows


def _answers(
    rows: Rows,
    luck: random.Random,
    ids: Iterator[int],
    round_: dict[str, Any],
    severity: dict[str, float],
    focus: tuple[str, ...],
) -> None:
    collecting, scoring = round_["stage"] == Stage.COLLECTING, round_["stage"] == Stage.SCORING
    panel = list(severity)
    luck.shuffle(panel)
    for place in range(AUTHORS if collecting else AUTHORS + 1):
        is_exemplar, at = place == AUTHORS, round_["opened_at"] + timedelta(minutes=place)
        quality = luck.uniform(0.5, 4.5)
        level = LEVELS[round_["id"] % 4] if is_exemplar else None
        answer = {
            "id": next(ids), "round_id": round_["id"],
            "author": None if is_exemplar else f"UA{round_['channel_id']}x{place}",
            "slug": round_["slug"] if level else None,
            "exemplar": level, "origin": "exemplar" if is_exemplar else "thread",
            "letter": None if collecting else letter(place), "text": STORY * 2, "message_ts": f"{at.timestamp():.6f}",
        }  # fmt: skip
        rows[Answer].append(answer)
        if not is_exemplar:
            rows[AnswerMessage].append(
                {
                    "round_id": round_["id"], "answer_id": answer["id"], "channel_id": round_["channel_id"],
                    "ts": answer["message_ts"], "author": answer["author"], "text": STORY * 2,
                }
            )  # fmt: skip
        if level:
            quality = LEVELS.index(level) + 1 + luck.gauss(0, 0.3)
        judge = {"rater": "offline", "kind": "judge", "model": "offline", "prompt_version": "p1"}
        if luck.random() < 0.02:
            judge |= {"status": "needs_review", "reason": "It is too short to tell."}
        _card(rows, luck, ids, answer, quality, focus, at, judge)
        if collecting:
            continue
        for number in range(RATERS):
            rater = panel[(RATERS * place + number) % PANEL]
            rows[Assignment].append({"answer_id": answer["id"], "rater": rater})
            if scoring and number == 0:
                continue
            heard = quality - severity[rater]
            _card(rows, luck, ids, answer, heard, focus, at + DAY, {"rater": rater})
            if not scoring and luck.random() < 0.1:
                _card(rows, luck, ids, answer, quality, focus, at + 4 * DAY, {"rater": rater, "phase": "discussed"})


def _card(
    rows: Rows,
    luck: random.Random,
    ids: Iterator[int],
    answer: dict[str, Any],
    heard: float,
    focus: tuple[str, ...],
    at: datetime,
    more: dict[str, Any],
) -> None:
    card = next(ids)
    usual = {
        "id": card,
        "answer_id": answer["id"],
        "state": "submitted",
        "evidence": "adequate",
        "rubric_version": "r1",
    }
    usual |= {"overall": _level(luck, heard), "changed_at": at, "submitted_at": at}
    rows[Scorecard].append(usual | more)
    quotes = ["two customers had lost an hour to it"] if more.get("kind") == "judge" else []
    rows[Rating] += [
        {"scorecard_id": card, "dimension": dimension, "level": _level(luck, heard), "quotes": quotes}
        for dimension in focus
    ]


def _level(luck: random.Random, heard: float) -> str:
    return LEVELS[min(max(round(heard + luck.gauss(0, 0.5)), 1), 4) - 1]


def _practice(luck: random.Random, person: str, at: datetime) -> Iterator[dict[str, Any]]:
    for number, (slug, *_) in enumerate(luck.sample(_questions(), PRACTISED)):
        written = LEVELS[number % 4]
        yield {
            "person": person, "run": 1 + number // 4, "slug": slug, "level": written,
            "overall": written, "evidence": "adequate", "scored_at": at,
        }  # fmt: skip
