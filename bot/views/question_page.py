"""A whole page with a question: the window that takes it, and what was found on it, over the form that mends it."""

import re
from collections.abc import Sequence

from slack_sdk.models.blocks import InputBlock
from slack_sdk.models.blocks.block_elements import FileInputElement

from bot.calibration.drafts import MOST_WHY, Draft
from bot.views.blocks import Block, View, context, divider, modal, plain_sections, section
from bot.views.inputs import LONGEST, VALUE, State, field, text_box, typed
from scoring.bank.importing import Draft as Found
from scoring.bank.preview import found_lines
from scoring.bank.questions import MOST_COMPETENCY, MOST_PROMPT
from scoring.bank.stories import parts_in

KINDS = ("txt", "md", "markdown", "html", "htm", "docx")
TITLE = "Paste a page"


def page_modal() -> View:
    """Where a page is pasted, or given as a file."""
    file = FileInputElement(action_id=VALUE, filetypes=list(KINDS), max_files=1)
    about = (
        "A page of your guide with a question: follow-ups, common mistakes, sample answers. I show you what I found."
    )
    blocks = [
        section(about),
        field(
            "page", "The page", text_box(""), f"Up to {LONGEST:,} characters. Longer? Add it as a file.", optional=True
        ),
        InputBlock(block_id="page_file", label="Or a file", element=file, optional=True).to_dict(),
    ]
    return modal("question_page", TITLE, blocks, submit="Read it")


def read_page_form(state: State) -> tuple[str, str]:
    """What was pasted, and the id of the file, each empty where there is none."""
    files = (state.get("page_file", {}).get(VALUE) or {}).get("files") or [{}]
    return typed(state, "page"), str(files[0].get("id") or "")


def found_blocks(found: Found, draft: Draft, is_full: bool = False) -> list[Block]:
    """What was found on the page and where, what to check, and what has no place in the form.

    `is_full`: the box that it was pasted into was, so that the page may go on.
    """
    rows = [re.sub(r" {2,}", ", ", row, count=1) for row in found_lines(found)]
    told = ["Found on the page:", *(f"• {row}" for row in rows)] if rows else ["Nothing of a question was found."]
    if check := _to_check(found, draft, is_full):
        told += ["", "To check:", *(f"• {line}" for line in check)]
    blocks = plain_sections("\n".join(told), most=3)
    if found.unplaced:
        blocks += plain_sections("\n".join(["Not placed:", *found.unplaced]), most=2)
    return [*blocks, context("Nothing is saved yet. Mend it here, then save."), divider()]


def _to_check(found: Found, draft: Draft, is_full: bool) -> Sequence[str]:
    told = {"the question": draft.prompt, "why it is asked": draft.why, "follow-ups": found.question["probes"]}
    told |= {"mistakes": draft.mistakes, "sample answers": draft.exemplars}
    notes = [_capital(note) for note in found.notes]
    if lacks := [name for name, text in told.items() if not text]:
        notes.append(f"Not on the page: {', '.join(lacks)}.")
    if is_full:
        notes.append(
            f"The box was full, so the page may go on. As a file it can be longer than {LONGEST:,} characters."
        )
    if found.others:
        more = f"{len(found.others)} more questions" if len(found.others) > 1 else "a second question"
        notes.append(
            f"The page has {more}, from line {found.others[0][0]} on. This is the first; paste each by itself."
        )
    if found.proposed:
        notes.append("What each follow-up question is about was guessed by its words.")
    if draft.focus:
        notes.append("What it shows best was guessed: it is what most of the follow-up questions are about.")
    notes += [_capital(each) for each in found.of_levels if "no answer" not in each]
    limits = [("question", draft.prompt, MOST_PROMPT), ("why", draft.why, MOST_WHY)]
    limits += [("competency", draft.competency, MOST_COMPETENCY), ("mistakes", draft.mistakes, LONGEST)]
    limits += [("follow-up questions", text, LONGEST) for text in (*draft.probes.values(), draft.rest)]
    limits += [
        (f"{level} answer", part, LONGEST)
        for level, text in draft.exemplars.items()
        for part in (parts_in(text).values() if len(text) > LONGEST else ()) or (text,)
    ]
    notes += [
        f"Too long for its box, so its end is missing here: {name}." for name, text, most in limits if len(text) > most
    ]
    return notes


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
