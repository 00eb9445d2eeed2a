"""The question message: the control panel of a round; and a word beside it at half time."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import InteractiveElement, Option, StaticSelectElement

from bot.calibration.state import State
from bot.markup import escape, plain_when, when
from bot.views.blocks import Message, actions, button, context, header, section
from bot.views.words import stage_words
from storage.models import Round
from storage.stages import Stage

HOW = (
    "Reply in this thread, or privately with *Answer*, as a candidate of a level that you are dealt there. "
    "Situation, task, action, result, 150 to 300 words. Yours, borrowed or invented; leave out clients, names, health. "
    "It's practice, never a hiring decision."
)
CLAUDE = " Claude scores them too: their text goes to Anthropic, not who wrote it."
BLIND = " Until then nobody sees a score."


def question_message(state: State, unseen: Sequence[tuple[str, str]] = (), claude: bool = False) -> Message:
    """The message's text, which says the whole of it in prose, and its blocks.

    `unseen` are the answers whose comparison is not in the thread yet, by id and letter; `claude` where it scores them.
    """
    round_ = state.round
    competency, prompt = str(round_.question["competency"]), str(round_.question["prompt"])
    title = f"This week: {competency}" if competency else "This week's question"
    how = [HOW + (CLAUDE if claude else "")] if round_.stage in (Stage.OPENING, Stage.COLLECTING) else []
    blind = BLIND if round_.stage == Stage.SCORING else ""
    spoken = " ".join([f"{title}.", prompt, *how, stage_words(state, plain_when) + blind])
    return escape(spoken.replace("*", "")), [
        header(title),
        section(f"*{escape(prompt)}*"),
        *map(section, how),
        actions(*_buttons(round_, unseen)),
        context(stage_words(state) + blind),
    ]


def half_time_message(round_id: str, closes_at: datetime) -> Message:
    """Nobody has answered yet: until when one can, and how."""
    how = "in this thread, or privately with *Answer*. It may be yours, borrowed or invented."
    text = "Nobody has answered yet. Answers close {}: " + how
    blocks = [section(text.format(when(closes_at))), actions(button("Answer", "answer", round_id))]
    return text.format(plain_when(closes_at)).replace("*", ""), blocks


def _buttons(round_: Round, unseen: Sequence[tuple[str, str]]) -> list[InteractiveElement]:
    rubric = button("See rubric", "rubric")
    if round_.stage in (Stage.OPENING, Stage.COLLECTING):
        return [button("Answer", "answer", round_.public_id, primary=True), rubric]
    if round_.stage == Stage.SCORING:
        return [button("Score answers", "score", round_.public_id, primary=True), rubric]
    where = button("Where was I?", "where_was_i_all", round_.public_id)
    agreed = button("Record what we agreed", "record_any", round_.public_id)
    return [rubric, *([_bring_up(unseen)] if unseen else []), where, agreed]


def _bring_up(unseen: Sequence[tuple[str, str]]) -> StaticSelectElement:
    options = [Option(value=answer_id, text=f"Answer {letter}") for answer_id, letter in unseen[:100]]
    return StaticSelectElement(action_id="bring_up", placeholder="Bring up an answer", options=options)
