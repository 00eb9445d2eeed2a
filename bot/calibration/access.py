"""Who may do what in a channel: one table. Every use case asks it about the person as Slack knows them now."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sqlmodel import Session, select

from bot.refusals import NOT_MANAGING, NOT_NAMED, OUTSIDE, Refusal
from storage.models import Schedule


class Act(StrEnum):
    SEE = "see"  # where a round stands, what its comparisons showed, one's own scores in it
    ANSWER = "answer"
    SCORE = "score"
    AGREE = "agree"  # put on record what was agreed
    MANAGE = "manage"  # set up, ask, move on, pause, export


class Role(StrEnum):
    """What somebody in a channel is; who is not in it has none."""

    GUEST = "guest"  # or of another organisation
    COLLEAGUE = "colleague"
    INTERVIEWER = "interviewer"  # named by whoever set the channel up
    MANAGER = "manager"  # named in CALIBRATE_MANAGERS; any colleague where nobody is


_MEMBERS = frozenset(Role)
_NAMED_OR_OURS = frozenset({Role.COLLEAGUE, Role.INTERVIEWER, Role.MANAGER})
TABLE: Mapping[Act, frozenset[Role]] = MappingProxyType(
    {
        Act.SEE: _MEMBERS,
        Act.ANSWER: _MEMBERS,
        Act.SCORE: _NAMED_OR_OURS,
        Act.AGREE: _NAMED_OR_OURS,
        Act.MANAGE: frozenset({Role.MANAGER}),
    }
)


@dataclass(frozen=True)
class Person:
    """Somebody as Slack knows them now. `channels` are those they are in, of the ones that were asked about.

    They are in none once deactivated, nor is a bot. `manages`: named as a manager, or a colleague where nobody is.
    """

    id: str
    channels: frozenset[str] = frozenset()
    is_colleague: bool = True
    manages: bool = False


def roles_of(session: Session, person: Person, channel_id: str) -> set[Role]:
    """What a person is in a channel."""
    if channel_id not in person.channels:
        return set()
    named = session.exec(select(Schedule.interviewers).where(Schedule.channel_id == channel_id)).first() or []
    return {
        Role.COLLEAGUE if person.is_colleague else Role.GUEST,
        *([Role.INTERVIEWER] if person.id in named else []),
        *([Role.MANAGER] if person.manages else []),
    }


def may(session: Session, person: Person, act: Act, channel_id: str) -> bool:
    """Whether a person may do this in a channel."""
    return bool(roles_of(session, person, channel_id) & TABLE[act])


def must(session: Session, person: Person, act: Act, channel_id: str) -> None:
    """Raises Refusal where they may not."""
    if not may(session, person, act, channel_id):
        inside = NOT_MANAGING if act == Act.MANAGE else NOT_NAMED
        raise Refusal(inside if channel_id in person.channels else OUTSIDE)
