"""The modal for a private answer, and an answer that the bot posts for its unnamed author."""

from slack_sdk.models.blocks import Block as SlackBlock
from slack_sdk.models.blocks import InputBlock, PlainTextInputElement

from bot.views.charts import TEXT
from bot.views.parts import Block, View, as_blocks, context, cut, escape, header, modal, plain_sections, section
from scoring.rubric import Rubric

MOST = 3000  # characters that Slack takes in one text box
BLOCK, ACTION = "answer", "text"


def answer_modal(round_id: int, prompt: str, pitch: str, text: str, rubric: Rubric) -> View:
    """The text box with its prompt and pitch; `text` is what was written before, to edit."""
    level = escape(rubric.name(pitch))
    blocks: list[SlackBlock] = [
        section(f"*{escape(prompt)}*"),
        section(f"Answer as a *{level}* candidate would. It stays secret until the reveal."),
        InputBlock(
            block_id=BLOCK,
            label="Situation, task, action, result",
            hint="150 to 300 words. Leave out clients, names and health.",
            element=PlainTextInputElement(
                action_id=ACTION, multiline=True, max_length=MOST, initial_value=text or None
            ),
        ),
        context(
            "It stays private until answers close; then I post it without your name. "
            "Yours, borrowed or invented: it's practice, never a hiring decision."
        ),
    ]
    return modal("answer", "Your answer", blocks, submit="Save", close="Cancel", ids=f"{round_id}:{pitch}")


def posted_answer(letter: str, text: str) -> tuple[str, list[Block]]:
    """A private answer or an exemplar as it stands in the thread; nothing tells which of the two it is."""
    blocks: list[SlackBlock] = [header(f"Answer {letter}"), *plain_sections(text, most=4)]
    return cut(escape(f"Answer {letter}. {text}"), TEXT), as_blocks(blocks)
