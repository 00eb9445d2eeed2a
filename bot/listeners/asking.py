"""Asking a question by hand: it is shown first."""

from collections.abc import Callable
from dataclasses import replace

from slack_bolt import App
from sqlmodel import col, select

from bot.calibration.access import Act, must
from bot.calibration.asking import Suggestion, plan_question, suggest, suggest_next
from bot.calibration.rounds import channels_in_use, schedule_of
from bot.deps import Deps, offer
from bot.listeners.caller import Caller, asked, must_manage, person_of
from bot.listeners.managing import ask
from bot.listeners.modals import home_changes, opens, redraws, replaces, submits
from bot.markup import escape
from bot.outward.people import find_anywhere
from bot.refusals import NOT_IN_CHANNEL, NOT_MANAGING, Refusal, UnknownQuestion, WhichChannel
from bot.slack import is_member
from bot.views.asking import Upcoming, asking_modal, read_asking, upcoming_modal
from bot.views.blocks import View, notice
from bot.views.setup import which_channel_modal
from bot.views.words import local
from storage.models import Schedule

TITLE, NEXT = "Ask a question", "Next question"
MOST_LISTED = 50  # channels in one window


def register(app: App, deps: Deps) -> None:
    redraws(app, "ask_another", TITLE, lambda caller, body: _another(deps, caller, body["view"], searched=False))
    redraws(app, "ask_search", TITLE, lambda caller, body: _another(deps, caller, body["view"], searched=True))
    replaces(app, "question_ask", TITLE, lambda caller, slug: _ask_this(deps, caller, slug))
    submits(app, "ask", TITLE, lambda caller, shown: _unseen(deps, caller, shown) or _post(deps, caller, shown))
    opens(app.action("next_questions"), NEXT, lambda caller, _value: _upcoming(deps, caller))
    replaces(app, "plan_question", NEXT, lambda caller, value: _planned(deps, caller, value))
    submits(app, "plan", NEXT, lambda caller, shown: _unseen(deps, caller, shown) or _plan(deps, caller, shown))


def ask_view(deps: Deps, caller: Caller, word: str) -> View:
    """The form with the question that is named or fits the word, or with any that may come next."""
    if caller.channel_id.startswith("D"):
        raise WhichChannel(f"ask {word}".strip())
    if not is_member(deps.slack(caller.team_id), caller.channel_id):
        raise Refusal(NOT_IN_CHANNEL, channel=caller.channel_id)
    return _form(deps, caller, caller.channel_id, word, "")


def _ask_this(deps: Deps, caller: Caller, slug: str) -> View:
    """The form with a question of the list, for the channel; where there are several, which one is asked first."""
    must_manage(deps, caller, NOT_MANAGING)
    person = find_anywhere(deps, caller.team_id, caller.user_id)
    channels = deps.read(caller.team_id, channels_in_use) & person.channels
    if len(channels) == 1:
        return ask_view(deps, replace(caller, channel_id=channels.pop()), slug)
    return which_channel_modal(f"ask {slug}")


def _another(deps: Deps, caller: Caller, shown: View, searched: bool) -> View:
    """Another question that fits what is searched for; after a new search the first one."""
    must_manage(deps, caller, NOT_MANAGING)
    form = read_asking(shown)
    if shown["callback_id"] == "plan":
        _must_manage_there(deps, caller, form.channel_id)
    way = suggest_next if shown["callback_id"] == "plan" else suggest
    try:
        return _form(deps, caller, form.channel_id, form.typed, "" if searched else form.slug, way)
    except UnknownQuestion:
        with deps.work(caller.team_id) as work:
            stays = way(work, schedule_of(work.session, form.channel_id), offer(work.session, deps), form.slug)
        return asking_modal(form.channel_id, stays, form.typed, missed=True)


def _unseen(deps: Deps, caller: Caller, shown: View) -> View | None:
    """The form with what was typed and not searched for yet: nobody means the question that stands there still."""
    form = read_asking(shown)
    return _another(deps, caller, shown, searched=True) if form.typed not in ("", form.word) else None


def _form(
    deps: Deps, caller: Caller, channel_id: str, word: str, beside: str, way: Callable[..., Suggestion] = suggest
) -> View:
    with deps.work(caller.team_id) as work:
        schedule = schedule_of(work.session, channel_id)
        found = way(work, schedule, offer(work.session, deps), word, beside)
    return asking_modal(channel_id, found, word)


def _upcoming(deps: Deps, caller: Caller) -> View:
    """What comes next in the caller's channels; one alone is shown in full at once."""
    must_manage(deps, caller, NOT_MANAGING)
    seen = find_anywhere(deps, caller.team_id, caller.user_id).channels
    with deps.work(caller.team_id) as work:
        planned = select(Schedule).where(col(Schedule.next_at).is_not(None), col(Schedule.channel_id).in_(seen))
        schedules = work.session.exec(planned.order_by(col(Schedule.next_at)).limit(MOST_LISTED)).all()
        offered = offer(work.session, deps)
        lines = []
        for one in schedules:
            found = suggest_next(work, one, offered)
            at = found.planned_for or work.now
            lines.append(Upcoming(one.public_id, one.channel_id, at, one.zone, found.question))
    return _planned(deps, caller, lines[0].schedule_id) if len(lines) == 1 else upcoming_modal(lines)


def _planned(deps: Deps, caller: Caller, schedule_id: str) -> View:
    channel_id = asked(deps, caller, Schedule, schedule_id).channel_id
    _must_manage_there(deps, caller, channel_id)
    return _form(deps, caller, channel_id, "", "", suggest_next)


def _must_manage_there(deps: Deps, caller: Caller, channel_id: str) -> None:
    """What comes next is for who manages the channel: whoever answers should not know it before."""
    person = person_of(deps, caller, channel_id)
    deps.read(caller.team_id, must, person, Act.MANAGE, channel_id)


def _plan(deps: Deps, caller: Caller, shown: View) -> View:
    form = read_asking(shown)
    channel_id, slug = form.channel_id, form.slug
    person = person_of(deps, caller, channel_id)
    with deps.work(caller.team_id) as work:
        schedule, offered = schedule_of(work.session, channel_id), offer(work.session, deps)
        at = plan_question(work, schedule, slug, person, offered)
        home_changes(work, caller)
    prompt = escape(offered.bank[slug].prompt)
    return notice(NEXT, f"Planned for <#{channel_id}>, {local(at, schedule.zone)}:\n*{prompt}*")


def _post(deps: Deps, caller: Caller, shown: View) -> View:
    form = read_asking(shown)
    if not is_member(deps.slack(caller.team_id), form.channel_id):
        raise Refusal(NOT_IN_CHANNEL, channel=form.channel_id)
    return notice(TITLE, ask(deps, replace(caller, channel_id=form.channel_id), form.slug))
