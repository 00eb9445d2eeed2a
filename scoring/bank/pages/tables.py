"""The tables of a page: answers by level and part, parts of one answer, follow-ups, mistakes; or a table of levels."""

import re
from collections.abc import Sequence
from dataclasses import replace

from scoring.bank.pages.fields import Grid, put_answer
from scoring.bank.pages.levels import Ladder, level_of
from scoring.bank.pages.lines import Line
from scoring.bank.pages.marks import without_marks
from scoring.bank.pages.names import asks, section_of
from scoring.bank.pages.page import Page, Paragraph, Section
from scoring.bank.pages.parts import PARTS, part_of
from scoring.rubric import DIMENSIONS, Level

_BETTER = re.compile(r".*\b(?:better|instead|fix|stronger|do this|how to avoid)\b.*", re.IGNORECASE)
_RULE = re.compile(r"[\s:-]*")


def end_of(lines: Sequence[Line], start: int) -> int:
    """Where the table that begins at `start` ends; 0 where the row stands alone and is no table.

    Its rows stand on lines in a row, or each after an empty one, as where a chat or an e-mail doubled every line's end.
    """
    first, second = lines[start], lines[min(start + 1, len(lines) - 1)]
    is_spaced = second.is_first and second.text.startswith("|") and len(second.cells) == len(first.cells)
    end = start + 1
    while end < len(lines) and lines[end].cells and lines[end].is_first == is_spaced:
        end += 1
    is_table = end - start > 1 or lines[start].raw.lstrip().startswith("|")
    return end if is_table else 0


def grid_of(rows: Sequence[Line]) -> list[tuple[Line, list[str]]]:
    """The rows, all of one width, with their cells in plain words and without the rule under the header."""
    cells = [(row, [without_marks(cell) for cell in row.cells]) for row in rows]
    told = [(row, texts) for row, texts in cells if not all(_RULE.fullmatch(text) for text in texts)]
    if all(texts[0] and len(list(filter(None, texts))) == 2 for _, texts in told):  # several tabs for one
        told = [(replace(row, cells=tuple(filter(None, row.cells))), list(filter(None, texts))) for row, texts in told]
    width = max((len(texts) for _, texts in told), default=0)
    return [(row, texts + [""] * (width - len(texts))) for row, texts in told]


def take(page: Page, section: Section, rows: Sequence[Line], ladder: Ladder) -> Section:
    """Puts the table where its first row and column say, or tells it; the section that is open after it."""
    grid = grid_of(rows)
    if not grid:
        return section
    if len(grid[0][1]) == 2 and _takes_pairs(page, section, grid, ladder):
        return section
    for placed in (_by_level_and_part(page, grid, ladder), _by_column(page, grid)):
        if placed:
            return Section()
    head, side = grid[0][1], [texts[0] for _, texts in grid[1:]]
    if max(len(_levels(head[1:], ladder)), len(_levels(side, ladder))) > 1:
        page.tables.append(list(rows))
    page.unplaced += rows
    return section


def _levels(names: Sequence[str], ladder: Ladder) -> dict[int, Level]:
    return {at: level for at, name in enumerate(names) if (level := level_of(name, ladder))}


def _takes_pairs(page: Page, section: Section, grid: Grid, ladder: Ladder) -> bool:
    """Two columns, a name and its text: the parts of the answer that is open, or whole answers by level."""
    names = [texts[0] for _, texts in grid]
    if section.level and sum(bool(part_of(name)) for name in names) > 1:
        for row, texts in grid:
            if part := part_of(texts[0]):
                _put(page, section.level, part, texts[1], row)
            else:
                page.unplaced.append(row)
        return True
    is_of_answers = section_of(grid[0][1][1]) in ("answers", "unlevelled") or section.kind == "answers"
    levels = _levels(names, ladder)
    if not is_of_answers or not levels:
        return False
    for at, level in levels.items():
        row, _ = grid[at]
        if not put_answer(page, level, row.cells[1], row):
            page.unplaced.append(row)
    return True


def _by_level_and_part(page: Page, grid: Grid, ladder: Ladder) -> bool:
    """Answers with a column for each part and a row for each level, or the other way round."""
    head, side = grid[0][1], [texts[0] for _, texts in grid]
    head_parts = {at: part for at, name in enumerate(head) if at and (part := part_of(name))}
    side_parts = {at: part for at, name in enumerate(side) if at and (part := part_of(name))}
    across, down = _levels(head, ladder), _levels(side, ladder)
    if len(head_parts) > 2 and down:
        pairs = [(level, part, at, column) for at, level in down.items() for column, part in head_parts.items()]
    elif len(side_parts) > 2 and across:
        pairs = [(level, part, at, column) for at, part in side_parts.items() for column, level in across.items()]
    else:
        return False
    new = [pair for pair in pairs if pair[0] not in page.answers]
    used = {place for _, _, at, column in new for place in ((0, column), (at, column))}
    for level, part, at, column in new:
        _put(page, level, part, grid[at][1][column], grid[at][0])
    told_twice = {at for level, _, at, _ in pairs if level not in {pair[0] for pair in new}}
    for at, (row, texts) in enumerate(grid):
        has_more = any(text and (at, column) not in used for column, text in enumerate(texts[1:], 1))
        if (at in told_twice or has_more) and row not in page.unplaced:
            page.unplaced.append(row)
    return True


def _by_column(page: Page, grid: Grid) -> bool:
    """Follow-ups or mistakes, one a row, under a header that says so."""
    head = grid[0][1]
    kinds = {section_of(name): at for at, name in reversed(list(enumerate(head)))}
    if "mistakes" in kinds:
        better = next((at for at, name in enumerate(head) if _BETTER.fullmatch(name)), None)
        for row, texts in grid[1:]:
            told = [text for at, text in enumerate(texts) if at not in (better, kinds["mistakes"]) and text]
            name = texts[kinds["mistakes"]]
            notice = f"**{name}:** {' '.join(told)}" if told or better is not None else name
            page.mistakes.append(notice + (f" Better: {texts[better]}" if better is not None and texts[better] else ""))
            page.saw("mistakes", row)
        return True
    asked = kinds.get("probes", kinds.get("prompt"))
    if asked is not None and len(grid) > 2 and all(asks(texts[asked]) for _, texts in grid[1:]):
        for row, texts in grid[1:]:
            others = [text for at, text in enumerate(texts) if at != asked and text.lower() in DIMENSIONS]
            page.probes.append(f"({others[0]}) {texts[asked]}" if others else texts[asked])
            page.saw("probes", row)
            if any(text for at, text in enumerate(texts) if at != asked and text not in others and not text.isdigit()):
                page.unplaced.append(row)
        return True
    return False


def _put(page: Page, level: Level, part: str, text: str, row: Line) -> None:
    if part in PARTS:
        page.answers.setdefault(level, []).append(Paragraph(part, text, [row]))
        page.saw(level, row)
