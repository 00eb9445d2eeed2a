"""Dealing: nobody their own, the work spread evenly, and over weeks everybody meets everybody."""

from collections import Counter
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.calibration.dealing import Pair, deal, letter, meetings
from scoring.ratings import Levels
from scoring.severity import connected_groups

people = st.integers(1, 12).map(lambda count: [f"U{index}" for index in range(count)])


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[tuple[int, str | None]], list[str], int, int]:
    raters = draw(people)
    authors = draw(st.lists(st.sampled_from([*raters, "X1", "X2", "X3"]), unique=True, max_size=10))
    answers: list[tuple[int, str | None]] = [(number, author) for number, author in enumerate(authors)]
    return [*answers, (99, None)], raters, draw(st.integers(1, 4)), draw(st.integers(1, 4))


@given(rounds(), st.text(max_size=5))
def test_nobody_gets_their_own_and_no_limit_is_passed(
    given_round: tuple[list[tuple[int, str | None]], list[str], int, int], seed: str
) -> None:
    answers, raters, per_answer, per_rater = given_round
    dealt = deal(answers, raters, per_answer, per_rater, {}, seed)
    authors = dict(answers)
    assert all(authors[answer] != rater for answer, rater in dealt)
    assert len(set(dealt)) == len(dealt)
    assert max(Counter(answer for answer, _ in dealt).values(), default=0) <= per_answer
    assert max(Counter(rater for _, rater in dealt).values(), default=0) <= per_rater


@given(st.integers(1, 10), st.integers(3, 10), st.text(max_size=5))
def test_loads_differ_by_at_most_one_where_nobody_answers_themselves(answers: int, raters: int, seed: str) -> None:
    dealt = deal([(number, None) for number in range(answers)], [f"U{n}" for n in range(raters)], 3, 3, {}, seed)
    load = Counter({f"U{n}": 0 for n in range(raters)})
    load.update(rater for _, rater in dealt)
    assert max(load.values()) - min(load.values()) <= 1
    assert len(dealt) == min(3 * answers, 3 * raters), "as many are dealt as the limits allow"


@given(st.integers(4, 8), st.text(max_size=3))
def test_over_ten_rounds_every_pair_of_raters_meets_and_all_are_connected(count: int, seed: str) -> None:
    raters = [f"U{n}" for n in range(count)]
    history: list[tuple[int, int, str | None, str]] = []
    for week in range(10):
        answers: list[tuple[int, str | None]] = [(week * 10 + n, f"X{n}") for n in range(4)] + [(week * 10 + 9, None)]
        dealt = deal(answers, raters, 3, 3, meetings(history), f"{seed}:{week}")
        history += [(week, answer, dict(answers)[answer], rater) for answer, rater in dealt]
    met = meetings(history)
    assert all(frozenset(pair) in met for pair in combinations(raters, 2))
    assert len(connected_groups(table(history, raters))) == 1


def table(history: list[tuple[int, int, str | None, str]], raters: list[str]) -> Levels:
    """A level for every answer that a rater was dealt; only who shares an answer with whom matters."""
    rows = sorted({answer for _, answer, _, _ in history})
    levels = np.full((len(rows), len(raters)), np.nan)
    for _, answer, _, rater in history:
        levels[rows.index(answer), raters.index(rater)] = 1.0
    return levels


def test_those_who_met_longest_ago_meet_first() -> None:
    met: dict[Pair, int] = {frozenset(("A", "B")): 5, frozenset(("A", "C")): 1}
    together = {rater for _, rater in deal([(1, None)], ["A", "B", "C"], 2, 3, met, "seed")}
    assert together != {"A", "B"}


def test_letters_go_on_after_z() -> None:
    assert [letter(index) for index in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
