"""Slack messages as plain text for a terminal, tables drawn."""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

WIDTH = 100
EMOJI = {"inbox_tray": "📥", "white_check_mark": "✅"}


def message_lines(message: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """One message: who and when, its blocks or text, and its reactions."""
    who = names.get(str(message.get("user")), "Calibrate")
    body = list(_blocks(message.get("blocks") or [])) or _wrapped(str(message.get("text", "")))
    reactions = " ".join(EMOJI.get(one["name"], one["name"]) for one in message.get("reactions", []))
    return [f"{who}:", *(f"  {line}".rstrip() for line in body), *([f"  {reactions}"] if reactions else []), ""]


def _blocks(blocks: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for block in blocks:
        match block["type"]:
            case "header":
                yield block["text"]["text"].upper()
            case "section":
                yield from _wrapped(block["text"]["text"])
            case "context":
                yield from _wrapped(" · ".join(element["text"] for element in block["elements"]))
            case "actions":
                yield "  ".join(f"[{element['text']['text']}]" for element in block["elements"] if "text" in element)
            case "table":
                yield from table_lines([[cell["text"] for cell in row] for row in block["rows"]])
            case other:
                yield f"({other})"


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table drawn with lines, the first row as its head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = "+".join("-" * (width + 2) for width in widths)
    drawn = ["|".join(f" {cell:<{width}} " for cell, width in zip(row, widths, strict=True)) for row in rows]
    return [f"+{rule}+", f"|{drawn[0]}|", f"+{rule}+", *(f"|{line}|" for line in drawn[1:]), f"+{rule}+"]


def _wrapped(text: str) -> list[str]:
    return [line for part in _readable(text).split("\n") for line in (textwrap.wrap(part, WIDTH) or [""])]


def _readable(text: str) -> str:
    """Slack's markup as a terminal can show it."""
    text = re.sub(r"<!date\^[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("*", "")
