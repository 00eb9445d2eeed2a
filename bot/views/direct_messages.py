"""What one person is told, and the first hello to a channel."""

from bot.calibration.members import Invitation
from bot.markup import escape, plain_when, plural, when
from bot.views.blocks import Message, actions, button, context, section
from bot.views.words import length_words

HELLO = (
    "Hi, I'm Calibrate. Each week I post one interview question. Anyone answers, interviewers score alone, then all "
    "scores appear side by side and you talk about the gaps. I never decide a hire."
)
PRACTICE = "Practice only: it must not be fed real candidates."
HOW_IT_WORKS = (
    "*Once a week* I post a question. Anyone answers with a story: in the thread, or privately.\n"
    "*Two days later* answers close. I deal each to a few interviewers, who score it alone against one rubric, three "
    "to four minutes an answer. Nobody sees a score.\n"
    "*Two days after that* all scores appear side by side, the judge's with its quotes, and you talk about the widest "
    "gap. What you agree on goes under the rubric.\n"
    "Any time, alone: practise on stories whose level is known. It's for practice: don't feed it real candidates."
)


def short_text(words: int, least: int) -> str:
    return f"{words} words so far; an answer starts at {least}. Just a comment? Ignore this."


def counted_text(words: int) -> str:
    return f"Taken in: {length_words(words)} To add to it, edit your message until answers close."


OTHER_FILE = (
    "I read text files only (.txt, .md), so this file isn't an answer. Paste the story into a message here, or press "
    "*Answer* on the question."
)


UNREAD_FILE = (
    "I couldn't read your file: for an hour after answers were to close Slack didn't hand it over. It is no part of an "
    "answer."
)
FROZEN = "Answers are closed for this question, so the text as it stood then is what gets scored. Your edit is fine."


def invitation_message(waiting: Invitation, again: int) -> Message:
    """Answers wait for a score: the invitation (0), the reminder (1), or a nudge (from 2), which a person asked for."""
    still = "still " if again else ""
    count = plural(waiting.answers, f"answer {still}waits", f"answers {still}wait")
    asks = "Whoever runs the round asks if you can find the time. " if again > 1 else ""
    later = [button("Tomorrow", "remind_tomorrow", waiting.round_id)] if again == 0 else []
    rest = [*later, button("Not this week", "remind_not_this_week"), button("Never", "reminders_off")]
    what = f"in <#{waiting.channel_id}>: {escape(waiting.competency)}. Three to four minutes each; scores come out"
    return f"{asks}{count} for your score {what} {plain_when(waiting.opens_at)}.", [
        section(f"{asks}*{count} for your score* {what} {when(waiting.opens_at)}."),
        actions(button("Score", "score", waiting.round_id, primary=True)),
        *([context("Not now? Remind me:"), actions(*rest)] if again < 2 else []),
    ]


def hello_message(channel_id: str) -> Message:
    return f"{HELLO} {PRACTICE}", [
        section(HELLO),
        actions(
            button("Set up", "setup", channel_id, primary=True),
            button("How it works", "how_it_works"),
            button("Practise now", "practise"),
        ),
        context(PRACTICE),
    ]


def unscored_text(channel_id: str, competency: str, letter: str | None) -> str:
    """To who asked the judge for a score, when it was tried long enough."""
    return (
        f"The judge hasn't scored {f'Answer {letter}' if letter else 'the answer'} in <#{channel_id}> "
        f"({escape(competency)}), as you asked: it was away for three days, and I stopped trying. Once it answers "
        "again, press *Score again* where you did."
    )
