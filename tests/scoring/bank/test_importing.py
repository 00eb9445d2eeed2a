from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scoring.bank import questions
from scoring.bank.importing import Draft, read_page
from scoring.bank.lint import lint
from scoring.bank.pages.levels import level_of
from scoring.bank.stories import parts_in, with_names
from scoring.documents import read_document
from scoring.rubric import LEVELS

PAGES = sorted(Path(__file__).with_name("pages").iterdir())
FOCUS = ["judgement", "delivery", "impact"]
OTHERS = read_document(Path(questions.__file__).with_name("questions") / "raising-the-bar.yaml", questions.Question)
FILLING = {
    "mid": {
        "situation": "It was the winter before last, in a house with more guests than chairs.",
        "task": "Somebody had to answer before the weekend, and that was me.",
        "result": "They took the fan, and so have two other choirs. I ask about air now before I sign.",
    },
    "senior": {
        "situation": "We sell weather to roads, farms and slopes, and each of them thinks that snow is theirs.",
        "task": "Whether to run it early was for me to say.",
        "result": "So they get that one map, and nobody else has to wait for it.",
    },
}

content = st.integers(0, 999).map("the word is grault{}, and I did it.".format)
headings = st.sampled_from(
    [
        "## Question",
        "FOLLOW-UPS",
        "## Red flags",
        "### L4",
        "Senior",
        "**Staff+**",
        "**Result:**",
        "Task:",
        "## Odds and ends",
        "",
    ]
)


def draft_of(name: str) -> Draft:
    return read_page(Path(__file__).with_name("pages").joinpath(name).read_text(encoding="utf-8"), "a-draft")


def filled(draft: Draft) -> dict[str, Any]:
    """What a person makes of a draft: only what it names as missing is written, only what is too many is taken out."""
    question = yaml.safe_load(draft.yaml)
    question["competency"] = question["competency"] or "Ownership"
    question["focus"] = FOCUS
    question["probes"] = question["probes"][:8]
    for place, probe in enumerate(question["probes"]):
        if not probe["dimension"] or ("probes", place, "dimension") in draft.proposed:
            probe["dimension"] = FOCUS[place % 3]
    for mistake in question["mistakes"]:
        mistake["better"] = mistake["better"] or "Says what came next."
    for level, exemplar in zip(LEVELS, question["exemplars"], strict=True):
        filling = FILLING.get(level) if exemplar["action"] else OTHERS.exemplar(level).model_dump()
        for part in ("situation", "task", "action", "result"):
            exemplar[part] = exemplar[part] or (filling or {})[part]
        exemplar["evidence"] = "adequate"
        exemplar["dimensions"] = dict.fromkeys(exemplar["dimensions"], level)
        quote = " ".join(exemplar["action"].split()[:8])
        exemplar["shows"] = [{"dimension": name, "quote": quote, "why": "It says so."} for name in FOCUS]
    return question


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_draft_passes_lint_once_the_gaps_it_names_are_filled(page: Path, tmp_path: Path) -> None:
    path = tmp_path / "a-draft.yaml"
    path.write_text(yaml.safe_dump(filled(draft_of(page.name)), allow_unicode=True), encoding="utf-8")
    assert lint(path) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_lint_names_every_gap_of_a_draft_at_its_own_line(page: Path, tmp_path: Path) -> None:
    path = tmp_path / "a-draft.yaml"
    path.write_text(draft_of(page.name).yaml, encoding="utf-8")
    rows = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    gaps = {number for number, row in rows if "# TODO" in row and "may be left out" not in row}
    assert len(gaps) > 60
    assert gaps <= {fault.line for fault in lint(path)}


