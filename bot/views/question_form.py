"""A team's own questions: the list, the form for one, and the four boxes for its exemplars."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block as SlackBlock
from slack_sdk.models.blocks import (
    ConfirmObject,
    DividerBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from bot.calibration.forgetting import is_forgotten
from bot.calibration.questions import MOST_NAME, MOST_OWN, MOST_WHY, Draft, competencies
from bot.views.parts import View, actions, button, context, cut, escape, modal, plain_sections, section, when
from scoring.questions import MOST_COMPETENCY, MOST_PROMPT, Bank
from scoring.rubric import DIMENSIONS, LEVELS, Rubric
from storage.models import CustomQuestion

MOST = 3000  # characters that Slack takes in one text box
MOST_OPTIONS = 100
VALUE = "value"
State = Mapping[str, Mapping[str, Mapping[str, Any]]]


def questions_modal(rows: Sequence[CustomQuestion], bank: Bank) -> View:
    """The team's own questions, who did what to them and when, and the names of all that can be asked.

    `bank` holds what can be asked, the team's own in force among it.
    """
    own = [row for row in rows if row.retired_at is None][:MOST_OWN]
    retired = [row for row in rows if row.retired_by is not None]
    blocks: list[SlackBlock] = [actions(button("Add a question", "question_add", primary=True))]
    blocks += map(_own, own)
    if not own:
        blocks.append(section("No question of your own yet."))
    if retired:
        blocks.append(context("\n".join(f"{_name(row)}: {_done(row)}" for row in retired[:10])))
    listed = [
        f"{competency}: {', '.join(slug for slug, question in bank.items() if question.competency == competency)}"
        for competency in competencies(bank)
    ]
    blocks += [DividerBlock(), section("*All that can be asked*, each by `/calibrate ask` and its name")]
    blocks += plain_sections("\n".join(listed), most=6)
    return modal("questions", "Questions", blocks)


def _own(row: CustomQuestion) -> SlackBlock:
    question = row.question
    exemplars = "four exemplars" if question["exemplars"] else "no exemplars"
    line = section(
        f"*{escape(cut(question['prompt'], 300))}*\n"
        f"{_name(row)} · {escape(question['competency'])} · {exemplars}\n{_done(row)}"
    )
    line.accessory = button("Edit or retire", "question_edit", row.id)
    return line


def _name(row: CustomQuestion) -> str:
    return f"`{row.slug}`"


def _done(row: CustomQuestion) -> str:
    """Who added, changed and retired it, and when."""

    def did(what: str, by: str | None, at: datetime | None) -> str:
        who = "somebody who was forgotten" if by and is_forgotten(by) else f"<@{by}>"
        return f"{what} by {who}, {when(at)}" if by and at else ""

    steps = (
        did("Added", row.added_by, row.added_at),
        did("changed", row.changed_by, row.changed_at),
        did("retired", row.retired_by, row.retired_at),
    )
    return "; ".join(filter(None, steps))


def question_form(question_id: int, draft: Draft, bank: Bank, rubric: Rubric) -> View:
    """The form for a question, a new one where the id is 0; boxes for probes come once the focus is chosen."""
    names: dict[str, str] = {row.id: row.name for row in rubric.dimensions}
    blocks: list[SlackBlock] = []
    if not question_id:
        blocks.append(
            _text("name", "Name", draft.name, MOST_NAME, "A few words, to ask for it by, such as on-call handover.")
        )
    blocks += [
        _text("prompt", "Question", draft.prompt, MOST_PROMPT, "As an interviewer says it.", multiline=True),
        _text("why", "Why it is asked", draft.why, MOST_WHY, "One sentence, for interviewers."),
        *_competency(draft.competency, competencies(bank)),
        _text(
            "mistakes", "Common mistakes", draft.mistakes, MOST, "One a line. Name: how to notice it.",
            multiline=True, optional=True,
        ),
        InputBlock(
            block_id="focus",
            label="What it shows best",
            hint="Three dimensions, which are always scored. Each then gets a box for its follow-up questions.",
            element=StaticMultiSelectElement(
                action_id=VALUE,
                options=_options(names),
                initial_options=_options({d: names[d] for d in draft.focus if d in names}) or None,
                max_selected_items=3,
            ),
        ),
    ]  # fmt: skip
    for dimension, text in draft.probes.items():
        label = f"Follow-up questions on {names[dimension]}"
        blocks.append(_text(f"probes_{dimension}", label, text, MOST, "One a line.", multiline=True))
    if question_id:
        blocks.append(actions(_retire_button(question_id)))
    title = "Edit the question" if question_id else "Add a question"
    submit = "Save" if draft.probes else "Next"
    return modal("question_form", title, blocks, submit=submit, close="Cancel", ids=str(question_id))


def _retire_button(question_id: int) -> Any:
    retire = button("Retire this question", "question_retire", question_id)
    retire.confirm = ConfirmObject(
        title="Retire this question?",
        text="It is never asked or practised again. Rounds that had it keep it.",
        confirm="Retire it",
        deny="Keep it",
    )
    return retire


def _competency(chosen: str, known: Sequence[str]) -> Sequence[InputBlock]:
    options = _options({name: name for name in known[:MOST_OPTIONS]})
    initial = next((option for option in options if option.value == chosen), None)
    return (
        InputBlock(
            block_id="competency",
            label="Competency",
            optional=True,
            element=StaticSelectElement(action_id=VALUE, options=options, initial_option=initial),
        ),
        _text(
            "new_competency",
            "Or a new competency",
            "" if initial else chosen,
            MOST_COMPETENCY,
            "What is written here counts.",
            optional=True,
        ),
    )


def _text(
    block_id: str, label: str, text: str, most: int, hint: str, multiline: bool = False, optional: bool = False
) -> InputBlock:
    return InputBlock(
        block_id=block_id,
        label=label,
        hint=hint,
        optional=optional,
        element=PlainTextInputElement(
            action_id=VALUE, multiline=multiline, max_length=most, initial_value=text[:most] or None
        ),
    )


def _options(texts: Mapping[str, str]) -> list[Option]:
    return [Option(value=value, text=text) for value, text in texts.items()]


def read_question(state: State) -> Draft:
    """What a form holds."""

    def typed(block: str) -> str:
        return str(state.get(block, {}).get(VALUE, {}).get(VALUE) or "")

    option = state.get("competency", {}).get(VALUE, {}).get("selected_option") or {}
    chosen = {str(one.get("value")) for one in state.get("focus", {}).get(VALUE, {}).get("selected_options") or []}
    return Draft(
        name=typed("name"),
        prompt=typed("prompt"),
        why=typed("why"),
        competency=typed("new_competency").strip() or str(option.get("value") or ""),
        focus=tuple(dimension for dimension in DIMENSIONS if dimension in chosen),
        probes={d: typed(f"probes_{d}") for d in DIMENSIONS if f"probes_{d}" in state},
        mistakes=typed("mistakes"),
    )


def exemplars_modal(row: CustomQuestion, rubric: Rubric) -> View:
    """Four boxes for the exemplars of a question that is saved already."""
    texts = {exemplar["level"]: exemplar["action"] for exemplar in row.question["exemplars"]}
    blocks: list[SlackBlock] = [
        section(
            f"{_name(row)} is saved. With four exemplars, one of them joins each of its rounds, and they can be "
            "practised. Without any, it is asked all the same."
        ),
        *(
            _text(
                level, f"As a {rubric.name(level)} candidate would tell it", texts.get(level, ""), MOST,
                "Situation, task, action, result; 150 to 320 words.", multiline=True, optional=True,
            )
            for level in LEVELS
        ),
    ]  # fmt: skip
    return modal("question_exemplars", "Exemplars", blocks, submit="Save exemplars", close="Done", ids=str(row.id))


def read_exemplars(state: State) -> dict[str, str]:
    """The texts by level."""
    return {level: str(state.get(level, {}).get(VALUE, {}).get(VALUE) or "") for level in LEVELS}
