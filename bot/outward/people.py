"""Who somebody is, and where: asked of Slack, and kept for a moment. Not to be asked inside a transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from sqlmodel import select

from bot.calibration.access import Person
from bot.calibration.members import answerable
from bot.deps import Deps
from bot.slack import NOT_THERE, error_of
from storage.models import Schedule

UNKNOWN = ("user_not_found", "user_not_visible", "users_not_found")
UNSEEN = (*NOT_THERE, "missing_scope", "method_not_supported_for_channel_type")  # a group conversation wants a scope
PAGE = 1000
FEW = 3  # channels
MANY = 200  # people, as many as Slack tells of gladly in one call
ABOUT = timedelta(minutes=10)  # whoever is deactivated presses nothing any more; `user_change` tells of the rest


@dataclass(frozen=True)
class _About:
    is_active: bool
    is_colleague: bool
    name: str = "Somebody"  # where Slack does not tell
    zone: str = "UTC"


_NOBODY = _About(is_active=False, is_colleague=False)


def find_person(deps: Deps, team_id: str, user: str, *channels: str) -> Person:
    """Somebody, with those of these channels that they are in."""
    about = _about(deps, team_id, user)
    inside = {one for one in channels if about.is_active and _is_in(deps, team_id, one, user)}
    return _as_person(deps, user, about, inside)


def find_anywhere(deps: Deps, team_id: str, user: str, here: str = "") -> Person:
    """Somebody of this workspace, with every channel where the bot can see them; asked anew where `here` is missing."""
    about = _about(deps, team_id, user)
    if not about.is_active:
        return _as_person(deps, user, about, ())

    def ask() -> frozenset[str]:
        wanted = "public_channel,private_channel"
        pages = deps.slack(team_id).users_conversations(user=user, types=wanted, limit=PAGE)
        return frozenset(str(channel["id"]) for page in pages for channel in page["channels"])

    return _as_person(deps, user, about, _kept_set(deps, ("channels", team_id, user), here, ask))


def find_in_ours(deps: Deps, team_id: str, user: str) -> Person:
    """Somebody, with at least those channels they are in that have rounds: all that Home speaks of.

    Of few channels one call tells who is there, for everybody whose Home follows; of many, each person is asked about.
    """
    with deps.view(team_id) as session:
        ours = session.exec(select(Schedule.channel_id).limit(FEW + 1)).all()
    return find_anywhere(deps, team_id, user) if len(ours) > FEW else find_person(deps, team_id, user, *ours)


def name_of(deps: Deps, team_id: str, user: str) -> str:
    """What the workspace calls a person, or a neutral word where Slack does not tell."""
    return _if_told(deps, team_id, user).name


def zone_of(deps: Deps, team_id: str, user: str) -> str:
    """The zone that a person's Slack is set to; UTC where Slack does not tell."""
    return _if_told(deps, team_id, user).zone


def _if_told(deps: Deps, team_id: str, user: str) -> _About:
    try:
        return _about(deps, team_id, user)
    except SlackApiError:
        return _NOBODY


def present(deps: Deps, team_id: str, channel_id: str, users: Iterable[str]) -> frozenset[str]:
    """Those of these people who are in a channel, their account open."""
    return frozenset(user for user in users if channel_id in find_person(deps, team_id, user, channel_id).channels)


def who_answers(deps: Deps, team_id: str, channel_id: str | None, asked_by: str | None = None) -> list[str]:
    """Who is told of trouble in a channel: who asked or set it up, if they are still there, else the managers named."""
    with deps.view(team_id) as session:
        people = answerable(session, deps.settings, channel_id, asked_by)
    if people and not is_reachable(deps, team_id, people[0], channel_id):
        people = list(deps.settings.managers)
    return [user for user in people if _about(deps, team_id, user).is_active]


def is_reachable(deps: Deps, team_id: str, user: str, channel_id: str | None) -> bool:
    """Whether somebody's account is open, and they are in the channel, as far as the bot can see into it."""
    about = _about(deps, team_id, user)
    return about.is_active and (not channel_id or _is_in(deps, team_id, channel_id, user, unseen=True))


def _as_person(deps: Deps, user: str, about: _About, channels: Iterable[str]) -> Person:
    named = bool(deps.settings.managers)
    manages = about.is_active and deps.settings.lets_manage(user) and (named or about.is_colleague)
    return Person(user, frozenset(channels), about.is_colleague, manages)


def _about(deps: Deps, team_id: str, user: str) -> _About:
    """Who somebody is. Of a small workspace one call tells of everybody; of a large one, each is asked about."""

    def ask_all() -> None:
        for found in deps.slack(team_id).users_list(limit=MANY)["members"]:
            deps.cache.put(("about", team_id, str(found["id"])), deps.now(), _read(found, team_id), ABOUT)

    def ask() -> _About:
        try:
            return _read(deps.slack(team_id).users_info(user=user)["user"], team_id)
        except SlackApiError as error:
            if error_of(error) not in UNKNOWN:
                raise
            return _NOBODY

    deps.cache.get(("everybody", team_id), deps.now(), ask_all, ABOUT)
    about: _About = deps.cache.get(("about", team_id, user), deps.now(), ask, ABOUT)[0]
    return about


def _read(found: Mapping[str, Any], team_id: str) -> _About:
    is_active = not found.get("deleted") and not found.get("is_bot")
    name = found.get("profile", {}).get("display_name") or found.get("real_name") or found["name"]
    is_colleague = _is_ours(found, team_id) and not found.get("is_restricted")
    return _About(is_active, is_colleague, str(name), str(found.get("tz") or "UTC"))


def _is_ours(user: Mapping[str, Any], team_id: str) -> bool:
    """Whether somebody belongs to the workspace; in an Enterprise Grid they may belong to several."""
    return user.get("team_id") == team_id or team_id in (user.get("enterprise_user") or {}).get("teams", [])


def _is_in(deps: Deps, team_id: str, channel_id: str, user: str, unseen: bool = False) -> bool:
    """Whether somebody is in a channel; `unseen` where the bot cannot see into it."""
    if not channel_id or channel_id.startswith("D"):
        return False

    def ask() -> frozenset[str]:
        try:
            pages = deps.slack(team_id).conversations_members(channel=channel_id, limit=PAGE)
            return frozenset(str(member) for page in pages for member in page["members"])
        except SlackApiError as error:
            if error_of(error) not in UNSEEN:
                raise
            return frozenset()

    members = _kept_set(deps, ("members", team_id, channel_id), user, ask)
    return user in members if members else unseen


def _kept_set(deps: Deps, key: tuple[str, ...], wanted: str, ask: Callable[[], frozenset[str]]) -> frozenset[str]:
    """What is kept, or asked anew where `wanted` is not in it: nobody waits a minute after they joined."""
    found, is_new = deps.cache.get(key, deps.now(), ask)
    if wanted and wanted not in found and not is_new:
        deps.cache.drop(*key)
        found, _ = deps.cache.get(key, deps.now(), ask)
    members: frozenset[str] = found
    return members
