"""What `calibrate doctor` finds, a thing at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.slack import error_of


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `fault` says what to do, None where all is well."""

    what: str
    fault: str | None = None

    def line(self) -> str:
        """As the terminal shows it."""
        return f"{'FAULT' if self.fault else 'ok':<6}{self.what}{': ' + self.fault if self.fault else ''}"


MENDS = {
    "not_in_channel": "type `/invite @Calibrate` in the channel and try again",
    "channel_not_found": "the app cannot see this channel: type `/invite @Calibrate` there",
    "is_archived": "the channel is archived",
    "restricted_action": "who may post in this channel is restricted",
    "not_enabled": "switch the Home tab on at api.slack.com/apps, App Home",
}


def why(error: SlackApiError) -> str:
    """What Slack refused, and what to do about it."""
    name = error_of(error)
    if name == "missing_scope":
        return f"needs the scope {error.response.get('needed')}, which was not granted"
    return MENDS.get(name, f"refused: {name}")


def tried(what: str, act: Callable[[], object]) -> Finding:
    """What came of trying something: well, or why it did not go."""
    try:
        act()
    except SlackApiError as error:
        return Finding(what, why(error))
    except (ValueError, OSError) as error:
        return Finding(what, str(error))
    return Finding(what)
