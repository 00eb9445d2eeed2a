"""What ends a stage or a round: asked first, by command and on Home alike."""

from dataclasses import replace

from slack_bolt import App
from sqlmodel import select

from bot.calibration.dropping import drop
from bot.calibration.rounds import running_round
from bot.calibration.state import State, state_of
from bot.deps import Deps
from bot.listeners.caller import Caller, id_in
from bot.listeners.managing import next_stage
from bot.listeners.modals import home_changes, replaces, submits
from bot.refusals import NONE_OPEN, Refusal, for_managers
from bot.views.blocks import View, notice
from bot.views.home import DROP, NEXT, drop_modal, next_modal
from storage.database import view
from storage.models import Round, Schedule
from storage.stages import Stage


def register(app: App, deps: Deps) -> None:
    submits(app, "next_stage", NEXT, lambda caller, shown: _move_on(deps, caller, shown))
    replaces(app, "drop_round", DROP, lambda caller, value: _drop_form(deps, caller, id_in(value)))
    submits(app, "drop", DROP, lambda caller, shown: _drop(deps, caller, shown))


def next_view(deps: Deps, caller: Caller, _rest: str = "") -> View:
    """Says what the next stage would end, and asks; a question that got lost on its way ends nothing."""
    state = _running(deps, caller)
    if state.round.stage == Stage.OPENING:
        return notice(NEXT, next_stage(deps, caller))
    return next_modal(state)


def drop_view(deps: Deps, caller: Caller, _rest: str = "") -> View:
    """Says what dropping the round would delete, and asks."""
    return drop_modal(_running(deps, caller))


def _drop_form(deps: Deps, caller: Caller, round_id: int) -> View:
    """The same from the form for the next stage, which knows its round."""
    if not caller.manages(deps.settings):
        raise for_managers("drop", deps.settings.managers)
    with view(deps.engine, caller.team_id) as session:
        channel = session.exec(select(Round.channel_id).where(Round.id == round_id)).first() or ""
    return drop_view(deps, replace(caller, channel_id=channel))


def _running(deps: Deps, caller: Caller) -> State:
    with view(deps.engine, caller.team_id) as session:
        running = running_round(session, caller.channel_id, lock=False)
        if running is None:
            raise Refusal(NONE_OPEN, channel=caller.channel_id)
        return state_of(session, running)


def _move_on(deps: Deps, caller: Caller, shown: View) -> View:
    """Moves a round on that still is where it was when the form asked."""
    schedule_id, _, stage = shown["private_metadata"].partition(":")
    if not caller.manages(deps.settings):
        raise for_managers("next", deps.settings.managers)
    with view(deps.engine, caller.team_id) as session:
        channel = session.exec(select(Schedule.channel_id).where(Schedule.id == id_in(schedule_id))).first() or ""
    return notice(NEXT, next_stage(deps, replace(caller, channel_id=channel), seen=stage))


def _drop(deps: Deps, caller: Caller, shown: View) -> View:
    if not caller.manages(deps.settings):
        raise for_managers("drop", deps.settings.managers)
    round_id = id_in(shown["private_metadata"])
    with deps.work(caller.team_id) as work:
        channel = work.session.exec(select(Round.channel_id).where(Round.id == round_id)).first() or ""
        drop(work, channel, round_id, caller.user_id)
        home_changes(work, caller)
    return notice(DROP, "The round is dropped. My posts of it disappear in a moment.")
