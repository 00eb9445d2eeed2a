"""What one person is told, and the first hello to a channel."""

from bot.calibration.members import Invitation
from bot.markup import escape, plain_when, plural, when
from bot.retries import Held
from bot.views.blocks import Block, actions, as_blocks, button, context, section
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


def frozen_text() -> str:
    return "Answers are closed for this question, so the text as it stood then is what gets scored. Your edit is fine."


def invitation_message(waiting: Invitation, again: int) -> tuple[str, list[Block]]:
    """Answers wait for a score: the invitation (0), the reminder (1), or a nudge (from 2), which a person asked for."""
    still = "still " if again else ""
    count = plural(waiting.answers, f"answer {still}waits", f"answers {still}wait")
    asks = "Whoever runs the round asks if you can find the time. " if again > 1 else ""
    later = [button("Tomorrow", "remind_tomorrow", waiting.round_id)] if again == 0 else []
    rest = [*later, button("Not this week", "remind_not_this_week"), button("Never", "reminders_off")]
    text = (
        f"{asks}{count} for your score in <#{waiting.channel_id}>: {escape(waiting.competency)}. "
        f"Three to four minutes each; scores come out {plain_when(waiting.opens_at)}."
    )
    blocks = as_blocks(
        [
            section(
                f"{asks}*{count} for your score* in <#{waiting.channel_id}>: {escape(waiting.competency)}. "
                f"Three to four minutes each; scores come out {when(waiting.opens_at)}."
            ),
            actions(button("Score", "score", waiting.round_id, primary=True)),
            *([context("Not now? Remind me:"), actions(*rest)] if again < 2 else []),
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


WHAT = {
    "close": "close the answers",
    "reveal": "post the comparisons",
    "compare": "post a comparison",
    "clear": "delete my posts of a round that was dropped",
    "conclude": "close a round's thread",
    "compare_again": "bring a comparison up to date",
    "announce": "announce a ruling",
    "score": "have an answer scored",
    "erase": "take out the words of somebody who asked to be forgotten",
    "remind": "remind interviewers",
    "half_time": "tell the channel that nobody has answered",
}
WHY = {
    "not_in_channel": "I'm not in the channel. Type `/invite @Calibrate` there and I go on by myself.",
    "channel_not_found": "I can't see the channel. Type `/invite @Calibrate` there and I go on by myself.",
    "is_archived": "the channel is archived. Once it is open again and I am in it, I go on by myself.",
    "is_inactive": "the channel is archived. Once it is open again and I am in it, I go on by myself.",
    "restricted_action": "a rule of your workspace doesn't let me post there. An admin can change who may post.",
    "msg_too_long": "Slack says that the message is too long.",
    "judge_down": "Claude refuses me: check ANTHROPIC_API_KEY, its credit, and CALIBRATE_MODEL. People can score on.",
    "judge": "Claude hasn't answered for an hour. I try on; people can score meanwhile.",
    "database": "my database hasn't answered for an hour. I try on.",
    "network": "Slack hasn't answered me for an hour. I try on.",
}


def held_line(held: Held) -> str:
    """What could not be done, and why."""
    where = f" in <#{held.channel_id}>" if held.channel_id else ""
    why = WHY.get(held.reason, f"Slack or my own code refused it (`{held.reason}`); `calibrate doctor` may tell more.")
    return f"I couldn't {WHAT.get(held.job, 'do something')}{where}: {why}"


def held_text(held: Held) -> str:
    """The same to one person, with what helps."""
    return f"{held_line(held)} *Try again* on my Home tab goes on at once."


def over_text(reason: str) -> str:
    """That what was told of is over."""
    return (
        "Claude works again: what waited for its scores is being scored."
        if reason == "judge_down"
        else "It works again."
    )
