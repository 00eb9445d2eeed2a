"""Who is in the workspace, and in those it is connected with: joining, guests, being deactivated."""

from typing import Literal
from zoneinfo import ZoneInfo

from sandbox.errors import Json
from sandbox.workspace import Team, Workspace

Guest = Literal["single_channel", "multi_channel"]
# What Slack tells of a deactivated person (brekkylab/backlot issue 258, measured on Slack itself).
KEPT = ("id", "team_id", "name", "deleted", "is_bot", "is_app_user", "updated", "profile")


def add_team(ws: Workspace, name: str, enterprise: bool = False) -> Team:
    """Another organisation's workspace, in an Enterprise Grid of its own where so wanted."""
    with ws.changing():
        team = Team(ws.new_id("T"), name, ws.new_id("E") if enterprise else None)
        ws.teams[team.id] = team
        return team


def add_person(ws: Workspace, name: str, tz: str, team: Team | None = None, guest: Guest | None = None) -> str:
    """A person's id; of `team` where they are not one of ours."""
    user = _user(ws, ws.new_id("U"), name, tz, (team or ws.teams[ws.team_id]).id)
    user["profile"]["email"] = f"{user['name']}@example.com"
    user |= {"is_restricted": guest is not None, "is_ultra_restricted": guest == "single_channel"}
    return _added(ws, user)


def add_bot(ws: Workspace, name: str, user_id: str, bot_id: str, app_id: str) -> str:
    """An app's user, ours or another app's."""
    user = _user(ws, user_id, name, "Etc/UTC", ws.team_id) | {"is_bot": True}
    user["profile"] |= {"bot_id": bot_id, "api_app_id": app_id}
    return _added(ws, user)


def set_active(ws: Workspace, user: str, active: bool) -> None:
    """Deactivates a person, or takes them back. They stay in the member lists of their channels."""
    with ws.changing():
        ws.users[user] |= {"deleted": not active, "updated": ws.seconds()}
        event = {"type": "user_change", "user": shown(ws, user), "cache_ts": ws.seconds(), "event_ts": ws.new_ts()}
        ws.emit(event, None)


def shown(ws: Workspace, user: str) -> Json:
    """A person as users.info tells of them."""
    about = ws.users[user]
    if about["deleted"]:
        return {key: about[key] for key in KEPT} | {"is_forgotten": False}
    if about["team_id"] == ws.team_id:
        return about
    met = any(user in one.members and ws.bot_user_id in one.members for one in ws.channels.values())
    return about | {"is_stranger": not met}


def is_active(ws: Workspace, user: str) -> bool:
    return user in ws.users and not ws.users[user]["deleted"]


def _user(ws: Workspace, user_id: str, name: str, tz: str, team_id: str) -> Json:
    zone = ws.now().astimezone(ZoneInfo(tz))
    offset = zone.utcoffset()
    user: Json = {
        "id": user_id,
        "team_id": team_id,
        "name": name.lower().replace(" ", "."),
        "real_name": name,
        "deleted": False,
        "tz": tz,
        "tz_label": zone.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_bot": False,
        "is_app_user": False,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "updated": ws.seconds(),
        "profile": {"real_name": name, "display_name": name, "team": team_id},
    }
    team = ws.teams[team_id]
    if team.enterprise_id:
        grid = {"id": user_id, "enterprise_id": team.enterprise_id, "enterprise_name": team.name, "teams": [team_id]}
        user["enterprise_user"] = grid
    return user


def _added(ws: Workspace, user: Json) -> str:
    with ws.changing():
        ws.users[user["id"]] = user
        return str(user["id"])
