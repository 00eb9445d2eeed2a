"""What the reports say of made-up scorecards, and within what Slack takes."""

import json
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calibration.practice import Practised
from bot.calibration.reports.agreed import Agreed, agreed
from bot.calibration.reports.panel import Disputed, Era
from bot.calibration.reports.personal import PAIRS, Month, against_panel, beside_others, by_month, revisions
from bot.calibration.reports.pooling import blind, by_dimension, extremes
from bot.views.charts import chart, without_charts
from bot.views.practice import practised_words
from bot.views.report import lean_chart, lean_chart_words, lean_words, personal_message
from bot.views.team import team_message
from sandbox.block_kit.blocks import check_message
from sandbox.errors import SlackError
from scoring.agreement.drift import Drift
from scoring.agreement.severity import Severity
from scoring.rubric import DIMENSIONS, LEVELS
from storage.models import Ruling
from tests.kit.look import words
from tests.kit.marks import (
    CHARTS,
    LOUD_RUBRIC,
    MONDAY,
    NEW_BLOCKS,
    NOT_PRACTISED,
    RUBRIC,
    SHOUT,
    mark,
    marked_up,
    panel,
    personal_report,
    team_report,
)


def test_a_severe_rater_is_found_against_the_panel_that_they_share_answers_with() -> None:
    severity, others, apart = against_panel(panel(8, shift="A"), "A")
    assert severity.low is not None
    assert severity.low > 0
    assert (others, apart) == (2, 0)


def test_who_is_connected_with_nobody_is_told_so_and_not_compared() -> None:
    alone = [mark("A", "mid", answer=place) for place in range(40)]
    severity, others, apart = against_panel([*alone, *panel(8, raters="BC")[6:]], "A")
    assert (severity.severity, others, apart) == (None, 0, 2)
    report = personal_report(severity=severity, missing=20, panel=0)
    assert "no panel to compare you with" in lean_words(report)


def test_another_panel_that_shares_no_answer_changes_nothing() -> None:
    ours = panel(8, shift="A")
    theirs = [one._replace(answer_id=one.answer_id + 9000, rater=f"other {one.rater}", channel_id="C2") for one in ours]
    assert against_panel([*ours, *theirs], "A") == against_panel(ours, "A")


STRICT = Severity(0.6, 0.2, 1.0, 36)
LATER = MONDAY + timedelta(weeks=2)


def test_the_number_waits_for_twenty_scorecards() -> None:
    early = personal_report(missing=8, severity=Severity(0.9, 0.2, 1.6, 12))
    said = personal_message(early, RUBRIC)
    assert "12 of the 20 shared scorecards needed so far" in said[0]
    assert "stricter than" not in json.dumps(said)
    assert not [block for block in said[1] if block["type"] in NEW_BLOCKS], "no chart or table of it either"


@pytest.mark.parametrize(
    ("severity", "said"),
    [
        (Severity(0.32, -0.1, 0.74, 36), "*about a third of a level stricter* than the panel, likely between 0.1 more"),
        (
            Severity(0.6, 0.2, 1.0, 36),
            "*about half a level stricter* than the panel, likely between 0.2 and 1.0 stricter",
        ),
        (
            Severity(-1.0, -1.4, -0.6, 36),
            "*about a level more generous* than the panel, likely between 0.6 and 1.4 more",
        ),
        (Severity(0.05, -0.3, 0.4, 36), "*about as strictly as* the panel"),
    ],
)
def test_the_lean_is_put_in_words_with_its_range(severity: Severity, said: str) -> None:
    assert f"You score {said}" in lean_words(personal_report(severity=severity))


def test_a_range_that_includes_zero_is_no_difference() -> None:
    zero = "The range includes zero: treat it as no difference."
    assert zero in lean_words(personal_report(severity=Severity(0.3, -0.1, 0.7, 36)))
    said = lean_words(personal_report(severity=Severity(0.6, 0.2, 1.0, 36)))
    assert "zero" not in said


