"""The Home tab, and what a manager does there."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import App, BoltContext
from sqlmodel import select

from bot.calibration.access import Act, may, must
from bot.calibration.audit import trail
from bot.calibration.members import home_left, home_opened, is_at_home
from bot.calibration.reminders import change_reminders
from bot.calibration.verdicts import to_look_at
from bot.deps import Deps
from bot.listeners.caller import Body, Caller, asked, caller_of, person_of
from bot.listeners.managing import drop_view, next_view, pause, resume, skip
from bot.listeners.modals import does, home_changes, opens, or_notice
from bot.listeners.setup import setup_view
from bot.outward.direct_messages import publish_home
from bot.outward.links import link_to
from bot.outward.people import find_anywhere
from bot.refusals import NO_EXPORT, Refusal
from bot.retries import release_seen
from bot.views.audit import trail_modal
from bot.views.blocks import View, notice
from bot.views.done import EXPORTED
from bot.views.home import MANAGING, look_modal
from storage.models import Round, Schedule
from storage.scores import round_is_out

MOST_CHANGES = 30  # shown; the terminal shows all


def register(app: App, deps: Deps) -> None:
    @app.middleware
    def note_who_left(context: BoltContext, body: dict[str, Any], next: Callable[[], Any]) -> None:
        if _is_elsewhere(body):
            _leave(deps, caller_of(context, body))
        next()

    @app.event("app_home_opened")
    def opened(context: BoltContext, event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            with deps.work(str(context.team_id)) as work:
                home_opened(work, event["user"])
            publish_home(deps, str(context.team_id), event["user"])

    opens(app.action("manage"), "Home", lambda caller, value: _manage(deps, caller, value))
    opens(app.action("changes"), "Changes", lambda caller, _value: _changes(deps, caller))
    opens(app.action("look"), "Needs a look", lambda caller, _value: _look(deps, caller))
    does(app, "try_again", lambda caller, _body: _try_again(deps, caller))
    does(app, "change_reminders", lambda caller, _body: _change_reminders(deps, caller))


def _is_elsewhere(body: Body) -> bool:
    """Whether what somebody did shows that they look at a conversation: Slack tells when they come back to Home."""
    in_message = (body.get("container") or {}).get("type") == "message"
    return "command" in body or body.get("type") == "message_action" or in_message


def _leave(deps: Deps, caller: Caller) -> None:
    if deps.read(caller.team_id, is_at_home, caller.user_id):
        with deps.work(caller.team_id) as work:
            home_left(work, caller.user_id)


def _change_reminders(deps: Deps, caller: Caller) -> None:
    with deps.work(caller.team_id) as work:
        change_reminders(work, caller.user_id)
        home_changes(work, caller)


def _try_again(deps: Deps, caller: Caller) -> None:
    if (person := find_anywhere(deps, caller.team_id, caller.user_id)).manages:
        with deps.work(caller.team_id) as work:
            release_seen(work, person.channels)
            home_changes(work, caller)


def _changes(deps: Deps, caller: Caller) -> View | None:
    person = find_anywhere(deps, caller.team_id, caller.user_id)
    found = deps.read(caller.team_id, trail, MOST_CHANGES, person.channels)
    return trail_modal(found) if person.manages else None


def _look(deps: Deps, caller: Caller) -> View | None:
    person = find_anywhere(deps, caller.team_id, caller.user_id)
    if not person.manages:
        return None
    found = deps.read(caller.team_id, to_look_at, person.channels)
    return look_modal(
        [(one, link_to(deps, caller.team_id, one.channel_id, one.message_ts, one.thread_ts)) for one in found]
    )


def _manage(deps: Deps, caller: Caller, value: str) -> View | None:
    word, _, schedule_id = value.partition(":")
    about = asked(deps, caller, Schedule, schedule_id)
    managing = deps.read(caller.team_id, may, about.person, Act.MANAGE, about.channel_id)
    if word not in MANAGING or not managing:
        return None
    there = replace(caller, channel_id=about.channel_id)
    return or_notice(MANAGING[word], lambda: _managed(deps, there, word))


def _managed(deps: Deps, caller: Caller, word: str) -> View:
    if word == "setup":
        return setup_view(deps, caller, caller.channel_id)
    if word in ("next", "drop"):
        return (next_view if word == "next" else drop_view)(deps, caller)
    act = {"skip": skip, "pause": pause, "resume": resume, "export": _export}[word]
    return notice(MANAGING[word], act(deps, caller))


def _export(deps: Deps, caller: Caller) -> str:
    person = person_of(deps, caller, caller.channel_id)
    with deps.work(caller.team_id) as work:
        must(work.session, person, Act.MANAGE, caller.channel_id)
        out = select(Round.id).where(Round.channel_id == caller.channel_id, round_is_out())
        if work.session.exec(out).first() is None:
            raise Refusal(NO_EXPORT)
        work.enqueue("export", caller.user_id, caller.channel_id, once=f"{caller.user_id}:{caller.trigger_id}")
    return EXPORTED.format(channel=caller.channel_id)
