"""Slack messages as plain text for a terminal, tables drawn."""

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.markup import moment_words

WIDTH = 100
EMOJI = {"inbox_tray": "📥", "white_check_mark": "✅"}


def message_lines(message: Mapping[str, Any], names: Mapping[str, str], zone: ZoneInfo, to: str = "") -> list[str]:
    """One message: who and when, its blocks or text, and its reactions.

    `names` are of people and channels by id; times are told on the clock of `zone`; `to` is whose conversation with
    the bot it stands in.
    """
    who = names.get(str(message.get("user")), "Calibrate") + (f", to {to} alone" if to else "")
    named = re.compile("<[@#](" + "|".join(map(re.escape, names)) + ")>")

    def lines(text: str) -> list[str]:
        return _wrapped(_readable(named.sub(lambda found: names[found[1]], text), zone))

    body = list(_blocks(message.get("blocks") or [], lines)) or lines(str(message.get("text", "")))
    reactions = " ".join(EMOJI.get(one["name"], one["name"]) for one in message.get("reactions", []))
    return [f"{who}:", *(f"  {line}".rstrip() for line in body), *([f"  {reactions}"] if reactions else []), ""]


def _blocks(blocks: Sequence[Mapping[str, Any]], lines: Callable[[str], list[str]]) -> Iterable[str]:
    for block in blocks:
        match block["type"]:
            case "header":
                yield block["text"]["text"].upper()
            case "section":
                yield from lines(block["text"]["text"])
            case "context":
                yield from lines(" · ".join(element["text"] for element in block["elements"]))
            case "actions":
                yield "  ".join(f"[{_label(element)}]" for element in block["elements"])
            case "table":
                yield from table_lines([[cell["text"] for cell in row] for row in block["rows"]])
            case "data_visualization":
                yield from chart_lines(block["title"], block["chart"])
            case other:
                yield f"({other})"


def _label(element: Mapping[str, Any]) -> str:
    shown = element.get("text") or element.get("initial_option", {}).get("text") or element.get("placeholder", {})
    return str(shown.get("text", element["type"]))


def chart_lines(title: str, chart: Mapping[str, Any]) -> list[str]:
    """A chart as a list: its title and what its values mean, then each label with its value in every series."""
    labels = chart["axis_config"]["categories"]
    series = [{point["label"]: point["value"] for point in one["data"]} for one in chart["series"]]
    width = max(map(len, labels))
    rows = (
        f"  {label:<{width}}  " + "  ".join(f"{one[label]:>6g}" for one in series if label in one) for label in labels
    )
    return [f"{title} ({chart['axis_config']['y_label']}):", *rows]


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table drawn with lines, the first row as its head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = "+".join("-" * (width + 2) for width in widths)
    drawn = ["|".join(f" {cell:<{width}} " for cell, width in zip(row, widths, strict=True)) for row in rows]
    return [f"+{rule}+", f"|{drawn[0]}|", f"+{rule}+", *(f"|{line}|" for line in drawn[1:]), f"+{rule}+"]


def _wrapped(text: str) -> list[str]:
    return [line for part in text.split("\n") for line in (textwrap.wrap(part, WIDTH, break_on_hyphens=False) or [""])]


def _readable(text: str, zone: ZoneInfo) -> str:
    """Slack's markup as a terminal can show it."""
    text = re.sub(
        r"<!date\^(\d+)\^[^>]*>", lambda found: moment_words(datetime.fromtimestamp(int(found[1]), zone)), text
    )
    text = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("*", "")
