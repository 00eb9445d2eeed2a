"""Posts a message once, in its turn: looked for first, one a second in a channel, and only while the job is ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from sqlmodel import select

from bot.deps import Deps
from bot.slack import GONE, Block, error_of, send_direct, with_older
from bot.trouble import Ours, Trouble
from bot.views.blocks import Message
from storage.models import Pace, Round, Told, Workspace

METADATA = "calibrate"
SPACING = timedelta(seconds=1)  # Slack takes about one post a second in a channel
LONGEST_WAIT = 60.0  # seconds that a post waits for its turn; longer, and the job would outlive its lease


def find_or_post(
    deps: Deps,
    team_id: str,
    channel: str,
    key: str,
    message: Message,
    thread_ts: str | None = None,
    older: Sequence[Block] | None = None,
    broadcast: bool = False,
) -> str:
    """Posts a message unless it was posted before; its ts. `key` names it in the metadata, ids only.

    Posting happens at least once by nature: after a crash nobody knows whether Slack got it, so it is looked for first.
    Where Slack refuses the blocks as ones it does not know, `older` is sent instead. Raises Trouble where the job was
    given to somebody else meanwhile.
    """
    place = (channel, thread_ts)
    posted = deps.posted.pop(place, None) or _posted(deps, team_id, channel, thread_ts)
    if key in posted:
        return posted[key]
    deps.wait(_until_turn(deps, team_id, channel))
    if not deps.still_ours():
        raise Trouble(Ours.LEASE, passing=True)
    client, (text, blocks) = deps.slack(team_id), message

    def post(what: Sequence[Block]) -> str:
        reply = client.chat_postMessage(
            channel=channel,
            text=text,
            blocks=list(what) or None,
            thread_ts=thread_ts,
            reply_broadcast=broadcast,
            metadata={"event_type": METADATA, "event_payload": {"key": key}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(reply["ts"])

    ts = post(blocks) if older is None else with_older(post, blocks, older)
    deps.posted[place] = posted | {key: ts}  # kept for this job's next post, but not where it is unknown what Slack got
    return ts


def reply(
    deps: Deps,
    team_id: str,
    round_: Round,
    key: str,
    message: Message,
    older: Sequence[Block] | None = None,
    broadcast: bool = False,
) -> str:
    """Posts a message into the thread of a round, once; its ts."""
    return find_or_post(deps, team_id, round_.channel_id, key, message, round_.message_ts, older, broadcast)


def put(
    deps: Deps, team_id: str, channel: str, ts: str, message: Message, older: Sequence[Block] | None = None
) -> bool:
    """Puts a message in the place of one of ours; whether that, and our way to it, is there still."""
    client, (text, blocks) = deps.slack(team_id), message

    def update(what: Sequence[Block]) -> object:
        return client.chat_update(channel=channel, ts=ts, text=text, blocks=list(what))

    try:
        update(blocks) if older is None else with_older(update, blocks, older)
    except SlackApiError as error:
        if error_of(error) not in GONE:
            raise
        return False
    return True


@dataclass(frozen=True)
class Sent:
    """What a person was told, by a name of ours, to be noted: where it stands (channel and ts), None if nowhere."""

    what: str
    place: tuple[str, str] | None


def told_before(deps: Deps, team_id: str, what: str) -> bool:
    """Whether somebody was told this already; direct messages cannot be looked for, so it is noted."""
    with deps.view(team_id) as session:
        return session.exec(select(Told.id).where(Told.what == what)).first() is not None


def note_told(deps: Deps, team_id: str, what: str, place: tuple[str, str] | None = None) -> None:
    """Notes that it was told, and where that stands (channel and ts) if it may have to be brought up to date."""
    with deps.work(team_id) as work:
        if work.session.exec(select(Told.id).where(Told.what == what)).first() is None:
            channel, ts = place or (None, None)
            work.session.add(Told(what=what, at=work.now, channel_id=channel, ts=ts))


def tell_each(deps: Deps, team_id: str, users: Iterable[str], text: str) -> str:
    """Tells people the same; each is noted, so that a job that has to try again tells only who was not told yet."""
    for user in users:
        what = f"{deps.job}:{user}"
        if not told_before(deps, team_id, what):
            note_told(deps, team_id, what, send_direct(deps.slack(team_id), user, text))
    return "told"


def _until_turn(deps: Deps, team_id: str, channel: str) -> float:
    """Takes the channel's next turn to post, among all nodes; the seconds until then."""
    with deps.work(team_id) as work:
        query = select(Pace).where(Pace.channel_id == channel).with_for_update()
        pace = work.session.exec(query).first() or Pace(channel_id=channel, next_at=work.now)
        longest = work.now + timedelta(seconds=LONGEST_WAIT)  # later only where a clock ran ahead
        turn = max(work.now, min(pace.next_at, longest))
        pace.next_at = turn + SPACING
        work.session.add(pace)
    return (turn - work.now).total_seconds()


def _posted(deps: Deps, team_id: str, channel: str, thread_ts: str | None) -> dict[str, str]:
    """The ts of each message of ours in a thread, or among the newest of a channel, by its key."""
    client, ours = deps.slack(team_id), our_user(deps, team_id)
    found: dict[str, str] = {}
    pages = (
        client.conversations_replies(channel=channel, ts=thread_ts, include_all_metadata=True, limit=200)
        if thread_ts  # in a channel the newest hundred are enough: a restart is never that late
        else [client.conversations_history(channel=channel, include_all_metadata=True, limit=100)]
    )
    for page in pages:
        for message in page["messages"]:
            key = _key(message)
            if key and message.get("user") == ours:  # another app may have copied the key
                found.setdefault(key, str(message["ts"]))
    return found


def our_user(deps: Deps, team_id: str) -> str:
    """The bot's own user id in a workspace."""
    with deps.view(team_id) as session:
        return session.exec(select(Workspace.bot_user_id).where(Workspace.team_id == team_id)).one()


def _key(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("key") if metadata.get("event_type") == METADATA else None
