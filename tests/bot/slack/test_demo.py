"""The demo's story, the whole of it as `calibrate demo --headless` tells it."""

import re
import subprocess
import sys

import pytest

from bot.demo.quarter import FILLED
from bot.demo.stories import load_stories
from scoring.bank.questions import load_bank


@pytest.fixture(scope="module")
def transcript() -> str:
    command = [sys.executable, "-c", "from bot.terminal.cli import main; main()", "demo", "--headless"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert (told.returncode, told.stderr) == (0, "")
    return told.stdout


def test_a_private_answer_and_the_exemplar_stand_in_the_thread_alike_until_the_reveal(transcript: str) -> None:
    before, _, after = transcript.partition("Friday 09:00")
    thread = before.partition("Wednesday 09:00")[2]
    assert thread.count("Calibrate:\n  ANSWER ") == 2
    assert not re.search("asked to answer as|written as", before)
    assert "Its author was asked to answer as Staff+" in " ".join(after.split()), (
        "in the untouched story it is its level"
    )
    assert "written as " in after
    assert "I miss what the others said against it." in " ".join(after.split()), "why they read what they did"
    assert "start there" in after


def test_the_talk_moves_a_score_and_ends_in_a_ruling_that_two_agreed_on(transcript: str) -> None:
    talk = " ".join(transcript.partition("The team talks")[2].partition("Twelve weeks later")[0].split())
    assert "I've revised my" in talk
    assert "1 of 3 revised: two levels apart, now one." in talk
    assert "Influence: where Mid ends and Senior begins" in talk
    assert "Written by Ingrid, confirmed by Priya." in talk


def test_everybody_says_why_of_each_story_that_may_be_drawn_and_the_evidence_is_what_it_is(transcript: str) -> None:
    told, question = load_stories(), load_bank()[load_stories().question]
    texts = [*(one.text for one in question.exemplars), *(" ".join(one.messages) for one in told.stories)]
    for name, reasons in told.reasons.items():
        assert all(any(begins in text for text in texts) for begins in reasons), name
        for one in question.exemplars:
            assert any(begins in one.text for begins in reasons), f"{name} has nothing to say of the {one.level} one"
    story_ = transcript.partition("A practice story written as")[2].partition("Calibrate:")[0]
    assert story_.count("“") >= 3
    assert "Strong" not in story_, "all four are told thinly or just well enough"


def test_what_was_filled_in_is_said_to_be(transcript: str) -> None:
    assert f"{FILLED} rounds are filled in, not played, and so are the last one's answers and scores." in transcript


def test_each_step_ends_once_the_question_says_what_happened_in_it(transcript: str) -> None:
    *_, told, closed_, scored_, out, _talk, _reports = transcript.split("── ")
    assert "4 answers so far; answers close Wednesday 3 March, 09:00." in told
    assert "5 answers. 0 of 4 interviewers done" in closed_
    assert "5 answers. 4 of 4 interviewers done" in scored_
    assert "Scores are out, in the thread." in out
    assert "[Bring up an answer]" not in out


def test_times_are_told_on_the_channels_own_clock(transcript: str) -> None:
    assert "Friday 5 March, 09:00" in transcript
    assert "UTC" not in transcript


def test_both_reports_are_told_with_their_tables_and_charts(transcript: str) -> None:
    ours, _, yours = transcript.partition("HOW YOU SCORE: 13 WEEKS")
    ours = ours.partition("HOW THE PANEL READS: 13 WEEKS")[2]
    assert "#hiring: 12 rounds" in ours
    assert "Agreement over 8 rounds at a time (1 is always alike, 0 is chance):" in ours
    assert "| Dimension  | Pairs |" in ours
    assert "stricter than the panel" in yours
    assert "Your lean by month, in levels" in yours
    assert "| Month" not in yours, "the chart says it already"


def test_the_last_summary_stands_in_the_channel_and_says_where_to_begin(transcript: str) -> None:
    summary = transcript.partition("filled in, not played")[2].partition("HOW THE PANEL READS")[0]
    assert "start there" in summary
    assert "[Figures]" in summary
