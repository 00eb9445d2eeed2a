"""`calibrate agreement`: a table of levels in, its report out, drawn where somebody looks at it."""

from pathlib import Path
from typing import Any

from bot.choices import rubric_of
from bot.settings import Settings
from bot.terminal.console import text_of
from scoring.agreement import report_text
from scoring.agreement.kappa import OwnWeights, read_weights
from scoring.agreement.ratings import Ratings
from scoring.agreement.reading import Alike, names_in, read_table
from scoring.agreement.spreadsheet import is_spreadsheet, rows_of_spreadsheet
from scoring.incoming import read_bytes
from storage.file_rights import new_private


def ratings(file: str, settings: Settings, alike: Alike) -> Ratings:
    """The ratings in CSV or .xlsx, levels by the rubric's own names too. Raises ValueError for bad input."""
    data = read_bytes(file)
    table = rows_of_spreadsheet(data, file) if is_spreadsheet(data) else text_of(file, data)
    return read_table(table, names_in(rubric_of(settings)), alike)


def weights(file: str | None) -> OwnWeights | None:
    """Own weights from a file. Raises ValueError for bad input."""
    return read_weights(text_of(file)) if file else None


def lines(report: dict[str, Any], is_terminal: bool) -> list[str]:
    """The report to read in a terminal, drawings last."""
    from scoring.agreement.drawing import drawn

    return [*report_text.lines(report), *drawn(report, colour=is_terminal)]


def write_page(report: dict[str, Any], file: str, out: Path) -> None:
    """Writes the report as a page of HTML that only our account can read. Raises ValueError where the file exists."""
    from scoring.agreement.page import page

    new_private(out).write_text(page(report, "standard input" if file == "-" else Path(file).name), encoding="utf-8")
