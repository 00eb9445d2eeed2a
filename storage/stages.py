"""The stages of a round, in their order, and which of them mean what."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a round stands. A cancelled one is over without scores."""

    OPENING = "opening"
    COLLECTING = "collecting"
    SCORING = "scoring"
    REVEALED = "revealed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OPEN = (Stage.OPENING, Stage.COLLECTING, Stage.SCORING)  # no other question is posted meanwhile
OUT = (Stage.REVEALED, Stage.CLOSED)  # scores are out
LIVE = (*OPEN, Stage.REVEALED)  # people still do something about it
