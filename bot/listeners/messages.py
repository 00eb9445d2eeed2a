"""Messages in threads: stored before they are acknowledged, whatever else happens."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from slack_bolt import App, BoltContext

from bot.calibration.messages import Incoming
from bot.deps import Deps
from bot.outward.threads import incoming_of

SPOKEN = (None, "thread_broadcast", "file_share")  # subtypes under which a person wrote something


def register(app: App, deps: Deps) -> None:
    # Bolt's app.message never sees edits and deletions, so the event itself is taken.
    @app.event("message")
    def message(context: BoltContext, event: dict[str, Any]) -> None:
        if incoming := read_message(event):
            deps.inbox.put({"team_id": context.team_id, **asdict(incoming)})


def read_message(event: Mapping[str, Any]) -> Incoming | None:
    """What a person wrote, changed or deleted in a thread, or that what a thread stands under is gone; else nothing."""
    subtype, channel = event.get("subtype"), event["channel"]
    if subtype in SPOKEN:
        return incoming_of(channel, event)
    if subtype == "message_deleted":
        message, ts = event.get("previous_message") or {}, event["deleted_ts"]
    elif subtype == "message_changed":
        message = event["message"]
        if message.get("subtype") != "tombstone":
            return incoming_of(channel, message)
        ts = message["ts"]  # of one that has replies a tombstone is left
    else:
        return None
    may_be_a_question = Incoming(channel, str(ts), str(ts), "", "", deleted=True)
    return incoming_of(channel, message, deleted=True) or may_be_a_question
