"""Pages whose lines are broken, spaced and marked in other ways than most."""

import re

import pytest

from scoring.bank.importing import read_page
from scoring.bank.pages.sources import page_of

FENCE = "Tell me about a fence you mended.\n\n"
RUN = ["How did you start with it?", "What did you learn?", "Who helped you then?"]


def probes(page: str) -> list[str]:
    return [probe["text"] for probe in read_page(page, "a-draft").question["probes"]]


ANSWER = "Senior: Situation: The fence was down again. Task: Mend it. Action: I asked the goats. Result: It held."


@pytest.mark.parametrize(
    "told",
    [
        ANSWER.replace("Task: ", "Task:\n"),
        ANSWER.replace("Action: I asked", "Action: I\nasked").replace("was down", "was\ndown"),
        "> " + ANSWER.replace("Situation: ", "Situation:\n> ").replace("I asked", "I\n> asked"),
        ANSWER.replace("again. ", "again.\n").replace("It held", "It\nheld"),
        ANSWER.replace("fence was", "fence\nwas").replace("Mend it. ", "Mend\nit. ").replace("Result: ", "Result:\n"),
    ],
)
def test_an_answer_on_one_line_may_be_broken_anywhere(told: str) -> None:
    draft = read_page(f"{FENCE}{told}", "a-draft")
    story = [draft.question["exemplars"][2][part] for part in ("situation", "task", "action", "result")]
    assert story == ["The fence was down again.", "Mend it.", "I asked the goats.", "It held."]
    assert draft.unplaced == []


@pytest.mark.parametrize(
    "aside",
    [
        "Follow-ups\nThis list is short, since the goats\nhave eaten the rest of it.",
        "## Follow-ups\n\nAll of them.",
        "Follow-ups\n- Who asked?\n\nThe rest of the page is by the goats.",
        "## Notes\n\nThe goats wrote this.",
        "## Follow-ups\n\n- Who asked?\n\nI asked them.",
    ],
)
def test_a_line_that_has_no_place_takes_no_later_line_with_it(aside: str) -> None:
    flags = "- Blames the goats: says so. Better: Names\n  the gate.\n- Vague: no\n  names."
    page = f"{FENCE}{aside}\n\n## Red flags\n{flags}"
    assert [(one["notice"], one["better"]) for one in read_page(page, "a-draft").question["mistakes"]] == [
        ("says so.", "Names the gate."),
        ("no names.", ""),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "Follow-ups: How did you start with it? What did you\nlearn? Who helped you then?",
        "Follow-ups: How did you start with it? What did\nyou learn? Who helped you\nthen?",
        "*Follow-ups:* How did you start with it? What\ndid you learn?\nWho helped you then?",
        "> **Follow-ups:** How did you start with it? What\n> did you learn? Who helped you\n> then?",
        "- **Follow-ups**: How did you start with it? What\n  did you learn? Who helped you then?",
    ],
)
def test_a_run_of_questions_may_be_broken_within_the_second(told: str) -> None:
    draft = read_page(f"Question: {FENCE}{told}\n\nRed flags\n- Blames the goats", "a-draft")
    assert ([probe["text"] for probe in draft.question["probes"]], draft.unplaced) == (RUN, [])


@pytest.mark.parametrize(
    ("level", "part"),
    [
        ("Senior", "Situation:"),
        ("**Senior**", "**Situation:**"),
        ("- **Senior**", "    **Situation – what to tell:**"),
        ("Senior", "S (Situation):"),
        ("Principal", "*Situation* –"),
    ],
)
def test_a_level_of_one_word_needs_no_empty_line_where_a_part_follows(level: str, part: str) -> None:
    rows = ["Junior", "Situation: It was down.", "Result: It held.", level, f"{part} It was gone."]
    exemplars = read_page(FENCE + "\n".join(rows), "a-draft").question["exemplars"]
    assert [each["situation"] for each in exemplars if each["situation"]] == ["It was down.", "It was gone."]


@pytest.mark.parametrize(
    "probe",
    [
        "How would the senior – the one you asked –\n  have done it?",
        "What would a mid – or you –\n  have said to her?",
        "How would staff – in your own words – have put\n  this to the goats?",
        "What did the senior say: yes, or\n  no?",
        "Who might a junior – of any team – have asked\n  to help?",
    ],
)
def test_a_level_within_a_follow_up_that_is_broken_begins_no_answer(probe: str) -> None:
    assert probes(f"{FENCE}Follow-ups\n- Who asked?\n- {probe}\n- What came of it?") == [
        "Who asked?",
        " ".join(probe.split()),
        "What came of it?",
    ]


@pytest.mark.parametrize(
    "probe",
    [
        "How would senior 9:30 people have asked?",
        "What would a mid at 10:15 have said?",
        "How would the staff of 8:00 have put it?",
        "What might a junior say at 7:45 in the morning?",
        "How would an 11:30 senior start?",
    ],
)
def test_a_time_in_the_first_questions_of_a_page_is_no_label(probe: str) -> None:
    page = "\n".join([RUN[0], probe, RUN[1], "", "Senior: Situation: It was down. Result: It held."])
    draft = read_page(page, "a-draft")
    assert ([each["text"] for each in draft.question["probes"]], draft.question["prompt"]) == (
        [RUN[0], probe, RUN[1]],
        "",
    )


LIST = ["Who asked?", "What came of it?"]


