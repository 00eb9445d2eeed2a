"""The question message: the control panel of a round."""

from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block as SlackBlock
from slack_sdk.models.blocks import InteractiveElement, Option, StaticSelectElement

from bot.views.parts import (
    Block,
    actions,
    as_blocks,
    button,
    context,
    escape,
    header,
    plain_when,
    plural,
    section,
    when,
)
from storage.models import OUT

HOW = (
    "Reply in this thread, or privately with *Answer*: situation, task, action, result, 150 to 300 words. "
    "Yours, borrowed or invented; leave out clients, names, health. It's practice, never a hiring decision."
)


@dataclass(frozen=True)
class QuestionPost:
    """A round as its question message shows it; `dealt` and `finished` count interviewers."""

    round_id: int
    competency: str
    prompt: str
    stage: str
    answers: int
    closes_at: datetime
    reveals_at: datetime
    dealt: int = 0
    finished: int = 0
    unseen: tuple[tuple[int, str], ...] = ()  # answers whose comparison is not in the thread yet: id and letter


def question_message(post: QuestionPost) -> tuple[str, list[Block]]:
    """The message's text, which says the whole of it in prose, and its blocks."""
    text = f"This week: {post.competency}. {post.prompt} {_spoken(post)}"  # escaped as a whole
    buttons: list[InteractiveElement] = []
    if post.stage in ("opening", "collecting"):
        buttons.append(button("Answer", "answer", post.round_id, primary=True))
    if post.stage == "scoring":
        buttons.append(button("Score answers", "score", post.round_id, primary=True))
    buttons.append(button("See rubric", "rubric", post.round_id))
    if post.unseen:
        buttons.append(_bring_up(post))
    if post.stage in OUT:
        buttons.append(button("Where was I?", "where_was_i_all", post.round_id))
        buttons.append(button("Record what we agreed", "record_any", post.round_id))
    blocks: list[SlackBlock] = [
        header(f"This week: {post.competency}"),
        section(f"*{escape(post.prompt)}*"),
        *([section(HOW)] if post.stage in ("opening", "collecting") else []),
        actions(*buttons),
        context(_state(post)),
    ]
    return escape(text), as_blocks(blocks)


def _bring_up(post: QuestionPost) -> StaticSelectElement:
    options = [Option(value=str(answer_id), text=f"Answer {letter}") for answer_id, letter in post.unseen[:100]]
    return StaticSelectElement(action_id="bring_up", placeholder="Bring up an answer", options=options)


def _state(post: QuestionPost) -> str:
    answers = plural(post.answers, "answer")
    if post.stage in ("opening", "collecting"):
        return f"{answers} so far; answers close {when(post.closes_at)}"
    if post.stage == "scoring":
        done = f"{post.finished} of {plural(post.dealt, 'interviewer')} done, " if post.dealt else ""
        return f"{answers}. {done}scores open {when(post.reveals_at)}. Until then nobody sees a score."
    return f"{answers}. Scores are out, in the thread."


def _spoken(post: QuestionPost) -> str:
    if post.stage in ("opening", "collecting"):
        return (
            f"{HOW.replace('*', '')} {plural(post.answers, 'answer')} so far; answers close "
            f"{plain_when(post.closes_at)}."
        )
    answers = plural(post.answers, "answer")
    if post.stage == "scoring":
        done = f"{post.finished} of {plural(post.dealt, 'interviewer')} done, " if post.dealt else ""
        return f"{answers}. {done}scores open {plain_when(post.reveals_at)}. Until then nobody sees a score."
    return f"{answers}. Scores are out, in the thread."
