"""The rows and columns of a table: what stands between them, and which of them are asked for."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from scoring.incoming import ended_alike

BETWEEN = (",", ";", "\t", "|")
_SAYS_MARK = re.compile('"?sep=')  # Excel's first line
Rows = Iterable[tuple[int, list[str]]]
"""Rows of a table, each with its number, the header first; rows without text are left out."""


def rows_of(text: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of CSV `text`, their fields stripped. What stands between columns is told by the header.

    The header is the first line but for Excel's "sep=;". Raises ValueError, "line N: not CSV: …".
    """
    text = ended_alike(text)
    lines = [line for line in text.split("\n") if line.strip() and not _SAYS_MARK.match(line)]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_between(lines, columns))
    is_header = True
    try:
        for row in reader:
            if not any(field.strip() for field in row) or (is_header and _SAYS_MARK.match(row[0])):
                continue
            is_header = False
            yield reader.line_num, [field.strip() for field in row]
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: not CSV: {error}") from error


def _between(lines: Sequence[str], columns: Sequence[str]) -> str:
    """The mark that parts the header into the columns asked for, else the one that parts the table most evenly."""
    header = lines[0] if lines else ""
    for mark in BETWEEN:
        if set(columns) <= set(names_of(_split(header, mark))):
            return mark
    widths = {mark: {len(_split(line, mark)) for line in lines[:20]} for mark in BETWEEN}
    even = [mark for mark in BETWEEN if len(_split(header, mark)) > 1 and len(widths[mark]) == 1]
    split = even or [mark for mark in BETWEEN if len(_split(header, mark)) > 1]
    return max(split, key=lambda mark: len(_split(header, mark)), default=",")


def _split(line: str, mark: str) -> list[str]:
    return next(csv.reader([line], delimiter=mark), [])


def names_of(header: Sequence[str]) -> list[str]:
    """The names in a header, in small letters."""
    return [name.strip().strip('"').strip().lower() for name in header]


def read_columns(rows: Rows, columns: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The named columns of a table, each row with its number.

    A row may be short where only columns that nobody asks for are left out, and long by empty fields. Raises
    ValueError, "line N: …", as it comes to a row that cannot be read.
    """
    places: list[int] | None = None
    width = 0
    for line, row in rows:
        if places is None:
            places, width = _places(line, row, columns), len(row)
            continue
        if len(row) <= max(places) or any(row[width:]):
            raise ValueError(f"line {line}: {len(row)} fields where the header has {width}{_hint(row, width)}")
        yield line, tuple(row[place] for place in places)


def _hint(row: Sequence[str], width: int) -> str:
    """What is likely where a comma stood for the point of a decimal."""
    is_decimal = len(row) == width + 1 and any(a.isdigit() and b.isdigit() for a, b in pairwise(row))
    return "; decimals take a point, as in 2.5, or semicolons between the columns" if is_decimal else ""


def _places(line: int, header: Sequence[str], columns: Sequence[str]) -> list[int]:
    """Where the columns stand in the header."""
    names = names_of(header)
    for column in columns:
        if names.count(column) != 1:
            fault = "no column" if column not in names else "more than one column"
            listed = f"{', '.join(columns[:-1])} and {columns[-1]}"
            raise ValueError(
                f"line {line}: {fault} named {column}; the header must name {listed}, with commas, semicolons or tabs"
                " between them"
            )
    return [names.index(column) for column in columns]


def number_in(text: str) -> float | None:
    """The number that stands as `text`, with a point or a comma before its decimals; None for what is none.

    A comma before three figures may part thousands as well as decimals, so that is none.
    """
    text = text.replace("\u2212", "-")
    if re.fullmatch(r"[+-]?\d+,\d{1,2}|[+-]?\d+,\d{4,}|[+-]?0,\d+", text):
        text = text.replace(",", ".")
    try:
        return None if "_" in text else float(text)
    except ValueError:
        return None
