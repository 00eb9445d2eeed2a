"""Made-up scorecards and reports, for the tests of what the weeks say."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count, product
from typing import Any

from bot.calibration.practice import Practised
from bot.calibration.reports.panel import Participation, Team
from bot.calibration.reports.personal import Month, Personal
from bot.calibration.reports.pooling import by_dimension, pooled, trend
from scoring.agreement.drift import Drift
from scoring.agreement.report import Share
from scoring.agreement.severity import Severity
from scoring.rubric import LEVELS, load_rubric
from storage.scores import Mark

RUBRIC = load_rubric()
SHOUT = "<!channel>"
LOUD_RUBRIC = RUBRIC.model_copy(
    update={
        part: tuple(named.model_copy(update={"name": SHOUT}) for named in getattr(RUBRIC, part))
        for part in ("levels", "evidence", "dimensions")
    }
)
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
NOT_PRACTISED = Practised(12, None, None)
CHARTS = frozenset({"data_visualization"})
NEW_BLOCKS = CHARTS | {"table"}
numbers = count(1)


def mark(rater: str, level: str | None, answer: int = 1, week: int = 0, **other: Any) -> Mark:
    """A blind scorecard of an interviewer; `week` counts from the first Monday."""
    fields: dict[str, Any] = {
        "scorecard_id": next(numbers),
        "answer_id": answer,
        "round_id": week,
        "channel_id": "C1",
        "revealed_at": MONDAY + timedelta(weeks=week),
        "slug": f"question-{week}",
        "exemplar": None,
        "rater": rater,
        "kind": "interviewer",
        "phase": "blind",
        "overall": level,
        "model": "",
        "prompt_version": "",
        "rubric_version": "r1",
    }
    return Mark(**fields | other)


def panel(weeks: int, a_week: int = 3, raters: Iterable[str] = ("A", "B", "C"), shift: str = "") -> list[Mark]:
    """Everybody scores every answer, one stray among them; `shift` names who reads one level lower than that."""
    luck = random.Random(7)
    found = []
    for week, place in product(range(weeks), range(a_week)):
        truth = luck.randint(1, 3)
        for rater in raters:
            level = min(max(truth + luck.choice([0, 0, 0, 1]) - (rater == shift), 0), 3)
            found.append(mark(rater, LEVELS[level], answer=100 * week + place, week=week))
    return found


def marked_up(blocks: Iterable[dict[str, Any]]) -> str:
    """What of a message's blocks Slack reads for mentions."""
    return str([block for block in blocks if block["type"] in ("section", "context")])


def personal_report(**other: Any) -> Personal:
    fields: dict[str, Any] = {
        "weeks": 13,
        "scorecards": 36,
        "missing": 0,
        "severity": Severity(0.32, -0.1, 0.74, 36),
        "panel": 8,
        "apart": 0,
        "pairs": 70,
        "exact": 40,
        "within_one": 66,
        "right": 5,
        "validated": 7,
        "months": (Month(MONDAY, 9, 0.5), Month(datetime(2027, 4, 1, tzinfo=UTC), 4, None)),
        "closest": "delivery",
        "furthest": "influence",
        "revised": 3,
        "before": 1.0,
        "after": 0.33,
        "practised": NOT_PRACTISED,
    }
    return Personal(**fields | other)


def team_report(**other: Any) -> Team:
    fields: dict[str, Any] = {
        "weeks": 13,
        "participation": Participation(8, 30, 12, 6, 90),
        "exact": Share(0.5, 45, 90),
        "within_one": Share(0.9, 81, 90),
        "pooled": pooled(panel(8)),
        "trend": trend(panel(8)),
        "dimensions": by_dimension([], []),
        "judge": "claude",
        "judged": (Drift("2027-03", 12, 0.75, 0.25),),
        "eras": {},
        "exemplars": {"validated": 2, "disputed": 1, "open": 4},
        "disputed": (),
    }
    return Team(**fields | other)
