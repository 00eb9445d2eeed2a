"""Setting a channel up, from the first hello on."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from sqlmodel import Session, select

from bot.calibration.cadence import Plan, promised
from bot.calibration.choosing import plan_next
from bot.calibration.debriefs import address
from bot.calibration.erasing import keep_for
from bot.calibration.questions import competencies, team_bank
from bot.calibration.rounds import running_round, schedule_of
from bot.calibration.schedules import check, first_due, plan, plan_of, settle
from bot.deps import Deps, offer
from bot.listeners.caller import Body, Caller, must_manage, person_of
from bot.listeners.modals import home_changes, opens, redraws, submits
from bot.outward.people import zone_of
from bot.refusals import NO_CHANNEL, NOT_SEEN, SETTING_UP, Refusal
from bot.slack import is_member
from bot.views.blocks import View, notice
from bot.views.direct_messages import HOW_IT_WORKS
from bot.views.done import STILL_PAUSED
from bot.views.setup import CHANGED, Form, foreseen, read_channel, read_plan, setup_modal, span_line, zone_options
from bot.views.words import coming_words, local
from storage.models import Schedule

TITLE, HOW = "Set up", "How it works"


def setup_view(deps: Deps, caller: Caller, channel_id: str) -> View:
    """The form for a channel, which can be changed in it. Raises Refusal for who does not manage."""
    must_manage(deps, caller, SETTING_UP)
    channel_id = channel_id if channel_id in person_of(deps, caller, channel_id).channels else ""
    kept = deps.read(caller.team_id, _set_up, channel_id)
    wanted = kept or Plan(zone=zone_of(deps, caller.team_id, caller.user_id))
    return _form(deps, caller, channel_id, wanted, new=kept is None)


def register(app: App, deps: Deps) -> None:
    opens(app.action("setup"), TITLE, lambda caller, value: setup_view(deps, caller, value))
    opens(app.action("how_it_works"), HOW, lambda _caller, _value: notice(HOW, HOW_IT_WORKS))

    @app.options("zone")
    def zones(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=zone_options(str(body.get("value") or "")))

    for action_id in (CHANGED, "zone", "channel", "setup_more"):
        redraws(app, action_id, TITLE, lambda caller, body: _redrawn(deps, caller, body))
    submits(app, "setup", TITLE, lambda caller, shown: _save(deps, caller, shown))


def _redrawn(deps: Deps, caller: Caller, body: Body) -> View | None:
    """The form in line with what was chosen in it: what follows, more of it, or another channel.

    It keeps what it holds; for another channel it has what that is set up to, if it is.
    """
    if not person_of(deps, caller).manages:
        return None
    shown, more = body["view"], any(action["action_id"] == "setup_more" for action in body["actions"])
    state, (shown_for, had_more) = shown["state"]["values"], _shown_for(shown)
    channel_id = read_channel(state)
    seen = person_of(deps, caller, shown_for, channel_id).channels
    with deps.view(caller.team_id) as session:
        before, kept = (_set_up(session, one) if one in seen else None for one in (shown_for, channel_id))
    held = settle(read_plan(state, shown_for), before or Plan(), deps.judges, deps.now().date())
    wanted = held if channel_id == shown_for else kept or held
    return _form(deps, caller, channel_id, wanted, new=kept is None, more=more or had_more)


def _form(deps: Deps, caller: Caller, channel_id: str, wanted: Plan, new: bool, more: bool = False) -> View:
    with deps.view(caller.team_id) as session:
        known = competencies(team_bank(session, deps.bank))
        first = first_due(None if new else _schedule(session, channel_id), wanted, deps.now())
    shown = replace(wanted, judge=wanted.judge or deps.settings.judge_kind)
    return setup_modal(Form(channel_id, shown, foreseen(wanted, first), new, list(deps.judges), known, more))


def _save(deps: Deps, caller: Caller, shown: View) -> View:
    """Puts what a form holds into effect, and says when the next question comes."""
    must_manage(deps, caller, SETTING_UP)
    state, (shown_for, _) = shown["state"]["values"], _shown_for(shown)
    channel_id = read_channel(state)  # differs from `shown_for` where the form was sent before it was redrawn
    typed = read_plan(state, shown_for)
    check(typed, deps.judges, deps.now().date())
    if not channel_id:
        raise Refusal(fields={"channel": NO_CHANNEL})
    if channel_id not in person_of(deps, caller, channel_id).channels:
        raise Refusal(fields={"channel": NOT_SEEN})
    is_there = is_member(deps.slack(caller.team_id), channel_id)
    with deps.work(caller.team_id) as work:
        before = _set_up(work.session, channel_id) or Plan()
        wanted = settle(typed, before, deps.judges, work.now.date())
        schedule = schedule_of(work.session, channel_id)
        address(work, "welcome", schedule.id, {*wanted.interviewers} - {*before.interviewers, caller.user_id})
        plan(schedule, wanted, work.now)
        plan_next(work, schedule, offer(work.session, deps))
        if wanted.keep_days != before.keep_days:
            keep_for(work.session, schedule)
        work.note(caller.user_id, "setup", f"schedule {schedule.public_id}")
        home_changes(work, caller)
        running = running_round(work.session, channel_id)
        following = promised(schedule, running.reveals_at if running else None, work.now)
    text = coming_words(following, lambda moment: local(moment, wanted.zone), channel_id) or STILL_PAUSED
    text += " The one that is open goes on as it began." if running else ""
    text += f"\nDays off: {'; '.join(map(span_line, wanted.off))}." if wanted.off != before.off and wanted.off else ""
    if not is_there:
        text += f"\nI'm not in <#{channel_id}> yet: type `/invite @Calibrate` there, or no question can come."
    return notice("All set", text)


def _schedule(session: Session, channel_id: str) -> Schedule | None:
    return session.exec(select(Schedule).where(Schedule.channel_id == channel_id)).first()


def _set_up(session: Session, channel_id: str) -> Plan | None:
    """What a channel is set up to; None where nobody did that yet."""
    schedule = _schedule(session, channel_id)
    return plan_of(schedule) if schedule and schedule.interviewers else None


def _shown_for(shown: View) -> tuple[str, bool]:
    """The channel whose plan a form shows, and whether it shows all of it."""
    channel_id, _, more = shown["private_metadata"].partition(":")
    return channel_id, more == "more"
