"""A question every week, every two weeks or once a month, and none on days off."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calibration.cadence import Plan, comes, deadlines, next_question
from bot.calibration.days import read_day, read_span
from bot.calibration.days_off import is_off, read_days_off, span_of
from bot.calibration.schedules import first_due, settle
from bot.refusals import Refusal

TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MONDAYS = Plan(zone="Europe/Berlin")


def days(plan: Plan, count: int, after: datetime = NOW) -> list[date]:
    """The days of the next questions."""
    found = []
    for _ in range(count):
        after = next_question(plan, after)
        found.append(after.astimezone(ZoneInfo(plan.zone)).date())
    return found


def test_every_two_weeks_is_counted_from_a_day_and_goes_on_over_new_year() -> None:
    plan = replace(MONDAYS, every="two_weeks", since=date(2026, 11, 30))
    assert days(plan, 4) == [date(2026, 11, 30), date(2026, 12, 14), date(2026, 12, 28), date(2027, 1, 11)]


@pytest.mark.parametrize(
    ("weekday", "answers", "scores", "zone"),
    [
        (1, 96, 72, "Europe/Berlin"),
        (2, 72, 96, "America/New_York"),
        (3, 120, 48, "Australia/Lord_Howe"),
        (4, 24, 120, "America/Santiago"),
        (6, 96, 48, "Asia/Beirut"),
    ],
)
def test_a_weekend_in_a_round_does_not_cost_the_next_question(
    weekday: int, answers: int, scores: int, zone: str
) -> None:
    plan = replace(MONDAYS, weekday=weekday, zone=zone, answers_hours=answers, scores_hours=scores)
    due = NOW
    for _ in range(60):  # through both changes of the clocks
        due = next_question(plan, due)
        closes, reveals = deadlines(plan, due)
        assert due < closes < reveals <= next_question(plan, due)


def test_what_is_asked_by_hand_has_its_whole_time_whatever_comes_next() -> None:
    thursday = datetime(2026, 12, 3, 12, tzinfo=UTC)
    assert deadlines(MONDAYS, thursday) == (thursday + timedelta(days=4), thursday + timedelta(days=6))


def test_every_month_means_the_first_such_day_in_it() -> None:
    plan = replace(MONDAYS, every="month")
    assert days(plan, 4) == [date(2026, 12, 7), date(2027, 1, 4), date(2027, 2, 1), date(2027, 3, 1)]


def test_on_days_off_no_question_comes_and_the_rhythm_goes_on() -> None:
    off = ("2026-12-07", "2026-12-21/2027-01-03")
    assert days(replace(MONDAYS, off=off), 3) == [date(2026, 11, 30), date(2026, 12, 14), date(2027, 1, 4)]
    two = replace(MONDAYS, off=off, every="two_weeks", since=date(2026, 11, 23))
    assert days(two, 2) == [date(2027, 1, 4), date(2027, 1, 18)]


@given(
    st.sampled_from(["week", "two_weeks", "month"]),
    st.integers(0, 6),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30)), max_size=5),
    st.integers(0, 300),
)
def test_between_two_questions_lies_no_day_on_which_one_comes(
    every: str, weekday: int, spans: list[tuple[int, int]], later: int
) -> None:
    off = [f"{TODAY + timedelta(days=at)}/{TODAY + timedelta(days=at + length)}" for at, length in spans]
    plan = replace(MONDAYS, every=every, weekday=weekday, since=TODAY + timedelta(days=weekday + 2), off=tuple(off))
    after = NOW + timedelta(days=later)
    following = next_question(plan, after)
    assert following > after
    assert comes(plan, following)
    weekly = replace(plan, every="week", off=())
    passed = after
    while (passed := next_question(weekly, passed)) < following:
        assert not comes(plan, passed)


def test_two_weeks_begin_with_the_first_question_after_they_were_chosen() -> None:
    plan = replace(MONDAYS, every="two_weeks", off=("2026-11-30",))
    assert first_due(None, plan, NOW) == datetime(2026, 12, 7, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("24 December", date(2026, 12, 24), date(2026, 12, 24)),
        ("Thursday, December 24th, 2026", date(2026, 12, 24), date(2026, 12, 24)),
        ("2026-12-24", date(2026, 12, 24), date(2026, 12, 24)),
        ("24.12.", date(2026, 12, 24), date(2026, 12, 24)),
        ("24/12/2026", date(2026, 12, 24), date(2026, 12, 24)),
        ("28 Nov", TODAY, TODAY),
        ("27 Nov", date(2027, 11, 27), date(2027, 11, 27)),
        ("29 February 2028", date(2028, 2, 29), date(2028, 2, 29)),
        ("21 December to 3 January", date(2026, 12, 21), date(2027, 1, 3)),
        ("21 Nov – 5 Dec", date(2026, 11, 21), date(2026, 12, 5)),
        ("24-26 December", date(2026, 12, 24), date(2026, 12, 26)),
        ("2026-12-21/2027-01-03", date(2026, 12, 21), date(2027, 1, 3)),
        ("21 December 2026 to 3 January 2027: winter", date(2026, 12, 21), date(2027, 1, 3)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, first: date, last: date) -> None:
    assert read_span(text, TODAY) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "soon", "31 June", "24", "3 January to soon", "5 Dec 2026 to 1 Dec 2026", "99/99"]
)
def test_what_is_no_day_is_not_guessed_at(text: str) -> None:
    assert read_span(text, TODAY) is None


def test_a_range_is_not_one_day() -> None:
    assert read_day("24-26 December", TODAY) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_days(text: str) -> None:
    span = read_span(text, TODAY)
    assert span is None or span[0] <= span[1]


def test_a_list_of_days_off_is_kept_in_order_without_what_is_over() -> None:
    text = "21 December to 3 January: winter\n24 Dec\n2026-01-01; 6 January, December 4, 2026, 2027-05-01"
    assert read_days_off(text, TODAY) == ("2026-12-04", "2026-12-21/2027-01-03", "2027-01-06", "2027-05-01")
    assert read_days_off("", TODAY) == ()


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 20)), max_size=40))
def test_days_off_read_again_as_they_are_kept_stay_the_same(spans: list[tuple[int, int]]) -> None:
    text = "\n".join(f"{TODAY + timedelta(days=at)}/{TODAY + timedelta(days=at + length)}" for at, length in spans)
    kept = read_days_off(text, TODAY)
    assert read_days_off("\n".join(kept), TODAY) == kept
    for at, length in spans:
        assert is_off(TODAY + timedelta(days=at), kept)
        assert is_off(TODAY + timedelta(days=at + length), kept)
    assert all(span_of(one)[0] <= span_of(one)[1] for one in kept)


def test_a_line_that_is_no_day_is_named_and_so_is_a_year_that_is_a_slip() -> None:
    with pytest.raises(Refusal) as refusal:
        read_days_off("24 December\n{the} <break>", TODAY)
    assert refusal.value.fields["off"].startswith("I can't read ‘{the} &lt;break&gt;’ as a day.")
    with pytest.raises(Refusal) as refusal:
        read_days_off("24 December 2062", TODAY)
    assert refusal.value.fields["off"] == "24 December 2062 is more than two years away."


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261221
DTEND;VALUE=DATE:20270104
SUMMARY:Office
 closed
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20200501
RRULE:FREQ=YEARLY
SUMMARY:Labour Day
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20261202T090000Z
DTEND:20261202T100000Z
SUMMARY:All hands
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART;VALUE=DATE:20250101
SUMMARY:Over
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_gives_its_all_day_events_also_those_that_come_each_year() -> None:
    assert read_days_off(CALENDAR, TODAY) == ("2026-12-21/2027-01-03", "2027-05-01", "2028-05-01")
    assert read_days_off(CALENDAR.replace("\n", "\r\n"), TODAY) == read_days_off(CALENDAR, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        CALENDAR[:150],
        CALENDAR.replace("20261221", "2026122"),
        CALENDAR.replace("FREQ=YEARLY", "FREQ=NEVER"),
        "BEGIN:VCALENDAR",
    ],
)
def test_a_broken_calendar_is_refused_and_not_half_read(text: str) -> None:
    with pytest.raises(Refusal, match="I can't read this calendar"):
        read_days_off(text, TODAY)


def test_what_cannot_be_read_yet_leaves_the_days_off_as_they_were() -> None:
    kept = replace(MONDAYS, off=("2026-12-24",))
    assert settle({"off": "24 Dec\nand s"}, kept, ["none"], TODAY).off == kept.off
    assert settle({"off": ""}, kept, ["none"], TODAY).off == ()
    assert settle({}, kept, ["none"], TODAY).off == kept.off
