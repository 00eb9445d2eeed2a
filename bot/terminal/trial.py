"""`calibrate doctor --try`: does on the real Slack, once, all that a round does there, and says what did not go."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.outward.posting import METADATA
from bot.settings import Settings
from bot.slack import UNKNOWN, Block, direct, error_of, make_client
from bot.terminal.findings import Finding, tried, why
from bot.terminal.trial_form import FORM, Heard, listening
from bot.views.blocks import actions, button, section
from bot.views.charts import chart, table

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
PATIENCE = 60.0  # seconds for somebody to press the button
TEXT = "A trial of Calibrate: this message goes away by itself."
LOOKING = 10.0  # seconds to look at what came, before it goes


@dataclass
class Trial:
    """One trial under way: where it posts, for whom, and what has to be taken away again.

    `person` is who gets what goes to one person, "" until somebody pressed the button.
    """

    client: WebClient
    channel: str
    person: str
    key: str = field(default_factory=lambda: uuid4().hex)
    posted: list[tuple[str, str]] = field(default_factory=list)  # channel and ts
    files: list[str] = field(default_factory=list)

    def post(self, channel: str, text: str, blocks: Sequence[Block] = (), **more: Any) -> str:
        sent = self.client.chat_postMessage(channel=channel, text=text, blocks=list(blocks) or None, **more)
        self.posted.append((str(sent["channel"]), str(sent["ts"])))
        return str(sent["ts"])


def attempt(
    settings: Settings, channel: str, person: str = "", patience: float = PATIENCE, told: Callable[[str], None] = print
) -> Iterator[Finding]:
    """Tries everything in a channel (an id, or a name), one finding a thing, and takes its posts away again.

    `person` gets the table, the chart, the file and the Home; whoever presses the button where it is empty. `told` is
    given what somebody has to do meanwhile. Raises ValueError for a channel that the app is not in, SlackApiError for a
    token that Slack refuses.
    """
    client = make_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    granted = client.auth_test().headers.get("x-oauth-scopes")
    yield compare_scopes(granted, MANIFEST)
    trial = Trial(client, find_channel(client, channel), person)
    try:
        yield from _in_channel(trial)
        if trial.posted:
            yield _open_form(trial, settings, patience, told)
        yield from _to_person(trial, told, patience)
    finally:
        left = _take_away(trial)
    yield Finding("posts taken away again", left)


def compare_scopes(granted: str | None, manifest: Path) -> Finding:
    """What the token may do against what the manifest asks for; `granted` is Slack's header, by commas."""
    try:
        wanted = set(yaml.safe_load(manifest.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])
    except OSError:
        return Finding("scopes: not compared, manifest.yml is not beside the program")
    if granted is None:
        return Finding("scopes: not compared, Slack does not tell what was granted")
    had = {scope.strip() for scope in granted.split(",") if scope.strip()}
    if missing := sorted(wanted - had):
        mend = "paste manifest.yml again at api.slack.com/apps, App Manifest, and install the app anew"
        return Finding("scopes", f"{', '.join(missing)} not granted: {mend}")
    more = sorted(had - wanted)
    return Finding(f"scopes: all {len(wanted)} granted" + (f"; not needed: {', '.join(more)}" if more else ""))


def find_channel(client: WebClient, name: str) -> str:
    """The id of a channel that the app is in, by id or name. Raises ValueError where there is none."""
    if name[:1] in ("C", "G") and name.isupper():
        return name
    name = name.removeprefix("#")
    pages = client.users_conversations(types="public_channel,private_channel", exclude_archived=True, limit=200)
    for one in (channel for page in pages for channel in page["channels"]):
        if one.get("name") == name:
            return str(one["id"])
    raise ValueError(f"the app is in no channel called {name}: type `/invite @Calibrate` there")


