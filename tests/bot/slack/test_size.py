"""A round as large as they come: fifty interviewers and sixty answers, in one channel."""

from collections import Counter
from typing import Any

import pytest
from sqlmodel import Session, col, select

from sandbox.people import screen
from sandbox.people.person import Person
from scoring.rubric import LEVELS
from storage.models import Assignment, Rating, Scorecard
from tests.kit.look import compares, words
from tests.kit.play import World

pytestmark = pytest.mark.slow  # a load; the rules of dealing are tested in test_dealing for any number
RATERS, AUTHORS, EACH = 50, 60, 3


def test_a_round_of_fifty_interviewers_and_sixty_answers_is_played_to_its_end(world: World) -> None:
    raters = world.people(*(f"Rater {number}" for number in range(RATERS)))
    authors = world.people(*(f"Author {number}" for number in range(AUTHORS)))
    channel, ts = world.open_round(authors, raters)
    world.stories(channel, ts, authors)
    world.next(authors[0], channel)
    piles = dealt(world, channel)
    assert {len(pile) for pile in piles.values()} == {EACH}, "as many as one is asked for, and all alike"
    shares = Counter(answer for pile in piles.values() for answer in pile)
    assert len(shares) == AUTHORS + 1, "nobody's answer is left out, nor the exemplar"
    assert set(shares.values()) <= {2, 3}, "and each can be compared"

    for number, rater in enumerate(raters[:4]):
        score_one(world, rater, channel, ts, LEVELS[number % 4])
    world.look_and_change(lambda session: score_the_rest(session, world, channel, piles))
    world.work()
    world.next(authors[0], channel)
    thread = world.sandbox.thread(channel, ts)
    compared = [message for message in thread if compares(message)]
    assert len(compared) == 6, "the widest gaps; the rest can be brought up"
    _, menu = screen.find(world.message(channel, ts)["blocks"], "bring_up")
    assert len(menu["options"]) == AUTHORS + 1 - len(compared)
    assert thread[-1]["text"].startswith("*Scores are out.* <")
    raters[0].press(channel, ts, "where_was_i_all")
    assert words(raters[0].modal).count("Overall: you") == EACH


def dealt(world: World, channel: str) -> dict[str, list[int]]:
    """The answers dealt to each interviewer."""
    answers = [answer.id for answer in world.answers(channel)]
    query = select(Assignment).where(col(Assignment.answer_id).in_(answers))
    piles: dict[str, list[int]] = {}
    for one in world.look(lambda session: session.exec(query).all()):
        piles.setdefault(one.rater, []).append(one.answer_id)
    return piles


def score_one(world: World, person: Person, channel: str, ts: str, level: str) -> None:
    """Scores the first answer of a pile, its form sent in one go."""
    person.press(channel, ts, "score")
    shown: dict[str, Any] = person.modal or {}
    rows = [block["block_id"] for block in shown["blocks"] if block.get("element", {}).get("action_id") == "draft"]
    chosen = {row: "adequate" if row.startswith("evidence") else level for row in rows}
    held = {row: {"draft": {"selected_option": {"value": value}}} for row, value in chosen.items()}
    following = world.forge_submit(person, shown, state={"values": held})["view"]
    assert following["title"]["text"] == f"Answer 2 of {EACH}"


def score_the_rest(session: Session, world: World, channel: str, piles: dict[str, list[int]]) -> None:
    """What the others would come to by their forms, which takes a while."""
    done = {(card.rater, card.answer_id) for card in world.scorecards(channel)}
    left = [(rater, answer) for rater, pile in piles.items() for answer in pile if (rater, answer) not in done]
    for number, (rater, answer) in enumerate(left):
        level = LEVELS[number % 4]
        card = Scorecard(
            answer_id=answer, rater=rater, state="submitted", overall=level, evidence="thin",
            rubric_version="", changed_at=world.clock.at,
        )  # fmt: skip
        session.add(card)
        session.flush()
        session.add(Rating(scorecard_id=card.id, dimension="impact", level=level))
