"""Messages in threads: stored before they are acknowledged, whatever else happens."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import App

from bot.calibration.answers import Incoming, take_in
from bot.calibration.stages import question_deleted
from bot.deps import Deps
from bot.outward.threads import incoming_of

SPOKEN = (None, "thread_broadcast", "file_share")  # subtypes under which a person wrote something


def register(app: App, deps: Deps) -> None:
    # Bolt's app.message never sees edits and deletions, so the event itself is taken.
    @app.event("message")
    def message(body: dict[str, Any], event: dict[str, Any]) -> None:
        incoming, deleted = read_message(event), deleted_ts(event)
        if incoming is None and deleted is None:
            return
        with deps.work(body["team_id"]) as work:
            if incoming is not None:
                take_in(work, incoming)
            elif deleted is not None:
                question_deleted(work, event["channel"], deleted)


def read_message(event: Mapping[str, Any]) -> Incoming | None:
    """What a person wrote, changed or deleted in a thread; None for everything else."""
    subtype, channel = event.get("subtype"), event["channel"]
    if subtype == "message_changed":
        return incoming_of(channel, event["message"], deleted=event["message"].get("subtype") == "tombstone")
    if subtype == "message_deleted":
        return incoming_of(channel, event.get("previous_message") or {}, deleted=True)
    return incoming_of(channel, event) if subtype in SPOKEN else None


def deleted_ts(event: Mapping[str, Any]) -> str | None:
    """The ts of a message that was deleted, or replaced by a tombstone since it has replies."""
    if event.get("subtype") == "message_deleted":
        return str(event["deleted_ts"])
    message = event.get("message") or {}
    return str(message["ts"]) if message.get("subtype") == "tombstone" else None
