"""What the page asks for: one person's view of the workspace as JSON, and their acts."""

from collections.abc import Callable
from inspect import signature
from typing import Any

from sandbox import channels
from sandbox.app import App
from sandbox.errors import Json, SandboxError
from sandbox.messages import shown
from sandbox.people.person import Person
from sandbox.workspace import Channel

ACTS: dict[str, Callable[..., Any]] = {
    act.__name__: act
    for act in (
        Person.post, Person.edit, Person.delete, Person.react, Person.unreact, Person.join, Person.invite_bot,
        Person.command, Person.press, Person.shortcut, Person.open_home, Person.press_home, Person.fill, Person.tap,
        Person.submit, Person.close_modal, Person.suggest,
    )
}  # fmt: skip


def perform(app: App, wish: Json) -> Any:
    """Runs {"as": user id, "what": a key of ACTS, …arguments} and returns its result. Raises SandboxError."""
    person = _person(app, wish.get("as"))
    act = ACTS.get(str(wish.get("what")))
    if act is None:
        raise SandboxError(f"what must be one of: {', '.join(sorted(ACTS))}")
    _, *names = signature(act).parameters  # the first is the person
    arguments = {name: value for name, value in wish.items() if name not in ("as", "what")}
    if not arguments.keys() <= set(names):
        raise SandboxError(f"{wish['what']} takes: {', '.join(names) or 'nothing'}")
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
        channels.direct(ws, user)
        places = [_channel(one) for one in ws.channels.values() if user in one.members]
        mine = {"me": user, "channels": places, "ephemerals": person.notices}
        return {**seen, **mine, "home": person.home, "modals": person.modals}


def _channel(channel: Channel) -> Json:
    found = [shown(one) for one in channel.messages.values()]
    about = {"id": channel.id, "name": channel.name, "kind": channel.kind, "members": list(channel.members)}
    return {**about, "messages": found}


def _person(app: App, user: Any) -> Person:
    if user not in app.ws.users or app.ws.users[user]["is_bot"]:
        raise SandboxError("as must be the id of a person")
    return Person(app, user)
