"""The demo's story: the whole of it as `calibrate demo --headless` tells it, and the quarter that it fills in."""

import re
import subprocess
import sys
from datetime import datetime

import pytest
from sqlmodel import col, select
from world import World, story

from bot.calibration.reporting import personal
from bot.calibration.team import Team, team
from bot.demo.clock import StoryClock
from bot.demo.discussion import discussed
from bot.demo.history import fill_in
from bot.demo.quarter import FILLED
from bot.demo.stage import Stage
from bot.demo.stories import load_stories
from bot.demo.week import answered
from storage.models import Answer, Assignment, Round, Scorecard


@pytest.fixture(scope="module")
def transcript() -> str:
    command = [sys.executable, "-c", "from bot.cli import main; main()", "demo", "--headless"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (told.returncode, told.stderr) == (0, "")
    return told.stdout


def asked(world: World, judge: str | None = None) -> Stage:
    """A channel of the demo's people where a question is open; `judge` is the kind that the channel chose."""
    told = load_stories()
    people = dict(zip(told.people, world.people(*told.people), strict=True))
    channel = world.channel(people.values())
    world.clock.at = world.plan(channel, [people[name] for name in told.interviewers], judge=judge)
    world.work()
    clock = StoryClock(world.clock.at)
    return Stage(world.sandbox, world.deps, clock, people, channel, world.deps.bank[told.question], told)


@pytest.fixture(scope="module")
def stage(world: World) -> Stage:
    """A channel where a question was asked and nobody answered, with a quarter filled in behind it."""
    staged = asked(world)
    world.advance(hours=48)
    world.advance(hours=48)
    fill_in(staged)
    return staged


def test_a_private_answer_and_the_exemplar_stand_in_the_thread_alike_until_the_reveal(transcript: str) -> None:
    before, _, after = transcript.partition("Friday 09:00")
    thread = before.partition("Wednesday 09:00")[2]
    assert thread.count("Calibrate:\n  ANSWER ") == 2
    assert not re.search("pitched|written as", before)
    assert re.search(r"ANSWER \w: PANEL STAFF\+.*\n.*pitched Staff\+", after), (
        "in the untouched story it is dealt its level"
    )
    assert "written as " in after


def test_the_talk_ends_in_a_ruling_under_the_rubric(transcript: str) -> None:
    assert "I've revised my" in transcript
    assert "Where Mid and Senior part in Influence" in transcript


def test_what_was_filled_in_is_said_to_be(transcript: str) -> None:
    assert "are filled in, not played" in transcript


def test_both_reports_are_told_with_their_tables_and_charts(transcript: str) -> None:
    ours, _, yours = transcript.partition("HOW YOU SCORE: 13 WEEKS")
    ours = ours.partition("HOW THE PANEL READS: 13 WEEKS")[2]
    assert "#hiring: 12 rounds" in ours
    assert "Agreement over 8 rounds at a time (1 is always, 0 is chance):" in ours
    assert "| Dimension  | Pairs |" in ours
    assert "stricter than the panel" in yours
    assert "Your lean by month, in levels" in yours
    assert "| Month    | Scorecards |" in yours


def test_the_last_summary_stands_in_the_channel_as_one_plain_line(transcript: str) -> None:
    summary = transcript.partition("filled in, not played")[2].partition("HOW THE PANEL READS")[0]
    assert "Scores are out. 4 answers, 5 interviewers." in summary
    assert "Agreement" not in summary


def test_the_reports_find_the_leans_that_were_filled_in(stage: Stage) -> None:
    leans = stage.told.history.leans
    found = {
        name: stage.look(lambda session, name=name: personal(session, stage.people[name].id, 13, later(stage))).severity
        for name in stage.told.history.scorers
    }
    assert leans["Tomás"] < 0 < leans["Ingrid"]
    assert max(found, key=lambda name: found[name].severity or 0) == "Tomás", "who leans low is severe"
    assert min(found, key=lambda name: found[name].severity or 0) == "Ingrid"
    assert found["Tomás"].low is not None
    assert found["Tomás"].low > 0, "and it shows"


def test_agreement_rises_as_the_noise_fades(stage: Stage) -> None:
    trend = _team(stage).trend
    assert trend[-1].alpha > trend[0].alpha + 0.1


def test_the_judge_has_read_every_answer(stage: Stage) -> None:
    assert _team(stage).judge == "offline"
    written = select(Answer.id).join(Round).where(Round.channel_id == stage.channel)
    judged = select(Scorecard.answer_id).where(Scorecard.kind == "judge", col(Scorecard.answer_id).in_(written))
    found = stage.look(lambda session: (session.exec(written).all(), session.exec(judged).all()))
    assert sorted(found[0]) == sorted(found[1])
    assert len(found[0]) == 4 * FILLED + 1, "the round that was played has its exemplar"


def test_nobody_scores_their_own_answer(stage: Stage) -> None:
    scored = select(Answer.author, Scorecard.rater).join(Scorecard)
    dealt = select(Answer.author, Assignment.rater).join(Assignment)
    pairs = stage.look(lambda session: [*session.exec(scored), *session.exec(dealt)])
    assert [author for author, rater in pairs if author == rater] == []


def test_a_story_that_was_never_told_is_not_discussed(stage: Stage) -> None:
    before = stage.clock.now()
    discussed(stage)
    assert (stage.clock.now() - before).seconds < 60


def test_no_history_is_written_beside_a_question_that_is_still_open(world: World) -> None:
    staged = asked(world)
    with pytest.raises(RuntimeError, match="still open; `/calibrate next` moves it on"):
        fill_in(staged)
    assert [one.stage for one in staged.rounds] == ["collecting"]


def test_whoever_answered_by_hand_is_left_alone(world: World) -> None:
    staged = asked(world, judge="none")
    world.answer(staged.people["Leila"], staged.channel, staged.question_ts, story(70, about="my own bakery"))
    answered(staged)
    world.work()
    told = {answer.author: answer for answer in world.answers(staged.channel)}
    assert set(told) == {staged.people[one.author].id for one in staged.told.stories}
    assert "my own bakery" in told[staged.people["Leila"].id].text


def test_who_answers_privately_has_no_message_in_the_thread(world: World) -> None:
    staged = asked(world, judge="none")
    answered(staged)
    world.work()
    found = {answer.author: answer.message_ts for answer in world.answers(staged.channel)}
    leila = staged.people["Leila"]
    assert [author for author, ts in found.items() if ts is None] == [leila.id]
    assert leila.modal is None
    assert leila.id not in [message["user"] for message in staged.thread]


def later(stage: Stage) -> datetime:
    """When the newest scores came out."""
    assert stage.round.revealed_at is not None
    return stage.round.revealed_at


def _team(stage: Stage) -> Team:
    return stage.look(lambda session: team(session, stage.channel, 13, later(stage)))
