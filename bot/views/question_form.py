"""The form for a question of a team's own, and the four boxes for its exemplars."""

from collections.abc import Mapping, Sequence

from bot.calibration.drafts import MOST_WHY, Draft
from bot.calibration.questions import MOST_NAME, competencies
from bot.views.blocks import Block, View, actions, modal, section
from bot.views.inputs import LONGEST, State, chosen_many, field, menu, menu_of_many, sure_button, text_box, typed
from scoring.bank.pages.parts import PARTS
from scoring.bank.questions import MOST_COMPETENCY, MOST_PROMPT, Bank
from scoring.bank.stories import parts_in, with_names
from scoring.rubric import DIMENSIONS, LEVELS, Rubric
from storage.models import CustomQuestion


def question_form(
    question_id: str, draft: Draft, bank: Bank, rubric: Rubric, suggestion_id: str = "", above: Sequence[Block] = ()
) -> View:
    """The form for a question, a new one where it has no id; boxes for probes come once the focus is chosen.

    `suggestion_id` is that of the suggestion that a new one is made of; `above` stands before its fields.
    """
    names: dict[str, str] = {row.id: row.name for row in rubric.dimensions}
    known = {name: name for name in competencies(bank)}
    blocks = [*above]
    if not question_id:
        hint = "A few words, to ask for it by, such as on-call handover."
        blocks.append(field("name", "Name", text_box(draft.name, MOST_NAME, multiline=False), hint))
    blocks += [
        field("prompt", "Question", text_box(draft.prompt, MOST_PROMPT), "As an interviewer says it."),
        field(
            "why", "Why it is asked", text_box(draft.why, MOST_WHY, multiline=False), "One sentence, for interviewers."
        ),
        field("competency", "Competency", menu(known, draft.competency), optional=True),
        field(
            "new_competency",
            "Or a new competency",
            text_box("" if draft.competency in known else draft.competency, MOST_COMPETENCY, multiline=False),
            "What is written here counts.",
            optional=True,
        ),
        field(
            "mistakes",
            "Common mistakes",
            text_box(draft.mistakes),
            "One a line. Name: how to notice it -> what a better answer does.",
            optional=True,
        ),
        field(
            "focus",
            "What it shows best",
            menu_of_many(names, draft.focus, most=3),
            "Three dimensions, which are always scored. Each then gets a box for its follow-up questions.",
        ),
        *(
            field(
                f"probes_{dimension}",
                f"Follow-up questions on {names[dimension]}",
                text_box(text),
                "One a line.",
                optional=dimension not in draft.focus,
            )
            for dimension, text in draft.probes.items()
        ),
    ]
    if draft.rest:
        at = f"probes_rest:{'-'.join(draft.focus)}"  # another block once the focus changes: Slack keeps what one holds
        hint = "Move them to where they belong. What stays here is left out."
        blocks.append(field(at, "Other follow-up questions", text_box(draft.rest), hint, optional=True))
    if draft.exemplars:
        blocks += exemplar_fields(draft.exemplars, rubric)
    if question_id:
        warning = "It is never asked or practised again. Rounds that had it keep it."
        retire = sure_button("Retire it", "question_retire", question_id, "Retire this question?", warning)
        blocks.append(actions(retire))
    title = "Edit the question" if question_id else "Suggested question" if suggestion_id else "Add a question"
    submit = "Save" if draft.focus and set(draft.focus) <= set(draft.probes) else "Next"
    ids = f"{question_id}:{suggestion_id}"
    return modal("question_form", title, blocks, submit=submit, ids=ids)


def read_question(state: State) -> Draft:
    """What a form holds."""
    focus = chosen_many(state, "focus")
    return Draft(
        name=typed(state, "name"),
        prompt=typed(state, "prompt"),
        why=typed(state, "why"),
        competency=typed(state, "new_competency").strip() or typed(state, "competency"),
        focus=tuple(dimension for dimension in DIMENSIONS if dimension in focus),
        probes={d: typed(state, f"probes_{d}") for d in DIMENSIONS if f"probes_{d}" in state},
        mistakes=typed(state, "mistakes"),
        rest=next((typed(state, block) for block in state if block.startswith("probes_rest")), ""),
        exemplars=read_exemplars(state) if any(block.partition(":")[0] == LEVELS[0] for block in state) else {},
    )


def exemplars_modal(row: CustomQuestion, rubric: Rubric) -> View:
    """Four boxes for the exemplars of a question that is saved already."""
    texts = {exemplar["level"]: with_names(exemplar) for exemplar in row.question["exemplars"]}
    blocks = [
        section(
            f"Saved; `/calibrate ask {row.slug}` asks it. With four practice stories, one of them joins each of its "
            "rounds, and they can be practised. Without any, it is asked all the same."
        ),
        *exemplar_fields(texts, rubric),
    ]
    return modal("question_exemplars", "Practice stories", blocks, submit="Save them", close="Done", ids=row.public_id)


def exemplar_fields(texts: Mapping[str, str], rubric: Rubric) -> list[Block]:
    """A box for the practice story of each level; one for each of its parts where one box cannot hold it."""
    return [block for level in LEVELS for block in _boxes_of(level, texts.get(level, ""), rubric.name(level))]


def _boxes_of(level: str, text: str, name: str) -> list[Block]:
    parts = parts_in(text) if len(text) > LONGEST else {}
    if not parts:
        label, hint = f"As a {name} candidate would tell it", "Situation, task, action, result; 150 to 320 words."
        return [field(level, label, text_box(text), hint, optional=True)]
    return [
        field(
            f"{level}:{part}",
            f"As a {name} candidate would tell it: {part}",
            text_box(parts.get(part, "")),
            optional=True,
        )
        for part in PARTS
    ]


def read_exemplars(state: State) -> dict[str, str]:
    """The texts by level, each part under its name where it had a box of its own."""
    parts = {level: {part: typed(state, f"{level}:{part}").strip() for part in PARTS} for level in LEVELS}
    return {level: typed(state, level) or with_names(parts[level]) for level in LEVELS}
