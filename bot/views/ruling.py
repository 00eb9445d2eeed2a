"""Recording what a team agreed on, and the rubric's rulings."""

from bot.calibration.forgetting import is_forgotten
from bot.calibration.rulings import MOST, Beginning, Wanted
from bot.markup import escape
from bot.views.blocks import Message, View, actions, button, modal, section
from bot.views.inputs import State, field, menu, text_box, typed
from scoring.rubric import LEVELS, Rubric
from storage.models import Ruling


def ruling_modal(begun: Beginning, rubric: Rubric) -> View:
    """The form, begun where the scores lay furthest apart."""
    dimensions: dict[str, str] = {row.id: row.name for row in rubric.dimensions}
    names: dict[str, str] = {level: rubric.name(level) for level in LEVELS}
    blocks = [
        section(
            "Write down what you agreed, so that next time everybody reads these two levels the same way. It appears "
            "in the thread with your name, and counts once a second person confirms it."
        ),
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
    return modal("ruling", "Record what we agreed", blocks, submit="Record", ids=begun.round_id)


def read_ruling(state: State) -> Wanted:
    return Wanted(*(typed(state, block_id) for block_id in ("dimension", "one", "other", "text")))


def ruling_message(ruling: Ruling, rubric: Rubric, heeded: bool) -> Message:
    """A ruling in its thread: put to it, confirmed, or withdrawn; `heeded` where the judge reads rulings too."""
    dimension = rubric.row(ruling.dimension).name
    where = f"{dimension}: where {rubric.name(ruling.lower)} ends and {rubric.name(ruling.upper)} begins"
    state, buttons = _state(ruling, heeded)
    text = f"*{escape(where)}*: “{escape(ruling.text)}”\n{state}"
    pressed = [actions(*(button(*one, ruling.public_id) for one in buttons))] if buttons else []
    return text.replace("*", "").replace("\n", " "), [section(text), *pressed]


def _state(ruling: Ruling, heeded: bool) -> tuple[str, list[tuple[str, str]]]:
    """What became of it in a sentence, and which buttons that leaves."""
    by = f" by {_name(ruling.by)}" if ruling.by else ""
    withdraw = ("Withdraw", "withdraw_ruling")
    if ruling.retired_at:
        return f"Written{by}; withdrawn since.", []
    if ruling.agreed_at is None:
        return f"Written{by}. It counts once a second person confirms it.", [("Confirm", "confirm_ruling"), withdraw]
    whom = f", confirmed by {_name(ruling.confirmed_by)}" if ruling.confirmed_by else ""
    heeded_by = ", for people and for the judge" if heeded else ""
    return f"Written{by}{whom}. It stands under the rubric from now on{heeded_by}.", [withdraw]


def _name(user: str | None) -> str:
    return "somebody who was forgotten" if not user or is_forgotten(user) else f"<@{user}>"
