"""Reports on their way to the one person who asked for them."""

from collections.abc import Sequence

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.calibration.reports.panel import team
from bot.calibration.reports.personal import personal
from bot.deps import Deps
from bot.outward.links import link_to
from bot.outward.people import find_person
from bot.slack import Block, direct, error_of, with_older
from bot.views.report import personal_message
from bot.views.team import team_message

NOT_OURS = ("message_not_found", "cant_update_message")


def send_personal(deps: Deps, team_id: str, user: str, weeks: int, ts: str) -> str:
    """Sends a person their own report, in place of the one at `ts` in their conversation with the bot, if given."""
    report = deps.read(team_id, personal, user, weeks, deps.now())
    client = deps.slack(team_id)
    return _send(client, direct(client, user), ts, *personal_message(report, deps.rubric))


def send_team(deps: Deps, team_id: str, user: str, weeks: int, channel_id: str) -> str:
    """Sends a person the report of a channel's panel."""
    if channel_id not in find_person(deps, team_id, user, channel_id).channels:
        return "gone"
    report = deps.read(team_id, team, channel_id, weeks, deps.now())
    client = deps.slack(team_id)
    links = {one: link_to(deps, team_id, one.channel_id, one.message_ts, one.thread_ts) for one in report.disputed}
    return _send(client, direct(client, user), "", *team_message(report, channel_id, links, deps.rubric))


def _send(client: WebClient, channel: str, ts: str, text: str, blocks: Sequence[Block], older: Sequence[Block]) -> str:
    def send(what: Sequence[Block]) -> None:
        if ts:
            client.chat_update(channel=channel, ts=ts, text=text, blocks=list(what))
        else:
            client.chat_postMessage(
                channel=channel, text=text, blocks=list(what), unfurl_links=False, unfurl_media=False
            )

    try:
        with_older(send, blocks, older)
    except SlackApiError as error:
        if error_of(error) not in NOT_OURS:
            raise
        return "nothing to bring up to date"
    return "sent"
