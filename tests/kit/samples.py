"""Made-up arguments for any view of bot/views, from its type hints, so that a new view is covered as it comes.

Where a hint is wider than what is meant (a level is a str), the argument's name says what it is.
"""

import dataclasses
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import Enum
from types import UnionType
from typing import Any

from pydantic import BaseModel

import bot.views
from scoring.bank.questions import Exemplar, Question, load_bank
from scoring.rubric import Rubric, load_rubric

BRICKS = {"bot.views.blocks", "bot.views.charts", "bot.views.form", "bot.views.inputs"}  # what views are made of
WORDS: dict[str, Any] = {
    "dimension": "influence", "closest": "impact", "furthest": "influence", "level": "mid", "lower": "mid",
    "upper": "senior", "pitch": "mid", "exemplar": "senior", "overall": "mid", "evidence": "strong", "kind": "claude",
    "judge": "claude", "stage": "scoring", "focus": ("influence", "impact"), "weekday": 1,
    "rows": ("overall", "evidence", "influence"), "zone": "Europe/Berlin", "blind": True, "missing": 0, "weeks": 13,
    "group": "2027-03",
    "levels": {"overall": "mid", "influence": "senior"}, "dimensions": {"influence": "mid"}, "answers_hours": 48,
    "panel": {"overall": 2.5, "influence": 2.0}, "leans": {"influence": 0.5}, "exemplars": {"validated": 2},
    "probes": {"influence": "Who had to agree?"}, "scores_hours": 48, "competencies": (),
    "off": ("2027-12-24", "2027-12-27/2027-12-31"), "eras": {}, "above": (),
}  # fmt: skip


def views() -> Iterator[tuple[str, Any]]:
    """Every view by name, made once: a dict for a modal or a Home tab, (text, blocks, …) for a message."""
    for module in pkgutil.iter_modules(bot.views.__path__, "bot.views."):
        if module.name in BRICKS:
            continue
        loaded = importlib.import_module(module.name)
        for name, found in inspect.getmembers(loaded, inspect.isfunction):
            if found.__module__ == module.name and not name.startswith("_") and _is_view(found):
                shown = call(found)
                if isinstance(shown, tuple) or "type" in shown:  # else a part of one
                    yield f"{module.name}.{name}", shown


def _is_view(function: Callable[..., Any]) -> bool:
    returned = typing.get_type_hints(function).get("return")
    return returned == dict[str, Any] or str(returned).startswith("tuple[str, list[dict")


def call(function: Callable[..., Any]) -> Any:
    hints = typing.get_type_hints(function)
    return function(**{name: sample(hints[name], name) for name in inspect.signature(function).parameters})


def sample(hint: Any, name: str = "") -> Any:
    """A value of this type that fits what the name says."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint is Rubric:
        return load_rubric()
    if hint is Question:
        return next(iter(load_bank([]).values()))
    if hint is Exemplar:
        return sample(Question).exemplars[0]
    if name == "question":
        return sample(Question).model_dump(mode="json")  # as a round keeps it
    if origin in (typing.Union, UnionType):
        return sample(next(part for part in parts if part is not type(None)), name)
    if name in WORDS and _fits(WORDS[name], origin or hint, parts):
        return WORDS[name]
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        inner = typing.get_type_hints(hint)
        return hint(**{field.name: sample(inner[field.name], field.name) for field in dataclasses.fields(hint)})
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hint(**{key: sample(field.annotation, key) for key, field in hint.model_fields.items()})
    if origin is typing.Literal:
        return parts[0]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if origin is Collection:
        return [sample(parts[0], name)]
    if origin is tuple and len(parts) > 1 and parts[1] is not Ellipsis:
        return tuple(sample(part, name) for part in parts)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {sample(parts[0], name): sample(parts[1], name)}
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return tuple(sample(parts[0], name) for _ in range(2))
    return SIMPLE[hint]


def _fits(value: Any, kind: Any, parts: tuple[Any, ...]) -> bool:
    if isinstance(kind, type) and not isinstance(value, kind):
        return False
    return not (isinstance(value, tuple) and value and isinstance(parts[0], type)) or isinstance(value[0], parts[0])


SIMPLE: dict[Any, Any] = {
    str: "senior", int: 1, float: 0.5, bool: True, Any: None, time: time(9, 0),
    datetime: datetime(2027, 3, 3, 9, 0, tzinfo=UTC), date: date(2027, 3, 3),
}  # fmt: skip
