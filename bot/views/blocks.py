"""What the views share: blocks as Slack takes them, made and checked by slack_sdk's models of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    BlockElement,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InteractiveElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.markup import cut

Block = dict[str, Any]
View = dict[str, Any]
Message = tuple[str, list[Block]]  # its text, which says all of it, and its blocks
SECTION, HEADER = 3000, 150  # characters of a section and of a header


def section(text: str, accessory: BlockElement | None = None) -> Block:
    return SectionBlock(text=MarkdownTextObject(text=cut(text, SECTION)), accessory=accessory).to_dict()


def context(*texts: str) -> Block:
    return ContextBlock(elements=[MarkdownTextObject(text=cut(text, SECTION)) for text in texts]).to_dict()


def header(text: str) -> Block:
    return HeaderBlock(text=PlainTextObject(text=cut(text, HEADER))).to_dict()


def divider() -> Block:
    return DividerBlock().to_dict()


def button(text: str, action_id: str, value: str | int = "", primary: bool = False) -> ButtonElement:
    return ButtonElement(text=text, action_id=action_id, value=str(value) or None, style="primary" if primary else None)


def actions(*elements: InteractiveElement) -> Block:
    return ActionsBlock(elements=list(elements)).to_dict()


def plain_sections(text: str, most: int = 14) -> list[Block]:
    """A long text of a person in plain sections, cut at white space; what does not fit ends in an ellipsis."""
    pieces = list(_pieces(text.strip() or "–", SECTION))
    if len(pieces) > most:
        pieces = [*pieces[: most - 1], cut(pieces[most - 1] + " " * SECTION, SECTION)]
    return [SectionBlock(text=PlainTextObject(text=piece, emoji=False)).to_dict() for piece in pieces]


def _pieces(text: str, most: int) -> Iterable[str]:
    while len(text) > most:
        at = max(text.rfind(" ", 0, most), text.rfind("\n", 0, most))
        at = at if at > 0 else most
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def modal(
    callback_id: str, title: str, blocks: Sequence[Block], submit: str | None = None, close: str = "", ids: str = ""
) -> View:
    """A modal as Slack takes it; it is closed by "Cancel" where there is something to submit, unless by another word.

    `ids` goes into private_metadata, which others can read and forge: ids only.
    """
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": title},
        "close": {"type": "plain_text", "text": close or ("Cancel" if submit else "Close")},
        "private_metadata": ids,
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = {"type": "plain_text", "text": submit}
    return view


def notice(title: str, text: str) -> View:
    """A modal that only says something."""
    return modal("notice", title, [section(text)])
