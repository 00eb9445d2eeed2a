"""The form of Claude's reply and the checks that it has to pass before anything in it counts."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationError

from scoring.bank.questions import Question
from scoring.judge import quotes
from scoring.judge.raw import ReplyFault, one_object
from scoring.judge.verdict import JudgedDimension, Star, Verdict
from scoring.rubric import DIMENSIONS, Dimension, Evidence, LevelOrNone, Part
from scoring.text import instructions_in

MOST_PROBES = 3
_SHOWN_CHARACTERS = 80

_in_small = BeforeValidator(lambda word: word.lower() if isinstance(word, str) else word)  # "Mid" is no other level


class ReplyDimension(Part):
    dimension: Dimension
    quotes: tuple[str, ...]
    rationale: str
    level: Annotated[LevelOrNone, _in_small]


class ReplyProbe(Part):
    dimension: Dimension
    text: str


class Reply(Part):
    """Fields in the order in which they are written: what was found comes before what is made of it, and the whole
    before the dimensions, which pull it to their middle where they come first. The schema asks for all of them; a reply
    made before there were `acts` and `why` is still read.
    """

    instructions: tuple[str, ...]
    acts: tuple[str, ...] = ()
    overall: Annotated[LevelOrNone, _in_small]
    why: str = ""
    dimensions: tuple[ReplyDimension, ...]
    evidence: Annotated[Evidence, _in_small]
    star: Star
    mistakes: tuple[str, ...]
    probes: tuple[ReplyProbe, ...]


def schema() -> dict[str, Any]:
    """The JSON schema of a reply; the same for every question, since another would not find the cached prefix."""
    bare: dict[str, Any] = _bare(Reply.model_json_schema())
    return bare | {"required": list(bare["properties"])}


def _bare(node: Any) -> Any:
    """Without what the service does not take or need: titles, descriptions, defaults, the type beside its values."""
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    unwanted = {"title", "description", "default"} | ({"type"} if "enum" in node else set())
    return {key: _bare(value) for key, value in node.items() if key not in unwanted}


def check(reply: str, text: str, question: Question | None) -> Verdict:
    """The verdict that a raw reply gives on the text that was shown to the model.

    Scored, or needs_review with its levels where the text holds instructions. Acts and quotes that do not stand in the
    text and mistakes that are not the question's are left out. Raises ReplyFault where the reply is not in the asked
    form, has a dimension not exactly once, or a level, the overall one included, without a verbatim quote.
    """
    read = _read(one_object(reply, text))
    _check_each_once(read.dimensions)
    judged = tuple(
        JudgedDimension(
            dimension=part.dimension,
            level=part.level,
            quotes=_standing(part.quotes, text),
            rationale=part.rationale.strip(),
        )
        for part in sorted(read.dimensions, key=lambda part: DIMENSIONS.index(part.dimension))
    )
    acts = _standing(read.acts, text)
    _check_quotes(judged)
    _check_acts(read, acts, judged)
    known = {mistake.id for mistake in question.mistakes} if question else set()
    reason = _instructions(read.instructions, text)
    return Verdict(
        status="needs_review" if reason else "scored",
        reason=reason,
        tells_level=reason is not None,
        acts=acts,
        overall=read.overall,
        why=" ".join(read.why.split()),
        evidence=read.evidence,
        dimensions=judged,
        star=read.star,
        mistakes=tuple(dict.fromkeys(mistake for mistake in read.mistakes if mistake in known)),
        probes=tuple(probe.text.strip() for probe in read.probes if probe.text.strip())[:MOST_PROBES],
        judge="claude",
    )


def _read(text: str) -> Reply:
    try:
        return Reply.model_validate_json(text, strict=True)  # a word is no boolean and a number is no word
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        if first["type"] == "json_invalid":
            raise ReplyFault("it is not JSON", form=True) from error
        where = ".".join(str(part) for part in first["loc"] if part in Reply.model_fields or isinstance(part, int))
        raise ReplyFault(f"{where or 'the reply'} is not in the asked form", form=True) from error


def _standing(given: Sequence[str], text: str) -> tuple[str, ...]:
    """Those of the quotes that stand in the text, each once, in the text's own words."""
    return tuple(dict.fromkeys(found for quote in given if (found := quotes.find(quote, text))))


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


def _check_acts(read: Reply, acts: Sequence[str], judged: Sequence[JudgedDimension]) -> None:
    """An overall level rests on acts, and in a reply without any on the quotes of its dimensions."""
    rests = acts if read.acts else [quote for part in judged for quote in part.quotes]
    if read.overall != "none" and not rests:
        raise ReplyFault(f"no act of {quotes.LEAST_WORDS} words or more stands word for word in the answer")


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
