"""Where on a page a question begins, so that two are never mixed into one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.bank.pages.levels import Ladder, level_of
from scoring.bank.pages.lines import Line
from scoring.bank.pages.names import (
    asks,
    begins_as_question,
    bids,
    bids_for_a_story,
    numbered,
    opening_words,
    section_of,
)
from scoring.bank.pages.page import Page, Section
from scoring.bank.pages.runs import questions_in


@dataclass
class Asked:
    """How the open question was asked: its number, the line, and whether by a label, a heading or an item of a list."""

    number: str = ""
    line: Line | None = None
    way: str = ""


def implied_probes(lines: Sequence[Line], ladder: Ladder) -> tuple[set[int], set[int]]:
    """Places of lines at the head of a page that are follow-ups without a heading, and of those that are its prompt.

    A page may begin with a run of questions. Where the first bids somebody to tell a story, or stands apart, it is the
    prompt; where none does, all are follow-ups, and the page does not say what was asked.
    """
    start = next((at for at, line in enumerate(lines) if _is_question(line)), None)
    if start is None or any(_names_something(line, ladder) for line in lines[:start]):
        return set(), set()
    end = start
    while end < len(lines) and _is_question(lines[end]) and not _names_something(lines[end], ladder):
        end += 1
    run = list(range(start, end))
    if not run:
        return set(), set()
    if len(run) == 1 and len(questions_in(lines[start].bare, fewest=3)) > 1 and not bids(lines[start].bare):
        heads = (line.bare.partition(":")[0] for line in lines[end:] if _names_something(line, ladder))
        is_named = any(section_of(head) in ("probes", "prompt") for head in heads)
        return (set(), set()) if is_named else (set(run), set())
    firsts = [
        lines[at]
        for at in run
        if at == start or lines[at].is_item or lines[at].is_first or re.search(r"[?.!][\"”’')]*$", lines[at - 1].bare)
    ]
    is_nested = firsts[0].is_item and any(line.is_item and line.indent > firsts[0].indent for line in firsts)
    if len(firsts) < 2 or is_nested or sum(bids_for_a_story(line.bare) for line in firsts) > 1:
        return set(), set()
    if sum(bids(line.bare) for line in firsts[1:]) > len(firsts) / 3:
        return set(), set()
    first, second, *rest = firsts
    is_alone = rest and second.is_first and not any(line.is_first for line in rest) and not first.is_item
    is_prompt = bids(first.bare) or first.is_item != second.is_item or is_alone
    if any(line.depth and asks(line.bare) for line in lines[:start]) or not is_prompt:
        return set(run), set()
    prompt = {at for at in run if lines[at].number < second.number}
    return set(run) - prompt, prompt


def _is_question(line: Line) -> bool:
    if line.depth or line.is_aside or line.cells:
        return False
    bare = line.bare
    is_whole = bare.rstrip("”\"'’)").endswith("?") or (bids(bare) and not line.below)
    return is_whole or (begins_as_question(bare) and bool(line.below or bids(bare)) and len(bare) < 300)


def _names_something(line: Line, ladder: Ladder) -> bool:
    label = line.bare if line.depth else re.split(r"(?<!\d):|:(?!\d)", line.bare, maxsplit=1)[0]  # no time
    is_name = section_of(label) in ("probes", "mistakes", "prompt", "answers") or level_of(label, ladder)
    return not line.is_aside and bool(is_name)


def question_begun(line: Line, label: str, page: Page, section: Section, asked: Asked) -> Asked | None:
    """How the line asks another question, or the first of the page; None for a line that asks none."""
    bare = line.bare
    if (found := numbered(bare)) and (line.depth or line.is_first or line.is_item):
        return _by_number(found, line, section, asked)
    if section_of(label) == "prompt":
        return Asked("", line, "label")
    if line.depth:
        return _by_heading(line, bare, section, asked)
    if section_of(label):
        return None
    is_first_said = section.kind in ("competency", "why") and line.is_first and not page.prompt and bids(bare)
    if section.kind in ("", "prompt", "unknown", "notes") or is_first_said:
        return _by_line(line, bare, page, section, asked)
    is_outside = section.kind == "probes" and line.is_item and line.indent < (section.items_at or 0)
    if is_outside and _is_of_a_list(line, asked):
        return Asked("", line, "item")
    is_alone = line.is_first and not line.is_item and not line.below and bool(re.search(r"[.?!][\"”’')]*$", bare))
    return Asked("", line, "line") if is_alone and bids_for_a_story(bare) and page.has_body else None


def _by_number(found: tuple[str, str], line: Line, section: Section, asked: Asked) -> Asked | None:
    number, text = found
    is_inside = section.kind in ("probes", "mistakes") and (line.depth == 0 or line.depth > section.depth)
    if is_inside and not bids(text) and number != _after(asked.number):
        return None
    if text and not asks(text) and not line.depth and not re.search(r"[.?!:]", line.bare):
        return None
    return Asked(number, line, "number")


def _after(number: str) -> str:
    return str(int(number) + 1) if number.isdigit() else ""


def _by_heading(line: Line, bare: str, section: Section, asked: Asked) -> Asked | None:
    if not asks(bare) or section_of(bare):
        return None
    is_as_high = asked.way == "heading" and asked.line and line.depth <= asked.line.depth
    if bids_for_a_story(bare) and (is_as_high or (section.depth == 0 and line.depth < 7)):
        return Asked("", line, "heading")
    if section.kind in ("probes", "mistakes") and not section.is_implied:
        is_inside = line.depth > section.depth or (line.depth == section.depth and not bids(bare))
        return None if is_inside else Asked("", line, "heading")
    if section.kind == "answer" and line.depth > section.depth and not bids_for_a_story(bare):
        return None
    return Asked("", line, "heading")


def _by_line(line: Line, bare: str, page: Page, section: Section, asked: Asked) -> Asked | None:
    if line.is_item and _is_of_a_list(line, asked) and begins_as_question(bare):
        return Asked("", line, "item")
    if not (line.is_first or line.is_item or not page.prompt) or not begins_as_question(bare):
        return None
    if section.kind == "prompt" and not page.prompt:
        return None
    is_asked = bids(bare) or not (asked.way or page.has_body)
    return Asked("", line, "item" if line.is_item else "line") if is_asked else None


def _is_of_a_list(line: Line, asked: Asked) -> bool:
    first = asked.line
    return bool(first and asked.way == "item" and (first.is_numbered, first.indent) == (line.is_numbered, line.indent))


def is_another(begun: Asked, page: Page, asked: Asked) -> bool:
    """Whether what begins is a further question, rather than the page's own in other words."""
    if not page.has_body and not asked.way:
        return False
    if begun.way == "number" and asked.way == "number":
        return begun.number != asked.number
    if page.has_body:
        return not (begun.way == "label" and not page.prompt and not asked.way)
    if begun.way == asked.way:
        return begun.way != "heading" or bool(begun.line and asked.line and begun.line.depth == asked.line.depth)
    return begun.way == "number" or {begun.way, asked.way} == {"item", "line"}


def prompt_in(begun: Asked) -> str:
    """The words of the question on the line that begins it; "" where they follow."""
    line = begun.line
    if line is None or begun.way == "label":
        return ""
    if begun.way == "number":
        found = numbered(line.bare)
        return found[1] if found and asks(found[1]) else ""
    return opening_words(line.bare) if begun.way in ("heading", "item") else line.bare
