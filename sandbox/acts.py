"""What the page asks for: one person's view of the workspace as JSON, and their acts."""

from collections.abc import Callable
from typing import Any

from sandbox.app import App
from sandbox.errors import Json, SandboxError
from sandbox.messages import shown
from sandbox.person import Person

# what: (the person's method, the names of the arguments it may be given)
ACTS: dict[str, tuple[Callable[..., Any], frozenset[str]]] = {
    "post": (Person.post, frozenset({"channel", "text", "thread_ts", "broadcast", "files"})),
    "edit": (Person.edit, frozenset({"channel", "ts", "text"})),
    "delete": (Person.delete, frozenset({"channel", "ts"})),
    "react": (Person.react, frozenset({"channel", "ts", "name"})),
    "unreact": (Person.unreact, frozenset({"channel", "ts", "name"})),
    "join": (Person.join, frozenset({"channel"})),
    "invite_bot": (Person.invite_bot, frozenset({"channel"})),
    "command": (Person.command, frozenset({"command", "text", "channel"})),
    "press": (Person.press, frozenset({"channel", "ts", "action_id", "value", "selected"})),
    "shortcut": (Person.shortcut, frozenset({"callback_id", "channel", "ts"})),
    "open_home": (Person.open_home, frozenset()),
    "press_home": (Person.press_home, frozenset({"action_id", "value", "selected"})),
    "fill": (Person.fill, frozenset({"values"})),
    "tap": (Person.tap, frozenset({"action_id", "value"})),
    "submit": (Person.submit, frozenset()),
    "close_modal": (Person.close_modal, frozenset({"all_of_them"})),
    "suggest": (Person.suggest, frozenset({"action_id", "typed"})),
}


def perform(app: App, wish: Json) -> Any:
    """Runs {"as": user id, "what": a key of ACTS, …arguments} and returns its result. Raises SandboxError."""
    person = _person(app, wish.get("as"))
    act, names = ACTS.get(str(wish.get("what")), (None, frozenset()))
    if act is None:
        raise SandboxError(f"what must be one of: {', '.join(sorted(ACTS))}")
    arguments = {name: value for name, value in wish.items() if name not in ("as", "what")}
    if not arguments.keys() <= names:
        raise SandboxError(f"{wish['what']} takes: {', '.join(sorted(names)) or 'nothing'}")
    try:
        return act(person, **arguments)
    except (TypeError, AttributeError) as error:
        raise SandboxError(f"{wish['what']}: {error}") from error


def state(app: App, user: str) -> Json:
    """What a person sees: {version, now (seconds), team, bot, people, commands and shortcuts (as in the manifest), me,
    channels [{id, name, kind, members, messages}], ephemerals, home, modals}; the direct conversation with the bot is
    the channel of kind "im".

    Without a user only what stands before `me`.
    """
    ws = app.ws
    with ws.lock:
        people = [one for one in ws.users.values() if not one["is_bot"]]
        seen: Json = {
            "version": ws.version, "now": ws.seconds(), "team": ws.team,
            "bot": ws.users[ws.bot_user_id], "people": people,
            "commands": list(app.installed.commands or ()), "shortcuts": list(app.installed.shortcuts or ()),
        }  # fmt: skip
        if not user:
            return seen
        person = _person(app, user)
        ws.direct(user)
        channels = [_channel(one) for one in ws.channels.values() if user in one.members]
        mine = {"me": user, "channels": channels, "ephemerals": person.notices}
        return {**seen, **mine, "home": person.home, "modals": person.modals}


def _channel(channel: Any) -> Json:
    found = [shown(one) for one in channel.messages.values()]
    return {"id": channel.id, "name": channel.name, "kind": channel.kind, "members": list(channel.members),
            "messages": found}  # fmt: skip


def _person(app: App, user: Any) -> Person:
    if user not in app.ws.users or app.ws.users[user]["is_bot"]:
        raise SandboxError("as must be the id of a person")
    return Person(app, user)
