"""Tables whose cells are what a question consists of: a name and its text in two columns, or a question on each row."""

from collections.abc import Iterator, Sequence

from scoring.bank.pages.levels import Ladder, level_of
from scoring.bank.pages.lines import Line, without_bullet
from scoring.bank.pages.marks import without_marks
from scoring.bank.pages.names import bids_for_a_story, section_of
from scoring.bank.pages.page import Page, Paragraph
from scoring.bank.pages.parts import part_of, pieces
from scoring.bank.pages.placing import put_plain
from scoring.bank.pages.runs import questions_in
from scoring.rubric import Level

Grid = Sequence[tuple[Line, list[str]]]
Field = tuple[str, str, Line]
"""The name of a section, or of a level; its text, a line for each break in the cell; its row."""

TEXTS = ("prompt", "competency", "why")
LISTS = ("probes", "mistakes")


def fields_of(grid: Grid, ladder: Ladder) -> list[Field]:
    """The fields that a table holds, in order; none where it is another kind of table."""
    width = len(grid[0][1]) if grid else 0
    if width == 2 and (found := list(_by_row(grid, ladder))):
        return found
    return (list(_by_question(grid, ladder)) or list(_by_column(grid, ladder))) if width > 1 else []


def put_field(page: Page, found: Field) -> bool:
    """Puts a field where its name says; False where it has no place there."""
    name, text, row = found
    if name in TEXTS:
        if getattr(page, name):
            return False
        put_plain(page, name, row, without_marks(text))
    elif name == "probes":
        page.probes += [question for item in _items(text) for question in questions_in(item, fewest=2)]
        page.saw("probes", row)
    elif name == "mistakes":
        page.mistakes += _items(text)
        page.saw("mistakes", row)
    elif level := level_of(name):
        return put_answer(page, level, text, row)
    return True


def put_answer(page: Page, level: Level, text: str, row: Line) -> bool:
    """Puts an answer that stands in one cell, part by part where it names them; False where the page has one."""
    if page.answers.get(level):
        return False
    page.saw(level, row)
    part = ""
    for each in text.split("\n"):
        for piece in pieces(each.strip()):
            name, _, told = without_marks(piece).partition(":")
            if found := part_of(name):
                part, piece = found, told.strip()
            page.answers.setdefault(level, []).append(Paragraph(part, without_marks(piece), [row]))
    return True


def _by_row(grid: Grid, ladder: Ladder) -> Iterator[Field]:
    """A name in the first column; a row without one goes on with the field before it."""
    names = [_name(texts[0], ladder) for _, texts in grid]
    if sum(name in (*TEXTS, *LISTS) for name in names) < 2:
        return
    name = ""
    for (row, texts), found in zip(grid, names, strict=True):
        name = found or ("" if texts[0] else name)
        yield name, _raw(row, 1), row


def _by_question(grid: Grid, ladder: Ladder) -> Iterator[Field]:
    """A question on each row under a header that names the columns."""
    names = {at: name for at, text in enumerate(grid[0][1]) if (name := _name(text, ladder))}
    asked = next((at for at, name in names.items() if name == "prompt"), None)
    if asked is None or len(grid) < 2 or not all(bids_for_a_story(texts[asked]) for _, texts in grid[1:]):
        return
    for row, texts in grid[1:]:
        yield "prompt", _raw(row, asked), row
        for at, text in enumerate(texts):
            if text and at != asked and not text.isdigit():
                yield names.get(at, ""), _raw(row, at), row


def _by_column(grid: Grid, ladder: Ladder) -> Iterator[Field]:
    """Follow-ups and mistakes side by side, under a header that names every column."""
    names = [_name(text, ladder) for text in grid[0][1]]
    if all(names) and set(LISTS) <= set(names) and len(set(names)) == len(names):
        for row, _ in grid[1:]:
            yield from ((name, _raw(row, at), row) for at, name in enumerate(names) if _raw(row, at))


def _name(text: str, ladder: Ladder) -> str:
    section = section_of(text)
    return section if section in (*TEXTS, *LISTS) else level_of(text, ladder) or ""


def _raw(row: Line, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


def _items(text: str) -> list[str]:
    return [item for each in text.split("\n") if (item := without_bullet(each.strip()))]
