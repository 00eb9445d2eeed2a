"""The form of Claude's reply and the checks that it has to pass before anything in it counts."""

import re
from collections.abc import Sequence
from statistics import median
from typing import Any

from pydantic import ValidationError

from scoring.bank.questions import Question
from scoring.judge import quotes
from scoring.judge.verdict import JudgedDimension, Star, Verdict
from scoring.rubric import DIMENSIONS, Dimension, Evidence, LevelOrNone, Part, level_value
from scoring.text import instructions_in

MOST_PROBES = 3
_SHOWN_CHARACTERS = 80


class ReplyFault(ValueError):
    """A reply that cannot be used; the message says what is wrong with it in words of ours, never in the reply's.

    `form` is True where the reply is not in the asked form at all.
    """

    def __init__(self, reason: str, form: bool = False) -> None:
        super().__init__(reason)
        self.form = form


class ReplyDimension(Part):
    dimension: Dimension
    quotes: tuple[str, ...]
    rationale: str
    level: LevelOrNone


class ReplyProbe(Part):
    dimension: Dimension
    text: str


class Reply(Part):
    """Fields in the order in which they are written: what was found comes before what is made of it."""

    instructions: tuple[str, ...]
    dimensions: tuple[ReplyDimension, ...]
    overall: LevelOrNone
    evidence: Evidence
    star: Star
    mistakes: tuple[str, ...]
    probes: tuple[ReplyProbe, ...]


def schema() -> dict[str, Any]:
    """The JSON schema of a reply; the same for every question, since another would not find the cached prefix."""
    bare: dict[str, Any] = _bare(Reply.model_json_schema())
    return bare


def _bare(node: Any) -> Any:
    """Without what the service does not take or need: titles, descriptions, and the type beside a list of values."""
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    unwanted = {"title", "description"} | ({"type"} if "enum" in node else set())
    return {key: _bare(value) for key, value in node.items() if key not in unwanted}


def check(reply: str, text: str, question: Question | None) -> Verdict:
    """The verdict that a raw reply gives on the text that was shown to the model.

    Scored, or needs_review with its levels where the text holds instructions. Quotes that do not stand in the text
    and mistakes that are not the question's are left out. Raises ReplyFault where the reply is not in the asked form,
    has a dimension not exactly once, a level without a verbatim quote, or an overall level out of reach.
    """
    read = _read(reply)
    _check_each_once(read.dimensions)
    judged = tuple(
        JudgedDimension(
            dimension=part.dimension,
            level=part.level,
            quotes=tuple(dict.fromkeys(found for quote in part.quotes if (found := quotes.find(quote, text)))),
            rationale=part.rationale.strip(),
        )
        for part in sorted(read.dimensions, key=lambda part: DIMENSIONS.index(part.dimension))
    )
    _check_quotes(judged)
    _check_overall(read.overall, [part.level for part in judged])
    known = {mistake.id for mistake in question.mistakes} if question else set()
    reason = _instructions(read.instructions, text)
    return Verdict(
        status="needs_review" if reason else "scored",
        reason=reason,
        tells_level=reason is not None,
        overall=read.overall,
        evidence=read.evidence,
        dimensions=judged,
        star=read.star,
        mistakes=tuple(dict.fromkeys(mistake for mistake in read.mistakes if mistake in known)),
        probes=tuple(probe.text.strip() for probe in read.probes if probe.text.strip())[:MOST_PROBES],
        judge="claude",
    )


def _read(reply: str) -> Reply:
    fenced = re.fullmatch(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", reply, re.DOTALL)
    try:
        return Reply.model_validate_json(fenced.group(1) if fenced else reply)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        if first["type"] == "json_invalid":
            raise ReplyFault("it is not JSON", form=True) from error
        where = ".".join(str(part) for part in first["loc"] if part in Reply.model_fields or isinstance(part, int))
        raise ReplyFault(f"{where or 'the reply'} is not in the asked form", form=True) from error


def _check_each_once(parts: Sequence[ReplyDimension]) -> None:
    found = [part.dimension for part in parts]
    for fault, names in (
        ("is missing", [name for name in DIMENSIONS if name not in found]),
        ("is there more than once", [name for name in DIMENSIONS if found.count(name) > 1]),
    ):
        if names:
            raise ReplyFault(f"{', '.join(names)} {fault}")


def _check_quotes(judged: Sequence[JudgedDimension]) -> None:
    bare = [part.dimension for part in judged if part.level != "none" and not part.quotes]
    if bare:
        raise ReplyFault(
            f"for {', '.join(bare)} no quote of {quotes.LEAST_WORDS} words or more stands word for word in the answer"
        )


def _check_overall(overall: LevelOrNone, levels: Sequence[LevelOrNone]) -> None:
    shown = [value for level in levels if (value := level_value(level)) is not None]
    value = level_value(overall)
    if value is None or not shown:
        if value is not None or shown:
            raise ReplyFault("overall is none while dimensions are not, or the other way round")
    elif not min(shown) <= value <= max(shown) or abs(value - median(shown)) > 1:
        raise ReplyFault(
            f"overall is {overall}, outside the levels of the dimensions or more than one level from their middle"
        )


def _instructions(reported: Sequence[str], text: str) -> str | None:
    """Why a person should look: the passage that speaks to the judge, as the answer has it."""
    passages = [instructions_in(text), *(quotes.find(one, text, least_words=1) for one in reported if one.strip())]
    passage = next((one for one in passages if one), None)
    if passage:
        folded = " ".join(passage.split())
        shown = folded if len(folded) <= _SHOWN_CHARACTERS else folded[:_SHOWN_CHARACTERS].rstrip() + "…"
        return f"The answer seems to speak to the judge (“{shown}”): read it and score it yourself."
    if any(one.strip() for one in reported):
        return "Claude reports that the answer speaks to the judge: read it and score it yourself."
    return None
