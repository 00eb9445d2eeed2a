"""Block Kit's own charts and tables. slack_sdk has no model of a chart yet, so it is a plain dictionary."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from slack_sdk.models.blocks import RawTextObject, TableBlock

from bot.views.parts import Block, cut, escape

POINTS = 20
TITLE, LABEL = 50, 20  # characters

Points = Sequence[tuple[str, float]]  # label and value; of labels that come twice the last counts


def chart(kind: Literal["line", "bar"], title: str, name: str, points: Points, x: str, y: str) -> list[Block]:
    """A chart of one series, of its last twenty points; none where there are fewer than two to compare."""
    values = {cut(label, LABEL): round(value, 2) for label, value in points}
    shown = list(values.items())[-POINTS:]
    if len(shown) < 2:
        return []
    return [
        {
            "type": "data_visualization",
            "title": cut(title, TITLE),
            "chart": {
                "type": kind,
                "series": [{"name": name, "data": [{"label": label, "value": value} for label, value in shown]}],
                "axis_config": {
                    "categories": [label for label, _ in shown],
                    "x_label": cut(x, TITLE),
                    "y_label": cut(y, TITLE),
                },
            },
        }
    ]


def without_charts(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks for a Slack that knows no charts: beside each stands a sentence that says what it shows."""
    return [block for block in blocks if block["type"] != "data_visualization"]


def table(rows: Sequence[Sequence[str]]) -> Block:
    """A table, its header first."""
    return dict(TableBlock(rows=[[RawTextObject(text=cell) for cell in row] for row in rows]).to_dict())


def table_lines(rows: Sequence[Sequence[str]]) -> str:
    """The same as text, for a Slack that knows no tables."""
    head = rows[0]
    return "\n".join(
        f"*{escape(row[0])}*: "
        + ", ".join(f"{escape(name)} {escape(cell)}" for name, cell in zip(head[1:], row[1:], strict=True))
        for row in rows[1:]
    )


def day(moment: datetime) -> str:
    """Such as "2 Mar 27": short enough for an axis."""
    return f"{moment.day} {moment:%b %y}"


def month(moment: datetime) -> str:
    return f"{moment:%b %Y}"
