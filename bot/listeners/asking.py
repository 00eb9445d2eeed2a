"""Asking a question by hand: it is shown first."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.calibration.asking import suggest
from bot.calibration.rounds import channels_in_use, schedule_of
from bot.deps import Deps, offer
from bot.listeners.caller import Caller, caller_of, must_manage
from bot.listeners.managing import ask
from bot.listeners.modals import or_notice, redraw, replaces, submits
from bot.outward.people import find_anywhere
from bot.refusals import NOT_IN_CHANNEL, NOT_MANAGING, Refusal, WhichChannel
from bot.slack import is_member
from bot.views.asking import asking_modal, read_search
from bot.views.blocks import View, notice
from bot.views.setup import which_channel_modal
from storage.database import view

TITLE = "Ask a question"


def register(app: App, deps: Deps) -> None:
    def another(ack: Ack, context: BoltContext, body: dict[str, Any], client: WebClient) -> None:
        """Another question that fits what is searched for; after a new search the first one."""
        caller, shown = caller_of(context, body), body["view"]
        searched = body["actions"][0]["action_id"] == "ask_search"
        redraw(client, shown["id"], or_notice(TITLE, lambda: _another(deps, caller, shown, searched)), shown["hash"])
        ack()

    for action_id in ("ask_another", "ask_search"):
        app.action(action_id)(another)
    replaces(app, "question_ask", TITLE, lambda caller, slug: _ask_this(deps, caller, slug))
    submits(app, "ask", TITLE, lambda caller, shown: _post(deps, caller, shown))


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
    with view(deps.engine, caller.team_id) as session:
        channels = channels_in_use(session) & person.channels
    if len(channels) == 1:
        return ask_view(deps, replace(caller, channel_id=channels.pop()), slug)
    return which_channel_modal(f"ask {slug}")


def _another(deps: Deps, caller: Caller, shown: View, searched: bool) -> View:
    must_manage(deps, caller, NOT_MANAGING)
    channel_id, _, slug = shown["private_metadata"].partition(":")
    return _form(deps, caller, channel_id, read_search(shown["state"]["values"], channel_id), "" if searched else slug)


def _form(deps: Deps, caller: Caller, channel_id: str, word: str, beside: str) -> View:
    with deps.work(caller.team_id) as work:
        schedule = schedule_of(work.session, channel_id)
        found = suggest(work, schedule, offer(work.session, deps), word, beside)
    named = found.question.slug == word.casefold()  # then the next one may be any
    return asking_modal(channel_id, found, "" if named else word)


def _post(deps: Deps, caller: Caller, shown: View) -> View:
    channel_id, _, slug = shown["private_metadata"].partition(":")
    if not is_member(deps.slack(caller.team_id), channel_id):
        raise Refusal(NOT_IN_CHANNEL, channel=channel_id)
    return notice(TITLE, ask(deps, replace(caller, channel_id=channel_id), slug))
