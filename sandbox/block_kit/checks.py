"""Small checks that combine: a check takes a value and its JSON pointer and yields lines as Slack words them."""

import math
from collections.abc import Callable, Iterator
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def problem(what: str, path: str) -> str:
    return f"{what} [json-pointer:{path}]"


def anything(_value: Any, _path: str) -> Iterator[str]:
    yield from ()


def boolean(value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield problem("must be a valid boolean", path)


def number(value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        yield problem("must be a valid number", path)


def integer(low: int, high: int) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            yield problem(f"must be a valid integer from {low} to {high}", path)

    return check


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", path)
        elif len(value) > most:
            yield problem(f"must be less than {most + 1} characters", path)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", path)

    return check


def one_of(*allowed: str) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if value not in allowed:
            yield problem(f"must be one of: {', '.join(allowed)}", path)

    return check


def array(item: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", path)
            return
        if len(value) > most:
            yield problem(f"no more than {most} items allowed", path)
        if len(value) < least:
            yield problem(f"no fewer than {least} items allowed", path)
        for index, one in enumerate(value):
            yield from item(one, f"{path}/{index}")

    return check


def record(required: str, /, **fields: Check) -> Check:
    """An object of these fields and no other; `required`: the names that must be there, separated by spaces."""
    known = {"type": anything, **fields}

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", path)
            return
        for name in required.split():
            if name not in value:
                yield problem(f"missing required field: {name}", path)
        for name, field in value.items():
            if name not in known:
                yield problem(f"invalid additional property: {name}", path)
            else:
                yield from known[name](field, f"{path}/{name}")

    return check


def by_type(**table: Check) -> Check:
    """An object whose `type` chooses the check."""

    def check(value: Any, path: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            yield problem("missing required field: type", path)
        elif kind not in table:
            yield problem(f"unsupported type: {kind}", f"{path}/type")
        else:
            yield from table[kind](value, path)

    return check


def in_turn(*checks: Check) -> Check:
    """Each check in turn, until one complains: later ones may rely on what earlier ones made sure of."""

    def check(value: Any, path: str) -> Iterator[str]:
        for one in checks:
            found = list(one(value, path))
            yield from found
            if found:
                return

    return check


def exactly_one(*names: str) -> Check:
    """Exactly one of these fields is there."""

    def check(value: Any, path: str) -> Iterator[str]:
        if len(set(names) & value.keys()) != 1:
            yield problem(f"must define exactly one of: {', '.join(names)}", path)

    return check
