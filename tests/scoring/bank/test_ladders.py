"""Tables of levels on a page: a rubric is drafted of them, and levels are read by them."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scoring.bank.pages.rubrics import rubric_draft
from scoring.bank.preview import notes_of
from scoring.rubric import Rubric, load_rubric
from tests.kit.drafts import answer, read


@pytest.mark.parametrize(
    ("names", "levels"),
    [
        (("IC3", "IC4", "IC5", "IC6"), ("junior", "mid", "senior", "staff")),
        (("IC1", "IC2", "IC3", "IC4"), ("junior", "mid", "senior", "staff")),
        (("L3", "L4", "L5", "L6", "L7"), ("junior", "mid", "senior", "staff")),
        (("L4", "L5", "L6", "L7"), ("junior", "mid", "senior", "staff")),
        (("E4", "E5"), ("mid", "senior")),
        (("P2", "P3"), ("mid", "senior")),
        (("SDE II answer", "SDE III answer"), ("mid", "senior")),
        (("Level 1", "Level 4"), ("junior", "staff")),
        (("IC5 answer", "IC6+ answer"), ("senior", "staff")),
    ],
)
def test_codes_are_read_by_the_ladder_that_the_page_has_and_asked_to_be_checked(
    names: tuple[str, ...], levels: tuple[str, ...]
) -> None:
    draft = read("\n\n".join(f"## {name}\n\nTold at {name}." for name in names))
    for name, level in zip(names, levels, strict=False):
        assert answer(draft, level)[2] == f"Told at {name}."
    (check,) = [gap for gap in draft.missing if gap.startswith("levels: ")]
    assert "check how they were read here" in check
    assert f"{names[0]} as {levels[0]}" in check
    for name in names[len(levels) :]:
        assert draft.unplaced == [f"## {name}", f"Told at {name}."]


LONG = "Names the price of each way that was open at the time, and says in plain words why one won"


ROWS = (
    "| Level | Scope | Decision-making | Style |\n|---|---|---|---|\n| L3 | One task | Asks | Plain |\n"
    "| L4 | A piece | Compares | Plain |\n"
    "| L5 | An area | " + LONG + " | Bold |\n"
    "| L6 | The firm | | Bold |"
)


COLUMNS = (
    "| | L3 | L4 | L5 | L6 |\n|---|---|---|---|---|\n| Scope | One task | A piece | An area | The firm |\n"
    "| Decision-making | Asks | Compares | " + LONG + " | |\n"
    "| Style | Plain | Plain | Bold | Bold |"
)


@pytest.mark.parametrize("table", [ROWS, COLUMNS])
def test_a_table_of_levels_is_offered_as_a_rubric(table: str) -> None:
    draft = read(f"# Tell me about a fence\n\n## Our ladder\n\n{table}\n")
    end = 4 + len(table.splitlines())
    told = f"lines 5 to {end} hold a table of levels; --rubric FILE makes the draft of a rubric of it"
    assert notes_of(draft) == [told]
    assert draft.unplaced == ["## Our ladder", *table.split("\n")]
    made = rubric_draft(draft.tables[0])
    written = yaml.safe_load(made.yaml)
    assert [level["name"] for level in written["levels"]] == ["L3", "L4", "L5", "L6"]
    scope, judgement, influence = written["dimensions"][:3]
    assert {level: each["long"] for level, each in scope["anchors"].items()} == {
        "junior": "One task", "mid": "A piece", "senior": "An area", "staff": "The firm",
    }  # fmt: skip
    assert judgement["name"] == "Decision-making"
    assert judgement["anchors"]["senior"]["short"] == ""
    assert made.left_over == ["Style"]
    ours = load_rubric()
    assert influence["anchors"] == ours.row("influence").model_dump(mode="json")["anchors"]
    assert judgement["anchors"]["staff"] == ours.row("judgement").model_dump(mode="json")["anchors"]["staff"]
    judgement["anchors"]["senior"]["short"] = "Names the price of each way"
    assert Rubric.model_validate(written).row("scope").anchors["staff"].short == "The firm"
    assert made.yaml.count("# CHECK, proposed: ours") == 7


@given(
    st.lists(
        st.sampled_from(
            ["|", "a", "Mid", "L5", "Situation", "Task", "Action", "Mistakes", "Follow-up", " ", "\n|", "---", "\t"]
        )
    )
)
def test_any_table_gives_a_draft(parts: list[str]) -> None:
    page = "|x" + "".join(parts)
    draft = read(page)
    assert yaml.safe_load(draft.yaml) == draft.question
    for table in draft.tables:
        assert yaml.safe_load(rubric_draft(table).yaml)


@pytest.mark.parametrize("mark", ["{}", "**{}**", "__{}__", "*{}*", "`{}`"])
def test_codes_in_a_table_are_read_as_the_page_counts_them_however_they_are_marked(mark: str) -> None:
    rows = ["Level | Situation | Task | Action | Result", "--|--|--|--|--"]
    rows += [f"{mark.format(f'L{number}')} | S{number}. | T. | I. | R." for number in (4, 5, 6, 7)]
    draft = read("Tell me about a time you dug.\n\n" + "\n".join(f"| {row} |" for row in rows))
    assert [each["situation"] for each in draft.question["exemplars"]] == ["S4.", "S5.", "S6.", "S7."]
