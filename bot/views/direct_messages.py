"""What one person is told, and the first hello to a channel."""

from bot.calibration.members import Invitation
from bot.views.blocks import Block, actions, as_blocks, button, context, escape, plain_when, plural, section, when

HELLO = (
    "Hi, I'm Calibrate. Each week I post one interview question. Anyone answers, interviewers score alone, then all "
    "scores appear side by side and you talk about the gaps. I never decide a hire."
)
PRACTICE = "Practice only: it must not be fed real candidates."
HOW_IT_WORKS = (
    "*Once a week* I post a question. Anyone answers with a story: in the thread, or privately.\n"
    "*Two days later* answers close. I deal each to a few interviewers, who score it alone against one rubric, about a "
    "minute an answer. Nobody sees a score.\n"
    "*Two days after that* all scores appear side by side, the judge's with its quotes, and you talk about the widest "
    "gap. What you agree on goes under the rubric.\n"
    "Any time, alone: practise on answers of known level. It's for practice: don't feed it real candidates."
)


def short_text(words: int, least: int) -> str:
    return f"{words} words so far; an answer starts at {least}. Just a comment? Ignore this."


def frozen_text() -> str:
    return "Answers are closed for this question, so the text as it stood then is what gets scored. Your edit is fine."


def invitation_message(waiting: Invitation, again: bool) -> tuple[str, list[Block]]:
    """Answers wait for a score; `again` for the reminder on the last day."""
    count = plural(waiting.answers, "answer waits", "answers wait")
    still = "still " if again else ""
    text = (
        f"{count} {still}for your score in <#{waiting.channel_id}>: {escape(waiting.competency)}. "
        f"About a minute each; scores come out {plain_when(waiting.opens_at)}."
    )
    blocks = as_blocks(
        [
            section(
                f"*{count} {still}for your score* in <#{waiting.channel_id}>: {escape(waiting.competency)}. "
                f"About a minute each; scores come out {when(waiting.opens_at)}."
            ),
            actions(
                button("Score", "score", waiting.round_id, primary=True), button("No more reminders", "reminders_off")
            ),
        ]
    )
    return text, blocks


def hello_message(channel_id: str) -> tuple[str, list[Block]]:
    return f"{HELLO} {PRACTICE}", as_blocks(
        [
            section(HELLO),
            actions(
                button("Set up", "setup", channel_id, primary=True),
                button("How it works", "how_it_works"),
                button("Practise now", "practise"),
            ),
            context(PRACTICE),
        ]
    )
