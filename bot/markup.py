"""Text as Slack takes it: escaped, cut to fit, with dates that each reader sees in their own zone."""

import re
from datetime import date, datetime


def escape(text: str) -> str:
    """Text of a person or a model as Slack shows it literally: no mention, link or command in it works."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis; of an escaped character nothing is left rather than a part."""
    return text if len(text) <= most else re.sub(r"&\w{0,3}$", "", text[: most - 1]).rstrip() + "…"


def when(moment: datetime) -> str:
    """A moment in each reader's own zone, such as "Wednesday, March 3rd, 2027 at 9:00" or "tomorrow at 9:00".

    UTC where Slack cannot tell.
    """
    return f"<!date^{int(moment.timestamp())}^{{date_long_pretty}} at {{time}}|{plain_when(moment)}>"


def on_day(moment: datetime) -> str:
    """The day of a moment in each reader's own zone, such as "March 3rd, 2027" or "tomorrow"."""
    return f"<!date^{int(moment.timestamp())}^{{date_pretty}}|{weekday(moment)}>"


def plain_when(moment: datetime) -> str:
    """A moment for text that is spoken or shown as a notification, where Slack puts in no dates."""
    return f"{moment_words(moment)} UTC"


def moment_words(moment: datetime) -> str:
    """A moment on the clock that it is given in, such as "Wednesday 3 March, 09:00"."""
    return f"{weekday(moment)}, {moment:%H:%M}"


def weekday(moment: date) -> str:
    """Such as "Wednesday 3 March"."""
    return f"{moment:%A} {moment.day} {moment:%B}"


def day(moment: date) -> str:
    """Such as "3 March 2027": short enough for an axis."""
    return f"{moment.day} {month(moment)}"


def month(moment: date) -> str:
    """Such as "March 2027"."""
    return f"{moment:%B %Y}"


def plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
