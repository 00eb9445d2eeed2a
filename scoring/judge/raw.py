"""The one JSON object in what a model sent, whatever words, fence or thinking block stand around it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from scoring.judge.quotes import straight

# An object that stands in a list or under a name is part of something broken, not a reply with words around it.
_INSIDE = re.compile(r"""[\[{]\s*$|\[[^\[\]{}]*,\s*$|\{[^{}]*["']\s*:\s*$""")

# What a model thought first, where its endpoint sends it along: drafts of the reply may stand in it.
_THOUGHT = re.compile(
    r"\A\s*(?:<(think|thinking|thought|reasoning)>.*?</\1>|\[THINK\].*?\[/THINK\]|◁think▷.*?◁/think▷"
    r"|<\|channel\|>analysis.*?<\|end\|>)",
    re.DOTALL | re.IGNORECASE,
)


class ReplyFault(ValueError):
    """A reply that cannot be used; the message says what is wrong with it in words of ours, never in the reply's.

    `form` is True where the reply is not in the asked form at all.
    """

    def __init__(self, reason: str, form: bool = False) -> None:
        super().__init__(reason)
        self.form = form


def one_object(reply: str, answer: str) -> str:
    """The text of the only JSON object in the reply, behind what was thought first.

    Raises ReplyFault where there is none or more than one, where it stands in the answer (the model would only be
    repeating what the author wrote), and where a field is there twice at any depth, since which of the two is meant
    nobody can tell.
    """
    reply = _THOUGHT.sub("", reply, count=1)
    found = list(_objects(reply))
    if not found or _INSIDE.search(reply, 0, found[0][0]):
        raise ReplyFault("it is not JSON", form=True)
    if len(found) > 1:
        raise ReplyFault("there is more than one JSON object in it", form=True)
    start, end, value = found[0]
    if any(value == theirs for _, _, whole in _objects(straight(answer)) for theirs in _parts(whole)):
        raise ReplyFault("it repeats what stands in the answer", form=True)
    json.loads(reply[start:end], object_pairs_hook=_once)
    return reply[start:end]


def _objects(text: str) -> Iterator[tuple[int, int, Any]]:
    """Each sound object that is not part of another: where it begins, where it ends, what it holds."""
    decoder, end = json.JSONDecoder(), 0
    while (start := text.find("{", end)) >= 0:
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):  # a number of thousands of figures is no JSONDecodeError
            end = start + 1
        else:
            yield start, end, value


def _parts(value: Any) -> Iterator[Any]:
    """The objects in a value, itself among them."""
    left = [value]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            yield part
            left += part.values()
        elif isinstance(part, list):
            left += part


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ReplyFault("a field is there twice", form=True)
    return fields
