"""Reads the lines of a page into its questions, each with its sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scoring.bank.pages import placing, tables
from scoring.bank.pages.fields import Field, fields_of, put_field
from scoring.bank.pages.labels import label_of, opened
from scoring.bank.pages.levels import Ladder, ladder_of, level_of
from scoring.bank.pages.lines import Line, lines_of
from scoring.bank.pages.marks import without_marks
from scoring.bank.pages.names import numbered, section_of
from scoring.bank.pages.page import SILENT, Page, Section
from scoring.bank.pages.parts import part_of
from scoring.bank.pages.starts import Asked, implied_probes, is_another, prompt_in, question_begun
from scoring.bank.pages.strays import settle


@dataclass
class _Reading:
    """How far the page has been read."""

    ladder: Ladder
    pages: list[Page] = field(default_factory=lambda: [Page()])
    section: Section = field(default_factory=Section)
    asked: Asked = field(default_factory=Asked)

    @property
    def page(self) -> Page:
        return self.pages[-1]


def parse(text: str) -> list[Page]:
    """The questions of a page, one or more; what stands before the first belongs to it."""
    lines = lines_of(text)
    ladder = ladder_of(_possible_labels(lines))
    reading = _Reading(ladder)
    follow_ups, prompt = implied_probes(lines, ladder)
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.cells and (end := tables.end_of(lines, at)):
            _take_table(reading, lines[at:end])
            at = end
            continue
        if line.is_aside:
            reading.page.lines.append(line)
            reading.page.unplaced.append(line)
        elif at in follow_ups:
            _take_follow_up(reading, line)
        else:
            _take(reading, line, lines[at + 1 :], is_prompt=at in prompt)
        at += 1
    for page in reading.pages:
        settle(page)
    return reading.pages


def _possible_labels(lines: Sequence[Line]) -> list[str]:
    """Whatever in the lines may be the name of a level, to see which codes the page uses."""
    found = [without_marks(cell) for line in lines for cell in line.cells]
    for line in lines:
        found += [line.bare, re.split(r":|\s[-–—]\s", line.bare, maxsplit=1)[0]]
    return found


def _take_follow_up(reading: _Reading, line: Line) -> None:
    if not reading.section.is_implied:
        reading.section = Section("probes", 8, is_implied=True)
    reading.page.lines.append(line)
    placing.put_probe(reading.page, line, is_run=True)


def _take(reading: _Reading, line: Line, after: Sequence[Line], is_prompt: bool) -> None:
    label, rest = label_of(line, reading.section, reading.ladder)
    is_part = reading.section.kind == "answer" and bool(part_of(label))
    begun = Asked("", line, "line") if is_prompt else None
    if not is_part and not (label and level_of(label, reading.ladder)):
        begun = begun or question_begun(line, label, reading.page, reading.section, reading.asked)
    if is_another(begun, reading.page, reading.asked) if begun else _leads_to_another(reading, label, after):
        _turn_over(reading)
    reading.page.lines.append(line)
    if begun and begun.way != "label":
        _take_question(reading, line, begun)
        return
    if begun:
        _take_back_heading(reading)
        reading.asked = begun
    _take_line(reading, line, label, rest)


def _turn_over(reading: _Reading) -> None:
    reading.pages.append(Page())
    reading.section, reading.asked = Section(), Asked()


def _leads_to_another(reading: _Reading, label: str, after: Sequence[Line]) -> bool:
    """Whether the competency or why that a line names is of the next question, which follows before anything else."""
    page, section, kind = reading.page, reading.section, section_of(label)
    if not (page.has_body and page.prompt) or kind not in ("competency", "why"):
        return False
    if section.depth and section.kind in ("probes", "mistakes", "answer") and getattr(page, kind):
        return True
    for line in after:
        name, _ = label_of(line, Section(), reading.ladder)
        if section_of(name) not in ("competency", "why", "") or level_of(name, reading.ladder):
            return section_of(name) == "prompt"
        if question_begun(line, name, Page(), Section(), Asked()):
            return True
    return False


def _take_question(reading: _Reading, line: Line, begun: Asked) -> None:
    page = reading.page
    text = prompt_in(begun)
    if reading.asked.way == "heading" or (reading.asked.way and not text):
        _take_back_heading(reading)
    elif page.prompt:
        page.unplaced.append(line)
        return
    reading.asked = begun
    reading.section = Section("prompt", line.depth, opened=line)
    if text:
        placing.put_plain(page, "prompt", line, text)
    elif begun.way == "number" and (found := numbered(line.bare)) and found[1]:
        page.unplaced.append(line)


def _take_back_heading(reading: _Reading) -> None:
    """A heading that asks gives way to the question proper."""
    page, asked = reading.page, reading.asked
    if asked.way == "heading" and asked.line and not page.has_body:
        page.prompt = ""
        page.where.pop("prompt", None)
        page.unplaced.append(asked.line)


def _take_line(reading: _Reading, line: Line, label: str, rest: str) -> None:
    page = reading.page
    found = opened(page, reading.section, line, label, reading.ladder)
    if found is None:
        rest = line.bare
        if line.is_after_rule and _has_text(page, reading.section):
            reading.section = replace(reading.section, is_closed=True)
    else:
        reading.section = found
        if note := _note(found, line, reading):
            page.notes.append(note)
        if found.level:
            placing.begin(page, found, line, is_part=bool(found.part), has_text=bool(rest))
    section = reading.section
    is_told = found is None or section.kind in SILENT
    if rest or is_told:
        if not placing.put(page, section, line, rest, is_label=found is not None):
            page.unplaced.append(line)
        elif line.is_item and section.items_at is None and found is None:
            reading.section = replace(section, items_at=line.indent)


def _has_text(page: Page, section: Section) -> bool:
    """Whether an answer, or the why, has been told already, so that a line across the page ends it."""
    return page.has_answer(section.level) if section.level else section.kind == "why" and bool(page.why)


def _note(section: Section, line: Line, reading: _Reading) -> str:
    """What to say of an answer that has no place."""
    name = line.bare.partition(":")[0]
    begins = f"line {line.number} begins"
    if section.kind == "unlevelled":
        return f"{begins} an answer without a level (“{name}”): nothing of it was placed; say its level"
    if section.kind == "repeated" and (level := level_of(name, reading.ladder)):
        return f"{begins} another {level} answer (“{name}”): only the first is kept"
    return ""


def _take_table(reading: _Reading, rows: Sequence[Line]) -> None:
    if found := fields_of(tables.grid_of(rows), reading.ladder):
        _take_fields(reading, rows, found)
        return
    page = reading.page
    page.lines += rows
    reading.section = tables.take(page, reading.section, rows, reading.ladder)


def _take_fields(reading: _Reading, rows: Sequence[Line], found: Sequence[Field]) -> None:
    """A table of one question, or of several: each prompt after the first begins another."""
    waiting = list(rows)
    for name, text, row in found:
        if name == "prompt" and (reading.page.prompt or reading.page.has_body):
            _turn_over(reading)
        page = reading.page
        while waiting and waiting[0].number <= row.number:
            page.lines.append(waiting.pop(0))
        if name == "prompt":
            reading.asked = Asked("", row, "label")
        if not (name and text and put_field(page, (name, text, row))) and row not in page.unplaced:
            page.unplaced.append(row)
    reading.section = Section()
