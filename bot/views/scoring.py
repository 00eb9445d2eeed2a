"""The scoring modal: three to four minutes an answer, on a phone. Its inputs are in bot.views.form."""

from dataclasses import replace

from bot.calibration.scorecards import Task
from bot.markup import escape, when
from bot.views.blocks import Block, View, actions, button, context, modal, notice, plain_sections, section
from bot.views.form import NOTE, score_inputs, sentence_input
from bot.views.inputs import field, text_box
from scoring.rubric import DIMENSIONS, Rubric
from scoring.text import sentences

ASKED = "asked"  # in the metadata of a form that asked already


def scoring_modal(task: Task, rubric: Rubric, all_dimensions: bool = False, above: str = "") -> View:
    """The form for one answer, filled with what was kept of it; `above` it a word, in markup."""
    others = [dimension for dimension in DIMENSIONS if dimension not in task.focus]
    extra = others if all_dimensions or set(others) & set(task.scores.dimensions) else []
    told = sentences(task.text)
    blocks = [
        *([section(above)] if above else []),
        context(f"*Answer {task.letter}* · {escape(task.prompt)}"),
        *plain_sections(task.text),
        actions(button("Full rubric", "rubric_push", task.answer_id)),
        *([sentence_input(task.answer_id, told, task.scores.sentence)] if told else []),
        *score_inputs(task.answer_id, task.focus, extra, task.scores, rubric, keeps_drafts=True),
        _note(task),
    ]
    if not extra:
        blocks.append(actions(button("Score the other three", "more_dimensions")))
    blocks.append(context(_private(task)))
    last = task.position >= task.of
    return modal(
        "scorecard",
        _title(task),
        blocks,
        submit=("Save and finish" if last else "Save and next") if task.blind else "Save revised score",
        close="Later" if task.blind else "Cancel",
        ids=f"{task.answer_id}:{'blind' if task.blind else 'discussed'}",
    )


def _title(task: Task) -> str:
    if not task.blind:
        return f"{'Revise' if task.scored_blind else 'Score'} answer {task.letter}"
    return f"Answer {task.position} of {task.of}" if task.dealt else "One more answer"


def _private(task: Task) -> str:
    extra = "" if task.dealt else "It was dealt to others: score it if you like. "
    if task.blind:
        return f"{extra}Private until {when(task.opens_at)}. What you tap is kept, so you can come back."
    if task.scored_blind:
        return "Your blind score stays as it was; this one is kept beside it."
    return "It is kept as a score after the discussion, and counts in no figure of blind scores."


def _note(task: Task) -> Block:
    box = text_box(task.scores.note, NOTE, action_id="note", told="on_character_entered")
    return field(f"note:{task.answer_id}", "Why? One line helps the discussion", box, _shown(task), optional=True)


def _shown(task: Task) -> str:
    """How the line and the sentence are shown; in the same words for every answer, or they would tell an exemplar."""
    if not task.blind:
        return "Kept beside your first line, which is the one that the comparison shows."
    how = (
        "with your name"
        if task.names_raters
        else "without your name on a colleague's answer, with it on a practice story"
    )
    return f"Everybody reads it when scores come out, beside your level and your sentence: {how}."


def late_modal(task: Task, rubric: Rubric) -> View:
    """The same form after the reveal: what was filled in is kept, and offered as a revised score."""
    late = "*Scores came out while this was open, so it can't count as blind.* You can save it as a revised score."
    view = scoring_modal(replace(task, blind=False), rubric, above=late)
    return view | {"submit": {"type": "plain_text", "text": "Save as revised score"}}


def asking_modal(task: Task, rubric: Rubric) -> View:
    """The same form, filled in as it was sent, with a question about an overall level that no dimension reaches."""
    question = (
        f"*{escape(rubric.name(task.scores.overall))} overall, and no dimension reaches it?* That can be right: the "
        "whole may say more than its parts. Send it again to keep it, or change what you like."
    )
    view = scoring_modal(task, rubric, above=question)
    return view | {"private_metadata": f"{view['private_metadata']}:{ASKED}"}


def was_asked(shown: View) -> bool:
    """Whether a form asked that already."""
    return str(shown["private_metadata"]).endswith(f":{ASKED}")


def finished_modal(opens: str | None) -> View:
    """At the end of a pile; `opens` is when scores come out, None where there was nothing to score."""
    if opens is None:
        return notice("Nothing to score", "Nothing waits for you here. If you wrote an answer, others score it.")
    return notice(
        "All done", f"Thank you, nothing more waits for you. Scores come out {opens}, side by side in the thread."
    )