def test_below_thirty_scorecards_the_lean_is_called_early() -> None:
    assert "early reading" in lean_words(personal_report(severity=Severity(0.6, 0.2, 1.0, 29)))
    assert "early reading" not in lean_words(personal_report(severity=Severity(0.6, 0.2, 1.0, 30)))


def test_a_month_has_a_lean_from_five_shared_scorecards_and_strict_is_above_zero() -> None:
    march = [mark(rater, level, answer) for answer in range(5) for rater, level in (("A", "mid"), ("B", "senior"))]
    april = [mark(rater, "mid", 50, week=5) for rater in "AB"]
    alone = [mark("A", "mid", 60, week=10)]
    months = by_month(beside_others([*march, *april, *alone], "A"))
    assert [(one.first.month, one.scorecards, one.lean) for one in months] == [(3, 5, 1.0), (4, 1, None)]


def test_a_dimension_is_called_closest_only_from_ten_pairs_and_where_they_differ() -> None:
    assert extremes({"scope": [0] * 9, "impact": [1] * 10}, PAIRS) == (None, None)
    assert extremes({"scope": [1] * 10, "impact": [1] * 10}, PAIRS) == (None, None)
    assert extremes({"scope": [0] * 10, "impact": [1] * 10}, PAIRS) == ("scope", "impact")


def test_a_revision_is_measured_from_the_others_middle_before_and_after() -> None:
    others = [mark("B", "senior"), mark("C", "senior")]
    mine = [mark("A", "junior"), mark("A", "mid", phase="discussed")]
    marks = [*others, *mine]
    assert revisions(marks, beside_others(blind(marks), "A")) == [(2, 1)]
    marks = [*others, mine[1]]
    assert revisions(marks, beside_others(blind(marks), "A")) == [], "who did not score it blind has not revised"


def test_practised_says_how_many_of_its_three_conditions_are_met() -> None:
    assert practised_words(NOT_PRACTISED).startswith("12 practice stories to go until you can count as *practised*")
    assert practised_words(Practised(0, 0.4, 0.1)).startswith("You are *practised*.")
    near = practised_words(Practised(0, 0.45, -0.45))
    assert near.startswith("*Practised*: 2 of three conditions met.")
    assert "0.45 levels off on average (at most 0.5), leaning -0.45 (at most 0.35 either way)" in near
    assert practised_words(Practised(0, 0.7, 0.7)).startswith("*Practised*: 1 of three conditions met.")


def test_pairs_are_told_as_counts_and_all_of_them_as_all() -> None:
    said = personal_message(personal_report(pairs=4, exact=1, within_one=4), RUBRIC)[0]
    assert "In 4 pairs with a colleague: 1 the same level, all 4 within one." in said
    said = personal_message(personal_report(pairs=4, exact=1, within_one=3), RUBRIC)[0]
    assert "In 4 pairs with a colleague: 1 the same level, 3 within one." in said
    said = personal_message(personal_report(pairs=1, exact=0, within_one=1), RUBRIC)[0]
    assert "In 1 pair with a colleague: 0 the same level, 1 within one." in said


def test_the_personal_report_fits_slack_at_its_longest_and_an_older_slack_gets_it_too() -> None:
    months = tuple(Month(MONDAY + timedelta(days=31 * n), 20, 0.1 * n) for n in range(13))
    text, blocks, older = personal_message(personal_report(weeks=52, months=months, apart=3, severity=STRICT), RUBRIC)
    check_message(blocks)
    check_message(older, NEW_BLOCKS)
    assert [block["type"] for block in blocks if block["type"] in NEW_BLOCKS] == ["data_visualization"]
    assert len(text) < 4000
    for fact in ("36 scorecards", "5 of 7", " 66 within one.", "Delivery", "3 more share none"):
        assert fact in text
    assert "That is an estimate over all 52 weeks; the plain averages by month need not come to the same." in text
    assert "By these you moved away from the panel." in text, "what the chart comes to"
    assert "+1.2" not in words([block for block in blocks if block["type"] == "section"]), (
        "its figures stand in it alone"
    )
    assert "March 2027" in words(older), "and the months stand as text where there is no chart"


