"""The inputs that take a score, and reading them back. Scoring and practice share them."""

from collections.abc import Sequence

from slack_sdk.models.blocks import InputBlock, Option, PlainTextObject, RadioButtonsElement, StaticSelectElement

from bot.calibration.scorecards import Scores
from bot.markup import cut, day
from bot.views.blocks import Block
from bot.views.inputs import MOST_OPTIONS, OPTION, State, field, picked, typed
from scoring.rubric import DIMENSIONS, LEVELS, Rubric

NOTE = 500  # characters of a note: a few sentences, the talk is for the rest
MOST_RULINGS = 3  # under a dimension; the rubric shows the rest
CHOICE, SENTENCE = "draft", "sentence"  # the actions of every choice: a tap keeps a draft


def score_inputs(
    owner: str, focus: Sequence[str], extra: Sequence[str], scores: Scores, rubric: Rubric, keeps_drafts: bool
) -> list[Block]:
    """Radio buttons for the dimensions in focus and for `extra` ones, which may be left out, then for overall and
    evidence.

    Block ids carry the owner's id, else Slack would keep the last answer's choices when the next one is shown.
    """

    def choice(name: str, label: str, options: list[Option], chosen: str | None, hint: str | None = None) -> Block:
        radio = RadioButtonsElement(action_id=CHOICE, options=options, initial_option=picked(options, chosen))
        return InputBlock(
            block_id=f"{name}:{owner}",
            label=label,
            hint=hint,
            optional=name in extra,
            dispatch_action=keeps_drafts,
            element=radio,
        ).to_dict()

    missing = _option("none", rubric.not_shown.name, rubric.not_shown.short)
    inputs = []
    for dimension in (*focus, *extra):
        row = rubric.row(dimension)
        levels = [missing, *(_option(level, rubric.name(level), row.anchors[level].short) for level in LEVELS)]
        label, chosen = f"{row.name}: {row.question}", scores.dimensions.get(dimension)
        inputs.append(choice(dimension, label, levels, chosen, _agreed(dimension, rubric)))
    overall = [_option(level.id, level.name, level.gist) for level in rubric.levels]
    evidence = [_option(kind.id, kind.name, kind.short) for kind in rubric.evidence]
    return [
        *inputs,
        choice("overall", "Overall, this answer shows", [missing, *overall], scores.overall),
        choice("evidence", "The evidence is", evidence, scores.evidence),
    ]


def sentence_input(owner: str, told: Sequence[str], chosen: int | None) -> Block:
    """A menu of the answer's sentences, as many as Slack takes: what does not fit an option's text stands below it."""
    options = [_sentence(place, sentence) for place, sentence in enumerate(told[:MOST_OPTIONS])]
    sentences = StaticSelectElement(
        action_id=SENTENCE,
        placeholder="A sentence of the answer",
        options=options,
        initial_option=picked(options, str(chosen)),
    )
    hint = "Find it before you choose a level. Leave it out where none does."
    return field(f"sentence:{owner}", "Which sentence decides it?", sentences, hint, optional=True)


def read_scores(state: State, owner: str) -> Scores:
    """What the form of an owner holds, from the view's state values. Unknown words are left out, never guessed."""

    rows = ("overall", "evidence", "note", "sentence", *DIMENSIONS)
    held = {row: typed(state, f"{row}:{owner}") for row in rows}
    return Scores(
        overall=held["overall"] if held["overall"] in ("none", *LEVELS) else None,
        evidence=held["evidence"] if held["evidence"] in ("thin", "adequate", "strong") else None,
        dimensions={dimension: held[dimension] for dimension in DIMENSIONS if held[dimension] in ("none", *LEVELS)},
        note=held["note"][:NOTE],
        sentence=int(held["sentence"]) if held["sentence"].isascii() and held["sentence"].isdigit() else None,
    )


def _agreed(dimension: str, rubric: Rubric) -> str | None:
    rulings = [
        f"Agreed {day(r.agreed_on)}, {rubric.name(r.lower)} or {rubric.name(r.upper)}: {r.text}"
        for r in rubric.rulings
        if r.dimension == dimension
    ]
    return "\n".join(rulings[-MOST_RULINGS:]) or None


def _option(value: str, text: str, description: str) -> Option:
    return Option(value=value, text=PlainTextObject(text=text), description=PlainTextObject(text=description))


def _sentence(place: int, text: str) -> Option:
    rest = f"…{cut(text[OPTION - 1 :].strip(), OPTION - 1)}" if len(text) > OPTION else ""
    return Option(
        value=str(place),
        text=PlainTextObject(text=cut(text, OPTION), emoji=False),
        description=PlainTextObject(text=rest, emoji=False) if rest else None,
    )
