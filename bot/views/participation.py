"""A word to the channel at half time, and to managers when few score."""

from datetime import datetime

from bot.calibration.participation import Turnout
from bot.markup import plain_when, when
from bot.views.blocks import Message, actions, button, section


def half_time_message(round_id: str, closes_at: datetime) -> Message:
    """Nobody has answered yet: until when one can, and how."""
    how = "in this thread, or privately with *Answer*. It may be yours, borrowed or invented."
    text = "Nobody has answered yet. Answers close {}: " + how
    blocks = [section(text.format(when(closes_at))), actions(button("Answer", "answer", round_id))]
    return text.format(plain_when(closes_at)).replace("*", ""), blocks


def turnout_text(channel_id: str, before: Turnout, newest: Turnout) -> str:
    """To who answers for a channel: how many scored in the last two rounds, and what may help; nobody is named."""
    counts = f"{before.scored} of {before.dealt}, then {newest.scored} of {newest.dealt}"
    return (
        f"In <#{channel_id}> fewer than half of the interviewers who were dealt answers scored any, two rounds in a "
        f"row: {counts}. Worth asking what stands in the way: the day, how often, or how many answers. "
        "*Settings* on my Home tab changes these. I say this once, until it is better."
    )
