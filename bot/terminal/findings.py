"""What `calibrate doctor` finds, a thing at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

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


MENDS: Mapping[str, str] = MappingProxyType(
    {
        "not_in_channel": "type `/invite @Calibrate` in the channel and try again",
        "channel_not_found": "the app cannot see this channel: type `/invite @Calibrate` there",
        "is_archived": "the channel is archived",
        "restricted_action": "who may post in this channel is restricted",
        "not_enabled": "switch the Home tab on at api.slack.com/apps, App Home",
    }
)


def why(error: SlackApiError) -> str:
    """What Slack refused, and what to do about it."""
    name = error_of(error)
    if name == "missing_scope":
        return f"needs the scope {error.response.get('needed')}, which was not granted"
    return MENDS.get(name, f"refused: {name}")
