"""One guide in the markup of many tools, and as an outline: the same question comes of each."""

from textwrap import dedent

import pytest

from scoring.bank.pages.sources import page_of
from tests.kit.drafts import read

PROMPT = "Tell me about a fence you mended."
PROBES = ["Who asked you to?", "What did it cost?"]
MISTAKE = "Blames the goats"
STORY = ["The fence was down.", "I was to mend it.", "I asked two farmers.", "It held all winter."]

HEADED = {  # how a heading, an item and the label of a part are written
    "Org": ("#+TITLE: A guide\n", "* {}", "- {}", "** {}\n{}"),
    "AsciiDoc": (":toc:\n", "== {}", "* {}", "{}:: {}"),
    "reStructuredText": ("", "{}\n~~~~~~~~~~~~~", "#. {}", ":{}: {}"),
    "LaTeX": ("", "\\section{{{}}}", "\\item {}", "\\textbf{{{}:}} {}"),
    "MediaWiki": ("", "== {} ==", "* {}", ";{}\n:{}"),
    "Pandoc": ("", "## {} {{#anchor .class}}", "-   {}", "**{}:** {}"),
}


def headed(head: str, heading: str, item: str, part: str) -> str:
    parts = zip(("Situation", "Task", "Action", "Result"), STORY, strict=True)
    rows = [
        *(heading.format("Question"), PROMPT, ""),
        *(heading.format("Follow-ups"), *(item.format(probe) for probe in PROBES), ""),
        *(heading.format("Red flags"), item.format(MISTAKE), ""),
        *(heading.format("Senior answer"), "", *(part.format(name, text) + "\n" for name, text in parts)),
    ]
    return head + "\n".join(rows)


OUTLINES = [
    f"""
    - Question
        - {PROMPT}
    - Follow-ups
        - {PROBES[0]}
        - {PROBES[1]}
    - Red flags
        - {MISTAKE}
    - Senior answer
        - Situation: {STORY[0]}
        - Task: {STORY[1]}
        - Action: {STORY[2]}
        - Result: {STORY[3]}
    """,
    f"""
    1. Question

    {PROMPT}

    2. Follow-ups

    a) {PROBES[0]}
    b) {PROBES[1]}

    3. Red flags

    (i) {MISTAKE}

    4. Senior answer

    4.1 Situation

    {STORY[0]}

    4.2 Task

    {STORY[1]}

    4.3 Action

    {STORY[2]}

    4.4 Result

    {STORY[3]}
    """,
    f"""
    I. Question

    {PROMPT}

    II. Follow-ups

       A. {PROBES[0]}
       B. {PROBES[1]}

    III. Red flags

       - {MISTAKE}

    IV. Senior answer

       Situation: {STORY[0]}
       Task: {STORY[1]}
       Action: {STORY[2]}
       Result: {STORY[3]}
    """,
    f"""
    > [!question] Question
    > {PROMPT}

    > [!info]- Follow-ups
    > - {PROBES[0]}
    > - {PROBES[1]}

    > [!WARNING]
    > **Red flags**
    > - {MISTAKE}

    > [!example]+ Senior answer
    > **Situation:** {STORY[0]}
    > **Task:** {STORY[1]}
    > **Action:** {STORY[2]}
    > **Result:** {STORY[3]}
    """,
    f"""
    *Question:* {PROMPT}

    *Follow-ups* :mag:
    ・{PROBES[0]}
    · {PROBES[1]}

    *Red flags* :triangular_flag_on_post:
    ✗ {MISTAKE}

    *Senior answer*
    situation: {STORY[0]}
    task: {STORY[1]}
    action: {STORY[2]}
    result: {STORY[3]}
    """,
]


@pytest.mark.parametrize("page", [*(headed(*way) for way in HEADED.values()), *map(dedent, OUTLINES)])
def test_a_guide_says_the_same_in_every_markup(page: str) -> None:
    question = read(page_of(page.encode(), "guide").text).question
    assert question["prompt"] == PROMPT
    assert [probe["text"] for probe in question["probes"]] == PROBES
    assert [mistake["name"] for mistake in question["mistakes"]] == [MISTAKE]
    told = {
        each["level"]: [each[part] for part in ("situation", "task", "action", "result")]
        for each in question["exemplars"]
    }
    assert told == {"junior": [""] * 4, "mid": [""] * 4, "senior": STORY, "staff": [""] * 4}


def test_properties_and_asides_of_a_note_are_neither_competency_nor_question() -> None:
    page = f"""
        # A guide

        Competency: Ownership
        Tags: behavioural, onsite
        Created: 3 March

        > {PROMPT}

        <aside>
        💡 Ask it early.
        </aside>

        ## Follow-ups

        - [ ]  {PROBES[0]}
        """
    draft = read(dedent(page))
    question = draft.question
    assert (question["competency"], question["prompt"]) == ("Ownership", PROMPT)
    assert "Tags: behavioural, onsite" in draft.unplaced
    assert "💡 Ask it early." in draft.unplaced


def test_follow_ups_and_mistakes_may_stand_side_by_side() -> None:
    question = read(
        f"# {PROMPT}\n\n| Follow-ups | Red flags |\n|---|---|\n| {'<br/>'.join(PROBES)} | {MISTAKE} |"
    ).question
    assert [probe["text"] for probe in question["probes"]] == PROBES
    assert [mistake["name"] for mistake in question["mistakes"]] == [MISTAKE]
