"""The question before it is asked, at once or next: read it, take another one, search, then post or plan it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.calibration.asking import Suggestion
from bot.markup import escape
from bot.refusals import NONE_COMES
from bot.views.blocks import View, actions, button, context, modal, section
from bot.views.inputs import field, text_box, typed
from bot.views.words import local, wall_time
from scoring.bank.questions import Question

MOST = 60  # characters to search for


def asking_modal(channel_id: str, found: Suggestion, word: str, missed: bool = False) -> View:
    """The question in full, its deadlines, what speaks against it, and the ways to another one.

    `word` is what was searched for; where nothing fits it, it was `missed`.
    """
    question = found.question
    about = f", on {escape(question.competency)}" if question.competency else ""
    named = question.slug == word.casefold()  # then the next one may be any
    search = text_box("" if named else word, MOST, False, "ask_search", told="on_enter_pressed")
    planned = f"comes to <#{channel_id}> {local(found.planned_for, found.zone)}" if found.planned_for else ""
    blocks = [
        context(f"This question {planned}{about}:" if planned else f"For <#{channel_id}>{about}:"),
        section(f"*{escape(question.prompt)}*"),
        section(escape(question.why)),
        context(
            f"Answers close {wall_time(found.closes_at, found.zone)}; scores come out "
            f"{local(found.reveals_at, found.zone)}."
        ),
        *(section(f":warning: {warning}") for warning in _warnings(found)),
        *([section(f":warning: No question has “{escape(word)}” in it; this one stays.")] if missed else []),
        field(f"search:{channel_id}", "Search by a word or a competency, and press Enter", search, optional=True),
        actions(button("Another one", "ask_another")),
    ]
    ids = f"{channel_id}:{question.slug}:{word}"
    if found.planned_for:
        return modal("plan", "Next question", blocks, submit="Plan this one", ids=ids)
    return modal("ask", "Ask a question", blocks, submit="Post", ids=ids)


@dataclass(frozen=True)
class Upcoming:
    """What comes next in a channel, and when on the clock of its zone; `schedule_id` is public."""

    schedule_id: str
    channel_id: str
    at: datetime
    zone: str
    question: Question


def upcoming_modal(lines: Sequence[Upcoming]) -> View:
    """What comes next in each channel, with a way to change it."""
    blocks = []
    for one in lines:
        about = f": *{escape(one.question.competency)}*" if one.question.competency else ""
        text = f"<#{one.channel_id}>, {local(one.at, one.zone)}{about}\n{escape(one.question.prompt)}"
        blocks.append(section(text, button("Change", "plan_question", one.schedule_id)))
    return modal("upcoming", "Next questions", blocks or [section(NONE_COMES)])


@dataclass(frozen=True)
class Asking:
    """The form as it stands: which question it shows, found with `word`, and what is typed to be searched for."""

    channel_id: str
    slug: str
    word: str
    typed: str


def read_asking(shown: View) -> Asking:
    channel_id, slug, word = shown["private_metadata"].split(":", 2)
    return Asking(channel_id, slug, word, typed(shown["state"]["values"], f"search:{channel_id}").strip()[:MOST])


def _warnings(found: Suggestion) -> list[str]:
    warnings = []
    if found.asked_at:
        warnings.append(f"This channel was asked it on {wall_time(found.asked_at, found.zone)}, less than a year ago.")
    if found.passed_over:
        planned = wall_time(found.passed_over, found.zone)
        warnings.append(f"The next question, planned for {planned}, would not come: this one would still be open.")
    warnings += [f"A deadline is on a weekend: {wall_time(at, found.zone)}." for at in found.weekend]
    return warnings
