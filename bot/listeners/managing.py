"""What managers do to a channel's questions, typed as a command or chosen on Home: what ends a stage or a round is
asked first."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from slack_bolt import App

from bot.calibration import schedules
from bot.calibration.access import Act, Person, must
from bot.calibration.cadence import promised
from bot.calibration.dropping import drop
from bot.calibration.questions import topic_of
from bot.calibration.rounds import ask_now, running_round, schedule_of
from bot.calibration.stages import move_on
from bot.calibration.state import State, state_of
from bot.deps import Deps, offer
from bot.listeners.caller import Caller, asked, person_of
from bot.listeners.modals import home_changes, submits
from bot.markup import escape, when
from bot.refusals import NONE_OPEN, Refusal
from bot.views.blocks import View, notice
from bot.views.done import DROPPED
from bot.views.home import MANAGING, drop_modal, next_modal
from bot.views.words import MOVED, coming_words, local
from bot.work import Work
from storage.models import Round, Schedule
from storage.stages import Stage


def register(app: App, deps: Deps) -> None:
    submits(app, "next_stage", MANAGING["next"], lambda caller, shown: _move_on(deps, caller, shown))
    submits(app, "drop", MANAGING["drop"], lambda caller, shown: _drop(deps, caller, shown))


def ask(deps: Deps, caller: Caller, slug: str) -> str:
    """Posts a question at once."""
    with _changing(deps, caller) as (work, schedule, person):
        round_ = ask_now(work, schedule, slug, person, offer(work.session, deps))
    return f"Posting a question on {escape(topic_of(round_.question))}; answers close {when(round_.closes_at)}."


def next_stage(deps: Deps, caller: Caller, seen: str = "") -> str:
    """Moves the channel's round on, if it still is at the stage that was `seen`, where that is told."""
    person = person_of(deps, caller, caller.channel_id)
    with deps.work(caller.team_id) as work:
        stage = move_on(work, caller.channel_id, person, seen)
        home_changes(work, caller)
    return MOVED[stage].format(channel=caller.channel_id)


def skip(deps: Deps, caller: Caller, _rest: str = "") -> str:
    with _changing(deps, caller) as (work, schedule, person):
        skipped = schedules.skip(work, schedule, person)
        told = _following(work, schedule)
    return f"Skipped {local(skipped, schedule.zone)}. {told}"


def pause(deps: Deps, caller: Caller, until: str = "") -> str:
    """Stops the weekly questions, until a date if one is given."""
    with _changing(deps, caller) as (work, schedule, person):
        schedules.pause(work, schedule, until, person)
        return f"Paused. {_following(work, schedule)}"


def resume(deps: Deps, caller: Caller, _rest: str = "") -> str:
    with _changing(deps, caller) as (work, schedule, person):
        schedules.resume(work, schedule, person)
        return _following(work, schedule)


@contextmanager
def _changing(deps: Deps, caller: Caller) -> Iterator[tuple[Work, Schedule, Person]]:
    """A unit of work with the channel's schedule and who changes it, whose Home follows."""
    person = person_of(deps, caller, caller.channel_id)
    with deps.work(caller.team_id) as work:
        yield work, schedule_of(work.session, caller.channel_id), person
        home_changes(work, caller)


def _following(work: Work, schedule: Schedule) -> str:
    running = running_round(work.session, schedule.channel_id, lock=False)
    coming = promised(schedule, running.reveals_at if running else None, work.now)
    on_the_wall = partial(local, zone=schedule.zone)
    return coming_words(coming, on_the_wall) or "`/calibrate resume` takes it up again."


def next_view(deps: Deps, caller: Caller, _rest: str = "") -> View:
    """Says what the next stage would end, and asks; a question that got lost on its way ends nothing."""
    state = _running(deps, caller)
    if state.round.stage == Stage.OPENING:
        return notice(MANAGING["next"], next_stage(deps, caller))
    return next_modal(state)


def drop_view(deps: Deps, caller: Caller, _rest: str = "") -> View:
    """Says what dropping the round would delete, and asks."""
    return drop_modal(_running(deps, caller))


def _running(deps: Deps, caller: Caller) -> State:
    person = person_of(deps, caller, caller.channel_id)
    with deps.view(caller.team_id) as session:
        must(session, person, Act.MANAGE, caller.channel_id)
        running = running_round(session, caller.channel_id, lock=False)
        if running is None:
            raise Refusal(NONE_OPEN, channel=caller.channel_id)
        return state_of(session, running)


def _move_on(deps: Deps, caller: Caller, shown: View) -> View:
    """Moves a round on that still is where it was when the form asked."""
    round_id, _, stage = shown["private_metadata"].partition(":")
    there = replace(caller, channel_id=asked(deps, caller, Round, round_id).channel_id)
    return notice(MANAGING["next"], next_stage(deps, there, seen=stage))


def _drop(deps: Deps, caller: Caller, shown: View) -> View:
    about = asked(deps, caller, Round, shown["private_metadata"])
    with deps.work(caller.team_id) as work:
        drop(work, about.channel_id, about.id, about.person)
        home_changes(work, caller)
    return notice(MANAGING["drop"], DROPPED)
