"""Who is speaking, from where: read the same way from every payload."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from slack_bolt import BoltContext

from bot.calibration.access import Person
from bot.deps import Deps
from bot.outward.people import find_person
from bot.refusals import Refusal
from storage.models import Shown
from storage.reads import channel_of, row_id

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Caller:
    team_id: str
    user_id: str
    channel_id: str
    trigger_id: str


class Asked(NamedTuple):
    """What a button or a form is about: a row by its id, 0 for none, the channel it belongs to, and who asks."""

    id: int
    channel_id: str
    person: Person


def person_of(deps: Deps, caller: Caller, *channels: str) -> Person:
    """The caller as Slack knows them now, with those of these channels that they are in."""
    return find_person(deps, caller.team_id, caller.user_id, *channels)


def asked(deps: Deps, caller: Caller, model: type[Shown], value: object) -> Asked:
    """What a value names, and the caller as Slack knows them in its channel."""
    with deps.view(caller.team_id) as session:
        row = row_id(session, model, public_id_in(value))
        channel_id = (channel_of(session, model, row) if row else None) or ""
    return Asked(row, channel_id, person_of(deps, caller, channel_id))


def must_manage(deps: Deps, caller: Caller, sentence: str) -> None:
    """Raises Refusal with this sentence for who manages nothing here."""
    if not person_of(deps, caller).manages:
        raise Refusal(sentence)


def public_id_in(value: object) -> str:
    """The public id that a button or a form carries; empty where it is none, for values can be forged."""
    text = str(value or "")
    return text if re.fullmatch("[0-9a-f]{16}", text) else ""


def caller_of(context: BoltContext, body: Body) -> Caller:
    """The person behind a command, a button, a shortcut or a modal.

    The workspace is the one that the app is installed in, as Bolt works it out: what the body names first is in shared
    channels that of whoever made the channel, and of a form that of whoever submits it.
    """
    return Caller(
        team_id=str(context.team_id),
        user_id=str(body.get("user_id") or (body.get("user") or {}).get("id") or ""),
        channel_id=str(body.get("channel_id") or (body.get("channel") or {}).get("id") or ""),
        trigger_id=str(body.get("trigger_id") or ""),
    )
