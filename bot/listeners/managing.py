"""What managers do to a channel's questions, typed as a command or chosen on Home: what they are told of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from bot.calibration import schedules
from bot.calibration.cadence import promised
from bot.calibration.questions import topic_of
from bot.calibration.rounds import ask_now, running_round, schedule_of
from bot.calibration.stages import move_on
from bot.deps import Deps, offer
from bot.listeners.caller import Caller, person_of
from bot.listeners.modals import home_changes
from bot.markup import escape, when
from bot.views.words import MOVED, coming_words, local
from bot.work import Work
from storage.models import Schedule


def ask(deps: Deps, caller: Caller, slug: str) -> str:
    """Posts a question at once."""
    person = person_of(deps, caller, caller.channel_id)
    with _changing(deps, caller) as (work, schedule):
        asked = ask_now(work, schedule, slug, person, offer(work.session, deps))
    return f"Posting a question on {escape(topic_of(asked.question))}; answers close {when(asked.closes_at)}."


def next_stage(deps: Deps, caller: Caller, seen: str = "") -> str:
    """Moves the channel's round on, if it still is at the stage that was `seen`, where that is told."""
    person = person_of(deps, caller, caller.channel_id)
    with deps.work(caller.team_id) as work:
        stage = move_on(work, caller.channel_id, person, seen)
        home_changes(work, caller)
    return MOVED[stage].format(channel=caller.channel_id)


def skip(deps: Deps, caller: Caller, _rest: str = "") -> str:
    person = person_of(deps, caller, caller.channel_id)
    with _changing(deps, caller) as (work, schedule):
        skipped = schedules.skip(work, schedule, person)
        told = _following(work, schedule)
    return f"Skipped {local(skipped, schedule.zone)}. {told}"


def pause(deps: Deps, caller: Caller, until: str = "") -> str:
    """Stops the weekly questions, until a date if one is given."""
    person = person_of(deps, caller, caller.channel_id)
    with _changing(deps, caller) as (work, schedule):
        schedules.pause(work, schedule, until, person)
        return f"Paused. {_following(work, schedule)}"


def resume(deps: Deps, caller: Caller, _rest: str = "") -> str:
    person = person_of(deps, caller, caller.channel_id)
    with _changing(deps, caller) as (work, schedule):
        schedules.resume(work, schedule, person)
        return _following(work, schedule)


@contextmanager
def _changing(deps: Deps, caller: Caller) -> Iterator[tuple[Work, Schedule]]:
    """A unit of work with the channel's schedule; the caller's Home follows."""
    with deps.work(caller.team_id) as work:
        yield work, schedule_of(work.session, caller.channel_id)
        home_changes(work, caller)


def _following(work: Work, schedule: Schedule) -> str:
    running = running_round(work.session, schedule.channel_id, lock=False)
    coming = promised(schedule, running.reveals_at if running else None, work.now)
    on_the_wall = partial(local, zone=schedule.zone)
    return coming_words(coming, on_the_wall) or "`/calibrate resume` takes it up again."
