"""Recording what a team agreed on, and the rubric's rulings."""

from slack_sdk.models.blocks import Block as SlackBlock

from bot.calibration.rulings import MOST, Beginning, Wanted
from bot.markup import escape
from bot.views.blocks import Block, View, as_blocks, modal, section
from bot.views.inputs import State, field, menu, text_box, typed
from scoring.rubric import LEVELS, Rubric
from storage.models import Ruling


def ruling_modal(begun: Beginning, rubric: Rubric) -> View:
    """The form, begun where the scores lay furthest apart."""
    dimensions: dict[str, str] = {row.id: row.name for row in rubric.dimensions}
    names: dict[str, str] = {level: rubric.name(level) for level in LEVELS}
    blocks: list[SlackBlock] = [
        section("Write down what you agreed, so that next time everybody reads this anchor the same way."),
        field("dimension", "Dimension", menu(dimensions, begun.dimension or rubric.dimensions[0].id)),
        field("one", "Between this level", menu(names, begun.lower)),
        field("other", "and this one", menu(names, begun.upper)),
        field(
            "text",
            "We agreed that",
            text_box("", MOST),
            "Such as: asking a neighbouring team for help is Mid; getting them to change their plan is Senior.",
        ),
    ]
    return modal("ruling", "Record what we agreed", blocks, submit="Record", close="Cancel", ids=begun.round_id)


def read_ruling(state: State) -> Wanted:
    return Wanted(*(typed(state, block_id) for block_id in ("dimension", "one", "other", "text")))


def ruling_message(ruling: Ruling, rubric: Rubric, heeded: bool) -> tuple[str, list[Block]]:
    """What the thread is told of a new ruling; `heeded` where the judge reads rulings too."""
    dimension = rubric.row(ruling.dimension).name
    where = f"Where {rubric.name(ruling.lower)} and {rubric.name(ruling.upper)} part in {dimension}"
    stands = f"It stands under the rubric from now on{', for people and for the judge' if heeded else ''}."
    return escape(f"{where}: “{ruling.text}” {stands}"), as_blocks(
        [section(f"*{escape(where)}*: “{escape(ruling.text)}”\n{stands}")]
    )