def _in_channel(trial: Trial) -> Iterator[Finding]:
    client, channel = trial.client, trial.channel
    offer = [section(TEXT), actions(button("Open a form", FORM))]
    metadata = {"event_type": METADATA, "event_payload": {"key": trial.key}}
    yield tried("post", lambda: trial.post(channel, TEXT, offer, metadata=metadata))
    if not trial.posted:
        return
    (_, ts) = trial.posted[0]
    yield tried("find the post again by its metadata", lambda: _find(trial))
    yield tried("reply in its thread", lambda: trial.post(channel, "A reply.", thread_ts=ts))
    yield tried("read the thread", lambda: client.conversations_replies(channel=channel, ts=ts, limit=10))
    yield tried("change it", lambda: client.chat_update(channel=channel, ts=ts, text=TEXT, blocks=offer))
    yield tried("react to it", lambda: client.reactions_add(channel=channel, timestamp=ts, name="inbox_tray"))
    yield tried("see who is in the channel", lambda: client.conversations_members(channel=channel, limit=10))


def _find(trial: Trial) -> None:
    page = trial.client.conversations_history(channel=trial.channel, include_all_metadata=True, limit=100)
    known = [((one.get("metadata") or {}).get("event_payload") or {}).get("key") for one in page["messages"]]
    if trial.key not in known:
        raise ValueError("Slack does not show the app its own metadata: after a crash a post could come twice")


def _open_form(trial: Trial, settings: Settings, patience: float, told: Callable[[str], None]) -> Finding:
    heard = Heard()
    try:
        with listening(trial.client, settings, heard):
            told(f"Press *Open a form* in the channel within {patience:.0f} seconds.")
            heard.pressed.wait(patience)
    except SlackApiError as error:
        return Finding("form", why(error))
    trial.person = trial.person or heard.person
    if not heard.pressed.is_set():
        return Finding("form: not tried, nobody pressed the button; a bot that runs meanwhile may have got the press")
    return Finding("form", heard.fault)


def _to_person(trial: Trial, told: Callable[[str], None], patience: float) -> Iterator[Finding]:
    if not trial.person:
        yield Finding("table, chart, file, Home: not tried, nobody pressed the button; name somebody with --person")
        return
    try:
        room = direct(trial.client, trial.person)
    except SlackApiError as error:
        yield Finding("direct message", why(error))
        return
    shown = chart("A chart", "Level", [("one", 1.0), ("two", 2.0)], "Week", "Level")
    rows = [["Level", "A"], ["Scope", "Mid"]]
    yield _shown("table", lambda: trial.post(room, "A table.", [table(rows)]))
    yield _shown("chart", lambda: trial.post(room, "A chart.", shown))
    yield tried("file", lambda: _upload(trial, room))
    home = [section("A trial of Calibrate. Open Home again while the bot runs.")]
    yield tried("Home", lambda: _publish(trial, home))
    yield _shown("chart on Home", lambda: _publish(trial, [*home, *shown]))
    told(f"Look at the direct messages and Home of {trial.person}: what was taken is there for a moment.")
    time.sleep(min(patience, LOOKING))


def _upload(trial: Trial, room: str) -> None:
    sent = trial.client.files_upload_v2(channel=room, filename="trial.csv", content="answer,level\nA,mid\n")
    trial.files.extend(str(one["id"]) for one in sent["files"])


def _publish(trial: Trial, blocks: Sequence[Block]) -> None:
    trial.client.views_publish(user_id=trial.person, view={"type": "home", "blocks": list(blocks)})


def _take_away(trial: Trial) -> str | None:
    """Deletes what was posted; what is left, None for nothing."""
    client, left = trial.client, []
    posts = {f"{at} {ts}": partial(client.chat_delete, channel=at, ts=ts) for at, ts in reversed(trial.posted)}
    for name, delete in (posts | {each: partial(client.files_delete, file=each) for each in trial.files}).items():
        try:
            delete()
        except SlackApiError as error:
            left.append(f"{name} ({error_of(error)})")
    return f"still there, delete by hand: {', '.join(left)}" if left else None


def _shown(what: str, act: Callable[[], Any]) -> Finding:
    """The same for what a workspace may not have yet: then text takes its place, and nothing is wrong."""
    try:
        act()
    except SlackApiError as error:
        if error_of(error) in UNKNOWN:
            return Finding(f"{what}: not shown in this workspace; text takes its place")
        return Finding(what, why(error))
    return Finding(f"{what}: taken")