def test_a_markdown_guide_with_named_parts_is_read_whole() -> None:
    draft = draft_of("headings.md")
    question = yaml.safe_load(draft.yaml)
    assert question["prompt"] == "Tell me about a time you had to act before you knew enough."
    assert question["competency"] == "Ambiguity"
    assert question["why"].startswith("Waiting is often the dearest choice")
    assert [probe["dimension"] for probe in question["probes"]][2::4] == ["judgement", "impact"]
    assert question["probes"][5] == {"dimension": "delivery", "text": "What slipped, and what did you do then?"}
    assert ("probes", 2, "dimension") not in draft.proposed
    assert question["mistakes"][1] == {
        "id": "no-price",
        "name": "No price",
        "notice": "Nothing was risked or given up.",
        "better": "Names what would have been lost.",
    }
    for exemplar in question["exemplars"]:
        assert all(exemplar[part] for part in ("situation", "task", "action", "result"))
    assert question["exemplars"][0]["result"].startswith("All 400 were ready")
    assert question["exemplars"][3]["situation"].startswith("Five clinics")
    assert draft.missing[0] == "focus: the three dimensions that it shows best"
    assert not any("the page" in gap or "mistake" in gap for gap in draft.missing)
    assert draft.unplaced == [
        "# Interview kit: judging risk",
        "  - Listen for: verbs, not plans",
        "## Scoring sheet",
        "| Score | Meaning |",
        "|---|---|",
        "| 1 | Did not act |",
    ]


def test_a_plain_text_page_is_split_by_paragraph_and_says_that_it_was() -> None:
    draft = draft_of("plain.txt")
    question = yaml.safe_load(draft.yaml)
    starts = [each["situation"].split(" ")[:2] for each in question["exemplars"]]
    assert starts == [["At", "the"], ["Our", "group"], ["Three", "shops"], ["The", "hospital"]]
    assert question["exemplars"][0]["task"].startswith("I was to take him")
    assert question["exemplars"][0]["result"].endswith("try things for themselves.")
    assert question["probes"][1]["text"] == "What could they not do at the start, in one example?"
    assert "probes: the page has 9, and a question needs 6 to 8" in draft.missing
    assert "mistake a-course-was-booked: what a better answer does" in draft.missing
    assert any("SDE II as mid" in gap for gap in draft.missing)
    assert sum("split by paragraph" in gap for gap in draft.missing) == 4
    assert draft.unplaced == ["HELPING SOMEBODY GROW", "Sources and further reading", "See the reading room."]


def test_an_answer_without_parts_stays_in_one_piece_and_a_second_one_is_not_dropped() -> None:
    draft = draft_of("labels.md")
    question = yaml.safe_load(draft.yaml)
    assert question["prompt"] == "Describe a customer you could not please. What did you do?"
    assert question["exemplars"][1]["action"].startswith("A choir had booked our hall")
    assert question["exemplars"][1]["situation"] == ""
    assert "junior exemplar: the page has no answer at this level" in draft.missing
    assert any(
        gap.startswith("senior exemplar: the page names no parts; all of it is in action") for gap in draft.missing
    )
    assert question["mistakes"][3]["better"] == "Counts who else was touched."
    assert "**Senior, second voice:** I told them no." in draft.unplaced
    assert "It names the price." in draft.unplaced


@pytest.mark.parametrize(
    ("label", "level"),
    [
        ("Entry level", "junior"),
        ("New grad", "junior"),
        ("L3", "junior"),
        ("Sample answer – Junior Engineer", "junior"),
        ("Mid-level", "mid"),
        ("L4 (mid)", "mid"),
        ("SDE II", "mid"),
        ("Intermediate designer", "mid"),
        ("Senior (L5)", "senior"),
        ("Sr. engineer answer", "senior"),
        ("SDE III", "senior"),
        ("Staff+", "staff"),
        ("Senior Staff", "staff"),
        ("L6+ (Staff / Principal)", "staff"),
        ("Principal", "staff"),
        ("Experienced / Senior", "senior"),
        ("Lead/Staff", "staff"),
        ("Grade 1 (Associate)", "junior"),
        ("Grade 4 / Principal", "staff"),
        ("Tech lead", None),
        ("L4 / L5", None),
        ("How would £300 L5?", None),
        ("Senior at $ 5", None),
        ("40% of mid", None),
        ("The staff and the € 20", None),
        ("Your senior 100 %", None),
        ("Senior (draft)", "senior"),
        ("Mid or senior", None),
        ("What makes a senior answer", None),
        ("Senior leaders at the table", None),
        ("Entry", "junior"),
        ("Result", None),
        ("", None),
    ],
)
def test_levels_are_known_by_their_many_names_and_not_guessed(label: str, level: str | None) -> None:
    assert level_of(label) == level