def test_there_is_no_chart_of_a_lean_whose_range_includes_zero() -> None:
    months = tuple(Month(MONDAY + timedelta(days=31 * n), 20, 0.1 * n) for n in range(3))
    text, blocks, older = personal_message(personal_report(months=months), RUBRIC)
    assert not [block for block in blocks if block["type"] in NEW_BLOCKS]
    assert "by month" not in text
    assert "March 2027" not in words(older)


@given(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9))
def test_charts_of_the_lean_have_the_same_scale_whatever_it_was(then: float, now: float) -> None:
    months = (Month(MONDAY, 20, then), Month(MONDAY + timedelta(days=31), 20, now))
    (made,) = lean_chart(personal_report(months=months, severity=STRICT))
    values = [point["value"] for one in made["chart"]["series"] for point in one["data"]]
    assert (min(values), max(values)) == (-1, 1)


@pytest.mark.parametrize(
    ("leans", "said"),
    [((0.6, 0.1), "moved closer to"), ((-0.1, -0.6), "moved away from"), ((0.5, -0.4), "stayed about as far from")],
)
def test_a_chart_of_the_lean_is_summed_up_without_its_figures(leans: tuple[float, float], said: str) -> None:
    months = tuple(Month(MONDAY + timedelta(days=31 * n), 20, lean) for n, lean in enumerate(leans))
    (told,) = lean_chart_words(personal_report(months=months, severity=STRICT))
    assert f"you {said} the panel" in told


def test_the_names_of_a_teams_own_rubric_cannot_shout() -> None:
    cards = [mark(rater, "mid") for rater in "AB"]
    levels = [(card.scorecard_id, dimension, "mid") for card in cards for dimension in DIMENSIONS]
    levels[0] = (*levels[0][:2], "staff")
    dispute = Disputed("C1", "1.2", "1.0", "B", SHOUT, MONDAY, 1, 4, 3)
    report = team_report(dimensions=by_dimension(cards, levels), disputed=(dispute,))
    assert "Read most alike" in team_message(report, "C1", {}, RUBRIC)[0]
    for text, blocks, older in (
        team_message(report, "C1", {}, LOUD_RUBRIC),
        personal_message(personal_report(), LOUD_RUBRIC),
    ):
        assert not [said for said in (text, marked_up(blocks), marked_up(older)) if SHOUT in said]


def test_a_chart_keeps_to_twenty_points_and_short_labels_and_is_left_out_for_one() -> None:
    points = [(f"a label that is far too long {n}", n / 3) for n in range(30)]
    assert chart("t" * 90, "s", points[:1], "x", "y") == []
    (made,) = chart("t" * 90, "s", [(f"{n}", n / 3) for n in range(30)], "x" * 80, "y")
    check_message([made])
    assert made["chart"]["axis_config"]["categories"][-1] == "29"
    twice = chart("t", "s", [("1 Mar", 0.1), ("8 Mar", 0.2), ("8 Mar", 0.3)], "x", "y")
    assert [point["value"] for point in twice[0]["chart"]["series"][0]["data"]] == [0.1, 0.3]


