"""The demo's story: the whole of it as `calibrate demo --headless` tells it, and the quarter that it fills in."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.calibration.reports.panel import Team, team
from bot.calibration.reports.personal import personal
from bot.demo.clock import StoryClock
from bot.demo.discussion import discussed
from bot.demo.history import fill_in
from bot.demo.quarter import FILLED
from bot.demo.scene import Scene
from bot.demo.stories import load_stories
from bot.demo.week import answered, closed, revealed, scored
from sandbox.people.person import Person
from scoring.bank.questions import load_bank
from storage.models import Answer, Assignment, Round, Ruling, Scorecard
from tests.kit.clock import Clock
from tests.kit.play import World, fill, story

Hand = Callable[[Person], None]


@pytest.fixture(scope="module")
def transcript() -> str:
    command = [sys.executable, "-c", "from bot.terminal.cli import main; main()", "demo", "--headless"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert (told.returncode, told.stderr) == (0, "")
    return told.stdout


class WorldsClock(StoryClock):
    """The story's clock, where the world's is the bot's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.at

    def jump_to(self, moment: datetime) -> None:
        self._clock.at = max(self._clock.at, moment)

    def pass_time(self, duration: timedelta) -> None:
        self._clock.at += duration


def asked(world: World, judge: str | None = None) -> Scene:
    """A channel of the demo's people where a question is open; `judge` is the kind that the channel chose."""
    told = load_stories()
    people = dict(zip(told.people, world.people(*told.people), strict=True))
    channel = world.channel(people.values())
    world.clock.at = world.plan(channel, [people[name] for name in told.interviewers], judge=judge)
    world.work()
    question = world.deps.bank[told.question]
    return Scene(
        world.sandbox,
        world.deps,
        WorldsClock(world.clock),
        people,
        channel,
        question,
        told,
        pace=lambda _seconds: world.work(),
    )


@pytest.fixture(scope="module")
def scene(world: World) -> Scene:
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
    assert "Where Mid and Senior part in Influence" in talk
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


def test_the_last_summary_stands_in_the_channel_and_says_where_to_begin(transcript: str) -> None:
    summary = transcript.partition("filled in, not played")[2].partition("HOW THE PANEL READS")[0]
    assert "start there" in summary
    assert "[Figures]" in summary


def test_the_reports_find_the_leans_that_were_filled_in(scene: Scene) -> None:
    leans = scene.told.history.leans
    found = {
        name: scene.look(lambda session, name=name: personal(session, scene.people[name].id, 13, later(scene))).severity
        for name in scene.told.history.scorers
    }
    assert leans["Tomás"] < 0 < leans["Ingrid"]
    assert max(found, key=lambda name: found[name].severity or 0) == "Tomás", "who leans low is severe"
    assert min(found, key=lambda name: found[name].severity or 0) == "Ingrid"
    assert found["Tomás"].low is not None
    assert found["Tomás"].low > 0, "and it shows"


def test_agreement_rises_as_the_noise_fades(scene: Scene) -> None:
    trend = _team(scene).trend
    assert trend[-1].alpha > trend[0].alpha + 0.1


def test_the_judge_has_read_every_answer(scene: Scene) -> None:
    assert _team(scene).judge == "offline"
    written = select(Answer.id).join(Round).where(Round.channel_id == scene.channel)
    judged = select(Scorecard.answer_id).where(Scorecard.kind == "judge", col(Scorecard.answer_id).in_(written))
    found = scene.look(lambda session: (session.exec(written).all(), session.exec(judged).all()))
    assert sorted(found[0]) == sorted(found[1])
    assert len(found[0]) == 4 * FILLED + 1, "the round that was played has its exemplar"


def test_nobody_scores_their_own_answer(scene: Scene) -> None:
    scored = select(Answer.author, Scorecard.rater).join(Scorecard)
    dealt = select(Answer.author, Assignment.rater).join(Assignment)
    pairs = scene.look(lambda session: [*session.exec(scored), *session.exec(dealt)])
    assert [author for author, rater in pairs if author == rater] == []


def test_a_story_that_was_never_told_is_not_discussed(scene: Scene) -> None:
    before = scene.clock.now()
    discussed(scene)
    assert (scene.clock.now() - before).seconds < 60


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


def by_hand(staged: Scene, world: World, pause: int, **hands: Hand) -> Scene:
    """The scene where in these people's forms somebody acts by hand, in the n-th pause with one open, from 0 on."""
    seen = dict.fromkeys(hands, 0)

    def pace(_seconds: float) -> None:
        world.work()
        for name, act in hands.items():
            person = staged.people[name]
            if person.modal is not None:
                if seen[name] == pause:
                    act(person)
                seen[name] += 1

    return replace(staged, pace=pace)


def closes(person: Person) -> None:
    person.close_modal()


def submits(person: Person) -> None:
    assert not fill(person, "staff", "thin")


def reads_the_rubric(person: Person) -> None:
    person.tap("rubric_push")


def wants_all_dimensions(person: Person) -> None:
    person.tap("more_dimensions")


