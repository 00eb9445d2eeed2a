"""Reads a table of levels: long, one level a row, or wide, one answer a row with a column for each rater."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Literal

from scoring.agreement.columns import Rows, names_of, number_in, read_columns, rows_of
from scoring.agreement.ratings import Ratings, rated
from scoring.rubric import LEVELS, Rubric
from scoring.text import shown

COLUMNS = ("answer", "rater", "level")
MISSING = ("", "none", "not shown", "na", "n/a", "n.a.", "#n/a", "null", "-", "–", "—")
WORDS = {name: LEVELS.index(name) + 1.0 for name in LEVELS} | {"staff+": 4.0}
LARGEST = 1e6
_ANSWERS = ("answer", "answers", "answer id", "id", "#", "item", "case", "subject", "response", "letter", "story", "")
_SUMS = {*("average", "avg", "mean", "median", "consensus", "agreed", "majority", "final", "total", "sum", "panel")}
_NOTES = {*("note", "notes", "comment", "comments", "remark", "remarks")}
_NO_RATERS = (
    *("question", "slug", "date", "round", "text", "pitch", "n", "evidence", "title", "author", "reason", "why"),
    *("link", "url", "source", "competency"),
)

Alike = Literal["ask", "join", "apart"]
"""What of raters whose names differ only in capitals, accents or spaces: ask, or count them as one, or as they are."""


def read_table(table: str | Rows, names: Mapping[str, float] | None = None, alike: Alike = "ask") -> Ratings:
    """The ratings in a table: CSV as text, or rows of a spreadsheet.

    Long, the header names answer, rater and level in any order and other columns are ignored. Wide, it names the answer
    first and then the raters; columns such as note or mean are ignored, and a row of means is refused. A level is a
    number, with a point or a comma before decimals, or a word: one of `names` (in any case), else junior, mid, senior,
    staff for 1 to 4. Blank, none, not shown, na, n/a, null and a dash are missing. Raises ValueError, "line N: …", at
    the first row that cannot be read, and for raters that may be one person.
    """
    names = {key(name): level for name, level in (names or {}).items()} or WORDS
    rows = rows_of(table, COLUMNS) if isinstance(table, str) else iter(table)
    first = next(iter(rows), None)
    if first is None:
        raise ValueError("line 1: no levels here; wanted a header answer,rater,level and one level a line")
    given = _wide(first, rows) if _is_wide(first[1]) else read_columns(chain([first], rows), COLUMNS)
    found = list(_levels(given, names))
    if not found:
        raise ValueError("line 1: no levels here; wanted a header answer,rater,level and one level a line")
    people = _people([rater for _, _, rater, _, _ in found], alike)
    places: dict[tuple[str, str], int] = {}
    for line, answer, rater, _, _ in found:
        if (before := places.setdefault((answer, people[rater]), line)) != line:
            raise ValueError(f"line {line}: this rater's level for this answer is already on line {before}")
    worded = any(is_word for *_, is_word in found)
    return rated(((answer, people[rater], level) for _, answer, rater, level, _ in found), worded)


def names_in(rubric: Rubric) -> dict[str, float]:
    """The words for levels: ours, and before them the rubric's own names."""
    own = {key(level.name): float(place) for place, level in enumerate(rubric.levels, 1)}
    return WORDS | {name: level for name, level in own.items() if number_in(name) is None}


def level_of(text: str, names: Mapping[str, float] = WORDS) -> float:
    """The level that stands as `text`, NaN for none. Raises ValueError for what is none."""
    name = key(text)
    if name in names:
        return names[name]
    if name in MISSING:
        return math.nan
    level = number_in(text)
    if level is None or not abs(level) <= LARGEST:
        listed = ", ".join(LEVELS if names is WORDS else dict.fromkeys(names))
        raise ValueError(
            f"the level {text[:20]!r} is neither a number between -1000000 and 1000000 nor {listed} or none"
        )
    return level


def key(text: str) -> str:
    """A word as it is compared: without capitals, and its spaces alike."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return re.sub(r"[ -]level$| (?=\+$)", "", plain)  # mid-level, staff +


def _levels(
    given: Iterable[tuple[int, tuple[str, ...]]], names: Mapping[str, float]
) -> Iterator[tuple[int, str, str, float, bool]]:
    for line, (answer, rater, level) in given:
        try:
            if not answer or not rater:
                raise ValueError("the answer or the rater is blank")
            if {key(answer), key(rater)} & _SUMS:
                raise ValueError("this is not one rater's level of one answer: delete sums and means")
            yield line, answer, rater, level_of(level, names), key(level) in names
        except ValueError as error:
            raise ValueError(f"line {line}: {error}") from error


def _is_wide(header: Sequence[str]) -> bool:
    names = names_of(header)
    is_named = not {"rater", "level"} & set(names) and names[0] in _ANSWERS
    return is_named and sum(map(_is_rater, names[1:])) > 1


def _is_rater(name: str) -> bool:
    return bool(name) and key(name) not in _NO_RATERS and not set(key(name).split()) & (_SUMS | _NOTES)


def _wide(first: tuple[int, list[str]], rows: Rows) -> Iterator[tuple[int, tuple[str, ...]]]:
    line, header = first
    told = list(rows)
    raters = {at: name for at, name in enumerate(header) if at and _is_rater(name)}
    for name, columns in Counter(raters.values()).items():
        if columns > 1:
            raise ValueError(f"line {line}: more than one column named {name}")
    for number, row in told:
        if any(row[len(header) :]):
            raise ValueError(f"line {number}: {len(row)} fields where the header has {len(header)}")
        for at, name in raters.items():
            if at < len(row):
                yield number, (row[0], name, row[at])


def _people(raters: Iterable[str], alike: Alike) -> dict[str, str]:
    """The name that each rater is counted under."""
    by_key: dict[str, dict[str, None]] = defaultdict(dict)
    for rater in raters:
        by_key[_folded(rater)][rater] = None
    for same in by_key.values():
        if len(same) > 1 and alike == "ask":
            listed = " and ".join(f"‘{name}’" for name in list(same)[:3])
            raise ValueError(
                f"raters {listed} differ only in capitals, accents or spaces: --raters join counts them as one person,"
                " --raters apart as they stand"
            )
    return {name: next(iter(same)) if alike == "join" else name for same in by_key.values() for name in same}


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[\s._-]+", "", shown("".join(each for each in plain if not unicodedata.combining(each))))
