"""The names under which scores leave a channel that does not name raters: always the same, and leading to nobody."""

from collections.abc import Collection
from random import Random

from sqlmodel import Session, select

from storage.models import Pseudonym

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so that no word comes of them


def pseudonyms(session: Session, luck: Random, channel_id: str, people: Collection[str]) -> dict[str, str]:
    """A name for each of these people in a channel, drawn by lot the first time, and kept: call it in a unit."""
    rows = session.exec(select(Pseudonym).where(Pseudonym.channel_id == channel_id)).all()
    names = {row.person: row.name for row in rows}
    for person in sorted(set(people) - set(names)):
        names[person] = _new(luck, set(names.values()))
        session.add(Pseudonym(channel_id=channel_id, person=person, name=names[person]))
    session.flush()
    return names


def _new(luck: Random, taken: Collection[str]) -> str:
    while True:
        name = "Rater " + "".join(luck.choices(LETTERS, k=4))
        if name not in taken:
            return name
