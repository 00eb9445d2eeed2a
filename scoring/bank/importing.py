"""Turns a question page of a guide into a draft in the bank's format; says what is missing and what was left over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from scoring.bank.pages import BETTER, Page, Paragraph, parse, without_marks
from scoring.rubric import DIMENSIONS, LEVELS
from scoring.text import slug_of

PARTS = ("situation", "task", "action", "result")
_LONGEST_NAME = 8  # words in the name of a mistake

_HINTS: dict[str, str] = {
    "prompt": "the question as an interviewer says it",
    "competency": "such as Ownership",
    "why": "one sentence on why it is asked",
    "focus": "the three dimensions that it shows best",
    "dimension": ", ".join(DIMENSIONS),
    "name": "in a few words",
    "notice": "how to notice it in an answer",
    "better": "what a better answer does",
    "evidence": "thin, adequate or strong",
    "quote": "the sentence of the story that shows the level, word for word",
    "why it shows it": "in one sentence, by the idea of the anchor",
    "levels": "none, junior, mid, senior or staff",
}


@dataclass(frozen=True)
class Draft:
    """A question in the bank's format, its gaps empty and marked TODO; the gaps in words; the lines left over."""

    yaml: str
    missing: list[str]
    unplaced: list[str]


def read_page(text: str, slug: str) -> Draft:
    """A draft from a question page in plain text or Markdown: prompt, follow-ups, sample answers by level, mistakes.

    Nothing is guessed: what the page does not say is empty in the draft and named in `missing`, and a line of the page
    that has no place is in `unplaced`, verbatim. What the page says is only data, whatever it asks for. Raises
    ValueError for a page without text.
    """
    if not text.strip():
        raise ValueError("the page is empty")
    page = parse(text)
    question: dict[str, Any] = {
        "slug": slug,
        "competency": page.competency,
        "prompt": _unquoted(page.prompt),
        "why": page.why,
        "focus": [],
        "probes": [_probe(probe) for probe in page.probes],
        "mistakes": _mistakes(page.mistakes),
        "exemplars": [],
    }
    missing = [*_missing_of_question(question), *_missing_of_levels(page)]
    for level in LEVELS:
        story, notes, left_over = _story(page.answers.get(level, []))
        missing += [f"{level} exemplar: {note}" for note in notes]
        page.unplaced += left_over
        question["exemplars"].append(_exemplar(level, story))
    missing.append(
        "for every exemplar: evidence, a level for each dimension, and the sentence that shows each focal one"
    )
    return Draft(_dumped(question), missing, sorted(page.unplaced, key=text.splitlines().index))


def _probe(text: str) -> dict[str, str]:
    """Some pages begin a follow-up with the name of its dimension."""
    name = "|".join(DIMENSIONS)
    if named := re.match(rf"(?:({name})\s*[:–—-]|[(\[]({name})[)\]]:?)\s*(.+)", text, re.IGNORECASE):
        return {"dimension": (named[1] or named[2]).lower(), "text": named[3]}
    return {"dimension": "", "text": text}


def _mistakes(texts: list[str]) -> list[dict[str, str]]:
    mistakes: list[dict[str, str]] = []
    for place, text in enumerate(texts, 1):
        told, better = (*BETTER.split(text, maxsplit=1), "")[:2]
        name, notice = _named(told)
        slug = slug_of(name, most=50) or "mistake"
        taken = {mistake["id"] for mistake in mistakes}
        mistake = {"id": slug if slug not in taken else f"{slug}-{place}", "name": name, "notice": notice}
        mistakes.append({**mistake, "better": without_marks(better)})
    return mistakes


