"""Recording what a team agreed on, and the rubric's rulings."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import Block as SlackBlock
from slack_sdk.models.blocks import InputBlock, Option, PlainTextInputElement, StaticSelectElement

from bot.calibration.agreeing import MOST, Beginning, Wanted
from bot.views.parts import Block, View, as_blocks, escape, modal, section
from scoring.rubric import LEVELS, Rubric
from storage.models import Ruling


def ruling_modal(begun: Beginning, rubric: Rubric) -> View:
    """The form, begun where the scores lay furthest apart."""
    dimensions: dict[str, str] = {row.id: row.name for row in rubric.dimensions}
    names: dict[str, str] = {level: rubric.name(level) for level in LEVELS}
    blocks: list[SlackBlock] = [
        section("Write down what you agreed, so that next time everybody reads this anchor the same way."),
        _select("dimension", "Dimension", dimensions, begun.dimension or rubric.dimensions[0].id),
        _select("one", "Between this level", names, begun.lower),
        _select("other", "and this one", names, begun.upper),
        InputBlock(
            block_id="text",
            label="We agreed that",
            hint="Such as: asking a neighbouring team for help is Mid; getting them to change their plan is Senior.",
            element=PlainTextInputElement(action_id="value", multiline=True, max_length=MOST),
        ),
    ]
    return modal("ruling", "Record what we agreed", blocks, submit="Record", close="Cancel", ids=str(begun.round_id))


def _select(block_id: str, label: str, options: Mapping[str, str], chosen: str) -> InputBlock:
    listed = [Option(value=value, text=text) for value, text in options.items()]
    initial = next(option for option in listed if option.value == chosen)
    return InputBlock(
        block_id=block_id,
        label=label,
        element=StaticSelectElement(action_id="value", options=listed, initial_option=initial),
    )


def read_ruling(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Wanted:
    def chosen(block: str) -> str:
        return str((state[block]["value"].get("selected_option") or {}).get("value") or "")

    return Wanted(chosen("dimension"), chosen("one"), chosen("other"), str(state["text"]["value"].get("value") or ""))


def ruling_message(ruling: Ruling, rubric: Rubric, heeded: bool) -> tuple[str, list[Block]]:
    """What the thread is told of a new ruling; `heeded` where the judge reads rulings too."""
    dimension = rubric.row(ruling.dimension).name
    where = f"Where {rubric.name(ruling.lower)} and {rubric.name(ruling.upper)} part in {dimension}"
    stands = f"It stands under the rubric from now on{', for people and for the judge' if heeded else ''}."
    return escape(f"{where}: “{ruling.text}” {stands}"), as_blocks(
        [section(f"*{escape(where)}*: “{escape(ruling.text)}”\n{stands}")]
    )
