"""Who is speaking, from where: read the same way from every payload."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.refusals import Refusal
from bot.settings import Settings
from storage.models import Shown
from storage.reads import row_id

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Caller:
    team_id: str
    user_id: str
    channel_id: str
    trigger_id: str

    def manages(self, settings: Settings) -> bool:
        """Whether they may set up and move rounds."""
        return settings.lets_manage(self.user_id)

    def must_manage(self, settings: Settings, sentence: str) -> None:
        """Raises Refusal with this sentence where they may not."""
        if not self.manages(settings):
            raise Refusal(sentence)


def public_id_in(value: object) -> str:
    """The public id that a button or a form carries; empty where it is none, for values can be forged."""
    text = str(value or "")
    return text if re.fullmatch("[0-9a-f]{16}", text) else ""


def id_in(session: Session, model: type[Shown], value: object) -> int:
    """The id of the row that a button or a form is about; 0, which no row has, where there is none."""
    return row_id(session, model, public_id_in(value))


def caller_of(body: Body) -> Caller:
    """The person behind a command, a button, a shortcut or a modal."""
    return Caller(
        team_id=str(body.get("team_id") or (body.get("team") or {}).get("id") or ""),
        user_id=str(body.get("user_id") or (body.get("user") or {}).get("id") or ""),
        channel_id=str(body.get("channel_id") or (body.get("channel") or {}).get("id") or ""),
        trigger_id=str(body.get("trigger_id") or ""),
    )
