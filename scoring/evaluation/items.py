"""Answers of known level: the bank's exemplars, the field set, or a file of one's own."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scoring.bank.questions import Bank
from scoring.incoming import json_value
from scoring.rubric import Dimension, Level, LevelOrNone, Part, Text

FIELD = Path(__file__).with_name("field.jsonl")
FORMS = (
    "chatty",
    "corporate",
    "dictation",
    "guide",
    "long",
    "plain-prose",
    "second-language",
    "star-bullets",
    "star-lines",
    "terse-notes",
)
Of = TypeVar("Of", bound="Item")


class Item(Part):
    """An answer of known level; `question` is a slug of the bank, `dimensions` are levels known besides."""

    id: Text
    question: str | None = None
    answer: Text
    level: Level
    dimensions: dict[Dimension, LevelOrNone] | None = None


class FieldItem(Item):
    """`form` is how it is told, `trade` what the person does; `part` is open to whoever tunes a judge, or put aside."""

    form: Text
    trade: Text
    part: Literal["open", "aside"]


def bank_items(bank: Bank) -> list[Item]:
    """The bank's exemplars, question by question, so that a judge that keeps a question's prefix pays for it once."""
    return [
        Item(
            id=f"{slug}/{exemplar.level}",
            question=slug,
            answer=exemplar.text,
            level=exemplar.level,
            dimensions=exemplar.dimensions,
        )
        for slug, question in bank.items()
        for exemplar in question.exemplars
    ]


def field_items(part: str = "") -> list[FieldItem]:
    """The field set or a part of it, in the same order: answers in the forms in which people give them."""
    found = _read(FIELD.read_text(encoding="utf-8").split("\n"), FieldItem)
    wanted = [item for item in found if part in ("", item.part)]
    return sorted(wanted, key=lambda item: (item.question or "", item.id))


def items_of(name: str, bank: Bank) -> Sequence[Item]:
    """The answers of a set: bank, field, field-open or field-aside. Raises ValueError for another name."""
    kind, _, part = name.partition("-")
    if kind not in ("bank", "field"):
        raise ValueError(f"there is no set of answers called {name}")
    return bank_items(bank) if kind == "bank" else field_items(part)


def read_items(lines: Iterable[str]) -> list[Item]:
    """Items from JSON Lines {id, question?, answer, level, dimensions?}; empty lines are passed over.

    Raises ValueError as "line 7: reason" for the first line that is none, or whose id was there before.
    """
    return _read(lines, Item)


def _read(lines: Iterable[str], kind: type[Of]) -> list[Of]:
    items: dict[str, Of] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        item = _read_item(line, number, kind)
        if item.id in items:
            raise ValueError(f"line {number}: there is another answer with the id {item.id}")
        items[item.id] = item
    if not items:
        raise ValueError("line 1: there is no answer in the file")
    return list(items.values())


def _read_item(line: str, number: int, kind: type[Of]) -> Of:
    try:
        data = json_value(line)
    except ValueError as error:
        raise ValueError(f"line {number}: {error}") from error
    if not isinstance(data, dict):
        raise ValueError(f"line {number}: must be an object with id, answer and level")
    if isinstance(data.get("id"), int):
        data["id"] = str(data["id"])
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"line {number}: {where}: {_in_words(first)}") from error


def _in_words(fault: ErrorDetails) -> str:
    known = {"missing": "is missing", "extra_forbidden": "is not a known key", "string_too_short": "is empty"}
    if fault["type"] == "literal_error":
        return f"must be {fault['ctx']['expected'].replace(chr(39), '')}"
    return known.get(fault["type"], fault["msg"])
