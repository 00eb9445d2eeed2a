"""Reports with Block Kit's own charts and tables. slack_sdk has no model of a chart yet: it is a plain dictionary."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from slack_sdk.models.blocks import RawTextObject, TableBlock

from bot.markup import cut, escape
from bot.views.blocks import Block, section

TEXT = 3900  # characters of a message's text; Slack advises to stay below 4,000
MISSING = "–"  # an empty cell is refused
POINTS = 20  # of one series, as many as Slack draws
TITLE, LABEL = 50, 20  # characters

Report = tuple[str, list[Block], list[Block]]  # a message, and its blocks for a Slack that knows no tables nor charts
Points = Sequence[tuple[str, float]]  # label and value; of labels that come twice the last counts
NO_GUIDES: Mapping[str, float] = MappingProxyType({})
Rows = Sequence[Sequence[str]]  # the header first


def report_message(
    text: str, before: Sequence[Block], rows: Rows, after: Sequence[Block], drawn: bool = False
) -> Report:
    """A report around a table, if it has any rows. `text` says all of it, and is freed of bold and cut to fit.

    What is `drawn` in a chart before it stands as a table only where there are no charts.
    """
    lines = table_lines(rows)
    shown = [table(rows)] if rows and not drawn else []
    as_lines = [section("\n".join(lines))] if lines else []
    return (
        cut(text.replace("*", "").replace("\n", " "), TEXT),
        [*before, *shown, *after],
        without_charts([*before, *as_lines, *after]),
    )


def chart(
    title: str, name: str, points: Points, x: str, y: str, guides: Mapping[str, float] = NO_GUIDES
) -> list[Block]:
    """A line of one series, of its last twenty points; none where there are fewer than two to compare.

    `guides` are lines at fixed values, which say what a height means; the scale reaches them whatever the points are,
    for Slack takes no scale.
    """
    values = {cut(label, LABEL): round(value, 2) for label, value in points}
    shown = list(values.items())[-POINTS:]
    if len(shown) < 2:
        return []
    series = {name: dict(shown)} | {guide: {label: value for label, _ in shown} for guide, value in guides.items()}
    return [
        {
            "type": "data_visualization",
            "title": cut(title, TITLE),
            "chart": {
                "type": "line",
                "series": [
                    {"name": cut(one, LABEL), "data": [{"label": label, "value": at} for label, at in line.items()]}
                    for one, line in series.items()
                ],
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


def table_lines(rows: Rows) -> list[str]:
    """A table as text, a line each row, for a Slack that knows no tables; rows that say nothing are left out."""
    found = []
    for row in rows[1:]:
        cells = [f"{name}: {cell}" for name, cell in zip(rows[0][1:], row[1:], strict=True) if cell != MISSING]
        if cells:
            found.append(f"*{escape(row[0])}*. {escape('; '.join(cells))}")
    return found


def spoken(rows: Rows) -> str:
    """A table as a screen reader speaks it."""
    return " ".join(f"{line}." for line in table_lines(rows))


def table(rows: Rows) -> Block:
    return TableBlock(rows=[[RawTextObject(text=cell) for cell in row] for row in rows]).to_dict()
