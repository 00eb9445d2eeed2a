"""The front matter of a page: keys and values between two fences at its beginning."""

import re

import yaml

from scoring.bank.pages.names import asks, section_of

Row = tuple[int, str, str, str, bool, bool]
"""Its number, verbatim, its label and value, whether it is a title that asks, whether it only tells about the page."""


def front_matter(rows: list[str]) -> tuple[int, list[Row]]:
    """How many rows the front matter takes, and those of its rows that say something."""
    start = next((at for at, row in enumerate(rows) if row.strip()), 0)
    fence = rows[start].strip() if rows else ""
    if fence not in ("---", "+++"):
        return 0, []
    end = next((at for at in range(start + 1, len(rows)) if rows[at].strip() in (fence, "...")), 0)
    inside = rows[start + 1 : end] if end else []
    if not any(re.match(r"[\w -]+\s*[:=]", row) for row in inside):
        return 0, []
    values = _values("\n".join(inside).replace("\t", "  ") if fence == "---" else "")
    return end + 1, [row for at, raw in enumerate(inside, start + 2) if (row := _row(at, raw, values))]


def _row(number: int, raw: str, values: dict[str, str]) -> Row | None:
    if not raw.strip() or raw.lstrip().startswith("#"):
        return None
    found = re.match(r"([\w -]+?)\s*[:=]\s*(.*)", raw)
    key, value = (found[1].strip(), _unquoted(found[2])) if found else ("", "")
    value = values.get(key, value)
    if _section(key) in ("prompt", "why", "competency") and value:
        return number, raw, key.replace("_", " "), value, False, False
    if key.lower() in ("title", "name") and asks(value):
        return number, raw, "", value, True, False
    told = [item for key, value in values.items() if _section(key) == "competency" for item in value.split(", ")]
    is_told = raw.lstrip().startswith("- ") and _unquoted(raw.lstrip()[2:]) in told
    return None if is_told else (number, raw, "", raw.strip(), False, True)


def _section(key: str) -> str:
    return section_of(key.replace("_", " "))


def _values(text: str) -> dict[str, str]:
    """What is plain in the front matter; nothing where it is not YAML."""
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    lists = {str(key): value if isinstance(value, list) else [value] for key, value in found.items()}
    plain = {key: value for key, value in lists.items() if value and not isinstance(value[0], dict | list)}
    return {key: ", ".join(map(str, value)) for key, value in plain.items()}


def _unquoted(text: str) -> str:
    return re.sub(r"^([\"'])(.*)\1\s*(?:#.*)?$", r"\2", text.strip())
