"""What is there to be seen: in the database, in channels, and on people's screens."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, select

from sandbox.people.person import Person
from storage.database import view
from storage.models import Answer, Assignment, Round, Schedule, Scorecard
from tests.kit.clock import PATIENCE, Timed


class Look(Timed):
    """A bot in a sandbox that can be looked into."""

    def message(self, channel: str, ts: str) -> dict[str, Any]:
        return self.sandbox.message(channel, ts)

    def reactions(self, channel: str, ts: str) -> set[str]:
        return {reaction["name"] for reaction in self.message(channel, ts).get("reactions", [])}

    def look(self, read: Callable[[Session], Any]) -> Any:
        """What `read` finds in the database."""
        with view(self.deps.engine, self.sandbox.team_id) as session:
            return read(session)

    def schedule(self, channel: str) -> Schedule:
        query = select(Schedule).where(Schedule.channel_id == channel)
        return self.look(lambda session: session.exec(query).one())

    def round(self, channel: str) -> Round:
        """The newest round of a channel."""
        query = select(Round).where(Round.channel_id == channel).order_by(col(Round.id).desc())
        return self.look(lambda session: session.exec(query).first())

    def rounds(self, channel: str) -> list[Round]:
        """All rounds of a channel, the oldest first."""
        query = select(Round).where(Round.channel_id == channel).order_by(col(Round.id))
        return self.look(lambda session: session.exec(query).all())

    def answers(self, channel: str) -> list[Answer]:
        """The answers of a channel's newest round that count."""
        query = select(Answer).where(Answer.round_id == self.round(channel).id, col(Answer.withdrawn_at).is_(None))
        return self.look(lambda session: session.exec(query.order_by(col(Answer.id))).all())

    def texts(self, channel: str) -> list[str]:
        """The texts of the answers of a channel's newest round that count."""
        return [answer.text for answer in self.answers(channel)]

    def scorecards(self, channel: str, kind: str = "interviewer") -> list[Scorecard]:
        """The scorecards of a channel's newest round."""
        query = select(Scorecard).join(Answer, col(Answer.id) == Scorecard.answer_id)
        found = query.where(Answer.round_id == self.round(channel).id, Scorecard.kind == kind)
        return self.look(lambda session: session.exec(found.order_by(col(Scorecard.id))).all())

    def dealt(self, channel: str) -> list[str]:
        """Whom the answers of a channel's newest round were dealt to."""
        query = select(Assignment.rater).join(Answer, col(Answer.id) == Assignment.answer_id)
        found = query.where(Answer.round_id == self.round(channel).id)
        return self.look(lambda session: session.exec(found).all())

    def home(self, person: Person) -> dict[str, Any]:
        """The Home tab as somebody sees it who opens it."""
        person.open_home()
        self.sandbox.settled(PATIENCE)
        assert person.home is not None
        return person.home


def words(view: Any) -> str:
    """Everything that a view or a list of blocks says, in order."""
    if isinstance(view, dict):
        spoken = [inner if key == "text" and isinstance(inner, str) else words(inner) for key, inner in view.items()]
        return " ".join(filter(None, spoken))
    return " ".join(filter(None, map(words, view))) if isinstance(view, list) else ""


def compares(message: dict[str, Any]) -> bool:
    """Whether a message is a comparison of all scores of an answer."""
    return "'revise'" in str(message.get("blocks"))


def form(person: Person) -> dict[str, Any]:
    """The window in front of a person."""
    assert person.modal is not None
    return person.modal


def said(person: Person) -> str:
    """What the window in front of a person says."""
    return words(form(person)["blocks"])


def notice(person: Person) -> str:
    """What the window in front of a person says; it is closed."""
    told = said(person)
    person.close_modal()
    return told
