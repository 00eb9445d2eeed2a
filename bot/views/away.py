"""Away: the form that asks until when, and who is, in words."""

from collections.abc import Mapping
from datetime import date, datetime

from slack_sdk.models.blocks import DatePickerElement

from bot.markup import on_day
from bot.views.blocks import View, context, modal
from bot.views.inputs import VALUE, field, typed

MOST_NAMES = 10


def away_modal(first: date) -> View:
    """Asks when somebody is back."""
    picker = DatePickerElement(action_id=VALUE, initial_date=str(first))
    blocks = [
        field("back", "The day you are back", picker),
        context("Until then nothing is dealt to you and I don't write. Managers see that you are away."),
    ]
    return modal("away", "Away", blocks, submit="I'm away")


def read_away(shown: View) -> str:
    """The day that was chosen, as a text; empty for none."""
    return typed(shown["state"]["values"], "back")


def away_words(away: Mapping[str, datetime]) -> str:
    """Such as "Away: Ana (back tomorrow)."; empty for nobody."""
    names = [f"<@{user}> (back {on_day(until)})" for user, until in sorted(away.items())[:MOST_NAMES]]
    more = len(away) - MOST_NAMES
    return f"Away: {', '.join(names)}{f' and {more} more' if more > 0 else ''}." if away else ""
