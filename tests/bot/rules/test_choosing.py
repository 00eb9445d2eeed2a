"""Which question a channel hears: none again within a year, competencies in turn, those alone that it chose."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calibration.choosing import Asked, choose
from scoring.bank.questions import Bank, load_bank

BANK = load_bank()
START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
YEAR = timedelta(weeks=52)
TURNS = st.lists(st.tuples(st.sampled_from(sorted(BANK)), st.integers(0, 120)), max_size=60)


@given(TURNS, st.text(max_size=4))
def test_no_question_comes_again_within_a_year_while_another_is_left(turns: list[tuple[str, int]], seed: str) -> None:
    asked = [Asked(slug, START - timedelta(weeks=weeks)) for slug, weeks in turns]
    recent = {turn.slug for turn in asked if START - turn.at < YEAR}
    chosen = choose(BANK, asked, START, Random(seed))
    assert chosen.slug not in recent or recent >= set(BANK)


@settings(max_examples=20)
@given(st.integers(1, len(BANK)), st.text(max_size=4))
def test_week_after_week_competencies_take_turns(weeks: int, seed: str) -> None:
    asked: list[Asked] = []
    for week in range(weeks):
        now = START + timedelta(weeks=week)
        question = choose(BANK, asked, now, Random(f"{seed}{week}"))
        turns = Counter(BANK[turn.slug].competency for turn in asked)
        heard = {turn.slug for turn in asked}
        left = {other.competency for slug, other in BANK.items() if slug not in heard}
        assert turns[question.competency] == min(turns[competency] for competency in left)
        asked.append(Asked(question.slug, now))
    assert len({turn.slug for turn in asked}) == min(weeks, len(BANK))


def test_when_all_were_heard_the_one_heard_longest_ago_comes_again() -> None:
    bank: Bank = {slug: BANK[slug] for slug in list(BANK)[:3]}
    asked = [Asked(slug, START - timedelta(weeks=weeks)) for slug, weeks in zip(bank, (5, 30, 9), strict=True)]
    assert choose(bank, asked, START, Random(1)).slug == list(bank)[1]


def test_questions_without_a_competency_take_their_turn_like_one_that_they_share() -> None:
    nameless = BANK["raising-the-bar"].model_copy(update={"competency": ""})
    bare = {f"bare-{number}": nameless.model_copy(update={"slug": f"bare-{number}"}) for number in (1, 2)}
    bank: Bank = {**bare, **{slug: BANK[slug] for slug in ("quiet-voice", "saying-no")}}
    asked: list[Asked] = []
    for week in range(3):
        now = START + timedelta(weeks=week)
        asked.append(Asked(choose(bank, asked, now, Random(week)).slug, now))
    assert sum(turn.slug in bare for turn in asked) == 1, "the second waits until the others had their turn"


def test_an_empty_bank_is_an_error_that_says_so() -> None:
    with pytest.raises(LookupError, match="no questions"):
        choose({}, [], START, Random(1))


def played(bank: Bank, weeks: int, skipped: set[int], competencies: frozenset[str] = frozenset()) -> list[Asked]:
    """What a channel is asked in so many weeks, some of them skipped."""
    asked: list[Asked] = []
    for week in range(weeks):
        now = START + timedelta(weeks=week)
        if week not in skipped:
            asked.append(Asked(choose(bank, asked, now, Random(1), competencies).slug, now))
    return asked


SKIPPED = st.sets(st.integers(0, 103), max_size=30)
SOME = st.sets(st.sampled_from(sorted({question.competency for question in BANK.values()})), min_size=1, max_size=4)


@settings(max_examples=25)
@given(SKIPPED)
def test_over_two_years_nothing_comes_twice_within_one_and_competencies_take_turns(skipped: set[int]) -> None:
    last: dict[str, datetime] = {}
    turns: Counter[str] = Counter()
    for turn in played(BANK, 104, skipped):
        assert turn.at - last.get(turn.slug, turn.at - YEAR) >= YEAR
        last[turn.slug] = turn.at
        turns[BANK[turn.slug].competency] += 1
        if turn.at - START < YEAR:
            unheard = {question.competency for slug, question in BANK.items() if slug not in last}
            counts = [turns[competency] for competency in unheard]
            assert max(counts, default=0) - min(counts, default=0) <= 1
    size = Counter(question.competency for question in BANK.values())
    for one in size:
        for other in size:
            assert size[one] != size[other] or abs(turns[one] - turns[other]) <= 2


def test_without_a_skip_two_years_ask_every_question_twice() -> None:
    assert set(Counter(turn.slug for turn in played(BANK, 104, set())).values()) == {2}


@settings(max_examples=25)
@given(SKIPPED, SOME)
def test_a_channel_with_a_few_competencies_hears_those_alone_and_the_longest_unheard_again(
    skipped: set[int], chosen: set[str]
) -> None:
    within = {slug: question for slug, question in BANK.items() if question.competency in chosen}
    asked = [turn.slug for turn in played(BANK, 104, skipped, frozenset(chosen))]
    assert set(asked) == set(within)
    for index in range(len(asked) - len(within)):
        assert len(set(asked[index : index + len(within)])) == len(within), "each comes once before any comes again"


def test_competencies_that_no_question_has_any_more_restrict_nothing() -> None:
    assert choose(BANK, [], START, Random(1), ["Gone"]).slug in BANK


def test_a_new_competency_does_not_make_up_for_the_years_before_it() -> None:
    asked = played(BANK, 104, set())
    new = {
        f"new-{n}": BANK["raising-the-bar"].model_copy(update={"slug": f"new-{n}", "competency": "New"})
        for n in "abcdef"
    }
    grown: Bank = {**BANK, **new}
    for week in range(104, 110):
        now = START + timedelta(weeks=week)
        asked.append(Asked(choose(grown, asked, now, Random(week)).slug, now))
    assert sum(turn.slug in new for turn in asked) <= 3
