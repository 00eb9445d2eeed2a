"""Levels, distances, stages and times in words, the same everywhere."""

from collections.abc import Callable, Sequence
from datetime import datetime
from math import ceil, floor
from zoneinfo import ZoneInfo

from bot.calibration.answers import ENOUGH
from bot.calibration.cadence import Coming
from bot.calibration.state import State
from bot.markup import escape, moment_words, plural, weekday, when
from scoring.rubric import LEVELS, Rubric
from storage.stages import Stage

MOVED = {  # by the stage that a round was moved to by hand
    Stage.SCORING: "Answers are closed in <#{channel}>; interviewers can score now.",
    Stage.REVEALED: "Scores are out in <#{channel}>; the comparisons follow in the thread.",
    Stage.CANCELLED: "The question never reached the channel, so I dropped it. `/calibrate ask` posts another.",
}
JUDGES = {"claude": "Claude", "offline": "rule of thumb"}


def the_judge(kind: str) -> str:
    """A judge at the beginning of a sentence."""
    return JUDGES[kind] if kind == "claude" else f"The {JUDGES[kind]}"


def median_name(value: float, rubric: Rubric) -> str:
    """A median as people read it; between two levels both are named, such as "Mid–Senior"."""
    return between(value - 1, [rubric.name(level) for level in LEVELS])


def between(place: float, names: Sequence[str]) -> str:
    """The name at a place, from 0; half-way between two, both."""
    low, high = names[floor(place)], names[ceil(place)]
    return low if low == high else f"{low}–{high}"


def joined(names: Sequence[str]) -> str:
    """Such as "A, B and C"; at least one name."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def stage_words(state: State, moment: Callable[[datetime], str] = when) -> str:
    """Where a round stands, such as "3 answers so far; answers close tomorrow at 9:00.", never who is missing."""
    answers, done = plural(state.answers, "answer"), state.progress
    if state.round.stage in (Stage.OPENING, Stage.COLLECTING):
        return f"{answers} so far; answers close {moment(state.round.closes_at)}."
    if state.round.stage == Stage.SCORING:
        ready = f"{done.finished} of {plural(done.dealt, 'interviewer')} done, " if done.dealt else ""
        return f"{answers}. {ready}scores come out {moment(state.round.reveals_at)}."
    return f"{answers}. Scores are out, in the thread."


def length_words(words: int) -> str:
    """How long an answer is, such as "84 words; from 150 on there is usually enough to score."."""
    enough = "" if words >= ENOUGH else f"; from {ENOUGH} on there is usually enough to score"
    return f"{plural(words, 'word')}{enough}."


def local(moment: datetime, zone: str) -> str:
    """A moment on a zone's wall clock, such as "Monday 2 March, 09:00 Berlin"."""
    return f"{wall_time(moment, zone)} {zone.rsplit('/', 1)[-1].replace('_', ' ')}"


def wall_time(moment: datetime, zone: str) -> str:
    """The same without the zone's name."""
    return moment_words(moment.astimezone(ZoneInfo(zone)))


def coming_words(coming: Coming, moment: Callable[[datetime], str] = when, channel: str = "", topic: str = "") -> str:
    """When the next question comes, on which topic, and which one that was to be expected does not; empty for none."""
    if coming.at is None:
        return ""
    there, on = f" in <#{channel}>:" if channel else "", f", on *{escape(topic)}*" if topic else ""
    told = f"Next question{there} {moment(coming.at)}{on}."
    if coming.off:
        told += f" None on {weekday(coming.off.astimezone(ZoneInfo(coming.zone)))}: that is a day off."
    if coming.passed_over:
        planned = wall_time(coming.passed_over, coming.zone)
        told += f" None comes on {planned}: this round is still open then."
    return told


COUNTS = ("no", "one", "two", "three")


def levels_words(levels: int) -> str:
    """Such as "two levels"."""
    return f"{COUNTS[levels]} {'level' if levels == 1 else 'levels'}"


def apart_words(levels: int) -> str:
    """Such as "two levels apart"."""
    return f"{levels_words(levels)} apart" if levels else "alike"


def moved_words(before: int, now: int) -> str:
    """How a distance changed, such as "three levels apart, now two"."""
    if before == now:
        return f"still {apart_words(now)}"
    return f"{apart_words(before)}, now {COUNTS[now] if before and now else apart_words(now)}"


def offset_words(levels: int) -> str:
    """How far a reading lies from what was written, such as "One level higher."."""
    if levels == 0:
        return "The same."
    return f"{levels_words(abs(levels)).capitalize()} {'higher' if levels > 0 else 'lower'}."


def tendency(levels: float) -> str:
    """A mean distance in words, such as "about half a level higher"."""
    return f"{size_words(levels)} {'higher' if levels > 0 else 'lower'}"


def size_words(levels: float) -> str:
    """How far that is, either way, such as "about half a level"."""
    size = abs(levels)
    for limit, words in (
        (0.2, "slightly"),
        (0.42, "about a third of a level"),
        (0.62, "about half a level"),
        (0.87, "about three quarters of a level"),
        (1.25, "about a level"),
        (1.75, "about a level and a half"),
    ):
        if size < limit:
            return words
    return f"about {round(size)} levels"
