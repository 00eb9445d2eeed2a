"""When a channel's weekly question comes: set up, passed over, paused, taken up again."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import available_timezones

from bot.calibration.access import Act, Person, must
from bot.calibration.cadence import EVERY, Plan, first_of_two_weeks, next_question
from bot.calibration.calendar import day_of, midnight
from bot.calibration.days import day_to_come
from bot.calibration.days_off import read_days_off
from bot.refusals import NO_TIME, NONE_PLANNED, NOT_LISTED, NOT_SET_UP, TOO_FAR, TOO_FEW, TOO_LONG, Refusal
from bot.work import Work
from storage.models import Schedule

HOURS = (4, 24, 48, 72, 96, 120)  # to choose from, for answers and for scores
WEEK = 7 * 24  # hours
KEEP = (30, 90, 180, 365, 730)  # days that what people wrote is kept once scores are out
REQUIRED = ("weekday", "at", "zone", "answers_hours", "scores_hours", "judge", "interviewers")
SPECIAL = {"at": NO_TIME, "interviewers": TOO_FEW}


def plan_of(schedule: Schedule) -> Plan:
    """What a channel is set up to now."""
    kept: dict[str, Any] = {part.name: getattr(schedule, part.name) for part in fields(Plan)}
    kept |= {name: tuple(value) for name, value in kept.items() if isinstance(value, list)}
    return Plan(**kept)


def plan(schedule: Schedule, wanted: Plan, now: datetime) -> datetime | None:
    """Puts a plan into effect, from the next question on; when that is due, None while the channel is paused."""
    wanted = _counted(schedule, wanted, now)
    schedule.next_at, schedule.handed_at = first_due(schedule, wanted, now), now
    for part in fields(wanted):
        value = getattr(wanted, part.name)
        setattr(schedule, part.name, list(value) if isinstance(value, tuple) else value)
    return schedule.next_at


def first_due(schedule: Schedule | None, wanted: Plan, now: datetime) -> datetime | None:
    """When the next question is due under a plan; a pause goes on, and so does a skip if the time is the same."""
    wanted = _counted(schedule, wanted, now)
    if schedule is None or not schedule.interviewers:
        return next_question(wanted, now)
    if schedule.next_at is None:
        return None
    same = (schedule.weekday, schedule.at, schedule.zone) == (wanted.weekday, wanted.at, wanted.zone)
    return next_question(wanted, max(now, schedule.not_before or now) if same else now)


def _counted(schedule: Schedule | None, wanted: Plan, now: datetime) -> Plan:
    """The plan with the day that every two weeks is counted from: the first question after it was chosen."""
    if wanted.every != "two_weeks":
        return replace(wanted, since=None)
    goes_on = schedule and (schedule.every, schedule.weekday) == (wanted.every, wanted.weekday)
    since = schedule.since if schedule and goes_on else None
    return replace(wanted, since=since or first_of_two_weeks(wanted, now))


def archived(work: Work, schedule: Schedule) -> None:
    """The channel was archived: no question comes until it is open again, and who answers for it hears so, once."""
    if schedule.archived or schedule.next_at is None:
        return
    schedule.archived, schedule.next_at = True, None
    work.enqueue("archived", schedule.channel_id, once=f"{schedule.id}:{work.now.isoformat()}")


def open_again(work: Work, schedule: Schedule) -> None:
    """The channel is open, and the bot in it: the questions that archiving had paused come again."""
    if schedule.archived:
        schedule.archived = False
        after = max(work.now, schedule.not_before or work.now)
        schedule.next_at, schedule.handed_at = next_question(schedule, after), work.now


def settle(typed: Mapping[str, Any], kept: Plan, judges: Collection[str], today: date) -> Plan:
    """What was typed into the form, each part as text; what is wrong or missing there is as in `kept`."""
    settled = {name: value for name, value in _parts(typed, judges).items() if value is not None}
    with suppress(Refusal):
        settled["off"] = read_days_off(typed["off"], today) if "off" in typed else kept.off
    return replace(kept, **settled)


def check(typed: Mapping[str, Any], judges: Collection[str], today: date) -> None:
    """Raises Refusal by field where a plan as typed cannot be."""
    parts = _parts(typed, judges)
    faults = {name: SPECIAL.get(name, NOT_LISTED) for name in REQUIRED if parts[name] is None}
    hours = (parts["answers_hours"] or 0) + (parts["scores_hours"] or 0)
    if hours > WEEK and parts["every"] in (None, "week"):
        faults["scores_hours"] = TOO_LONG
    if faults:
        raise Refusal(fields=faults, days=hours // 24)
    read_days_off(typed.get("off", ""), today)


def _parts(typed: Mapping[str, Any], judges: Collection[str]) -> dict[str, Any]:
    """The parts of a plan; None for what is missing or cannot be."""

    def one_of(name: str, options: Collection[Any]) -> Any:
        return next((option for option in options if str(option) == typed.get(name)), None)

    people = typed.get("interviewers") or ()
    return {
        "weekday": one_of("weekday", range(7)),
        "every": one_of("every", EVERY),
        "at": _wall_time(typed.get("at")),
        "zone": one_of("zone", available_timezones()),
        "answers_hours": one_of("answers_hours", HOURS),
        "scores_hours": one_of("scores_hours", HOURS),
        "interviewers": people if len(people) > 1 else None,
        "judge": one_of("judge", [*judges, "none"]),
        "competencies": typed.get("competencies"),
        "keep_days": one_of("keep_days", KEEP),
        "names_raters": {"yes": True, "no": False}.get(typed.get("names", "")),
    }


def _wall_time(text: str | None) -> time | None:
    try:
        return time.fromisoformat(text or "")
    except ValueError:
        return None


def skip(work: Work, schedule: Schedule, person: Person) -> datetime:
    """Passes over the next question; when that would have come. Raises Refusal where none is planned."""
    must(work.session, person, Act.MANAGE, schedule.channel_id)
    skipped = schedule.next_at
    if skipped is None:
        raise Refusal(NONE_PLANNED)
    following = next_question(schedule, max(skipped, work.now))
    schedule.skipped_at = schedule.not_before = max(skipped, work.now)
    _change(work, schedule, following, "skip", person.id)
    return skipped


def pause(work: Work, schedule: Schedule, until: str, person: Person) -> None:
    """Stops the weekly questions, until a date if one is given. Raises Refusal for one that cannot be."""
    must(work.session, person, Act.MANAGE, schedule.channel_id)
    if not schedule.interviewers:
        raise Refusal(NOT_SET_UP)
    following = None
    if until:
        start = day_to_come(until, day_of(work.now, schedule.zone), TOO_FAR)
        before = midnight(start, schedule.zone) - timedelta(seconds=1)
        schedule.not_before = max(before, schedule.skipped_at or before)
        following = next_question(schedule, schedule.not_before)
    _change(work, schedule, following, "pause", person.id)


def resume(work: Work, schedule: Schedule, person: Person) -> None:
    """Takes the weekly questions up again; one that was skipped stays so. Raises Refusal where none were set up."""
    must(work.session, person, Act.MANAGE, schedule.channel_id)
    if not schedule.interviewers:
        raise Refusal(NOT_SET_UP)
    schedule.not_before = schedule.skipped_at
    after = max(work.now, schedule.skipped_at or work.now)
    _change(work, schedule, next_question(schedule, after), "resume", person.id)


def _change(work: Work, schedule: Schedule, next_at: datetime | None, what: str, by: str) -> None:
    if schedule.next_at != next_at:
        schedule.next_at, schedule.handed_at = next_at, work.now
        work.note(by, what, f"schedule {schedule.public_id}")
