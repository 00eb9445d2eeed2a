"""The scoring modal: a minute an answer, on a phone. Builds it, and reads back what was filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import Block as SlackBlock
from slack_sdk.models.blocks import InputBlock, Option, PlainTextInputElement, PlainTextObject, RadioButtonsElement

from bot.calibration.rating import Scores, Task
from bot.views.parts import View, actions, button, context, escape, modal, notice, plain_sections, section, when
from scoring.rubric import DIMENSIONS, LEVELS, Rubric

NOTE = 500  # characters of a note
MOST_RULINGS = 3  # under a dimension; the rubric shows the rest


def scoring_modal(task: Task, rubric: Rubric, all_dimensions: bool = False) -> View:
    """The form for one answer. Block ids carry the answer's id, else Slack would keep the last answer's choices."""
    extra = [d for d in DIMENSIONS if d not in task.focus]
    shown = [*task.focus, *(extra if all_dimensions or set(extra) & set(task.scores.dimensions) else [])]
    blocks: list[SlackBlock] = [
        context(escape(task.prompt)),
        *plain_sections(task.text),
        actions(button("Full rubric", "rubric_push", task.answer_id)),
        *(_dimension(task, rubric, dimension) for dimension in shown),
        _choice(task, "overall", "Overall, this answer shows", _levels(rubric), task.scores.overall),
        _choice(task, "evidence", "The evidence is", _evidence(rubric), task.scores.evidence),
        _note(task),
    ]
    if len(shown) < len(DIMENSIONS):
        blocks.append(actions(button("Score the other three", "more_dimensions", task.answer_id)))
    blocks.append(context(_private(task)))
    last = task.position >= task.of
    return modal(
        "scorecard",
        f"Answer {task.position} of {task.of}" if task.blind else f"Revise answer {task.letter}",
        blocks,
        submit=("Save and finish" if last else "Save and next") if task.blind else "Save revised score",
        close="Later" if task.blind else "Cancel",
        ids=f"{task.answer_id}:{'blind' if task.blind else 'discussed'}",
    )


def _private(task: Task) -> str:
    if task.blind:
        return f"Private until {when(task.opens_at)}. What you tap is kept, so you can come back."
    return "Your blind score stays as it was; this one is kept beside it."


def _dimension(task: Task, rubric: Rubric, dimension: str) -> InputBlock:
    row = rubric.row(dimension)
    options = [
        _option("none", rubric.not_shown.name, rubric.not_shown.short),
        *(_option(level, rubric.name(level), row.anchors[level].short) for level in LEVELS),
    ]
    agreed = [f"Agreed {r.agreed_on:%d %b %Y}: {r.text}" for r in rubric.rulings if r.dimension == dimension]
    return _choice(
        task,
        dimension,
        f"{row.name}: {row.question}",
        options,
        task.scores.dimensions.get(dimension),
        agreed[-MOST_RULINGS:],
    )


def _levels(rubric: Rubric) -> list[Option]:
    return [
        _option("none", rubric.not_shown.name, rubric.not_shown.short),
        *(_option(level.id, level.name, level.gist) for level in rubric.levels),
    ]


def _evidence(rubric: Rubric) -> list[Option]:
    return [_option(kind.id, kind.name, kind.short) for kind in rubric.evidence]


def _option(value: str, text: str, description: str) -> Option:
    return Option(value=value, text=PlainTextObject(text=text), description=PlainTextObject(text=description))


def _choice(
    task: Task, name: str, label: str, options: list[Option], chosen: str | None, agreed: Sequence[str] = ()
) -> InputBlock:
    return InputBlock(
        block_id=f"{name}:{task.answer_id}",
        label=label,
        hint="\n".join(agreed) or None,
        dispatch_action=True,
        element=RadioButtonsElement(
            action_id="draft",
            options=options,
            initial_option=next((option for option in options if option.value == chosen), None),
        ),
    )


def _note(task: Task) -> InputBlock:
    return InputBlock(
        block_id=f"note:{task.answer_id}",
        label="Why? One line helps the discussion",
        optional=True,
        element=PlainTextInputElement(
            action_id="note", multiline=True, max_length=NOTE, initial_value=task.scores.note or None
        ),
    )


def read_scores(state: Mapping[str, Mapping[str, Mapping[str, Any]]], answer_id: int) -> Scores:
    """What the form of an answer holds, from the view's state values. Unknown words are left out, never guessed."""

    def chosen(name: str) -> str | None:
        option = state.get(f"{name}:{answer_id}", {}).get("draft", {}).get("selected_option")
        return str(option["value"]) if option else None

    dimensions = {d: level for d in DIMENSIONS if (level := chosen(d)) in ("none", *LEVELS)}
    overall, evidence = chosen("overall"), chosen("evidence")
    note = state.get(f"note:{answer_id}", {}).get("note", {}).get("value") or ""
    return Scores(
        overall=overall if overall in ("none", *LEVELS) else None,
        evidence=evidence if evidence in ("thin", "adequate", "strong") else None,
        dimensions={d: level for d, level in dimensions.items() if level},
        note=str(note)[:NOTE],
    )


def late_modal(task: Task, rubric: Rubric) -> View:
    """The same form after the reveal: what was filled in is kept, and offered as a revised score."""
    view = scoring_modal(replace(task, blind=False), rubric)
    late = section(
        "*Scores came out while this was open, so it can't count as blind.* You can save it as a revised score."
    )
    return view | {
        "blocks": [late.to_dict(), *view["blocks"]],
        "submit": {"type": "plain_text", "text": "Save as revised score"},
    }


def finished_modal(opens: str | None) -> View:
    """At the end of a pile; `opens` is when scores come out, None where there was nothing to score."""
    if opens is None:
        return notice("Nothing to score", "Nothing waits for you here. If you wrote an answer, others score it.")
    return notice("All done", f"That was the last one; thank you. Scores open {opens}, side by side in the thread.")
