"""The exemplars and follow-ups of a draft: which paragraph is which part, and what to check there."""

import re
from collections.abc import Mapping
from typing import Any

from scoring.bank.pages.lines import Line
from scoring.bank.pages.page import Paragraph
from scoring.bank.pages.parts import PARTS, part_of, pieces
from scoring.rubric import DIMENSIONS

_NAMES = "|".join(DIMENSIONS)
_NAMED = re.compile(rf"(?:({_NAMES})\s*[:–—-]|[(\[]({_NAMES})[)\]]:?)\s*(.+)", re.IGNORECASE)
_NAMED_BEHIND = re.compile(rf"(.+\?)\s*(?:[(\[]({_NAMES})[)\]]|[–—-]+\s*({_NAMES}))\.?", re.IGNORECASE)


def probe_of(text: str) -> dict[str, str]:
    """Some pages name the dimension of a follow-up before it, or behind it in brackets."""
    if named := _NAMED.match(text):
        return {"dimension": (named[1] or named[2]).lower(), "text": named[3]}
    if named := _NAMED_BEHIND.fullmatch(text):
        return {"dimension": (named[2] or named[3]).lower(), "text": named[1]}
    return {"dimension": "", "text": text}


def story_of(paragraphs: list[Paragraph] | None) -> tuple[dict[str, str], list[str], list[Line]]:
    """The four parts of an answer, what to check or fill in them, and the lines that are in none."""
    if paragraphs is None:
        return dict.fromkeys(PARTS, ""), ["the page has no answer at this level"], []
    texts = [paragraph.text for paragraph in paragraphs if paragraph.text]
    if not texts:
        return dict.fromkeys(PARTS, ""), ["the page names this level and tells no answer"], []
    if any(paragraph.part for paragraph in paragraphs):
        return _by_name(paragraphs)
    if len(texts) >= len(PARTS):
        story = dict(zip(PARTS, (texts[0], texts[1], " ".join(texts[2:-1]), texts[-1]), strict=True))
        return story, ["the page names no parts; they were split by paragraph, so check where each begins"], []
    story = dict.fromkeys(PARTS, "") | {"action": " ".join(texts)}
    return story, ["the page names no parts; all of it is in action, so move what is situation, task and result"], []


def _by_name(paragraphs: list[Paragraph]) -> tuple[dict[str, str], list[str], list[Line]]:
    told = {name: [each.text for each in paragraphs if each.part == name] for name in (*PARTS, "more")}
    named = {name: " ".join(filter(None, told[name] + (told["more"] if name == "result" else []))) for name in PARTS}
    notes = [
        f"the {name} is named on the page and empty" if told[name] else f"the page names no {name}"
        for name in PARTS
        if not named[name]
    ]
    if told["more"]:
        notes.append("what was learned stands apart on the page; it is at the end of result")
    return named, notes, [line for each in paragraphs if not each.part for line in each.lines]


def parts_in(text: str) -> dict[str, str]:
    """The parts of a story whose text names each before it; nothing where it names one only, or no action."""
    found: dict[str, list[str]] = {}
    part = ""
    for piece in (piece for line in text.split("\n") for piece in pieces(line.strip())):
        name, _, told = piece.partition(":")
        if part_of(name) in PARTS and part_of(name) not in found:
            part, piece = part_of(name), told
        found.setdefault(part, []).append(piece.strip())
    told_of = {name: "\n".join(lines).strip() for name, lines in found.items()}
    is_named = "action" in told_of and len(told_of) > 1 and "" not in told_of
    return told_of if is_named and all(told_of.values()) else {}


def with_names(story: Mapping[str, Any]) -> str:
    """A story as text, each part under its name; only the text where all of it is in one part."""
    told = {part: story[part] for part in PARTS if story.get(part)}
    return "\n\n".join(f"{part.capitalize()}: {text}" if len(told) > 1 else text for part, text in told.items())


def exemplar_of(level: str, story: dict[str, str]) -> dict[str, Any]:
    """An exemplar with the story, the rest of it empty."""
    return {
        "level": level,
        "evidence": "",
        **story,
        "dimensions": dict.fromkeys(DIMENSIONS, ""),
        "shows": [{"dimension": "", "quote": "", "why": ""} for _ in range(3)],
    }
