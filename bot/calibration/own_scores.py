"""What one person scored in a round whose scores are out, and which of the unnamed columns is theirs."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.calibration.access import Act, Person, must
from bot.calibration.comparisons import Column, column, result, shuffled
from storage.reads import find_round
from storage.scores import blind_scorecards, ratings_of, scores_are_out


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
