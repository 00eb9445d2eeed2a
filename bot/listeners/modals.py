"""Opening a modal, and what a person hears when Slack has closed the door already."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.listeners.caller import Caller, caller_of
from bot.slack import NOT_THERE, error_of, send_direct
from bot.views.blocks import View
from bot.work import Work

CLOSED = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id")
TOO_LATE = "Slack closed the window before I could open it. Nothing was lost; press again."


def opens(app: App, action_id: str, view_for: Callable[[Caller, str], View], push: bool = False) -> None:
    """Registers a button that opens a modal: `view_for` is given who pressed it and the button's value."""

    @app.action(action_id)
    def pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        open_modal(client, caller, view_for(caller, str(action.get("value") or "")), push)
        ack()


def open_modal(client: WebClient, caller: Caller, view: View, push: bool = False) -> str | None:
    """Opens a modal, or pushes it onto the one that is open; its id, None (and said so) where its trigger expired."""
    show = client.views_push if push else client.views_open
    try:
        return str(show(trigger_id=caller.trigger_id, view=view)["view"]["id"])
    except SlackApiError as error:
        if error_of(error) not in CLOSED:
            raise
        tell(client, caller, TOO_LATE)
        return None


def home_changes(work: Work, caller: Caller) -> None:
    """Has the caller's Home tab brought up to date once what they do is stored."""
    work.enqueue("home", caller.user_id, once=f"{caller.user_id}:{caller.trigger_id}")


def redraw(client: WebClient, view_id: str, view: View, hash_: str | None = None) -> None:
    """Puts a view in the place of the one shown, unless that was closed, or changed since it had this hash."""
    try:
        client.views_update(view_id=view_id, hash=hash_, view=view)
    except SlackApiError as error:
        if error_of(error) not in ("hash_conflict", "not_found"):
            raise


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
