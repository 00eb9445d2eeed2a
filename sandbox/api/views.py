"""views.*: modals and Home tabs."""

from collections.abc import Callable

from sandbox import roster
from sandbox.api.call import Call
from sandbox.block_kit.blocks import check_view
from sandbox.errors import Json, SlackError, invalid
from sandbox.people.screen import STACK, new_view
from sandbox.workspace import Workspace


def open_view(call: Call) -> Json:
    trigger = call.ws.use_trigger(call.required("trigger_id"))
    view = new_view(call.ws, _given(call, "modal"))
    with call.ws.changing():
        call.ws.screens[trigger.user] = [view]
    return {"view": view}


def push_view(call: Call) -> Json:
    trigger = call.ws.use_trigger(call.required("trigger_id"))
    if not call.ws.screens.get(trigger.user) or trigger.view_id is None:
        raise SlackError("not_found")
    view = new_view(call.ws, _given(call, "modal"))
    push(call.ws, trigger.user, view)
    return {"view": view}


def update_view(call: Call) -> Json:
    key, name = ("id", "view_id") if call.text("view_id") else ("external_id", "external_id")
    wanted = call.required(name)
    with call.ws.lock:
        for user, stack in call.ws.screens.items():
            for old in stack:
                if old[key] == wanted:
                    if call.text("hash") and call.text("hash") != old["hash"]:
                        raise SlackError("hash_conflict")
                    return {"view": replace(call.ws, user, old, _given(call, "modal"))}
        for user, home in call.ws.homes.items():
            if home[key] == wanted:
                return {"view": _publish(call, user)}
    raise SlackError("not_found")


def publish_view(call: Call) -> Json:
    user = call.required("user_id")
    if not roster.is_active(call.ws, user):
        raise SlackError("user_not_found")
    return {"view": _publish(call, user)}


def push(ws: Workspace, user: str, view: Json) -> None:
    """Puts a view on top of a person's stack. Raises SlackError push_limit_reached."""
    with ws.changing():
        stack = ws.screens.setdefault(user, [])
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        if stack:
            view["root_view_id"], view["previous_view_id"] = stack[0]["id"], stack[-1]["id"]
        stack.append(view)


def replace(ws: Workspace, user: str, old: Json, given: Json) -> Json:
    """Puts a changed view in the place of an old one; what the person chose in it stays where ids stay."""
    with ws.changing():
        view = new_view(ws, given, old)
        ws.screens[user] = [view if one["id"] == old["id"] else one for one in ws.screens[user]]
        return view


def _publish(call: Call, user: str) -> Json:
    given, old = _given(call, "home"), call.ws.homes.get(user)
    if old and call.text("hash") and call.text("hash") != old["hash"]:
        raise SlackError("hash_conflict")
    with call.ws.changing():
        call.ws.homes[user] = new_view(call.ws, given, old)
        return call.ws.homes[user]


def _given(call: Call, kind: str) -> Json:
    view = call.json("view", "invalid_arguments")
    if not isinstance(view, dict):
        raise invalid("invalid_arguments", ["must provide an object [json-pointer:/view]"])
    check_view(view, kind, call.refused)
    return view


METHODS: dict[str, tuple[str | None, Callable[[Call], Json]]] = {
    "views.open": (None, open_view),
    "views.push": (None, push_view),
    "views.update": (None, update_view),
    "views.publish": (None, publish_view),
}
