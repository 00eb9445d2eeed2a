"""The modal for a private answer, and an answer that the bot posts for its unnamed author."""

from collections.abc import Sequence
from datetime import datetime

from bot.calibration.private_answers import Form
from bot.markup import cut, escape, plain_when, plural, when
from bot.views.blocks import Message, View, actions, button, context, header, modal, notice, plain_sections, section
from bot.views.charts import TEXT
from bot.views.inputs import field, sure_button, text_box
from bot.views.words import length_words
from scoring.rubric import Rubric

LINKS = 15  # in one section, so that they fit it
BLOCK = "answer"


def answer_modal(form: Form, rubric: Rubric) -> View:
    """The text box with its prompt and pitch, and what was written before, to edit."""
    level = escape(rubric.name(form.pitch))
    gist = next(level.gist for level in rubric.levels if level.id == form.pitch)
    warning = "Your answer is deleted. You can write another one until answers close."
    take_back = sure_button("Take it back", "take_back", form.round_id, "Take it back?", warning)
    blocks = [
        section(f"*{escape(form.prompt)}*"),
        section(f"Answer as a *{level}* candidate would: {escape(gist)}"),
        *([actions(button("Another level, once", "swap_pitch", form.round_id))] if form.can_swap else []),
        field(
            BLOCK,
            "Situation, task, action, result",
            text_box(form.text),
            "150 to 300 words. Leave out clients, names and health.",
        ),
        *([actions(take_back)] if form.text else []),
        context(
            "Only you know this level until scores come out. I post your answer when answers close, without your "
            "name. Yours, borrowed or invented: it's practice, never a hiring decision."
        ),
    ]
    return modal("answer", "Your answer", blocks, submit="Save", ids=form.round_id)


def kept_notice(words: int) -> View:
    """That a private answer was kept."""
    text = f"Your answer is kept: {length_words(words)} Until answers close, *Answer* changes it or takes it back."
    return notice("Saved", text)


def letters_message(links: Sequence[tuple[str, str | None]], opens_at: datetime) -> Message:
    """Which answer has which letter, told once answers are closed."""
    names = [f"<{link}|Answer {letter}>" if link else f"Answer {letter}" for letter, link in links]
    lines = [" · ".join(names[start : start + LINKS]) for start in range(0, len(names), LINKS)]
    mixed = " One of them may be a practice story; the reveal tells." if len(links) > 1 else ""
    closed = (
        f"Answers are closed: {plural(len(links), 'answer')}.{mixed} Interviewers score them alone; scores come out"
    )
    if not links:
        text = "Answers are closed, and there is none: this question ends without scores."
        return text, [section(text)]
    text = f"{closed} {plain_when(opens_at)}."
    return text, [section(f"{closed} {when(opens_at)}."), *map(section, lines)]


def posted_answer(letter: str, text: str) -> Message:
    """A private answer or an exemplar as it stands in the thread; nothing tells which of the two it is."""
    return cut(escape(f"Answer {letter}. {text}"), TEXT), [header(f"Answer {letter}"), *plain_sections(text, most=4)]
