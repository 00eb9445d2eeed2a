"""Pages as people bring them: questions that run on in one line, and tables whose cells are fields of a question."""

import re

import pytest

from scoring.bank.importing import read_page, read_pages
from scoring.bank.pages.runs import questions_in
from scoring.bank.pages.sources import page_of

FENCE = "Tell me about a fence you mended.\n\n"
RUN = ["How did you start with it?", "What did you learn?", "Who helped you then?"]


def probes(page: str) -> list[str]:
    return [probe["text"] for probe in read_page(page, "a-draft").question["probes"]]


@pytest.mark.parametrize(
    "page",
    [
        f"{FENCE}Follow-ups: {' '.join(RUN)}",
        f"{FENCE}Follow-ups\n{' '.join(RUN)}",
        f"{FENCE}## Follow-ups\n\n- {' '.join(RUN)}",
        f"{FENCE}**Follow-ups:** 1. {RUN[0]} 2. {RUN[1]} 3. {RUN[2]}",
        f"{FENCE}Follow-ups: {' / '.join(RUN)}",
        f"{FENCE}Follow-ups\n\n" + " ".join(RUN).replace("Who helped", "Who\nhelped"),
        f"{FENCE}{' '.join(RUN)}\n\nRed flags\n- Blames the goats",
        f"{' '.join(RUN)}\nSample Answer (Junior) Situation: The fence was down. Result: It held.",
        f"| Question | {FENCE.strip()} |\n| Follow-ups | {' '.join(RUN)} |",
    ],
)
def test_a_run_of_questions_on_one_line_is_so_many_follow_ups(page: str) -> None:
    assert probes(page) == RUN


def test_a_run_alone_at_the_head_of_a_page_is_no_prompt() -> None:
    assert read_page(f"{' '.join(RUN)}\n\nSenior: I asked.", "a-draft").question["prompt"] == ""


@pytest.mark.parametrize(
    "text",
    [
        "How did you decide? Why?",
        "You said it held. How did you know? Who told you so?",
        "How did you start, and was it “now or never?” to them?",
    ],
)
def test_what_belongs_together_stays_one_follow_up(text: str) -> None:
    assert questions_in(text, fewest=2) == [text]


def test_a_time_in_a_follow_up_parts_no_name_from_it() -> None:
    text = "How would a senior at 9:30 have asked?"
    assert probes(f"{FENCE}Follow-ups\n- {text}\n- How would senior 9:30 people ask?") == [
        text,
        "How would senior 9:30 people ask?",
    ]


def test_an_item_of_a_list_may_ask_two_things() -> None:
    assert probes(f"{FENCE}Follow-ups\n- How did you start? What did it cost?\n- Who helped?") == [
        "How did you start? What did it cost?",
        "Who helped?",
    ]


def test_a_prompt_may_ask_several_things() -> None:
    prompt = "Have you ever mended a fence? What did you do first? What did it cost?"
    draft = read_page(f"Question: {prompt}\n\nFollow-ups\n- Who asked you?", "a-draft")
    assert (draft.question["prompt"], len(draft.question["probes"])) == (prompt, 1)


def test_each_row_of_a_table_of_questions_is_one_and_none_is_mixed_with_another() -> None:
    rows = [
        "Question\tCompetency\tFollow-ups\tRed flags",
        "Tell me about a time you mended a fence.\tOwnership\tHow did you start? Who helped you?\tBlames the goats",
        "Describe a time you lost a harvest.\t\tWhen did you see it?\tBlames the weather",
    ]
    first, second = (draft.question for draft in read_pages("\n".join(rows), "a-draft"))
    assert [first["prompt"], first["competency"], len(first["probes"])] == [rows[1].split("\t")[0], "Ownership", 2]
    assert [second["prompt"], second["competency"], len(second["probes"])] == [rows[2].split("\t")[0], "", 1]
    assert [each["mistakes"][0]["name"] for each in (first, second)] == ["Blames the goats", "Blames the weather"]


def test_lists_and_paragraphs_inside_a_cell_stay_apart() -> None:
    cells = {
        "Question": "<p>Tell me about a time you mended a fence.</p>",
        "Follow-ups": "<ul><li>How did you start?</li><li>Who helped?</li></ul>",
        "Red flags": "<p>Blames the goats: says so.</p><p>Vague: no names.</p>",
        "Senior answer": "<p><b>Situation:</b> It was down.</p>Task: Mend it.<p>Action: I dug.<br>Result: It held.",
    }
    rows = "".join(f"<tr><th>{name}</th><td>{cell}</td></tr>" for name, cell in cells.items())
    draft = read_page(page_of(f"<table>{rows}</table>".encode(), "page").text, "a-draft")
    assert [probe["text"] for probe in draft.question["probes"]] == ["How did you start?", "Who helped?"]
    assert [mistake["name"] for mistake in draft.question["mistakes"]] == ["Blames the goats", "Vague"]
    senior = draft.question["exemplars"][2]
    assert [senior[part] for part in ("situation", "task", "action", "result")] == [
        "It was down.",
        "Mend it.",
        "I dug.",
        "It held.",
    ]
    assert draft.unplaced == []


def test_a_page_of_markdown_is_not_taken_for_a_wiki_s() -> None:
    page = "## Follow-ups\n\n* ''Who'' asked?\n\n== not a heading ==\n"
    assert page_of(page.encode(), "page").text == page


@pytest.mark.parametrize(
    "told",
    [
        "- Late hero: Shines in a story of rescue, all alone. Better:\n  Names the mistakes – and the pump.",
        "• Late hero — Shines in a story of rescue, all alone. Instead:\nSenior people – those who asked – are named.",
        "1. **Late hero:** Shines in a story of rescue, all alone. **Better:**\n   Red flags – in time – are named.",
        "Late hero – shines in a story of rescue that nobody shared. Better:\nResult – the number, then the pump.",
        "* Late hero: Shines – as the only one of all\n  Common mistakes – such as goats – go. Better: Names them.",
        "> - Late hero: Shines in a story of rescue, alone as ever. What to do instead:\n>   Pitfalls: say which.",
    ],
)
def test_a_dash_or_a_known_word_where_a_mistake_is_wrapped_begins_nothing(told: str) -> None:
    page = f"{FENCE}Common mistakes\n\n{told}\n\nSenior: I asked the goats."
    draft = read_page(page, "a-draft")
    assert [mistake["name"] for mistake in draft.question["mistakes"]] == ["Late hero"]
    assert [line for line in draft.unplaced if "goats" not in line] == []


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
