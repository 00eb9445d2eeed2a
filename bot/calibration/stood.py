"""Where one person stood in a round whose scores are out: with the others on an answer, or alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from statistics import median

from sqlmodel import Session

from bot.calibration.comparisons import OVERALL
from scoring.rubric import DIMENSIONS, level_value
from storage.models import Rating, Round, Scorecard
from storage.reads import answers_of
from storage.scores import blind_scorecards, ratings_of


@dataclass(frozen=True)
class Stood:
    """One answer that a person scored beside others: the row in which they lay furthest from the others' median.

    `off` is in levels, negative for lower, 0 where they lay in it everywhere.
    """

    letter: str
    compared_ts: str | None
    row: str
    off: int


def stood(session: Session, round_: Round, person: str) -> list[Stood]:
    """What a person scored blind beside others, by letter; nothing before scores are out."""
    cards = blind_scorecards(session, round_.id)
    ratings = ratings_of(session, [card.id for card in cards])
    found = []
    for answer in sorted(answers_of(session, round_.id), key=lambda one: (len(one.letter or ""), one.letter or "")):
        own = [card for card in cards if card.answer_id == answer.id and card.rater == person]
        others = [card for card in cards if card.answer_id == answer.id and card.rater != person]
        if own and others:
            row, off = _furthest(own[0], others, ratings)
            found.append(Stood(answer.letter or "", answer.compared_ts, row, off))
    return found


def _furthest(
    own: Scorecard, others: Sequence[Scorecard], ratings: Mapping[int, Mapping[str, Rating]]
) -> tuple[str, int]:
    """A dimension goes before the whole where both lie as far away: it says more."""
    found = {row: _off(row, own, others, ratings) for row in (*DIMENSIONS, OVERALL)}
    return max(found.items(), key=lambda item: abs(item[1]))


def _off(row: str, own: Scorecard, others: Sequence[Scorecard], ratings: Mapping[int, Mapping[str, Rating]]) -> int:
    def level(card: Scorecard) -> int | None:
        rating = ratings[card.id].get(row)
        return level_value(card.overall if row == OVERALL else rating.level if rating else None)

    mine, theirs = level(own), [value for card in others if (value := level(card))]
    if mine is None or not theirs:
        return 0
    low, high = floor(median(theirs)), ceil(median(theirs))
    return mine - low if mine < low else mine - high if mine > high else 0
