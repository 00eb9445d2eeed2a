"""Where one person stood in a round whose scores are out: with the others on an answer, or alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor
from statistics import median

from sqlmodel import Session

from bot.calibration.access import Act, Person, must
from bot.calibration.comparisons import OVERALL, Column, column, result, shuffled
from scoring.rubric import DIMENSIONS, level_value
from storage.models import Round
from storage.reads import answers_of, find_round
from storage.scores import blind_scorecards, ratings_of, scores_are_out


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
        of_answer = [card for card in cards if card.answer_id == answer.id]
        others = {card.rater: column(card, ratings[card.id], named=False).levels for card in of_answer}
        own = others.pop(person, None)
        if own is not None and others:
            off = {row: _off(own.get(row), (one.get(row) for one in others.values())) for row in (*DIMENSIONS, OVERALL)}
            row = max(off, key=lambda row: abs(off[row]))  # a dimension before the whole: it says more
            found.append(Stood(answer.letter or "", answer.compared_ts, row, off[row]))
    return found


def _off(own: str | None, others: Iterable[str | None]) -> int:
    mine, theirs = level_value(own), [value for level in others if (value := level_value(level))]
    if mine is None or not theirs:
        return 0
    return mine - min(max(mine, floor(median(theirs))), ceil(median(theirs)))


@dataclass(frozen=True)
class Own:
    """What a person scored an answer, beside the panel's medians.

    `place` is that of their column among all `raters`; None where these are named.
    """

    letter: str
    place: int | None
    raters: int
    column: Column
    panel: Mapping[str, float]


def where_was(session: Session, person: Person, answer_id: int | None, round_id: int | None = None) -> list[Own]:
    """A person's own blind scores of a revealed answer, or of a whole round, by letter.

    Raises Refusal for who is not in its channel.
    """
    round_ = find_round(session, answer_id, round_id)
    if round_ is not None:
        must(session, person, Act.SEE, round_.channel_id)
    if round_ is None or not scores_are_out(round_):
        return []
    cards = blind_scorecards(session, round_.id)
    ratings = ratings_of(session, [card.id for card in cards if card.rater == person.id])
    found = []
    for one in result(session, round_)[0]:
        order = shuffled([card for card in cards if card.answer_id == one.answer_id])
        place, card = next(((i, card) for i, card in enumerate(order, 1) if card.rater == person.id), (0, None))
        if card is not None and answer_id in (None, one.answer_id):
            named = any(column.rater for column in one.columns)
            found.append(
                Own(one.letter, None if named else place, len(order), column(card, ratings[card.id], False), one.panel)
            )
    return found
