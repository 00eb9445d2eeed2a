"""Turns a question page of a guide into a draft in the bank's format; says what is missing and what was left over."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.bank.cues import dimension_of
from scoring.bank.drafts import HINTS, Place, dumped
from scoring.bank.mistakes import mistakes_of
from scoring.bank.pages.lines import Line
from scoring.bank.pages.page import Page
from scoring.bank.pages.sections import parse
from scoring.bank.stories import exemplar_of, probe_of, story_of
from scoring.rubric import LEVELS

MOST_PAGE = 400_000  # characters; a guide of a hundred questions has as many


@dataclass(frozen=True)
class Draft:
    """A question in the bank's format, with its gaps empty.

    `yaml` is it as a file, gaps marked TODO and proposals CHECK. `of_levels` says of the answers what is missing or to
    be checked there, `notes` what else to check, `unplaced` are the lines of the page that have no place in it,
    verbatim. `where` has the numbers of the lines that each thing was read from, `proposed` the reason of each value
    that the page does not have, by its place.
    `others` are the further questions of the page: the number of the first line of each, and its prompt.
    `tables` are the tables of levels, as lines.
    """

    question: dict[str, Any]
    of_levels: list[str]
    unplaced: list[str]
    notes: list[str] = field(default_factory=list)
    where: dict[str, list[int]] = field(default_factory=dict)
    proposed: dict[Place, str] = field(default_factory=dict)
    others: list[tuple[int, str]] = field(default_factory=list)
    tables: list[list[Line]] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """The gaps of the question in words, each with what belongs there."""
        return [
            *_missing_of_question(self.question, self.proposed),
            *self.of_levels,
            *_missing_of_exemplars(self.question["exemplars"]),
        ]

    @property
    def yaml(self) -> str:
        return dumped(self.question, self.proposed)


def read_page(text: str, slug: str) -> Draft:
    """A draft of the first question of a page in plain text or Markdown: prompt, follow-ups, answers, mistakes.

    What the page does not say is empty in the draft and named in `missing`; only the dimension of a follow-up is
    proposed, by its words. A line of the page that has no place, and every line of a further question, is in
    `unplaced`. What the page says is only data, whatever it asks for. Raises ValueError for a page without text.
    """
    first, *others = _parsed(text)
    draft = _draft(first, slug)
    draft.others.extend((page.lines[0].number, page.prompt) for page in others if page.lines)
    draft.unplaced[:] = _rows([*first.unplaced, *(line for page in others for line in page.lines)])
    return draft


def read_pages(text: str, slug: str) -> list[Draft]:
    """A draft of each question of the page, in order, with slugs of their own. Raises as read_page does."""
    pages = _parsed(text)
    return [_draft(page, slug if len(pages) == 1 else f"{slug[:56]}-{at}") for at, page in enumerate(pages, 1)]


def _parsed(text: str) -> list[Page]:
    if not text.strip():
        raise ValueError("the page is empty")
    if len(text) > MOST_PAGE:
        raise ValueError(f"the page has {len(text):,} characters, more than {MOST_PAGE:,}: split it")
    return parse(text)


def _draft(page: Page, slug: str) -> Draft:
    proposed: dict[Place, str] = {}
    probes = [probe_of(text) for text in page.probes]
    for at, probe in enumerate(probes):
        if not probe["dimension"] and (found := dimension_of(probe["text"])):
            probe["dimension"] = found[0]
            proposed["probes", at, "dimension"] = f"by the words “{found[1]}”"
    question: dict[str, Any] = {
        "slug": slug,
        "competency": _unquoted(page.competency.rstrip(".")),
        "prompt": _unquoted(page.prompt),
        "why": page.why,
        "focus": [],
        "probes": probes,
        "mistakes": mistakes_of(page.mistakes),
        "exemplars": [],
    }
    read = ", ".join(f"{name} as {level}" for name, level in page.codes.items())
    of_levels = [f"levels: companies count differently, so check how they were read here: {read}"] if read else []
    for level in LEVELS:
        story, notes, left_over = story_of(page.answers.get(level))
        of_levels += [f"{level} exemplar: {note}" for note in notes]
        page.unplaced += [line for line in left_over if line not in page.unplaced]
        question["exemplars"].append(exemplar_of(level, story))
    where = page.where | {"unplaced": [line.number for line in page.unplaced]}
    return Draft(question, of_levels, _rows(page.unplaced), page.notes, where, proposed, tables=page.tables)


def _rows(lines: Sequence[Line]) -> list[str]:
    """The lines verbatim in the order of the page, each of its rows once."""
    rows = dict.fromkeys((line.number, line.raw) for line in sorted(lines, key=lambda line: line.number))
    return [raw for _, raw in rows]


def _missing_of_question(question: Mapping[str, Any], proposed: Mapping[Place, str]) -> Iterator[str]:
    for name in ("competency", "prompt", "why", "focus"):
        if not question[name]:
            yield f"{name}: {HINTS[name]}"
    for name, fewest, most in (("probes", 6, 8), ("mistakes", 4, 6)):
        if not fewest <= (count := len(question[name])) <= most:
            yield f"{name}: the page has {count or 'none'}, and a question needs {fewest} to {most}"
    if unbound := sum(not probe["dimension"] for probe in question["probes"]):
        yield f"probes: the dimension that each would settle ({unbound} of {len(question['probes'])} have none)"
    if count := sum(place[0] == "probes" for place in proposed):
        yield f"probes: check the dimension of each that is marked CHECK ({count} were proposed)"
    if count := sum(place[0] != "probes" for place in proposed):
        yield f"check what else is marked CHECK ({count} {'place' if count == 1 else 'places'})"
    wanted = {"name": "its name", "notice": HINTS["notice"], "better": HINTS["better"]}
    for mistake in question["mistakes"]:
        if gaps := [hint for key, hint in wanted.items() if not mistake[key]]:
            yield f"mistake {mistake['id']}: {' and '.join(gaps)}"


def _missing_of_exemplars(exemplars: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    filled = {
        "evidence": all(each["evidence"] for each in exemplars),
        "a level for each dimension": all(all(each["dimensions"].values()) for each in exemplars),
        "the sentence that shows each focal one": all(
            all(shown.values()) for each in exemplars for shown in each["shows"]
        ),
    }
    if wanted := [name for name, is_filled in filled.items() if not is_filled]:
        every = "every exemplar" if len(wanted) == len(filled) else "some exemplars"
        yield f"for {every}: {', '.join(wanted[:-1])}{', and ' if wanted[1:] else ''}{wanted[-1]}"


def _unquoted(text: str) -> str:
    text = text.strip()
    for first, last in ("“”", '""', "''", "‘’", "«»", "„“"):
        if text.startswith(first) and text.endswith(last) and len(text) > 2:
            inside = text[1:-1]
            quoted = rf"{first}[^{first}{last}]*{last}" if first != last else "$^"
            if not set(re.sub(quoted, "", inside)) & {first, last}:  # else the first quote ends before the last begins
                return inside.strip()
    is_cut = text[-1:] in '”"' and not set(text[:-1]) & set('“"')
    return text[:-1].rstrip() if is_cut else text
