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
        for incoming in read_message(event):
            deps.inbox.put({"team_id": context.team_id, **asdict(incoming)})


def read_message(event: Mapping[str, Any]) -> list[Incoming]:
    """What a person wrote, changed or deleted in a thread, or that what a thread stands under is gone; else nothing."""
    subtype, channel = event.get("subtype"), event["channel"]
    if subtype == "message_changed":
        is_gone = event["message"].get("subtype") == "tombstone"
        found = incoming_of(channel, event["message"], deleted=is_gone)
        return _known(found) or (_root(channel, str(event["message"]["ts"])) if is_gone else [])
    if subtype == "message_deleted":
        found = incoming_of(channel, event.get("previous_message") or {}, deleted=True)
        return _known(found) or _root(channel, str(event["deleted_ts"]))
    return _known(incoming_of(channel, event)) if subtype in SPOKEN else []


def _known(incoming: Incoming | None) -> list[Incoming]:
    return [incoming] if incoming else []


def _root(channel: str, ts: str) -> list[Incoming]:
    """That a message is gone which may be a question: it is replaced by a tombstone where it has replies."""
    return [Incoming(channel, ts, ts, "", "", deleted=True)]
