"""Direct messages that wait for working hours, each once, such as a word at the reveal and a hello to who is new."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from sqlalchemy import and_, or_
from sqlmodel import col, select, update

from bot.calibration.forgetting import is_forgotten
from bot.work import Work
from storage.models import Answer, Letter, Member
from storage.reads import find

Kind = Literal["reveal", "dropped", "welcome", "invite", "remind", "nudge", "turnout", "absent", "suggested", "settled"]


def address(work: Work, kind: Kind, about: int, people: Iterable[str]) -> None:
    """Has each of these people written to, once for what it is about; not those who want no reminders."""
    silent = set(work.session.exec(select(Member.user_id).where(col(Member.reminders).is_(False))))
    known = set(work.session.exec(select(Letter.person).where(Letter.kind == kind, Letter.about == about)))
    wanted = sorted(person for person in set(people) - silent - known if not is_forgotten(person))
    work.session.add_all(Letter(person=person, kind=kind, about=about, due_at=work.now) for person in wanted)


def write_at(work: Work, kind: Kind, about: int, person: str, due: datetime) -> None:
    """Has a person written to at a time, in place of the one that was meant before."""
    theirs = (Letter.kind == kind, Letter.about == about, Letter.person == person)
    letter = find(work.session, Letter, *theirs, lock=True)
    if letter is None:
        letter = Letter(person=person, kind=kind, about=about)
        work.session.add(letter)
    letter.due_at = due


def call_off(work: Work, kind: Kind, about: int, person: str) -> None:
    """Has a person not written to, if that is still to come."""
    this = update(Letter).where(col(Letter.kind) == kind, col(Letter.about) == about, col(Letter.person) == person)
    work.session.exec(this.values(due_at=None))


def write_to(work: Work, kind: Kind, about: int, people: Iterable[str]) -> None:
    """Has these people written to in their next working hour, whatever they chose of reminders."""
    for person in people:
        write_at(work, kind, about, person, work.now)


def write_of_drop(work: Work, round_id: int, but: str = "") -> None:
    """Has those written to whose answers end unscored with their round, `but` not who knows."""
    theirs = select(Answer.author).where(Answer.round_id == round_id, col(Answer.withdrawn_at).is_(None))
    write_to(work, "dropped", round_id, {author for author in work.session.exec(theirs) if author and author != but})


def waits_for_letter(work: Work, round_id: int, person: str) -> bool:
    """Whether a person chose when they are reminded of a round, or is still to be invited to it."""
    theirs = select(Letter.id).where(Letter.about == round_id, Letter.person == person)
    pending = and_(col(Letter.kind) == "invite", col(Letter.due_at).is_not(None))
    return work.session.exec(theirs.where(or_(col(Letter.kind) == "remind", pending))).first() is not None


def hand_on(work: Work, letter: Letter) -> None:
    """A letter's time has come."""
    due, letter.due_at = letter.due_at or work.now, None
    work.enqueue("letter", letter.id, once=f"{letter.id}:{due.isoformat()}")


def put_off(work: Work, letter_id: int, until: datetime) -> None:
    """Has a letter tried again later."""
    letter = find(work.session, Letter, Letter.id == letter_id, lock=True)
    if letter is not None:
        letter.due_at = until
