"""What a page was found to hold, in its own words, and on which of its lines."""

from dataclasses import dataclass, field

from scoring.bank.pages.lines import Line
from scoring.rubric import Level


@dataclass
class Paragraph:
    """A paragraph of an answer, with the STAR part that the page names for it, or "", and its lines.

    A part that is named and left empty is a paragraph without text.
    """

    part: str
    text: str
    lines: list[Line]


@dataclass
class Page:
    """One question of a page; `unplaced` are its lines that fit nowhere, `strays` those of them that tell a story.

    The text of a mistake keeps its marks, since a name is often in bold. `codes` are names of levels that are a
    company's code (L4, SDE II), with the level they were read as. `where` has the numbers of the lines that each of
    prompt, why, competency, probes, mistakes and the levels was read from. `notes` are what to check, a sentence each.
    `probes_at` are the indents of the follow-ups.
    """

    prompt: str = ""
    why: str = ""
    competency: str = ""
    probes: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    answers: dict[Level, list[Paragraph]] = field(default_factory=dict)
    codes: dict[str, Level] = field(default_factory=dict)
    unplaced: list[Line] = field(default_factory=list)
    strays: list[list[Line]] = field(default_factory=list)
    tables: list[list[Line]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    where: dict[str, list[int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    probes_at: list[int] = field(default_factory=list)

    @property
    def has_body(self) -> bool:
        return bool(self.probes or self.mistakes or self.answers)

    def has_answer(self, level: Level) -> bool:
        """Whether anything of the answer at a level has been told, rather than only its name."""
        return any(paragraph.text for paragraph in self.answers.get(level, ()))

    def saw(self, what: str, line: Line) -> None:
        numbers = self.where.setdefault(what, [])
        if not numbers or numbers[-1] != line.number:
            numbers.append(line.number)


@dataclass(frozen=True)
class Section:
    """Where the lines stand: what they are about, under which depth of heading, and in an answer its level and part.

    `items_at` is the indent of its items, None before the first; `opened` the line that opened it.
    """

    kind: str = ""
    depth: int = 0
    level: Level | None = None
    part: str = ""
    opened: Line | None = None
    items_at: int | None = None
    is_implied: bool = False
    is_closed: bool = False  # by a line across the page: only a label opens it again


SILENT = ("notes", "alternatives", "repeated", "unknown", "unlevelled")
"""Nothing of these has a place, so their heading is told as well."""