def test_what_stands_before_the_first_named_part_of_an_answer_is_left_over() -> None:
    draft = read_page("## Senior\n\nShe takes her time.\n\nSituation: We had mice.\nAction: I got a cat.\n", "a-draft")
    senior = yaml.safe_load(draft.yaml)["exemplars"][2]
    assert (senior["situation"], senior["action"]) == ("We had mice.", "I got a cat.")
    assert draft.unplaced == ["She takes her time."]
    assert "senior exemplar: the page names no task" in draft.missing


def test_mistakes_of_one_name_get_ids_of_their_own() -> None:
    draft = read_page("Red flags\n- Too vague: No figure.\n- Too vague: No name.\n", "a-draft")
    assert [mistake["id"] for mistake in yaml.safe_load(draft.yaml)["mistakes"]] == ["too-vague", "too-vague-2"]


@pytest.mark.parametrize(
    ("page", "prompt"),
    [
        ("# Tell me about a time you failed\n\nFollow-ups\n- And then?\n", "Tell me about a time you failed"),
        ("## Question 3: When did you last say no?\n", "When did you last say no?"),
        ("# Tell me about a time you failed\n\n**Question:** Describe a mistake.\n", "Describe a mistake."),
        ("# How to use this page\n\n## What went wrong\n", ""),
    ],
)
def test_a_heading_that_is_itself_the_question_is_the_prompt_where_there_is_no_other(page: str, prompt: str) -> None:
    draft = read_page(page, "a-draft")
    assert yaml.safe_load(draft.yaml)["prompt"] == prompt
    heading = page.splitlines()[0]
    assert (heading in draft.unplaced) == (prompt not in heading or not prompt)


@pytest.mark.parametrize("page", ["", " \n\t\n"])
def test_an_empty_page_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="the page is empty"):
        read_page(page, "a-draft")


@given(
    st.lists(st.one_of(headings, content, content.map("- {}".format)), min_size=1, max_size=25).filter(
        lambda rows: "".join(rows).strip()
    )
)
def test_every_line_of_a_page_is_in_the_draft_or_told_as_left_over(rows: list[str]) -> None:
    draft = read_page("\n".join(rows), "a-draft")
    kept = " ".join(str(yaml.safe_load(draft.yaml)).split()) + "\n".join(draft.unplaced)
    told = [word.strip(",") for row in rows for word in row.split() if word.startswith("grault")]
    assert [word for word in told if kept.count(word) < told.count(word)] == []


@given(st.text(max_size=300).filter(str.strip))
def test_any_text_gives_a_draft_that_is_yaml(text: str) -> None:
    assert yaml.safe_load(read_page(text, "a-draft").yaml)["slug"] == "a-draft"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Situation: Dry.\n\nTask: Dig.\n\nAction: I dug.\nAll day: 9:30 to 5.\n\nResult: Water.", 4),
        ("S: Dry. T: Dig.\nA: I dug.\nR: Water.", 3),
        ("Task: Dig. Action: I dug.", 2),
        ("Action: I dug.", 0),
        ("Situation: Dry. Result: Water.", 0),
        ("I came. Situation: Dry. Action: I dug.", 0),
        ("The action: I dug. And the result: water.", 0),
        ("", 0),
    ],
)
def test_the_parts_of_a_story_are_known_by_their_names(text: str, parts: int) -> None:
    found = parts_in(text)
    assert len(found) == parts
    assert not parts or parts_in(with_names(found)) == found
