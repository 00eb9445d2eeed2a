"""Suggested questions: the form for one, the list for managers, the word that declines one, and what people hear."""

from collections.abc import Sequence

from bot.calibration.drafts import MOST_WHY
from bot.calibration.suggestions import MOST_WORD
from bot.markup import cut, escape, when
from bot.views.blocks import Message, View, actions, button, context, modal, notice, section
from bot.views.inputs import State, field, text_box, typed
from scoring.bank.questions import MOST_PROMPT
from storage.models import CustomQuestion, SuggestedQuestion

TITLE = "Suggest a question"
LIST = "Suggested questions"
SHOWN = 300  # characters of a prompt
MOST = 40  # a modal holds a hundred blocks, and each takes two
WHAT = (
    "One behavioural question for the weekly round. Whoever manages the rounds reads it, may mend it, and makes it one "
    "of the team's own or tells you why not. They see your name."
)
THANKS = "Thank you. The people who manage the rounds hear of it, and I'll tell you what becomes of it."


def suggest_modal() -> View:
    blocks = [
        section(WHAT),
        field("prompt", "Question", text_box("", MOST_PROMPT), "As an interviewer says it: Tell me about a time …"),
        field("why", "What would it show?", text_box("", MOST_WHY, multiline=False), optional=True),
    ]
    return modal("suggest", TITLE, blocks, submit="Suggest it")


def read_suggestion(state: State) -> tuple[str, str]:
    """The prompt and why, as typed."""
    return typed(state, "prompt"), typed(state, "why")


def suggestions_modal(rows: Sequence[SuggestedQuestion]) -> View:
    """Those that wait for a manager, the oldest first."""
    if not rows:
        return notice(LIST, "No suggestion is waiting.")
    blocks = []
    for row in rows[:MOST]:
        take = button("Open it", "suggestion_open", row.public_id, primary=True)
        decline = button("Decline", "suggestion_decline", row.public_id)
        blocks.append(section(f"*{escape(row.prompt)}*\nSuggested by <@{row.by}>, {when(row.at)}"))
        blocks.append(actions(take, decline))
    if len(rows) > MOST:
        blocks.append(context(f"And {len(rows) - MOST} more."))
    return modal("suggestions", LIST, blocks)


def decline_modal(row: SuggestedQuestion) -> View:
    blocks = [
        section(f"*{escape(row.prompt)}*\nSuggested by <@{row.by}>"),
        field("word", "What do you tell them?", text_box("", MOST_WORD), "They read it, with your name."),
    ]
    return modal("suggestion_decline", "Decline", blocks, submit="Decline", ids=row.public_id)


def read_word(state: State) -> str:
    return typed(state, "word")


def suggested_message(row: SuggestedQuestion) -> Message:
    """A question was suggested, to who manages the rounds."""
    text = f"<@{row.by}> suggests a question: {escape(row.prompt)}"
    lines = f"<@{row.by}> suggests a question:\n*{escape(row.prompt)}*" + (f"\n{escape(row.why)}" if row.why else "")
    return text, [section(lines), actions(button("Look at it", "suggestions", primary=True))]


def settled_text(row: SuggestedQuestion, question: CustomQuestion | None) -> str:
    """What became of a suggestion, to who made it."""
    prompt = escape(cut(row.prompt, SHOWN))
    if question is None:
        return f"<@{row.settled_by}> passed on your question “{prompt}”, and says: {escape(row.word)}"
    asked = str(question.question["prompt"])
    mended = "" if asked == row.prompt else f" Now it says “{escape(cut(asked, SHOWN))}”."
    return f"Thank you: <@{row.settled_by}> took up your question “{prompt}”, so it can be asked from now on.{mended}"
