"""The rubric to read: every anchor in full, with the team's rulings under it."""

from collections.abc import Collection, Sequence

from bot.markup import day, escape
from bot.views.blocks import Block, View, context, divider, header, modal, section
from bot.views.inputs import sure_button
from scoring.rubric import LEVELS, Rubric
from storage.models import Ruling

MOST_RULINGS = 12  # of a dimension, the newest: a modal holds a hundred blocks


def rubric_modal(rubric: Rubric, rulings: Sequence[Ruling] = (), may_retire: Collection[int] = ()) -> View:
    """All anchors; a button to retire those of the `rulings` in force that whoever looks `may_retire`, by id."""
    blocks = [
        section("\n".join(f"*{escape(level.name)}*: {escape(level.long or level.gist)}" for level in rubric.levels)),
        context(escape(f"{rubric.not_shown.name}: {rubric.not_shown.long}")),
    ]
    for row in rubric.dimensions:
        blocks += [
            divider(),
            header(f"{row.name}: {row.question}"),
            section(
                "\n".join(f"*{escape(rubric.name(level))}*: {escape(row.anchors[level].long)}" for level in LEVELS)
            ),
        ]
        own = [ruling for ruling in rulings if ruling.dimension == row.id]
        blocks += [_ruling(ruling, rubric, ruling.id in may_retire) for ruling in own[-MOST_RULINGS:]]
    return modal("notice", "The rubric", blocks)


def _ruling(ruling: Ruling, rubric: Rubric, may_retire: bool) -> Block:
    levels = f"{rubric.name(ruling.lower)} or {rubric.name(ruling.upper)}"
    agreed = day(ruling.agreed_at) if ruling.agreed_at else "lately"
    warning = "From the next score on neither people nor the judge are shown it. Earlier scores stay."
    retire = sure_button("Retire", "retire_ruling", ruling.public_id, "Retire this ruling?", warning)
    return section(f"_Agreed {agreed}, {escape(levels)}_: {escape(ruling.text)}", retire if may_retire else None)