@pytest.mark.parametrize(
    "heading",
    ["## {} {{#part}}", "## 1.2 {}", "### 3.1.4. {}", "## {} (in this order)", "{} {{: #part .wide}}\n-----------"],
)
def test_a_heading_may_have_an_anchor_a_number_of_several_parts_and_an_aside(heading: str) -> None:
    page = [heading.format("Follow-ups"), *(f"- {each}" for each in LIST), heading.format("Senior"), "I asked them."]
    draft = read_page(FENCE + "\n\n".join(page), "a-draft")
    assert [probe["text"] for probe in draft.question["probes"]] == LIST
    assert (draft.question["exemplars"][2]["action"], draft.unplaced) == ("I asked them.", [])


@pytest.mark.parametrize("bullets", ["· ·", "1 - 2 -", "▸ ▸", "☐ ☑", "1 – 2 –", "⁃ ⁃", "➤ ➔"])
def test_items_may_begin_with_other_signs(bullets: str) -> None:
    first, second = re.findall(r"\d [-–]|\S", bullets)
    rows = [f"{first} Vague: No names.", f"{second} **Late:** Says\n  so at the end."]
    found = read_page(f"{FENCE}Follow-ups\n{first} {LIST[0]}\n{second} {LIST[1]}\n\nRed flags\n" + "\n".join(rows), "x")
    assert [probe["text"] for probe in found.question["probes"]] == LIST
    assert [one["notice"] for one in found.question["mistakes"]] == ["No names.", "Says so at the end."]


def test_a_dash_may_stand_against_a_name_in_bold() -> None:
    found = read_page(f"{FENCE}Red flags\n-**Vague:** No names.\n-**Late:** Says so.", "a-draft").question["mistakes"]
    assert [one["name"] for one in found] == ["Vague", "Late"]


@pytest.mark.parametrize("better", ["Better : ", "**Better :** ", "**Better** : ", "Better： ", "Instead : "])
def test_a_colon_may_have_a_space_before_it_or_be_a_wide_one(better: str) -> None:
    page = f"{FENCE}Red flags :\n- Vague : No names. {better}Names them.\n\nSenior : I asked. Situation : It was down."
    mistake = read_page(page, "a-draft").question["mistakes"][0]
    assert (mistake["name"], mistake["notice"], mistake["better"]) == ("Vague", "No names.", "Names them.")


@pytest.mark.parametrize(
    ("answer", "story"),
    [
        ("Senior : Situation : It was down. Action : I dug.", ["It was down.", "I dug."]),
        ("Senior\nSituation : It was down. Action : I dug.", ["It was down.", "I dug."]),
        ("**Senior :** **Situation :** It was down. **Action :** I dug.", ["It was down.", "I dug."]),
        ("## Senior (short)\n\nSituation : It was down.\nAction : I dug.", ["It was down.", "I dug."]),
        ("Senior – Situation : It was\ndown. Action : I\ndug.", ["It was down.", "I dug."]),
    ],
)
def test_a_part_of_an_answer_may_have_a_space_before_its_colon(answer: str, story: list[str]) -> None:
    found = read_page(FENCE + answer, "a-draft").question["exemplars"][2]
    assert [found["situation"], found["action"]] == story


LONG = "I say that " + "we dug and dug, " * 9 + "and then I say that we were done."


@pytest.mark.parametrize(
    "told",
    [
        f"- **Blames the goats**\n  {LONG}\n- **Vague**\n  No names.",
        f"1. **Blames the goats:**\n   {LONG}\n2. **Vague:**\n   No names.",
        f"* __Blames the goats__\n{LONG}\n* __Vague__\nNo names.",
        f"<ul><li><b>Blames the goats</b><br>{LONG}</li><li><b>Vague</b><br>No names.</li></ul>",
        f"> - **Blames the goats**\n>   {LONG}\n> - **Vague**\n>   No names.",
    ],
)
def test_what_stands_under_the_name_of_a_mistake_is_told_of_it_however_much_it_tells(told: str) -> None:
    page = f"<h2>Red flags</h2>{told}" if told.startswith("<") else f"{FENCE}## Red flags\n\n{told}"
    draft = read_page(page_of(page.encode(), "page").text, "a-draft")
    assert [(one["name"], one["notice"]) for one in draft.question["mistakes"]] == [
        ("Blames the goats", LONG),
        ("Vague", "No names."),
    ]
    assert draft.unplaced == []


TABLES = [
    "| Level | Situation | Action | Result |\n|---|---|---|---|\n| Senior | Down. | I dug. | Held. |",
    "| Part | Mid | Senior |\n|--|--|--|\n| Situation | No. | Down. |\n| Action | | I dug. |\n| Result | | Held. |",
    "| Probes | Who? |\n|--|--|\n| Red flags | Vague |\n| Senior | Situation: Down. Action: I dug. Result: Held. |",
    "| Level | Sample answer |\n|---|---|\n| Senior | Situation: Down. Action: I dug. Result: Held. |",
    "### Senior\n\n| Situation | Down. |\n| Action | I dug. |\n| Result | Held. |",
]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n", "\r\n\r\n"])
def test_an_empty_line_after_each_row_leaves_a_table_what_it_is(table: str, between: str) -> None:
    senior = read_page(FENCE + table.replace("\n", between), "a-draft").question["exemplars"][2]
    assert [senior[part] for part in ("situation", "action", "result")] == ["Down.", "I dug.", "Held."]


def test_two_tables_with_an_empty_line_between_stay_two() -> None:
    rows = ["| Red flags | Better |", "|--|--|", "| Vague | Names. |", "", "| Follow-ups | No. |", "|--|--|"]
    rows += ["| Who asked? | 1 |", "| Who helped? | 2 |"]
    question = read_page(FENCE + "\n".join(rows), "a-draft").question
    assert [each["text"] for each in question["probes"]] == ["Who asked?", "Who helped?"]
    assert [each["name"] for each in question["mistakes"]] == ["Vague"]
