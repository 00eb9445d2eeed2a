"""A person's dealings with modals: filling in, submitting, closing. The other half of `Person`."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from sandbox import payloads, uploads
from sandbox.api import views
from sandbox.app import App
from sandbox.block_kit.blocks import check_view
from sandbox.errors import Json, SandboxError, SlackError
from sandbox.people import screen
from sandbox.workspace import Workspace


class Modals:
    """The stack of modals on one person's screen (three at most)."""

    id: str
    app: App
    ws: Workspace

    @property
    def modals(self) -> list[Json]:
        """The open views, the top one last, each with what was filled in under state.values."""
        with self.ws.lock:
            return deepcopy(self.ws.screens.get(self.id, []))

    @property
    def modal(self) -> Json | None:
        """The view on top, or None."""
        with self.ws.lock:
            stack = self.ws.screens.get(self.id)
            return deepcopy(stack[-1]) if stack else None

    def fill(self, values: Mapping[str, Any]) -> None:
        """Fills in the top modal. Keys are action_ids or block_ids; values are texts, options' texts or values, lists
        of them, People, or None to clear; for a file input lists of (name, text or bytes).

        As in Slack a choice (not a text) in a menu of a section or actions block, or in an input with dispatch_action,
        is told to the bot at once; so is a text where trigger_actions_on has on_character_entered.
        """
        for name, value in values.items():
            view = self._top()
            block, element = screen.find(view["blocks"], name)
            if element["type"] not in screen.STATE:
                raise SandboxError(f"{name} is a {element['type']}: tap it")
            if self._dispatches(block, element):
                self._dispatch(view, block, element, value)
            else:
                self._set(view, block, element, value)

    def tap(self, action_id: str, value: Any = None) -> None:
        """Presses a button of the top modal (`value` tells those of one action_id apart), picks from a menu, or types
        a text and presses Enter."""
        view = self._top()
        block, element = screen.find(view["blocks"], action_id, value if isinstance(value, str) else None)
        self._dispatch(view, block, element, value)

    def submit(self) -> dict[str, str] | None:
        """Submits the top modal: the errors shown at its fields (block_id to message), or None when it was accepted.

        Required fields, lengths and numbers are refused before the bot is asked, as Slack does.
        """
        view = self._top()
        if not view.get("submit"):
            raise SandboxError("this modal has no submit button")
        errors = screen.complaints(view)
        if errors:
            return errors
        answer = self.app.ask("interactive", "view_submission", payloads.view_submission(self.ws, self.id, view))
        try:
            return self._apply(view, answer or {})
        except SlackError as error:
            raise SandboxError(f"the answer to view_submission is refused: {error.name} {error.extra}") from None

    def close_modal(self, all_of_them: bool = False) -> None:
        """Closes the top modal, or the stack; the bot hears of it where notify_on_close is set."""
        view = self._top()
        with self.ws.changing():
            stack = self.ws.screens[self.id]
            cleared = all_of_them or view["clear_on_close"]
            closed = list(reversed(stack)) if cleared else [stack[-1]]
            self.ws.screens[self.id] = stack[: len(stack) - len(closed)]
        for one in closed:
            if one["notify_on_close"]:
                self.app.ask("interactive", "view_closed", payloads.view_closed(self.ws, self.id, one, cleared))

    def suggest(self, action_id: str, typed: str) -> list[Json]:
        """What an external_select of the top modal offers for a typed text."""
        view = self._top()
        block, element = screen.find(view["blocks"], action_id)
        return self._suggestions(block, element, typed, payloads.in_view(view))

    def _top(self) -> Json:
        stack = self.ws.screens.get(self.id)
        if not stack:
            raise SandboxError(f"{self.ws.users[self.id]['real_name']} has no modal open")
        return stack[-1]

    def _dispatches(self, block: Json, element: Json) -> bool:
        if block["type"] != "input":
            return True
        typed = screen.STATE[element["type"]] == "value"
        triggers = element.get("dispatch_action_config", {}).get("trigger_actions_on", [])
        return bool(block.get("dispatch_action")) and (not typed or "on_character_entered" in triggers)

    def _set(self, view: Json, block: Json, element: Json, value: Any) -> Json:
        state = self._state(block, element, value, payloads.in_view(view))
        if element["type"] in screen.STATE:
            with self.ws.changing():
                view["state"]["values"][block["block_id"]][element["action_id"]] = state
        return state

    def _dispatch(self, view: Json, block: Json, element: Json, value: Any) -> None:
        state = self._set(view, block, element, value)
        body = payloads.view_actions(self.ws, self.id, view)
        body["actions"] = [payloads.action(self.ws, block, element, state)]
        self.app.ask("interactive", "block_actions", body)

    def _state(self, block: Json, element: Json, wanted: Any, where: Json) -> Json:
        """The element's state after the person's choice; a button has none."""
        if element["type"] == "button":
            return {}
        if element["type"] == "file_input":
            return {"type": "file_input", "files": self._files(element, wanted or ())}
        offered = screen.options_of(element)
        if "external" in element["type"] and wanted is not None:
            asked = [wanted] if isinstance(wanted, str) else wanted
            offered = [option for one in asked for option in self._suggestions(block, element, one, where)]
        return screen.choose(element, wanted, offered)

    def _files(self, element: Json, wanted: Iterable[tuple[str, str | bytes]]) -> list[Json]:
        """The files that a person puts into a file input; the bot may fetch them from then on."""
        given = list(wanted)
        if len(given) > element.get("max_files", 10):
            raise SandboxError(f"no more than {element['max_files']} files go in here")
        kinds = element.get("filetypes", [])
        if wrong := [name for name, _ in given if kinds and name.rpartition(".")[2].lower() not in kinds]:
            raise SandboxError(f"{wrong[0]!r} is not offered; it takes: {', '.join(kinds)}")
        added = []
        for name, content in given:
            data = uploads.content_of(content) if isinstance(content, str) else content
            added.append(uploads.add(self.ws, self.id, name, data, self.app.base_url, is_handed=True).about)
        return added

    def _suggestions(self, block: Json, element: Json, typed: str, where: Json) -> list[Json]:
        if "external" not in element["type"]:
            raise SandboxError(f"{element['action_id']} is no external menu")
        body = payloads.suggestion(self.ws, self.id, block, element, typed, where)
        options = screen.options_of(self.app.ask("interactive", "block_suggestion", body) or {})
        if len(options) > 100:
            raise SandboxError("more than 100 options were offered")
        return options

    def _apply(self, view: Json, answer: Json) -> dict[str, str] | None:
        """What the answer to a submission does to the screen."""
        action = answer.get("response_action")
        if action == "errors":
            inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
            errors = dict(answer.get("errors") or {})
            if not errors or not errors.keys() <= inputs:
                raise SandboxError(f"errors must name input blocks of the modal, not {sorted(errors)}")
            return errors
        if action in ("update", "push"):
            check_view(answer.get("view"), "modal", self.app.faults.refused_blocks)
            if action == "update":
                views.replace(self.ws, self.id, view, answer["view"])
            else:
                views.push(self.ws, self.id, screen.new_view(self.ws, answer["view"]))
            return None
        with self.ws.changing():
            left = [one for one in self.ws.screens.get(self.id, []) if one["id"] != view["id"]]
            self.ws.screens[self.id] = [] if action == "clear" else left
        return None
