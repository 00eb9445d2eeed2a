"""Modals: opened, replaced, submitted. What calibration refuses is told here; so is a door that Slack has closed."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.calibration import members
from bot.deps import Deps
from bot.listeners.caller import Asked, Body, Caller, asked, caller_of
from bot.outward.troubles import trouble_of
from bot.refusals import Refusal
from bot.slack import NOT_THERE, error_of, send_direct
from bot.views.blocks import View, notice
from bot.work import Work
from storage.models import Shown

CLOSED = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id")
On = Callable[[Callable[..., None]], Any]  # one of Bolt's decorators, such as app.action("score")
TOO_BUSY = "Slack is too busy to open the window just now. Nothing was lost; try again in a moment."
TOO_LATE = "Slack closed the window before I could open it. Nothing was lost; press again."


def does(app: App, action_id: str, act: Callable[[Caller, Body], object]) -> None:
    """Registers a button or a menu that opens nothing."""

    @app.action(action_id)
    def used(ack: Ack, context: BoltContext, body: dict[str, Any]) -> None:
        act(caller_of(context, body), body)
        ack()


def opens(on: On, title: str, view_for: Callable[[Caller, str], View | None], push: bool = False) -> None:
    """Registers a button, menu or shortcut that opens a modal, for who used it and the value or message it is of.

    Nothing opens for None: whoever used it may not any more.
    """

    @on
    def used(ack: Ack, context: BoltContext, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(context, body)
        if following := or_notice(title, lambda: view_for(caller, value_of(body))):
            try:
                show_modal(client, caller, following, push)
            except NotOpened as error:
                tell(client, caller, str(error))
        ack()


def replaces(app: App, action_id: str, title: str, view_for: Callable[[Caller, str], View | None]) -> None:
    """Registers a button that puts another view in the place of the one it is in; nothing for None."""
    redraws(app, action_id, title, lambda caller, body: view_for(caller, value_of(body)), anyhow=True)


def redraws(
    app: App, action_id: str, title: str, view_for: Callable[[Caller, Body], View | None], anyhow: bool = False
) -> None:
    """Registers what is pressed or chosen in a form that is drawn anew with it; nothing for None.

    A form that has changed meanwhile stays as it is, unless it is to be replaced `anyhow`.
    """

    @app.action(action_id)
    def used(ack: Ack, context: BoltContext, body: dict[str, Any], client: WebClient) -> None:
        shown = body["view"]
        if following := or_notice(title, lambda: view_for(caller_of(context, body), body)):
            try:
                client.views_update(view_id=shown["id"], hash=None if anyhow else shown["hash"], view=following)
            except SlackApiError as error:
                if error_of(error) not in ("hash_conflict", "not_found"):  # else it was changed or closed meanwhile
                    raise
        ack()


def submits(app: App, callback_id: str, title: str, view_for: Callable[[Caller, View], View]) -> None:
    """Registers a form: `view_for` is given who sent it and the form; what is refused is told at its fields."""

    @app.view(callback_id)
    def sent(ack: Ack, context: BoltContext, body: dict[str, Any]) -> None:
        shown = body["view"]
        try:
            ack(response_action="update", view=view_for(caller_of(context, body), shown))
        except Refusal as refusal:
            if refusal.fields:
                ack(response_action="errors", errors=_at_blocks(refusal.fields, shown))
            else:
                ack(response_action="update", view=notice(refusal.title or title, refusal.sentence))


def done_to(
    deps: Deps, model: type[Shown], title: str, act: Callable[[Work, Asked], object], said: str
) -> Callable[[Caller, str], View]:
    """What a button leads to that does one thing to what it is about, and says that it is done."""

    def view_for(caller: Caller, value: str) -> View:
        about = asked(deps, caller, model, value)
        with deps.work(caller.team_id) as work:
            act(work, about)
        return notice(title, said)

    return view_for


def or_notice(title: str, view_for: Callable[[], View | None]) -> View | None:
    """The view, or a notice under this title of why it is refused."""
    try:
        return view_for()
    except Refusal as refusal:
        return notice(refusal.title or title, refusal.sentence)


def _at_blocks(fields: Mapping[str, str], shown: View) -> dict[str, str]:
    """The sentences by block: that of a field has its name, some with an id behind a colon."""
    blocks = {block["block_id"].partition(":")[0]: block["block_id"] for block in shown["blocks"]}
    return {blocks.get(name, name): sentence for name, sentence in fields.items()}


def value_of(body: Body) -> str:
    """The value of the button or the chosen option; of a message's shortcut its message, as "ts:thread_ts"."""
    if "actions" not in body:
        message = body.get("message") or {}
        return f"{message.get('ts') or ''}:{message.get('thread_ts') or ''}"
    action = body["actions"][0]
    return str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")


class NotOpened(RuntimeError):
    """A modal did not open: its trigger expired, or Slack is too busy; the message is a sentence for the person."""


def show_modal(client: WebClient, caller: Caller, view: View, push: bool = False) -> None:
    """Opens a modal, or pushes it onto the one that is open. Never waits: a trigger is good for three seconds.

    Raises NotOpened.
    """
    show = client.views_push if push else client.views_open
    try:
        show(trigger_id=caller.trigger_id, view=view)
    except (SlackApiError, OSError) as error:
        if isinstance(error, SlackApiError) and error_of(error) in CLOSED:
            raise NotOpened(TOO_LATE) from error
        if trouble_of(error).passing:
            raise NotOpened(TOO_BUSY) from error
        raise


def home_changes(work: Work, caller: Caller) -> None:
    """Has the caller's Home tab brought up to date once what they do is stored."""
    members.home_changes(work, caller.user_id)


def tell(client: WebClient, caller: Caller, text: str) -> None:
    """Says something that only this person sees: in their channel, or directly where there is none or I'm not in it."""
    if caller.channel_id:
        try:
            client.chat_postEphemeral(channel=caller.channel_id, user=caller.user_id, text=text)
            return
        except SlackApiError as error:
            if error_of(error) not in NOT_THERE:
                raise
    send_direct(client, caller.user_id, text)
