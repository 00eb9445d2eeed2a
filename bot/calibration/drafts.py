"""What the form for a question holds: read of a question or of a page, its faults, and the question that it makes."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot import refusals
from scoring.bank.cues import dimension_of, focus_of
from scoring.bank.questions import MOST_COMPETENCY, MOST_PROMPT, Question
from scoring.bank.stories import parts_in, with_names
from scoring.rubric import DIMENSIONS, LEVELS
from storage.models import CustomQuestion

MOST_WHY = 300  # characters


@dataclass(frozen=True)
class Draft:
    """What the form for a question holds, as typed: `probes` in a box a dimension, they and `mistakes` one a line.

    `rest` are follow-ups that are in no box, `exemplars` the texts by level that a page had, none where there was none.
    """

    name: str = ""
    prompt: str = ""
    why: str = ""
    competency: str = ""
    focus: tuple[str, ...] = ()
    probes: Mapping[str, str] = field(default_factory=dict)
    mistakes: str = ""
    rest: str = ""
    exemplars: Mapping[str, str] = field(default_factory=dict)


def draft_of(row: CustomQuestion) -> Draft:
    """What a question says, to be changed in the form."""
    question = Question.model_validate(row.question)
    return Draft(
        name=row.slug,
        prompt=question.prompt,
        why=question.why,
        competency=question.competency,
        focus=question.focus,
        probes=_boxes(question.focus, [(probe.dimension, probe.text) for probe in question.probes]),
        mistakes="\n".join(mistake_line(mistake.model_dump()) for mistake in question.mistakes),
    )


def found_draft(question: Mapping[str, Any]) -> Draft:
    """What a page was found to hold (as scoring.bank.importing reads it), to be mended in the form."""
    asked = [(probe["dimension"], probe["text"]) for probe in question["probes"]]
    told = {each["level"]: with_names(each) for each in question["exemplars"]}
    focus = focus_of([dimension for dimension, _ in asked])
    return Draft(
        prompt=question["prompt"],
        why=question["why"],
        competency=question["competency"],
        focus=tuple(focus),
        probes=_boxes(focus, asked),
        mistakes="\n".join(mistake_line(mistake) for mistake in question["mistakes"]),
        rest="\n".join(text for dimension, text in asked if not dimension),
        exemplars=told if any(told.values()) else {},
    )


def with_boxes(draft: Draft) -> Draft:
    """The draft with a box for each focal dimension, and for each other that has follow-ups.

    Those of the rest go into a new box where their words speak for its dimension.
    """
    new = [dimension for dimension in draft.focus if dimension not in draft.probes]
    loose = [(found[0] if (found := dimension_of(line)) else "", line) for line in _lines(draft.rest)]
    kept = [(dimension, line) for dimension, text in draft.probes.items() for line in _lines(text)]
    boxes = _boxes(draft.focus, [*kept, *((dimension, line) for dimension, line in loose if dimension in new)])
    return replace(draft, probes=boxes, rest="\n".join(line for dimension, line in loose if dimension not in new))


def faults(draft: Draft) -> Iterator[tuple[str, str]]:
    """The field and the sentence of each thing that is wrong."""
    for name, text, fewest, most in (
        ("prompt", draft.prompt, 1, MOST_PROMPT),
        ("why", draft.why, 1, MOST_WHY),
        ("competency", draft.competency, 0, MOST_COMPETENCY),
    ):
        if not fewest <= len(_line(text)) <= most:
            yield name, refusals.FILL_IN.format(most=most)
    if len(draft.focus) != 3 or not set(draft.focus) <= set(DIMENSIONS):
        yield "focus", refusals.NOT_THREE
    for dimension, text in draft.probes.items():
        if dimension in draft.focus and not _lines(text):
            yield f"probes_{dimension}", refusals.NO_PROBE
    for number, line in enumerate(_lines(draft.mistakes), 1):
        name, notice, better = _mistake(line)
        if not (name and (notice or better)):
            yield "mistakes", refusals.NO_COLON.format(line=number)
    if draft.exemplars:
        yield from exemplar_faults(draft.exemplars)


def exemplar_faults(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """As `faults`, by level: there are four exemplars or none."""
    empty = [level for level in LEVELS if not texts.get(level, "").strip()]
    if len(empty) < len(LEVELS):
        yield from ((level, refusals.FOUR_OR_NONE) for level in empty)


def exemplars_of(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """The exemplars as JSON: in four parts where the text names them, else in one."""
    told = {level: text for level in LEVELS if (text := texts.get(level, "").strip())}
    return [{"level": level, **(parts_in(text) or {"action": text})} for level, text in told.items()]


def question_of(draft: Draft, slug: str, exemplars: list[Any], competencies: Collection[str]) -> dict[str, Any]:
    """The question as JSON: its competency spelled as in `competencies`, its dimensions in the order of the rubric."""
    known = {name.casefold(): name for name in competencies}
    competency = _line(draft.competency)
    focus = [dimension for dimension in DIMENSIONS if dimension in draft.focus]
    named = [_mistake(line) for line in _lines(draft.mistakes)]
    asked = {
        "slug": slug,
        "competency": known.get(competency.casefold(), competency),
        "prompt": _line(draft.prompt),
        "why": _line(draft.why),
        "focus": focus,
        "probes": [{"dimension": d, "text": text} for d, box in draft.probes.items() for text in _lines(box)],
        "mistakes": [
            {"id": f"mistake-{n}", "name": name, "notice": notice, "better": better}
            for n, (name, notice, better) in enumerate(named, 1)
        ],
        "exemplars": exemplars,
    }
    return Question.model_validate(asked).model_dump(mode="json")


def mistake_line(mistake: Mapping[str, Any]) -> str:
    """A mistake as the form has it: its name, how to notice it, and behind an arrow what a better answer does."""
    told = " ".join(filter(None, (mistake["notice"], mistake["better"] and f"-> {mistake['better']}")))
    return f"{mistake['name']}: {told}"


def _boxes(focus: Sequence[str], asked: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The text of a box for each dimension that has follow-ups, and for the focal ones, which come first."""
    others = [dimension for dimension in DIMENSIONS if dimension not in focus and dimension in dict(asked)]
    return {d: "\n".join(text for dimension, text in asked if dimension == d) for d in (*focus, *others)}


def _mistake(line: str) -> tuple[str, str, str]:
    """Its name, how to notice it, and what a better answer does."""
    name, _, told = line.partition(":")
    notice, better = (*re.split(r"\s*(?:->|→)\s*", told, maxsplit=1), "")[:2]
    return name.strip(), notice.strip(), better.strip()


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := _line(each))]
