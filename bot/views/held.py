"""What could not be done, why, and what helps: on Home, by direct message and in `calibrate doctor`."""

from bot.retries import Held
from bot.trouble import PASSING, Ours

WHAT = {
    "ask": "post the question",
    "close": "close the answers",
    "reveal": "post the comparisons",
    "compare": "post a comparison",
    "refresh": "bring the question up to date",
    "catch_up": "read the thread for answers",
    "clear": "delete my posts of a round that was dropped",
    "conclude": "close a round's thread",
    "compare_again": "bring a comparison up to date",
    "announce": "announce a ruling",
    "score": "have an answer scored",
    "mark": "mark a message as taken in",
    "erase": "take out the words of somebody who asked to be forgotten",
    "remind": "remind interviewers",
    "invite": "invite an interviewer",
    "half_time": "tell the channel that nobody has answered",
    "greet": "say hello",
    "read_files": "read a file in the thread",
}
REVOKED = (
    "Slack doesn't take my token any more. Whoever runs me installs the app again at api.slack.com/apps and sets the "
    "new SLACK_BOT_TOKEN."
)
RESTRICTED = "a rule of your workspace doesn't let me post there. An admin can change who may post."
OUT = "Type `/invite @Calibrate` there and I go on by myself."
ARCHIVED = "the channel is archived. Once it is open again and I am in it, I go on by myself."
REFUSED = "Slack refused it (`{}`). `calibrate doctor --try CHANNEL` shows what Slack takes from me there."
SLACK_AWAY = "Slack has had trouble of its own (`{}`) for an hour. I try on; status.slack.com may say more."
FAILED = "my own code failed (`{}`). The log tells where; please report it."
WHY = {
    **dict.fromkeys(("not_in_channel", "user_not_in_channel"), f"I'm not in the channel. {OUT}"),
    "channel_not_found": f"I can't see the channel. {OUT}",
    "is_archived": ARCHIVED,
    "is_inactive": ARCHIVED,
    **dict.fromkeys(("restricted_action", "restricted_action_read_only_channel", "no_permission"), RESTRICTED),
    **dict.fromkeys(("account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"), REVOKED),
    "missing_scope": (
        "a permission is missing. Whoever runs me installs the app again with manifest.yml; `calibrate doctor --try "
        "CHANNEL` names it."
    ),
    "thread_not_found": "its thread was deleted. `/calibrate drop` in the channel ends the round.",
    "msg_too_long": "Slack says that the message is too long. That is mine to mend: please report it.",
    Ours.JUDGE_DOWN: (
        "Claude refuses me: check ANTHROPIC_API_KEY, its credit, and CALIBRATE_MODEL. People can score on."
    ),
    Ours.JUDGE: "Claude hasn't answered for an hour. I try on; people can score meanwhile.",
    Ours.DATABASE: "my database hasn't answered for an hour. I try on; whoever runs me sees why in the log.",
    Ours.NETWORK: "Slack hasn't answered me for an hour. I try on; whoever runs me checks that slack.com is reached.",
    Ours.LEASE: "it took too long, or I was stopped on the way, again and again. I try on; the log may tell why.",
}


def why(reason: str) -> str:
    """What is behind a trouble's reason, and what somebody can do about it."""
    if reason in WHY:
        return WHY[reason]
    if reason in PASSING or reason == Ours.HTTP:
        return SLACK_AWAY.format(reason)
    return (REFUSED if reason == reason.lower() else FAILED).format(reason)  # an exception's name has capitals


def held_line(held: Held) -> str:
    """What could not be done, and why."""
    where = f" in <#{held.channel_id}>" if held.channel_id else ""
    return f"I couldn't {WHAT.get(held.job, 'tell somebody something')}{where}: {why(held.reason)}"


def held_text(held: Held) -> str:
    """The same to one person, with what helps."""
    return f"{held_line(held)} *Try again* on my Home tab goes on at once."


def over_text(reason: str, channel_id: str = "") -> str:
    """That what was told of, in a channel if it was in one, is over."""
    place = f" in <#{channel_id}>" if channel_id else ""
    return (
        f"Claude works again: what waited for its scores{place} is being scored."
        if reason == Ours.JUDGE_DOWN
        else f"It works again{place}."
    )
