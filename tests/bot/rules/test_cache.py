"""What Slack said is kept for a moment, and asked once by all who want it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

from benchmarks.uses import TEAM, deps_over
from bot.cache import Cache
from bot.deps import Deps
from bot.outward.people import find_person

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


@dataclass
class Slack:
    """Tells of two people in its list, and of anybody who is asked about."""

    calls: list[str] = field(default_factory=list)
    deactivated: set[str] = field(default_factory=set)

    def users_list(self, **_asked: Any) -> dict[str, Any]:
        self.calls.append("everybody")
        return {"members": [self._told(user) for user in ("U1", "U2")]}

    def users_info(self, user: str) -> dict[str, Any]:
        self.calls.append(user)
        return {"user": self._told(user)}

    def _told(self, user: str) -> dict[str, Any]:
        return {"id": user, "name": "somebody", "team_id": TEAM, "deleted": user in self.deactivated}


def known(deps: Deps, *users: str) -> list[bool]:
    """Whether each is a manager, whom everybody is who is there."""
    return [find_person(deps, TEAM, user).manages for user in users]


def test_one_call_tells_of_everybody_in_a_small_workspace_and_others_are_asked_about(tmp_path: Path) -> None:
    slack = Slack()
    deps = deps_over(f"sqlite:///{tmp_path}/people.sqlite", slack)
    assert known(deps, "U1", "U2", "U3", "U1", "U3") == [True] * 5
    assert slack.calls == ["everybody", "U3"]
    slack.deactivated = {"U1", "U2", "U3"}
    deps.cache.drop("U2")  # as when Slack tells of a change
    assert known(deps, "U1", "U2") == [True, False]
    assert slack.calls == ["everybody", "U3", "U2"]
    later = replace(deps, now=lambda: deps.now() + timedelta(minutes=10))
    assert known(later, "U1", "U2", "U3") == [False] * 3


def test_of_those_who_want_the_same_at_once_one_asks() -> None:
    cache, together, asked = Cache(), Barrier(8), []

    def want() -> tuple[Any, bool]:
        together.wait()
        return cache.get(("who",), NOW, lambda: asked.append("asked") or "everybody")

    with ThreadPoolExecutor(8) as threads:
        found = [one.result() for one in [threads.submit(want) for _ in range(8)]]
    assert asked == ["asked"]
    assert {said for said, _ in found} == {"everybody"}
    assert sum(is_new for _, is_new in found) == 1
