"""A weekly question comes once a week at the same time on the wall, through every change of clocks."""

import itertools
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calibration.calendar import after_hours, day_before, last_due, next_due, on_workday, working_hour
from bot.calibration.days_off import is_off

ZONES = ["America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"]
TIMES = [time(0, 0), time(1, 30), time(2, 30), time(9, 0)]
YEAR = datetime(2027, 1, 1, tzinfo=UTC)


def a_year_of(weekday: int, at: time, zone: str) -> list[datetime]:
    due, found = YEAR, []
    while (due := next_due(weekday, at, zone, due)) < YEAR + timedelta(days=365):
        found.append(due)
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", TIMES)
@pytest.mark.parametrize("weekday", [0, 6])  # clocks change on a Sunday; Monday midnight is the hour after one
def test_every_week_has_one_due_time_on_its_weekday(zone: str, at: time, weekday: int) -> None:
    dues = a_year_of(weekday, at, zone)
    days = [due.astimezone(ZoneInfo(zone)).date() for due in dues]
    assert all(day.weekday() == weekday for day in days)
    assert all(later - earlier == timedelta(days=7) for earlier, later in itertools.pairwise(days))
    assert len(days) in (52, 53)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", TIMES)
def test_the_time_on_the_wall_stays_the_same_unless_the_clocks_skip_it(zone: str, at: time) -> None:
    walls = [due.astimezone(ZoneInfo(zone)).time() for due in a_year_of(6, at, zone)]
    other = [wall for wall in walls if wall != at]
    assert len(other) <= 1, "clocks skip a time once a year at most"
    assert all(at < wall <= time(at.hour + 1, at.minute) for wall in other), "a skipped time comes after the gap"


def test_a_skipped_time_comes_after_the_gap_and_a_doubled_time_comes_first_time() -> None:
    spring = next_due(6, time(2, 30), "America/Los_Angeles", datetime(2027, 3, 13, tzinfo=UTC))
    assert spring == datetime(2027, 3, 14, 10, 30, tzinfo=UTC)  # 03:30 daylight time
    autumn = next_due(6, time(1, 30), "America/Los_Angeles", datetime(2027, 11, 6, 12, tzinfo=UTC))
    assert autumn == datetime(2027, 11, 7, 8, 30, tzinfo=UTC)  # 01:30 daylight time, the first of two
    assert next_due(6, time(1, 30), "America/Los_Angeles", autumn) == datetime(2027, 11, 14, 9, 30, tzinfo=UTC)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(moments, st.sampled_from(ZONES), st.integers(0, 6), st.times())
def test_nothing_is_due_between_the_last_due_time_and_the_next(
    moment: datetime, zone: str, weekday: int, at: time
) -> None:
    last, following = last_due(weekday, at, zone, moment), next_due(weekday, at, zone, moment)
    assert last <= moment < following
    assert next_due(weekday, at, zone, last) == following
    assert timedelta(days=6, hours=22) <= following - last <= timedelta(days=7, hours=2)


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=5)


def days_off(moment: datetime, lengths: list[tuple[int, int]]) -> list[str]:
    first = moment.date()
    return [f"{first + timedelta(days=at)}/{first + timedelta(days=at + length)}" for at, length in lengths]


@given(moments, st.sampled_from(ZONES), st.sampled_from([4, 24, 48, 72, 120]), spans)
def test_a_deadline_is_on_a_working_day_and_the_first_there_is(
    moment: datetime, zone: str, hours: int, lengths: list[tuple[int, int]]
) -> None:
    off, wall = days_off(moment, lengths), ZoneInfo(zone)
    due, plain = after_hours(moment, hours, zone, off), on_workday(after_hours(moment, hours, zone), zone, (), moment)
    begun, there = moment.astimezone(wall), due.astimezone(wall)
    assert not is_off(there.date(), off)
    assert there.weekday() < 5 or begun.weekday() > 4
    assert due >= plain
    passed = plain.astimezone(wall).date()
    while passed < there.date():
        assert is_off(passed, off) or passed.weekday() > 4
        passed += timedelta(days=1)


def test_a_deadline_before_christmas_comes_after_it_at_the_same_time_of_the_day() -> None:
    monday = datetime(2026, 12, 21, 8, tzinfo=UTC)
    off = ("2026-12-23/2026-12-25", "2026-12-28")
    closes = after_hours(monday, 48, "Europe/Berlin", off)
    assert closes == datetime(2026, 12, 29, 8, tzinfo=UTC)
    assert day_before(closes, "Europe/Berlin", off) == datetime(2026, 12, 22, 8, tzinfo=UTC)
    assert working_hour(monday + timedelta(days=2), "Europe/Berlin", off) == closes


@given(moments, st.sampled_from(ZONES))
def test_the_day_before_is_a_working_day_before_a_working_day(moment: datetime, zone: str) -> None:
    there, before = (one.astimezone(ZoneInfo(zone)) for one in (moment, day_before(moment, zone)))
    assert 1 <= (there.date() - before.date()).days <= 3
    assert before < there
    assert before.weekday() < 5 or there.weekday() > 5, "only a Sunday has a Saturday before it"
