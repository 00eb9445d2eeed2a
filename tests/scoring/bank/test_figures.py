import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.bank.figures import contradictions
from scoring.bank.numerals import value

counts = st.integers(1, 5000)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("Complaints rose from 40 to 30 a week.", "that is a fall"),
        ("Waiting fell sharply from twenty days to thirty-one.", "that is a rise"),
        ("I cut the whole check from 3 minutes to 9 minutes.", "that is a rise"),
        ("They raised the fee from 11 to 8 euros.", "that is a fall"),
        ("It went from 40 to 50, a fall that nobody saw.", "that is a rise"),
        ("It opened on June the 31st.", "June has 30 days"),
        ("It went from 40 to 30, a rise that nobody saw.", "that is a fall"),
        ("It fell by 40 per cent, from 100 to 70.", "the change is 30 per cent"),
        ("It went from 200 to 150, a drop of 40%.", "the change is 25 per cent"),
        ("Calls went from 1,200 to 900, or down by half.", "the change is 25 per cent"),
        ("Errors halved from 90 to 20.", "0.22 times"),
        ("The list more than doubled, from 40 to 70.", "1.8 times"),
        ("Five of the three depots answered.", "larger than the whole"),
        ("Of 38 forms, 41 had a wrong code.", "larger than the whole"),
        ("We asked 29 of 38 people, or 50 per cent.", "that is 76 per cent"),
        ("Some 50 per cent (9 of 10) were ours.", "that is 90 per cent"),
        ("It was 12 in Leeds and 9 in York, 23 in all.", "the parts come to 21"),
        ("Four nurses, 12 doctors and 9 porters, 30 altogether.", "the parts come to 25"),
        ("They opened on the 31st of June.", "June has 30 days"),
    ],
)
def test_figures_that_cannot_all_be_right_are_named(told: str, why: str) -> None:
    (fault,) = contradictions(told)
    assert why in fault


@pytest.mark.parametrize(
    "told",
    [
        "Complaints rose from 30 to 40 a week, and fell from 40 to 8 in June.",
        "I cut the check from 3 minutes to 90 seconds, and later from 2 hours to 5 minutes.",
        "It went up by 10 per cent, from 20 per cent to 30 per cent.",
        "Returns fell by about a third, from 31 to 20.",
        "Errors halved from 90 to 46 and more than halved from 46 to 11.",
        "The 30th of 2020 was a Monday, and 12 of 2,000 came.",
        "Between twenty and thirty of the forty came, and four or five of the nine.",
        "We opened from 9 to 5 o'clock; the desk was cut from nine to five o'clock.",
        "In March 48 people left, 42 may have stayed, and 60 March issues were sold.",
        "Most of the 4,000 of 2021 came back.",
        "It was six of one and half a dozen of the other.",
        "I took 60 of 5 kilos each.",
        "We had 4 in Rome, 12 in Leeds and 9 in York, 21 in all on the second day.",
        "We asked 29 of 38, 50 per cent more than in spring.",
        "",
    ],
)
def test_figures_that_can_be_right_are_left_alone(told: str) -> None:
    assert contradictions(told) == []


@given(counts, counts)
def test_a_fall_is_a_fall_whatever_the_figures(a: int, b: int) -> None:
    assert bool(contradictions(f"It fell from {a:,} to {b:,}, they say.")) == (b > a)
    assert bool(contradictions(f"It rose from {a} boxes to {b} boxes.")) == (b < a)


@given(counts, counts)
def test_a_share_rounded_to_whole_per_cents_is_never_a_contradiction(part: int, rest: int) -> None:
    whole = part + rest
    share = 100 * part / whole
    assert contradictions(f"That was {part} of {whole} letters, or {share:.0f} per cent.") == []
    assert contradictions(f"That was {part} of {whole} letters, or {share * 0.7 + 25:.0f} per cent.") != [] or (
        abs(share * 0.7 + 25 - share) < 7
    )


def test_a_long_run_of_numbers_is_read_in_no_time() -> None:
    assert contradictions("twenty " * 3000 + "of ten") != []


@pytest.mark.parametrize(
    ("number", "worth"),
    [
        ("1,200", 1200),
        ("£3.5 million", 3.5e6),
        ("20k", 20_000),
        ("a hundred and twenty", 120),
        ("sixty-one", 61),
        ("nine thousand five hundred", 9500),
        ("two hundred and ten thousand", 210_000),
        ("Zero", 0),
    ],
)
def test_numbers_are_read_in_figures_and_in_words(number: str, worth: float) -> None:
    assert value(number) == worth
