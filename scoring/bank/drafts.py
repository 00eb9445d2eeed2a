"""Writes a draft of a question as the bank's files are written, its gaps marked TODO and what was proposed CHECK."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from scoring.documents import LOADER, line_of
from scoring.rubric import DIMENSIONS

Place = tuple[str | int, ...]
"""Where in the question a value stands: ("probes", 0, "dimension")."""

HINTS: dict[str, str] = {
    "prompt": "the question as an interviewer says it",
    "competency": "such as Ownership; may be left out",
    "why": "one sentence on why it is asked",
    "focus": "the three dimensions that it shows best",
    "dimension": ", ".join(DIMENSIONS),
    "name": "in a few words",
    "notice": "how to notice it in an answer",
    "better": "what a better answer does",
    "evidence": "thin, adequate or strong",
    "quote": "the sentence of the story that shows the level, word for word",
    "why it shows it": "in one sentence, by the idea of the anchor",
    "short": "the same in at most 75 characters",
    "levels": "none, junior, mid, senior or staff",
}
CHECK = "# CHECK, proposed"
"""Begins the comment above a value that a person has still to check."""


def dumped(question: Mapping[str, Any], proposed: Mapping[Place, str]) -> str:
    """The question as YAML. `proposed` has, by place, why a value was proposed; each is marked to be checked."""
    text = yaml.dump(dict(question), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=118)
    text = re.sub(r"^( *)(?:- )?(\w+): (?:''|\[\])$", _gap, text, flags=re.MULTILINE)
    rows, root = text.split("\n"), yaml.compose(text, Loader=LOADER)
    for at, reason in sorted(((line_of(root, place) - 1, reason) for place, reason in proposed.items()), reverse=True):
        indent = len(rows[at]) - len(rows[at].lstrip())
        rows.insert(at, f"{' ' * indent}{CHECK}: {' '.join(reason.split())}")
    return "\n".join(rows)


def _gap(gap: re.Match[str]) -> str:
    name = "levels" if gap[2] in DIMENSIONS else "why it shows it" if gap[2] == "why" and gap[1] else gap[2]
    hint = HINTS.get(name)
    return f"{gap[0]}  # TODO{f': {hint}' if hint else ''}"


class _Dumper(yaml.SafeDumper):
    """Writes long texts folded and lists indented, as the bank's files are."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _scalar(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, ">" if len(text) > 90 else None)


_Dumper.add_representer(str, _scalar)
