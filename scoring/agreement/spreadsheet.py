"""The rows of a spreadsheet in Excel's form (.xlsx), as text."""

import io
import zipfile
from datetime import date
from itertools import zip_longest
from typing import Any

from scoring.agreement.columns import Rows

MOST_BYTES = 100_000_000  # once unpacked


def is_spreadsheet(data: bytes) -> bool:
    """Whether a file is an .xlsx, by what is in it."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except zipfile.BadZipFile:
        return False


def rows_of_spreadsheet(data: bytes, name: str) -> Rows:
    """The rows of the first sheet that has any, numbered as the sheet numbers them, without those that are empty.

    Raises ValueError, "NAME: cannot be read: …", for a damaged file, and "line N: …" for a cell whose formula has no
    result in the file: whatever wrote it did not compute it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_BYTES:
                raise ValueError("it unpacks to more than 100 MB")
        import openpyxl  # only where a spreadsheet is brought

        computed = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        sheets = [
            (_values(one), _values(other)) for one, other in zip(written.worksheets, computed.worksheets, strict=True)
        ]
    except ValueError as error:
        raise ValueError(f"{name}: cannot be read: {error}") from error
    except Exception as error:  # whatever a damaged package makes the library raise
        raise ValueError(f"{name}: cannot be read: it is a damaged .xlsx") from error
    for formulas, told in sheets:
        if formulas:
            return [(line, _texts(line, told.get(line, ()), row)) for line, row in formulas.items()]
    return []


def _values(sheet: Any) -> dict[int, tuple[Any, ...]]:
    """The rows with anything in them, by number. Sheets often name a size that they have not, so it is not believed."""
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(values_only=True), 1)
    return {line: row for line, row in rows if any(value is not None for value in row)}


def _texts(line: int, told: tuple[Any, ...], formulas: tuple[Any, ...]) -> list[str]:
    for value, formula in zip_longest(told, formulas):
        if value is None and isinstance(formula, str) and formula.startswith("="):
            raise ValueError(f"line {line}: a formula has no result in this file: open it in a sheet and save it again")
    return [_text(value) for value in told]


def _text(value: Any) -> str:
    """A cell as it would stand in CSV: whole numbers without their point."""
    if value is None:
        return ""
    if isinstance(value, date):  # what sheets make of 2-3 or 1/4
        return f"{value:%Y-%m-%d}, a date"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
