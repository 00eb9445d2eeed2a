"""What ends a stage or a round: asked first, by command and on Home alike."""

from dataclasses import replace

from slack_bolt import App

from bot.calibration.access import Act, must
from bot.calibration.dropping import drop
from bot.calibration.rounds import running_round
from bot.calibration.state import State, state_of
from bot.deps import Deps
from bot.listeners.caller import Caller, asked, person_of
from bot.listeners.managing import next_stage
from bot.listeners.modals import home_changes, submits
from bot.refusals import NONE_OPEN, Refusal
from bot.views.blocks import View, notice
from bot.views.done import DROPPED
from bot.views.home import MANAGING, drop_modal, next_modal
from storage.models import Round
from storage.stages import Stage


def register(app: App, deps: Deps) -> None:
    submits(app, "next_stage", MANAGING["next"], lambda caller, shown: _move_on(deps, caller, shown))
    submits(app, "drop", MANAGING["drop"], lambda caller, shown: _drop(deps, caller, shown))


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
