"""The list of questions that can be asked, the team's own first, as managers read it: prompts, a page at a time."""

from collections.abc import Sequence
from datetime import datetime

from bot.calibration.forgetting import is_forgotten
from bot.calibration.questions import questions_with
from bot.markup import cut, escape, plural, when
from bot.views.blocks import Block, View, actions, button, context, modal, section
from bot.views.inputs import State, field, text_box, typed
from scoring.bank.questions import Bank, Question
from storage.models import CustomQuestion

PAGE = 20  # questions: a modal holds a hundred blocks, and each of one's own takes two
MOST_WORD = 60  # characters to search for
SHOWN = 300  # characters of a prompt


def questions_modal(rows: Sequence[CustomQuestion], bank: Bank, word: str = "", beginning: str = "") -> View:
    """The questions that hold the word, with *Ask this*, and for the team's own who did what to them and when.

    `bank` holds what can be asked, the team's own in force among it. The page is the one
    that has the question `beginning`, else the first.
    """
    own = {row.slug: row for row in rows if row.retired_at is None}
    found = questions_with(bank, word)
    found = [slug for slug in own if slug in found] + sorted(
        (slug for slug in found if slug not in own), key=lambda slug: (bank[slug].competency, bank[slug].prompt)
    )
    page = found.index(beginning) // PAGE if beginning in found else 0
    blocks = [
        actions(button("Add a question", "question_add", primary=True), button("Paste a page", "question_page")),
        field("search", "Find by a word or a competency", text_box(word, MOST_WORD, multiline=False), optional=True),
        context(f"{plural(len(found), 'question')}. " + ("" if own else "No question of your own yet.")),
    ]
    for slug in found[page * PAGE : (page + 1) * PAGE]:
        blocks += _own(own[slug]) if slug in own else [_given(bank[slug])]
    blocks += _turn(page, found)
    if retired := [row for row in rows if row.retired_by is not None]:
        blocks.append(context("\n".join(f"“{escape(cut(_prompt(row), 80))}”: {_done(row)}" for row in retired[:5])))
    return modal("questions", "Questions", blocks, submit="Find", close="Close")


def read_word(state: State) -> str:
    """What is searched for."""
    return typed(state, "search").strip()[:MOST_WORD]


def _given(question: Question) -> Block:
    text = f"*{escape(cut(question.prompt, SHOWN))}*\n{escape(question.competency)}"
    return section(text, button("Ask this", "question_ask", question.slug))


def _own(row: CustomQuestion) -> list[Block]:
    exemplars = "four practice stories" if row.question["exemplars"] else "no practice stories"
    about = " · ".join(filter(None, [escape(row.question["competency"]), "your own", exemplars]))
    return [
        section(f"*{escape(cut(_prompt(row), SHOWN))}*\n{about}\n{_done(row)}"),
        actions(button("Ask this", "question_ask", row.slug), button("Edit or retire", "question_edit", row.public_id)),
    ]


def _turn(page: int, found: Sequence[str]) -> list[Block]:
    """The buttons to the pages before and after this one, each with the question that it begins with."""
    before = [button("Back", "questions_back", found[(page - 1) * PAGE])] if page else []
    after = [button("More", "questions_more", found[(page + 1) * PAGE])] if (page + 1) * PAGE < len(found) else []
    return [actions(*before, *after)] if before or after else []


def _prompt(row: CustomQuestion) -> str:
    return str(row.question["prompt"])


def _done(row: CustomQuestion) -> str:
    def did(what: str, by: str | None, at: datetime | None) -> str:
        who = "somebody who was forgotten" if by and is_forgotten(by) else f"<@{by}>"
        return f"{what} by {who}, {when(at)}" if by and at else ""

    steps = (
        did("Added", row.added_by, row.added_at),
        did("changed", row.changed_by, row.changed_at),
        did("retired", row.retired_by, row.retired_at),
    )
    return "; ".join(filter(None, steps))