@pytest.mark.parametrize("pause", [0, 1])
def test_whatever_somebody_does_to_a_form_the_story_scores_the_rest_of_the_pile(world: World, pause: int) -> None:
    staged = asked(world, judge="none")
    answered(staged)
    closed(staged)
    hands = {"Priya": closes, "Tomás": submits, "Ingrid": reads_the_rubric, "Kwame": wants_all_dimensions}
    scored(by_hand(staged, world, pause, **hands))
    found = world.scorecards(staged.channel)
    assert {card.state for card in found} == {"submitted"}
    assert [card.rater for card in found if card.evidence == "thin"] == [staged.people["Tomás"].id]
    assert [person.name for person in staged.people.values() if person.modal] == []
    assert "4 of 4 interviewers done" in staged.thread[0]["text"]


def test_who_finished_their_pile_by_hand_is_skipped(world: World) -> None:
    def finishes(person: Person) -> None:
        while person.modal is not None and person.modal["callback_id"] == "scorecard":
            submits(person)

    staged = asked(world, judge="none")
    answered(staged)
    closed(staged)
    scored(by_hand(staged, world, 1, Tomás=finishes))
    found = [card for card in world.scorecards(staged.channel) if card.rater == staged.people["Tomás"].id]
    assert {card.evidence for card in found} == {"thin"}


def test_scores_that_came_out_by_hand_leave_nothing_to_score(world: World) -> None:
    staged = asked(world, judge="none")
    answered(staged)
    closed(staged)
    manager = staged.people["Priya"]
    world.clock.at += timedelta(minutes=1)

    def shows_the_scores(_person: Person) -> None:
        manager.command("/calibrate", "next", staged.channel)
        manager.submit()
        manager.close_modal()

    scored(by_hand(staged, world, 1, Tomás=shows_the_scores))
    assert staged.round.stage == "revealed"
    assert staged.people["Tomás"].modal is None
    assert {card.phase for card in world.scorecards(staged.channel)} == {"blind"}


@pytest.mark.parametrize("pause", [0, 1])
def test_a_private_answer_that_was_handed_in_by_hand_stands(world: World, pause: int) -> None:
    def writes(person: Person) -> None:
        person.fill({"answer": story(70, about="my own bakery")})
        assert not person.submit()

    staged = asked(world, judge="none")
    answered(by_hand(staged, world, pause, Leila=writes))
    assert [text for text in world.texts(staged.channel) if "my own bakery" in text]
    assert len(world.texts(staged.channel)) == len(staged.told.stories)


@pytest.mark.parametrize("pause", [0, 1])
def test_who_closes_the_form_for_a_private_answer_tells_none(world: World, pause: int) -> None:
    staged = asked(world, judge="none")
    answered(by_hand(staged, world, pause, Leila=closes))
    assert {answer.origin for answer in world.answers(staged.channel)} == {"thread"}
    assert "3 answers so far" in staged.thread[0]["text"]


def test_who_answers_in_the_thread_meanwhile_has_no_private_answer(world: World) -> None:
    staged = asked(world, judge="none")
    told = story(70, about="my own bakery")
    question = staged.question_ts
    answered(by_hand(staged, world, 1, Leila=lambda leila: world.answer(leila, staged.channel, question, told)))
    assert told in world.texts(staged.channel)
    assert staged.people["Leila"].modal is None


@pytest.fixture
def out(world: World) -> Scene:
    """The story up to its talk."""
    staged = asked(world, judge="none")
    for step in (answered, closed, scored, revealed):
        step(staged)
    return staged


@pytest.mark.parametrize("pause", [1])
def test_what_was_revised_and_recorded_by_hand_stands_alone(world: World, out: Scene, pause: int) -> None:
    def records(person: Person) -> None:
        person.fill({"text": "We agreed on this by hand."})
        assert not person.submit()

    discussed(by_hand(out, world, pause, Tomás=submits, Ingrid=records))
    assert [card.evidence for card in revised(world, out)] == ["thin"]
    assert not says_so(out)
    assert [one.text for one in rulings(out)] == ["We agreed on this by hand."]


@pytest.mark.parametrize("pause", [0])
def test_who_closes_the_form_revises_and_records_nothing_and_does_not_say_so(
    world: World, out: Scene, pause: int
) -> None:
    discussed(by_hand(out, world, pause, Tomás=closes, Ingrid=closes))
    assert revised(world, out) == []
    assert not says_so(out)
    assert rulings(out) == []


def revised(world: World, scene: Scene) -> list[Scorecard]:
    found = world.scorecards(scene.channel)
    return [card for card in found if (card.phase, card.state) == ("discussed", "submitted")]


def says_so(scene: Scene) -> bool:
    return any("I've revised my score" in one["text"] for one in scene.thread)


def rulings(scene: Scene) -> list[Ruling]:
    query = select(Ruling).where(Ruling.round_id == scene.round.id)
    return scene.look(lambda session: list(session.exec(query)))


def later(scene: Scene) -> datetime:
    """When the newest scores came out."""
    assert scene.round.revealed_at is not None
    return scene.round.revealed_at


def _team(scene: Scene) -> Team:
    return scene.look(lambda session: team(session, scene.channel, 13, later(scene)))
