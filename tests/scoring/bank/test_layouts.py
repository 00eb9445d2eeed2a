"""Any sound question, written out in any layout, comes back the same."""

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.bank.importing import read_page
from scoring.bank.pages.sources import page_of
from tests.kit import layouts
from tests.kit.brought import BROUGHT
from tests.kit.layouts import LEVEL_NAMES, MARKDOWN, PART_LABELS, PARTS, Style

TOKENS = (
    "the a pump we I it three 40% (so) farms, water; road – “well” it’s rang & built R&D 2.5 e-mail <3 5*3 a_b_c",
    "mid-May £300 C:\\temp and/or 9:30 senior people task results, mistakes question why L5 naïve",
)
WORDS = " ".join(TOKENS).split()
NAMES = ["Blames", "goats", "Told", "twice", "Late", "pump", "Hero", "talk", "Vague"]


class Writer:
    """Writes questions of words drawn from a seed: to have every word drawn by hypothesis takes most of the time."""

    def __init__(self, seed: int) -> None:
        self.luck = Random(seed)

    def clause(self) -> str:
        return " ".join(self.luck.choices(WORDS, k=self.luck.randint(3, 12)))

    def begun(self, *beginnings: str) -> str:
        return f"{self.luck.choice(beginnings)} {self.clause()}"

    def sentence(self) -> str:
        return self.begun("I dug", "We saw", "Nobody came and", "Then", "My aunt") + self.luck.choice(".!")

    def story(self) -> str:
        return " ".join(self.sentence() for _ in range(self.luck.randint(1, 4)))

    def probe(self) -> str:
        return self.begun("What did", "How would", "Who heard", "Why was", "When did") + "?"

    def mistake(self) -> dict[str, str]:
        name = " ".join(self.luck.choices(NAMES, k=self.luck.randint(2, 4))).capitalize()
        return {"name": name, "notice": self.sentence(), "better": self.begun("Names", "Says", "Quotes") + "."}

    def question(self) -> dict[str, Any]:
        competencies = ["Ownership", "Bias for action", "Dealing with ambiguity", "Trust & care"]
        return {
            "prompt": self.begun("Tell me about a time", "Describe a situation in which") + ".",
            "competency": self.luck.choice(competencies),
            "why": self.begun("It shows") + ".",
            "probes": [*{self.probe(): None for _ in range(self.luck.randint(6, 8))}],
            "mistakes": [self.mistake() for _ in range(self.luck.randint(4, 6))],
            "exemplars": [{part: self.story() for part in PARTS} for _ in range(4)],
        }


questions = st.integers(0, 2**64).map(lambda seed: Writer(seed).question())
styles = st.builds(
    Style,
    levels=st.sampled_from(LEVEL_NAMES),
    part=st.sampled_from(PART_LABELS),
    probes=st.sampled_from(
        ["Follow-ups", "Follow-up questions", "Advanced follow-ups", "Probing questions", "Dig deeper"]
    ),
    mistakes=st.sampled_from(["Common mistakes", "Red flags", "Pitfalls to avoid", "What to avoid"]),
    bullet=st.sampled_from(["- ", "* ", "• "]),
)


def same(question: dict[str, Any], page: str) -> None:
    draft = read_page(page, "a-draft")
    found = draft.question
    assert found["prompt"] == question["prompt"]
    assert found["competency"] == question["competency"]
    assert found["why"] == question["why"]
    assert [each["text"] for each in found["probes"]] == question["probes"]
    assert [{key: each[key] for key in ("name", "notice", "better")} for each in found["mistakes"]] == question[
        "mistakes"
    ]
    same_answers(question, found)
    assert [line for line in draft.unplaced if line not in ("# Guide", "tags: []")] == []


def same_answers(question: dict[str, Any], found: dict[str, Any]) -> None:
    assert [{part: each[part] for part in PARTS} for each in found["exemplars"]] == question["exemplars"]


@given(questions, styles, st.sampled_from(MARKDOWN))
def test_a_question_comes_back_from_text_and_markdown(question: dict[str, Any], style: Style, layout: Any) -> None:
    same(question, layout(question, style))


@given(questions, styles, st.sampled_from(MARKDOWN), st.sampled_from(["\r\n", "\r", "\n"]))
def test_a_question_comes_back_however_its_lines_are_wrapped_and_ended(
    question: dict[str, Any], style: Style, layout: Any, end: str
) -> None:
    same(question, "\ufeff" + layouts.wrapped(layout(question, style)).replace("\n", end))


@given(questions, styles, st.sampled_from(MARKDOWN))
def test_a_question_comes_back_from_a_page_full_of_escapes(question: dict[str, Any], style: Style, layout: Any) -> None:
    same(question, layouts.escaped(layout(question, style)))


@given(questions, styles)
def test_a_question_comes_back_from_a_page_of_html(question: dict[str, Any], style: Style) -> None:
    same(question, page_of(layouts.web(question, style).encode(), "page").text)


@settings(max_examples=25)
@given(questions, styles)
def test_a_question_comes_back_from_a_word_file(question: dict[str, Any], style: Style) -> None:
    same(question, page_of(layouts.word(question, style), "page").text)


@given(questions, styles, st.sampled_from(BROUGHT))
def test_a_question_comes_back_as_tools_copy_and_export_it(question: dict[str, Any], style: Style, layout: Any) -> None:
    same(question, page_of(layout(question, style).encode(), "page").text)


@given(questions, styles)
def test_what_is_pasted_from_a_browser_comes_back_and_only_the_prompt_is_missing(
    question: dict[str, Any], style: Style
) -> None:
    draft = read_page(layouts.pasted(question, style), "a-draft")
    assert draft.question["prompt"] == ""
    assert [each["text"] for each in draft.question["probes"]] == question["probes"]
    same_answers(question, draft.question)
    assert [each["name"] for each in draft.question["mistakes"]] == [each["name"] for each in question["mistakes"]]
    told = [each["notice"] or each["better"] for each in draft.question["mistakes"]]
    assert told == [each["better"] for each in question["mistakes"]]
    assert draft.unplaced == []
