"""Opening a modal, and what a person hears when Slack has closed the door already."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.listeners.caller import Caller
from bot.slack import NOT_THERE, error_of
from bot.views.parts import View

CLOSED = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id")
TOO_LATE = "Slack closed the window before I could open it. Nothing was lost; press again."


def open_modal(client: WebClient, caller: Caller, view: View, push: bool = False) -> None:
    """Opens a modal, or pushes it onto the one that is open; says so where its trigger has expired."""
    show = client.views_push if push else client.views_open
    try:
        show(trigger_id=caller.trigger_id, view=view)
    except SlackApiError as error:
        if error_of(error) not in CLOSED:
            raise
        tell(client, caller, TOO_LATE)


def tell(client: WebClient, caller: Caller, text: str) -> None:
    """Says something that only this person sees: in their channel, or directly where there is none or I'm not in it."""
    if caller.channel_id:
        try:
            client.chat_postEphemeral(channel=caller.channel_id, user=caller.user_id, text=text)
            return
        except SlackApiError as error:
            if error_of(error) not in NOT_THERE:
                raise
    channel = client.conversations_open(users=caller.user_id)["channel"]["id"]
    client.chat_postMessage(channel=channel, text=text)
