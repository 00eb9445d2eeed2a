"""The demo's story where somebody does by hand what it was about to do: it leaves that alone and tells the rest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.demo.discussion import discussed
from bot.demo.scene import Scene
from bot.demo.week import answered, closed, revealed, scored
from sandbox.people.person import Person
from storage.models import Ruling, Scorecard
from tests.kit.play import World, fill, story
from tests.kit.story import asked

Hand = Callable[[Person], None]


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


def by_hand(staged: Scene, *pauses: int, **hands: Hand) -> Scene:
    """The scene where in these people's forms somebody acts by hand, in these of the pauses with one open, from 0."""
    seen = dict.fromkeys(hands, 0)

    def pace(seconds: float) -> None:
        staged.pace(seconds)
        for name, act in hands.items():
            person = staged.people[name]
            if person.modal is not None:
                if seen[name] in pauses:
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


def test_whatever_somebody_does_to_a_form_the_story_scores_the_rest_of_the_pile(world: World) -> None:
    staged = asked(world, judge="none")
    answered(staged)
    closed(staged)
    goes_on = by_hand(staged, 0, 3, Tomás=submits, Kwame=wants_all_dimensions)  # as it came, then filled in
    scored(by_hand(goes_on, 0, 4, Priya=closes, Ingrid=reads_the_rubric))  # filled in a pause later, after these
    found = world.scorecards(staged.channel)
    assert {card.state for card in found} == {"submitted"}
    assert [card.rater for card in found if card.evidence == "thin"] == [staged.people["Tomás"].id] * 2
    assert [person.name for person in staged.people.values() if person.modal] == []
    assert "4 of 4 interviewers done" in staged.thread[0]["text"]


def test_who_finished_their_pile_by_hand_is_skipped(world: World) -> None:
    def finishes(person: Person) -> None:
        while person.modal is not None and person.modal["callback_id"] == "scorecard":
            submits(person)

    staged = asked(world, judge="none")
    answered(staged)
    closed(staged)
    scored(by_hand(staged, 1, Tomás=finishes))
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

    scored(by_hand(staged, 1, Tomás=shows_the_scores))
    assert staged.round.stage == "revealed"
    assert staged.people["Tomás"].modal is None
    assert {card.phase for card in world.scorecards(staged.channel)} == {"blind"}


@pytest.mark.parametrize("pause", [0, 1])
def test_a_private_answer_that_was_handed_in_by_hand_stands(world: World, pause: int) -> None:
    def writes(person: Person) -> None:
        person.fill({"answer": story(70, about="my own bakery")})
        assert not person.submit()

    staged = asked(world, judge="none")
    answered(by_hand(staged, pause, Leila=writes))
    assert [text for text in world.texts(staged.channel) if "my own bakery" in text]
    assert len(world.texts(staged.channel)) == len(staged.told.stories)


@pytest.mark.parametrize("pause", [0, 1])
def test_who_closes_the_form_for_a_private_answer_tells_none(world: World, pause: int) -> None:
    staged = asked(world, judge="none")
    answered(by_hand(staged, pause, Leila=closes))
    assert {answer.origin for answer in world.answers(staged.channel)} == {"thread"}
    assert "3 answers so far" in staged.thread[0]["text"]


def test_who_answers_in_the_thread_meanwhile_has_no_private_answer(world: World) -> None:
    staged = asked(world, judge="none")
    told = story(70, about="my own bakery")
    question = staged.question_ts
    answered(by_hand(staged, 1, Leila=lambda leila: world.answer(leila, staged.channel, question, told)))
    assert told in world.texts(staged.channel)
    assert staged.people["Leila"].modal is None


@pytest.fixture
def out(world: World) -> Scene:
    """The story up to its talk."""
    staged = asked(world, judge="none")
    for step in (answered, closed, scored, revealed):
        step(staged)
    return staged


def test_who_closes_the_form_revises_and_records_nothing_and_what_is_then_done_by_hand_stands_alone(
    world: World, out: Scene
) -> None:
    def records(person: Person) -> None:
        person.fill({"text": "We agreed on this by hand."})
        assert not person.submit()

    discussed(by_hand(out, 0, Tomás=closes, Ingrid=closes))
    assert revised(world, out) == []
    assert not says_so(out)
    assert rulings(out) == []
    discussed(by_hand(out, 1, Tomás=submits, Ingrid=records))
    assert [card.evidence for card in revised(world, out)] == ["thin"]
    assert not says_so(out)
    assert [one.text for one in rulings(out)] == ["We agreed on this by hand."]


def revised(world: World, scene: Scene) -> list[Scorecard]:
    found = world.scorecards(scene.channel)
    return [card for card in found if (card.phase, card.state) == ("discussed", "submitted")]


def says_so(scene: Scene) -> bool:
    return any("I've revised my score" in one["text"] for one in scene.thread)


def rulings(scene: Scene) -> list[Ruling]:
    query = select(Ruling).where(Ruling.round_id == scene.round.id)
    return scene.look(lambda session: list(session.exec(query)))
