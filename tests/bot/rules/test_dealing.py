"""Dealing: nobody their own, the work spread evenly, and over weeks everybody meets everybody."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations, product
from random import Random
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.calibration.dealing import Pair, deal, letter, meetings
from scoring.agreement.entries import Levels
from scoring.agreement.severity import connected_groups


class Case(NamedTuple):
    """What `deal` is given, in its order; `luck` is a seed."""

    answers: list[tuple[int, str | None]]
    raters: list[str]
    per_answer: int
    per_rater: int
    met: dict[Pair, int]
    luck: int
    barred: dict[int, set[str]]


def dealt_in(case: Case) -> list[tuple[int, str]]:
    return deal(*case._replace(luck=Random(case.luck)))  # type: ignore[arg-type]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    raters = [f"U{index}" for index in range(draw(st.integers(1, 6)))]
    authors = draw(st.lists(st.sampled_from([*raters, "X1", "X2", "X3"]), unique=True, max_size=8))
    answers: list[tuple[int, str | None]] = [*enumerate(authors), (99, None)]
    pairs: list[Pair] = [frozenset(pair) for pair in combinations(raters, 2)]
    pairs += product([*raters, "X1", "X2", "X3"], raters)
    return Case(
        answers,
        raters,
        per_answer=draw(st.integers(1, 4)),
        per_rater=draw(st.integers(1, 4)),
        met=draw(st.dictionaries(st.sampled_from(pairs), st.integers(0, 9))),
        luck=draw(st.integers(0, 99)),
        barred=draw(st.dictionaries(st.sampled_from([*range(8), 99]), st.sets(st.sampled_from(raters)), max_size=3)),
    )


def greatest(case: Case, limits: Mapping[str, int], per_answer: int) -> int:
    """How many can be dealt at most, tried out by the theorem of max flow and min cut.

    Whichever raters one picks out, no deal holds more than these may have and the answers can get from all others; and
    for some raters picked out, a deal holds just as many.
    """
    allowed = [set(case.raters) - {author, *case.barred.get(answer, ())} for answer, author in case.answers]
    return min(
        sum(limits[rater] for rater in picked) + sum(min(per_answer, len(free.difference(picked))) for free in allowed)
        for size in range(len(case.raters) + 1)
        for picked in combinations(case.raters, size)
    )


def loads(dealt: list[tuple[int, str]], raters: list[str]) -> list[int]:
    count = Counter(rater for _, rater in dealt)
    return [count[rater] for rater in raters]


@given(cases())
def test_nobody_gets_their_own_or_what_they_are_barred_from_and_no_limit_is_passed(case: Case) -> None:
    dealt = dealt_in(case)
    authors = dict(case.answers)
    assert all(authors[answer] != rater for answer, rater in dealt)
    assert all(rater not in case.barred.get(answer, ()) for answer, rater in dealt)
    assert len(set(dealt)) == len(dealt)
    assert max(Counter(answer for answer, _ in dealt).values(), default=0) <= case.per_answer
    assert max(loads(dealt, case.raters)) <= case.per_rater


def assert_greatest_and_even(case: Case) -> None:
    dealt = dealt_in(case)
    assert len(dealt) == greatest(case, dict.fromkeys(case.raters, case.per_rater), case.per_answer)
    fewest, over = divmod(len(dealt), len(case.raters))
    even = any(  # limits that add up to the whole deal are all used up
        greatest(case, {rater: fewest + (rater in busier) for rater in case.raters}, case.per_answer) == len(dealt)
        for busier in combinations(case.raters, over)
    )
    load = loads(dealt, case.raters)
    assert max(load) - min(load) <= 1 or not even


@given(cases())
def test_no_deal_holds_more_and_loads_differ_by_at_most_one_wherever_they_can(case: Case) -> None:
    assert_greatest_and_even(case)


@pytest.mark.parametrize("count", range(2, 7))
def test_a_small_panel_is_dealt_as_many_and_as_evenly_as_can_be_however_many_of_it_answer(count: int) -> None:
    raters = [f"U{index}" for index in range(count)]
    for inside, outside, seed in product(range(count + 1), range(3), range(5)):
        authors = [*raters[:inside], *(f"X{index}" for index in range(outside))]
        assert_greatest_and_even(Case([*enumerate(authors), (99, None)], raters, 3, 3, {}, seed, {}))


@given(cases())
def test_every_answer_has_as_many_raters_as_all_answers_could_have(case: Case) -> None:
    limits = dict.fromkeys(case.raters, case.per_rater)
    all_could = max(
        each for each in range(case.per_answer + 1) if greatest(case, limits, each) == each * len(case.answers)
    )
    has = Counter(answer for answer, _ in dealt_in(case))
    assert min(has[answer] for answer, _ in case.answers) >= all_could


@given(cases())
def test_the_same_seed_gives_the_same_deal_in_whatever_order_raters_are_named(case: Case) -> None:
    assert dealt_in(case) == dealt_in(case._replace(raters=case.raters[::-1]))


@given(st.integers(1, 10), st.integers(3, 10), st.text(max_size=5))
def test_loads_differ_by_at_most_one_where_nobody_answers_themselves(answers: int, raters: int, seed: str) -> None:
    dealt = deal(
        [(number, None) for number in range(answers)], [f"U{n}" for n in range(raters)], 3, 3, {}, Random(seed)
    )
    load = loads(dealt, [f"U{n}" for n in range(raters)])
    assert max(load) - min(load) <= 1
    assert len(dealt) == min(3 * answers, 3 * raters), "as many are dealt as the limits allow"


@st.composite
def ten_rounds(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """The raters, and who answers in each of ten rounds: raters themselves, others, or both."""
    raters = [f"U{index}" for index in range(draw(st.integers(3, 8)))]
    authors = st.lists(st.sampled_from([*raters, "X1", "X2", "X3"]), unique=True, min_size=3, max_size=6)
    return raters, draw(st.lists(authors, min_size=10, max_size=10))


@given(ten_rounds(), st.text(max_size=3))
@example(([f"U{index}" for index in range(8)], [["U0", "U1", "U2"]] * 10), "5")
def test_over_ten_rounds_every_pair_of_raters_scores_an_answer_together_and_all_are_connected(
    rounds: tuple[list[str], list[list[str]]], seed: str
) -> None:
    raters, authors = rounds
    history: list[tuple[int, int, str | None, str]] = []
    for week, wrote in enumerate(authors):
        answers: list[tuple[int, str | None]] = [*enumerate(wrote, start=week * 10), (week * 10 + 9, None)]
        dealt = deal(answers, raters, 3, 3, meetings(history), Random(f"{seed}:{week}"))
        history += [(week, answer, dict(answers)[answer], rater) for answer, rater in dealt]
    levels = table(history, raters)
    scored = ~np.isnan(levels)
    assert all((scored[:, one] & scored[:, other]).any() for one, other in combinations(range(len(raters)), 2))
    assert len(connected_groups(levels)) == 1


def table(history: list[tuple[int, int, str | None, str]], raters: list[str]) -> Levels:
    """A level for every answer that a rater was dealt; only who shares an answer with whom matters."""
    rows = sorted({answer for _, answer, _, _ in history})
    levels = np.full((len(rows), len(raters)), np.nan)
    for _, answer, _, rater in history:
        levels[rows.index(answer), raters.index(rater)] = 1.0
    return levels


def test_those_who_met_longest_ago_meet_first() -> None:
    met: dict[Pair, int] = {frozenset(("A", "B")): 5, frozenset(("A", "C")): 1}
    together = {rater for _, rater in deal([(1, None)], ["A", "B", "C"], 2, 3, met, Random(1))}
    assert together != {"A", "B"}


def test_who_read_the_author_longest_ago_comes_first() -> None:
    assert deal([(1, "C")], ["A", "B", "C"], 1, 3, {("C", "A"): 5, ("C", "B"): 1}, Random(1)) == [(1, "B")]


def test_to_have_read_somebody_is_not_to_have_scored_beside_them() -> None:
    met = meetings([(4, 1, "A", "B"), (4, 2, None, "A"), (4, 2, None, "C"), (5, 3, None, "A")])
    assert met == {("A", "B"): 4, frozenset(("A", "C")): 4}


def test_letters_go_on_after_z() -> None:
    assert [letter(index) for index in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