def test_the_team_report_says_all_of_it_and_fits_slack() -> None:
    cards = [mark(rater, "mid", answer) for answer in range(4) for rater in "AB"]
    levels = [
        (card.scorecard_id, dimension, LEVELS[(n + place) % 4])
        for n, card in enumerate(cards)
        for place, dimension in enumerate(DIMENSIONS)
    ]
    dispute = Disputed("C1", "1.2", "1.0", "B", "Raising <the> bar", MONDAY, 1, 4, 3)
    report = team_report(
        dimensions=by_dimension(cards, levels),
        eras={"rubric": (Era(MONDAY, Drift("4f1c", 20, 0.5, 0.3)), Era(LATER, Drift("9ab2", 3, 1, 2.0)))},
        disputed=(dispute,),
    )
    text, blocks, older = team_message(report, "C1", {dispute: "https://slack.test/1"}, RUBRIC)
    check_message(blocks)
    check_message(older, NEW_BLOCKS)
    said = words(blocks)
    assert "8 rounds, 30 answers by 12 people, 90 blind scorecards by 6 interviewers" in said
    assert "*81 of 90 pairs within one level* (90%), 45 the same" in said
    assert "2 validated, 1 disputed, 4 with too few" in said
    assert "beside the panel*, on answers and practice stories, by month:" in said
    agreed = "Before and after it read what you agreed on: scores out before 15 March 2027: the same level on 10 of 20"
    assert agreed in said
    assert "from 15 March 2027: the same level on 3 of 3 answers." in said, "a few answers tell of no lean"
    assert not {"4f1c", "9ab2"} & {*re.findall(r"\w+", text)}, "hashes say nothing to people"
    assert "<https://slack.test/1|Answer B>, Raising &lt;the&gt; bar, 1 March 2027: Junior to Staff+" in said
    assert "Scope" in text
    assert "Scope" in words(older)


def test_a_year_of_the_judge_still_fits() -> None:
    months = tuple(Drift(f"2027-{n:02}", 40, 0.7, -0.2) for n in range(1, 13))
    eras = dict.fromkeys(("model", "prompt", "rubric"), tuple(Era(MONDAY, month) for month in months[:4]))
    text, blocks, _ = team_message(team_report(judged=months, eras=eras), "C1", {}, RUBRIC)
    check_message(blocks)
    assert len(text) < 4000
    assert "December 2027" in words(blocks)


def test_without_charts_everything_else_stays() -> None:
    _, blocks, _ = team_message(team_report(), "C1", {}, RUBRIC)
    with pytest.raises(SlackError):
        check_message(blocks, CHARTS)
    check_message(without_charts(blocks), CHARTS)


@pytest.mark.parametrize(
    ("before", "since", "told"),
    [
        (1.2, 0.6, "Since then the gap is narrower: two interviewers were 1.2 levels apart, now 0.6."),
        (0.6, 1.2, "Since then the gap is wider: two interviewers were 0.6 levels apart, now 1.2."),
        (0.6, 0.65, "Since then the gap is as wide as before: two interviewers were 0.6 levels apart, now 0.7."),
        (0.6, None, "Too few scores since to tell whether it helped."),
    ],
)
def test_a_ruling_is_told_with_whether_its_gap_is_narrower_since(before: float, since: float | None, told: str) -> None:
    one = Agreed("A plan that was changed <!here> is Senior.", "influence", MONDAY, before, since)
    text = team_message(team_report(agreed=(one,)), "C1", {}, RUBRIC)[0]
    assert f"Influence, agreed on 1 March 2027: “A plan that was changed &lt;!here&gt; is Senior.” {told}" in text


def test_the_gap_of_a_ruling_is_that_of_pairs_in_its_dimension_before_it_and_since() -> None:
    at = MONDAY + timedelta(weeks=3, hours=1)
    ruling = Ruling(dimension="influence", lower="mid", upper="senior", text="So.", proposed_at=MONDAY, agreed_at=at)
    marks = panel(8)
    levels = [
        (one.scorecard_id, "influence", LEVELS[0 if one.rater != "A" else 3 if one.revealed_at < at else 1])
        for one in marks
    ]
    (found,) = agreed([ruling], blind(marks), levels)
    assert (found.before, found.since) == (2.0, pytest.approx(2 / 3)), "of three pairs two are three levels apart"
    (early,) = agreed([ruling], [one for one in blind(marks) if one.revealed_at < at], levels)
    assert early.since is None