def _named(text: str) -> tuple[str, str]:
    """The name of a mistake and how to notice it: in bold, before a colon or dash, or a short first sentence."""
    bold = re.match(r"(?:\*\*|__)(.+?)(?:\*\*|__)\s*[-:.–—]*\s*", text)
    before = bold or re.match(r"([^:.–—]+?)(?::|\s[-–—]|\.)(?:\s+|$)", text)
    if before and (bold or len(before[1].split()) <= _LONGEST_NAME):
        return without_marks(before[1]).rstrip(":."), without_marks(text[before.end() :])
    text = without_marks(text)
    return (text, "") if len(text.split()) <= _LONGEST_NAME else ("", text)


def _story(paragraphs: list[Paragraph]) -> tuple[dict[str, str], list[str], list[str]]:
    """The four parts of an answer, what to check or fill in them, and the lines that are in none."""
    if not paragraphs:
        return dict.fromkeys(PARTS, ""), ["the page has no answer at this level"], []
    texts = [paragraph.text for paragraph in paragraphs]
    if any(paragraph.part for paragraph in paragraphs):
        named = {name: " ".join(each.text for each in paragraphs if each.part == name) for name in PARTS}
        notes = [f"the page names no {name}" for name in PARTS if not named[name]]
        return named, notes, [row for each in paragraphs if not each.part for row in each.rows]
    if len(texts) >= len(PARTS):
        story = dict(zip(PARTS, (texts[0], texts[1], " ".join(texts[2:-1]), texts[-1]), strict=True))
        return story, ["the page names no parts; they were split by paragraph, so check where each begins"], []
    story = dict.fromkeys(PARTS, "") | {"action": " ".join(texts)}
    return story, ["the page names no parts; all of it is in action, so move what is situation, task and result"], []


def _exemplar(level: str, story: dict[str, str]) -> dict[str, Any]:
    return {
        "level": level,
        "evidence": "",
        **story,
        "dimensions": dict.fromkeys(DIMENSIONS, ""),
        "shows": [{"dimension": "", "quote": "", "why": ""} for _ in range(3)],
    }


def _missing_of_question(question: dict[str, Any]) -> Iterator[str]:
    for name in ("competency", "prompt", "why"):
        if not question[name]:
            yield f"{name}: {_HINTS[name]}"
    yield f"focus: {_HINTS['focus']}"
    for name, fewest, most in (("probes", 6, 8), ("mistakes", 4, 6)):
        if not fewest <= (count := len(question[name])) <= most:
            yield f"{name}: the page has {count}, and a question needs {fewest} to {most}"
    if unbound := sum(not probe["dimension"] for probe in question["probes"]):
        yield f"probes: the dimension that each would settle ({unbound} of {len(question['probes'])} have none)"
    for mistake in question["mistakes"]:
        if gaps := [
            _HINTS[key] if key != "name" else "its name" for key in ("name", "notice", "better") if not mistake[key]
        ]:
            yield f"mistake {mistake['id']}: {' and '.join(gaps)}"


def _missing_of_levels(page: Page) -> Iterator[str]:
    if page.codes:
        read = ", ".join(f"{name} as {level}" for name, level in page.codes.items())
        yield f"levels: companies count differently, so check how they were read here: {read}"


def _unquoted(text: str) -> str:
    found = re.fullmatch(r"[“\"]([^“”\"]+)[”\"]", text)
    return found[1] if found else text


class _Dumper(yaml.SafeDumper):
    """Writes long texts folded and lists indented, as the bank's files are."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _scalar(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, ">" if len(text) > 90 else None)


_Dumper.add_representer(str, _scalar)


def _dumped(question: dict[str, Any]) -> str:
    text = yaml.dump(question, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=118)
    return re.sub(r"^( *)(?:- )?(\w+): (?:''|\[\])$", _marked, text, flags=re.MULTILINE)


def _marked(gap: re.Match[str]) -> str:
    name = "levels" if gap[2] in DIMENSIONS else "why it shows it" if gap[2] == "why" and gap[1] else gap[2]
    hint = _HINTS.get(name)
    return f"{gap[0]}  # TODO{f': {hint}' if hint else ''}"
