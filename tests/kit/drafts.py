"""What a draft holds that was read from a page."""

from typing import Any

from scoring.bank.importing import Draft, read_page

PARTS = ("Situation", "Task", "Action", "Result")
STORY = ("The fence was down.", "I was to mend it.", "I asked.", "It held.")


def read(page: str) -> Draft:
    return read_page(page, "a-draft")


def probes(draft: Draft) -> list[str]:
    return [probe["text"] for probe in draft.question["probes"]]


def mistakes(draft: Draft) -> list[tuple[str, str, str]]:
    return [(each["name"], each["notice"], each["better"]) for each in draft.question["mistakes"]]


def answer(draft: Draft, level: str) -> tuple[str, ...]:
    found: dict[str, Any] = next(each for each in draft.question["exemplars"] if each["level"] == level)
    return tuple(found[part.lower()] for part in PARTS)
