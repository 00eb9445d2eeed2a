"""Opening a modal, and what a person hears when Slack has closed the door already."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.listeners.caller import Caller
from bot.slack import error_of
from bot.views.parts import View

TOO_LATE = "Slack closed the window before I could open it. Nothing was lost; press again."


def open_modal(client: WebClient, caller: Caller, view: View) -> None:
    """Opens a modal; where its trigger has expired, says so to the person who pressed."""
    try:
        client.views_open(trigger_id=caller.trigger_id, view=view)
    except SlackApiError as error:
        if error_of(error) not in ("expired_trigger_id", "exchanged_trigger_id"):
            raise
        tell(client, caller, TOO_LATE)


def tell(client: WebClient, caller: Caller, text: str) -> None:
    """Says something that only this person sees, in their channel, or in a direct message outside of one."""
    if caller.channel_id:
        client.chat_postEphemeral(channel=caller.channel_id, user=caller.user_id, text=text)
        return
    channel = client.conversations_open(users=caller.user_id)["channel"]["id"]
    client.chat_postMessage(channel=channel, text=text)
