"""The rubric to read: every anchor in full, with the team's rulings under it."""

from slack_sdk.models.blocks import Block as SlackBlock
from slack_sdk.models.blocks import DividerBlock, HeaderBlock

from bot.views.parts import View, context, escape, modal, section
from scoring.rubric import LEVELS, Rubric


def rubric_modal(rubric: Rubric) -> View:
    blocks: list[SlackBlock] = [
        section("\n".join(f"*{escape(level.name)}*: {escape(level.gist)}" for level in rubric.levels)),
        context(escape(f"{rubric.not_shown.name}: {rubric.not_shown.long}")),
    ]
    for row in rubric.dimensions:
        rulings = [ruling for ruling in rubric.rulings if ruling.dimension == row.id]
        blocks += [
            DividerBlock(),
            HeaderBlock(text=f"{row.name}: {row.question}"[:150]),
            section(
                "\n".join(f"*{escape(rubric.name(level))}*: {escape(row.anchors[level].long)}" for level in LEVELS)
            ),
        ]
        if rulings:
            blocks.append(
                context(*(f"Agreed {ruling.agreed_on:%d %b %Y}: {escape(ruling.text)}" for ruling in rulings[:10]))
            )
    return modal("notice", "The rubric", blocks)
