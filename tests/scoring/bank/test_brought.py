"""Pages as people bring them: questions that run on in one line, and tables whose cells are fields of a question."""

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
