"""What a comparison says around its table: how far apart, why, and what to ask next."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice

import pytest

from bot.calibration.comparisons import (
    OVERALL,
    Column,
    Judged,
    Quote,
    Revised,
)
from bot.calibration.standing import Standing
from bot.calibration.stood import Own
from bot.views.comparison import comparison_message, table_rows, where_was_i
from bot.views.summary import ending_text
from bot.views.why import FEW, reasons_modal, why_lines
from sandbox.block_kit.blocks import check_message, check_view
from scoring.rubric import LEVELS
from tests.kit.compared import JUDGED, QUESTION, RUBRIC, UNREAD, column, compared, setting
from tests.kit.look import words
from tests.kit.marks import LOUD_RUBRIC, SHOUT, marked_up


@pytest.mark.parametrize(
    ("levels", "spread"),
    [
        (("senior", "junior", "staff"), "Junior to Staff+"),
        (("mid", "mid"), "all read Mid"),
        (("mid", "none"), "Mid, or not shown"),
        (("mid",), "one read Mid"),
        (("none", "none"), "nobody saw a level"),
        ((), "nobody scored it"),
    ],
)
def test_the_headline_names_how_far_apart_an_answer_was_read(levels: tuple[str, ...], spread: str) -> None:
    text, blocks, _ = comparison_message(compared([column(level) for level in levels], JUDGED), setting())
    assert text.startswith(f"Answer B: {spread}.")
    assert words(blocks[0]) == f"Answer B: {spread}"


def test_the_offline_judge_is_called_a_rule_of_thumb_and_never_claude() -> None:
    alike = [column("mid"), column("mid")]
    text, blocks, _ = comparison_message(compared(alike, replace(JUDGED, kind="offline")), setting())
    assert "Claude" not in text + words(blocks)
    assert table_rows(compared(alike, replace(JUDGED, kind="offline")), setting())[0][-1] == "Rule of thumb"


def test_whether_and_why_raters_are_named_is_said_in_words() -> None:
    unnamed, named = [column("mid")] * 2, [column("mid", rater="U1"), column("mid", rater="U2")]
    assert "A colleague's answer, so no names show" in comparison_message(compared(unnamed), setting())[0]
    assert "Your team shows names" in comparison_message(compared(named), setting())[0]
    exemplar = comparison_message(compared(named, exemplar="mid"), setting())[0]
    assert "A practice story written as Mid, so names show; 2 of 2 matched" in exemplar


def test_around_the_table_people_read_where_they_differ_what_was_quoted_and_what_to_ask() -> None:
    raters = [column("senior", rater="U1", influence="staff"), column("senior", rater="U2", influence="junior")]
    said = words(comparison_message(compared(raters, JUDGED, "senior"), setting(U1="Gil", U2="Hao"))[1])
    assert "Answer B: all read Senior" in said
    assert "2 interviewers, blind · A practice story written as Senior, so names show; 2 of 2 matched" in said
    high, low = (RUBRIC.row("influence").anchors[level].short for level in ("staff", "junior"))
    assert "*Widest gap: Influence.* Hao read Junior, Gil read Staff+. What the rubric says of the two:\n" in said
    assert f"• Junior: {low}\n• Staff+: {high}" in said, "the rubric's words, which nobody said"
    assert "*Claude* read Senior in influence here: “I told them what it would cost.”" in said
    assert f"*Ask next:* {probe_on('influence')[1]}" in said
    assert "above" not in said.split("*Ask next:*")[0].replace(high, "").replace(low, "")


def probe_on(dimension: str) -> list[str]:
    """What the question asks about a dimension, twice over: letters go round in it."""
    return [probe.text for probe in QUESTION.probes if probe.dimension == dimension] * 2


def asked_next(judged: Judged | None, columns: Sequence[Column], letter: str) -> str:
    said = comparison_message(compared(columns, judged, letter=letter), setting())[0]
    return said.partition("Ask next: ")[2]


@pytest.mark.parametrize("dimension", QUESTION.focus)
def test_what_to_ask_next_settles_the_dimension_that_was_read_furthest_apart(dimension: str) -> None:
    apart = [column("mid", **{dimension: "staff"}), column("mid")]
    assert asked_next(JUDGED, apart, "A") == probe_on(dimension)[0]
    assert asked_next(UNREAD, apart, "B") == probe_on(dimension)[1]


def test_nothing_is_asked_next_where_no_dimension_was_read_apart() -> None:
    for columns in ([column("mid")] * 2, [column("mid")], [], [column("mid", overall="staff"), column("mid")]):
        assert asked_next(JUDGED, columns, "A") == ""


def test_common_mistakes_that_the_judge_saw_stand_by_name_with_what_a_better_answer_does() -> None:
    seen, unseen = QUESTION.mistakes[0], QUESTION.mistakes[1]
    judged = replace(JUDGED, mistakes=(seen.id, "not-in-the-question"))
    said = comparison_message(compared([column("mid")] * 2, judged), setting())[0]
    assert f"Common mistake: {seen.name.rstrip('.')}. {seen.better}" in said
    assert unseen.name not in said


def test_a_quote_about_the_widest_gap_goes_before_one_about_the_table_and_that_before_any_other() -> None:
    quotes = [Quote(dimension, "senior", f"On {dimension}.") for dimension in ("scope", "judgement", "influence")]
    apart, alike = [column("mid", influence="staff"), column("mid")], [column("mid"), column("staff")]
    for columns, given, quoted in (
        (apart, quotes, "influence"),
        (alike, quotes[:2], "judgement"),
        (apart, quotes[:1], "scope"),
    ):
        judged = replace(JUDGED, kind="offline", quotes=tuple(given))
        text = comparison_message(compared(columns, judged), setting())[0]
        assert f"The rule of thumb took this for Senior {quoted}: “On {quoted}.”" in text


def test_why_stands_beside_the_level_lowest_first_and_without_a_name_where_columns_have_none() -> None:
    columns = [
        replace(column("staff"), note="She moved <!channel> & two leads."),
        column("mid"),
        replace(column("junior"), sentence="I *asked* each what they needed."),
    ]
    lines = why_lines(compared(columns, JUDGED), RUBRIC, {})
    assert lines[:2] == [
        "*Junior:* “I *asked* each what they needed.”",
        "*Staff+:* She moved &lt;!channel&gt; &amp; two leads.",
    ]
    assert lines[2].startswith("*Claude* read Senior in ")
    went_by = replace(JUDGED, column=replace(JUDGED.column, sentence="I went to <both>.", note="A part was theirs."))
    line = "*Claude, Senior:* “I went to &lt;both&gt;.” A part was theirs."
    assert why_lines(compared(columns, went_by), RUBRIC, {})[2] == line
    text, blocks, _ = comparison_message(compared(columns, JUDGED), setting())
    assert words(blocks).index("She moved") < words(blocks).index("Gap"), "why comes before the figures"
    assert "Rater" not in " ".join(lines)
    assert "She moved &lt;!channel&gt;" in text
    named = [replace(column("mid", rater="U1"), note="So."), column("mid", rater="U2")]
    assert why_lines(compared(named, exemplar="mid"), RUBRIC, {"U1": "Gil"}) == ["*Gil, Mid:* So."]


def test_of_many_reasons_the_first_and_the_last_stand_there_and_all_are_a_click_away() -> None:
    columns = [
        replace(column(level), note=f"Reason {n}, because.") for n, level in enumerate(islice(cycle(LEVELS), 50))
    ]
    one = compared(columns)
    _, blocks, _ = comparison_message(one, setting())
    check_message(blocks)
    assert words(blocks).count("because.") == FEW
    assert "'reasons'" in str(blocks)
    every = reasons_modal(one, RUBRIC)
    check_view(every, "modal")
    assert words(every["blocks"]).count("because.") == 50


def test_the_names_of_a_teams_own_rubric_cannot_shout() -> None:
    apart = [column("mid", "thin"), column("staff", "strong")]
    text, blocks, older = comparison_message(compared(apart, JUDGED, "mid"), replace(setting(), rubric=LOUD_RUBRIC))
    own = where_was_i([Own("B", 1, 2, apart[0], {OVERALL: 2.5})], LOUD_RUBRIC)
    assert not [said for said in (text, marked_up(blocks), marked_up(older), own) if SHOUT in said]


@pytest.mark.parametrize(("missing", "said"), [(3, "3 more scorecards will"), (1, "1 more scorecard will")])
def test_an_exemplar_says_how_many_scorecards_are_still_to_come(missing: int, said: str) -> None:
    stands = replace(setting(), standing=Standing("open", 5 - missing, missing))
    text = comparison_message(compared([column("mid"), column("senior")], exemplar="mid"), stands)[0]
    assert f"written as Mid, so names show; 1 of 2 matched; {said} confirm or dispute it" in text


def test_one_scorecard_is_nothing_to_compare_and_none_is_said_plainly() -> None:
    one = words(comparison_message(compared([column("mid")]), setting())[1])
    assert "One scorecard: nothing to compare" in one
    assert "Widest gap" not in one
    none = words(comparison_message(compared([], JUDGED, "senior"), setting())[1])
    assert "Nobody scored this one · A practice story written as Senior" in none
    assert "matched" not in none


def test_a_pitch_is_told_and_a_judge_without_a_score_keeps_its_reason_for_the_managers() -> None:
    said = words(comparison_message(compared([column("mid")] * 2, UNREAD, pitch="staff"), setting())[1])
    assert "Its author was asked to answer as Staff+" in said
    assert "*Claude* has no score here." in said
    assert "could not be reached" not in said


def test_who_thought_again_is_counted_and_never_named() -> None:
    apart = [column("junior"), column("mid"), column("staff")]
    for revised, told in (
        (Revised(1, 3, 2), "1 of 3 revised: three levels apart, now two."),
        (Revised(2, 3, 0), "2 of 3 revised: three levels apart, now alike."),
        (Revised(1, 3, 3), "1 of 3 revised: still three levels apart."),
        (Revised(1, 0, 1), "1 of 3 revised: alike, now one level apart."),
    ):
        assert told in comparison_message(replace(compared(apart), revised=revised), setting())[0]
    assert "revised" not in comparison_message(compared(apart), setting())[0]


def test_the_end_of_a_round_says_what_moved_what_was_agreed_and_what_is_open() -> None:
    moved = replace(compared([column("junior"), column("staff")], letter="A"), revised=Revised(1, 3, 1))
    still = compared([column("junior"), column("senior")], letter="B")
    alike = compared([column("mid"), column("mid")], letter="C")
    assert ending_text([moved, still, alike], ["influence", "influence"], RUBRIC) == (
        "*The next question is out, so this one is closed.* Moved by talking: A (three levels apart, now one). "
        "Agreed: 2 sentences under Influence. Still open: B (two levels apart)."
    )
    assert ending_text([alike], [], RUBRIC).endswith("No answer moved by talking. All are read within one level now.")
