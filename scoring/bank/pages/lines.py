"""The lines of a page, each with what its marks say: heading, item, table row, first of a paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scoring.bank.pages.front_matter import front_matter
from scoring.bank.pages.marks import unescaped, without_marks
from scoring.bank.pages.parts import names_part, pieces
from scoring.incoming import ended_alike
from scoring.text import shown

_BULLET = re.compile(
    r"(?:[-*–—+]|\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)]|o(?=\t)|\d{1,2} [-–](?= [A-Z*“\"]))\s+"
    r"|[•▪◦‣●○■□・·∙⁃➢➤➔►▶▸▹✓✔✗✘☐☑❌⚠️🚩]+\s*|-(?=[A-Z]|\*\*)"
)
_NUMBER = re.compile(r"\(?\d{1,2}(?:[.)]| [-–])\s")
_RULE = re.compile(r"[-=*_~]{3,}|(?:[-*_] ){2,}[-*_]|`{3,}\w*")
_BREAK = re.compile(r"<br\s*/?>|</p>|\u2028|\u2029", re.IGNORECASE)
_REFERENCE = re.compile(r"\s*\[[^\]]+\]:\s*<?(?:https?|data|mailto):")  # what a link or picture above leads to
_SUMMARY = re.compile(r"(?:<details[^>]*>\s*)?<summary[^>]*>(.*?)</summary>", re.IGNORECASE)
_WRAPPED = 40  # characters, at least, of a line that was broken because it was full
_LONGEST_HEADING = 12  # words, where only capitals, an underline or bold say that it is one


@dataclass(frozen=True)
class Line:
    """A line of a page; `number` counts from 1, `raw` is it verbatim, `text` without the marks of its beginning."""

    number: int
    raw: str
    text: str
    depth: int = 0  # of a heading: 1 for the highest, 7 for bold alone; 0 for what is none
    is_item: bool = False
    is_numbered: bool = False
    indent: int = 0
    is_first: bool = True  # after an empty line or a heading
    above: str = ""  # the line before it in its paragraph
    below: str = ""  # the next one
    cells: tuple[str, ...] = ()  # of a row of a table
    is_parent: bool = False  # the next one stands further in
    is_aside: bool = False  # a comment, or a line of front matter that is about the page
    is_after_rule: bool = False  # the first under a line across the page

    @property
    def bare(self) -> str:
        return without_marks(self.text)

    @property
    def is_running(self) -> bool:
        """Whether it goes on with a sentence that the line before it was too short for."""
        return is_open(self.above)

    @property
    def is_value(self) -> bool:
        """Whether the line before it was full where a label ended, so that what the label names begins here."""
        is_broken = len(self.above) >= _WRAPPED and without_marks(self.above).endswith((":", "："))
        return is_broken and not (self.depth or self.is_item)


def lines_of(text: str) -> list[Line]:
    """The lines that say something, in their order; rules, fences and empty lines only part them."""
    rows = ended_alike(text).split("\n")
    taken, found = front_matter([shown(row) for row in rows])
    lines = [
        Line(number, raw, f"{label}: {value}" if label else value, depth=1 if is_title else 0, is_aside=is_aside)
        for number, raw, label, value, is_title, is_aside in found
    ]
    return lines + list(_body(rows, taken))


def _body(rows: list[str], start: int) -> Iterator[Line]:
    is_first, in_comment, above, count, is_ruled, is_table, is_told = True, False, "", 0, False, False, False
    for at in range(start, len(rows)):
        raw, row = rows[at], shown(rows[at])
        if in_comment or row.lstrip().startswith("<!--") or _REFERENCE.match(row):
            in_comment = "-->" not in row and not _REFERENCE.match(row)
            if row.strip():
                yield Line(at + 1, raw, row.strip(), is_aside=True)
            continue
        below = shown(rows[at + 1]) if at + 1 < len(rows) else ""
        bare = re.sub(r"^[>\s]+", "", row).strip()
        if not bare or _RULE.fullmatch(bare):
            is_table = is_table and bool(bare)
            is_first, above, is_told = True, "", False
            is_ruled = is_ruled or bool(bare and "`" not in bare)
            continue
        below = "" if re.fullmatch(r"[>\s]*", below) else below.strip()
        is_parent = bool(below) and _indent(rows[at + 1]) > _indent(row)
        for line in _of_row(at + 1, raw, row, (above, below, count, is_told), is_first, is_table):
            is_told = is_told or names_part(line.text)
            is_table = bool(line.cells)
            yield replace(line, is_after_rule=is_ruled, is_parent=is_parent)
            is_ruled = False
            count = int(re.findall(r"\d{1,2}", row)[0]) if line.is_numbered else count
            is_first = line.depth > 0
            above = "" if is_first else line.text


def _of_row(
    number: int, raw: str, row: str, around: tuple[str, str, int, bool], is_first: bool, is_table: bool
) -> Iterator[Line]:
    """The lines that one row of the page holds: breaks inside it, and labels one after another, part it.

    `is_table`: whether the row before it is one of a table, so that its first cell may be empty. `around` is the line
    before it in its paragraph, the next one, the number of the last numbered item, and whether a line before it in its
    paragraph names a part of an answer.
    """
    above, below, count, is_told = around
    bare = re.sub(r"^[>\s]+", "", row).strip()
    indent = _indent(row)
    if cells := _cells(bare) or (_cells(row.rstrip()) if is_table and row.startswith("\t") else ()):
        yield Line(number, raw, unescaped(bare), indent=indent, is_first=is_first, below=below, cells=cells)
        return
    bare = _SUMMARY.sub(r"**\1**", bare)
    whole = [piece for part in _BREAK.split(bare) for piece in pieces(unescaped(part).strip(), is_told) if piece]
    for place, piece in enumerate(whole):
        depth = _depth(piece, below if place == len(whole) - 1 else "")
        item = None if depth or (not place and _is_broken(piece, above, count)) else _BULLET.match(piece)
        clean = re.sub(r"^#+\s*|\s*\{[#.:][^{}]*\}$|\s+#+$", "", piece) if depth else piece[item.end() if item else 0 :]
        yield Line(
            number,
            raw if len(whole) == 1 else without_marks(piece),
            re.sub(r"^\[[ xX]\]\s+", "", clean) if item else clean,
            depth,
            item is not None,
            bool(item and _NUMBER.match(piece)),
            indent,
            is_first and not place,
            whole[place - 1] if place else above,
            whole[place + 1] if place + 1 < len(whole) else below,
        )


def _indent(row: str) -> int:
    inside = re.sub(r"^\s*>\s?", "", row).expandtabs(4)
    return len(inside) - len(inside.lstrip())


def without_bullet(text: str) -> str:
    """The text of an item without the dot, dash or number before it."""
    item = _BULLET.match(text)
    return text[item.end() :] if item else text


def is_open(above: str) -> bool:
    """Whether a line was full before its sentence ended, so that the next goes on with it."""
    return len(above) >= _WRAPPED and not re.search(r"[.?!:…][\"”’')*_]*$", above)


def _is_broken(row: str, above: str, count: int) -> bool:
    """Whether a dash or number at the beginning is of a sentence that was broken there, and no mark of an item."""
    if not is_open(above):
        return False
    if number := re.match(r"(\d{1,2})(?:[.)]| [-–])\s", row):
        return int(number[1]) not in (1, count + 1)
    return bool(re.match(r"[–—*+-]\s+[^A-Z\s\"“*_\[]|[a-h][.)]\s", row))


def _cells(row: str) -> tuple[str, ...]:
    """The cells of a row of a table, between bars or tabs; none for what is no such row."""
    if row.startswith("|") and row.count("|") > 1:
        row = row.strip().removeprefix("|").removesuffix("|")
        return tuple(_cell(cell) for cell in re.split(r"(?<!\\)\|", row))
    for mark in (r"\s\|\s", r"\t"):
        if re.search(mark, row) and not _BULLET.match(row):
            return tuple(_cell(cell) for cell in re.split(mark, row))
    return ()


def _cell(text: str) -> str:
    """What stands in it, a line for each break."""
    return unescaped(_BREAK.sub("\n", text)).strip()


def _depth(row: str, below: str) -> int:
    if marks := re.match(r"(#{1,6})\s|(#{2,6})(?=\w)", row):
        return len(marks[1] or marks[2])
    words = len(row.split())
    if re.fullmatch(r"={3,}|-{3,}", below) and words <= 2 * _LONGEST_HEADING and not row.endswith("."):
        return 1 if below[0] == "=" else 2
    if row.isupper() and words <= 8 and not row.endswith((".", "?", "!")):
        return 2
    is_bold = re.fullmatch(r"(\*\*\*?|__)[^*_]+\1:?", row) and (
        words <= _LONGEST_HEADING or row.rstrip("*_:").endswith("?")
    )
    is_slanted = re.fullmatch(r"([*_])[^*_]+\1:?", row) and words <= 6 and not row.rstrip("*_").endswith((".", "!"))
    return 7 if is_bold or is_slanted else 0
