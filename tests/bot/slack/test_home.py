"""Home: what waits for a person, what the app is, and for managers what they look after."""

from typing import Any

from sqlmodel import Session

from bot.calibration.verdicts import to_look_at
from bot.views.home import look_modal
from sandbox.people.person import Person
from storage.models import Scorecard
from tests.kit.look import words
from tests.kit.play import World, fill


def home(world: World, person: Person) -> str:
    """What the Home tab says once it is opened."""
    return words(world.home(person))


def test_home_of_somebody_new_says_what_the_app_is_and_that_nothing_waits(world: World) -> None:
    (ana,) = world.people("Ana")
    said = home(world, ana)
    assert said.startswith("Nothing is waiting for you.")
    assert "must not be fed real candidates, and never decides a hire" in said
    ana.press_home("rubric")
    assert ana.modal is not None
    assert ana.modal["title"]["text"] == "The rubric"


def pressable(home: Any) -> list[str]:
    """The names of what there is to press, in order."""
    rows = [block.get("elements") or [block.get("accessory") or {}] for block in home["blocks"]]
    return [element["action_id"] for row in rows for element in row if "action_id" in element]


def test_what_is_a_members_comes_first_and_what_is_a_managers_stands_with_the_rounds_they_manage(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel = world.channel([ana, gil])
    world.plan(channel, [gil])
    ts = world.ask(channel, by=ana)
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    members = ["score", "practise", "rubric", "away", "change_reminders", "suggest", "my_data"]
    managers = ["manage", "nudges", "next_questions", "questions", "setup", "team_report", "changes"]
    shown = [one for one in pressable(world.home(gil)) if one != "suggestions"]  # there where some wait
    assert shown == [*members, *managers]
    said = words(gil.home)
    assert said.index("Reminders are on") < said.index("*Rounds that you manage*") < said.index("It is practice")
    with world.managed_by(ana):
        assert pressable(world.home(gil)) == members
        assert "manage" not in words(gil.home)


def test_an_interviewer_scores_from_home_what_was_dealt_to_them_until_nothing_waits(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, ts = world.open_round([ana], [gil])
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    assert home(world, gil).startswith("*2 answers wait for you.* Scores come out <!date^")
    gil.press_home("score")
    count = 0
    while gil.modal and gil.modal["callback_id"] == "scorecard":
        assert fill(gil, "mid", "thin") is None
        count += 1
    assert count == 2
    assert home(world, gil).startswith("Nothing is waiting for you.")


def test_home_offers_nobody_answers_that_were_not_dealt_to_them(world: World) -> None:
    ana, gil, sam = world.people("Ana", "Gil", "Sam")
    channel, ts = world.open_round([ana], [gil])
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    assert home(world, sam).startswith("Nothing is waiting for you.")
    world.forge_press(sam, sam.dm, sam.post(sam.dm, "hello"), "score", "")
    assert sam.modal is not None
    assert words(sam.modal["blocks"]).startswith("Nothing waits for you here.")


def test_home_follows_a_round_and_ones_own_scores_without_being_opened_again(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = world.open_round([ana], [gil, hao])
    home(world, gil)
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    world.advance(seconds=3)
    assert words(gil.home).startswith("*2 answers wait for you.*")
    gil.press_home("score")
    while gil.modal and gil.modal["callback_id"] == "scorecard":
        assert fill(gil, "mid", "thin") is None
    world.advance(seconds=3)
    assert words(gil.home).startswith("Nothing is waiting for you.")
    assert "scores come out" in words(gil.home)
    world.next(ana, channel)
    world.advance(seconds=3)
    assert "scores come out" not in words(gil.home)


def test_home_of_who_acts_elsewhere_is_left_until_they_come_back_to_it(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, ts = world.open_round([ana], [gil])
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    assert home(world, gil).startswith("*2 answers wait for you.*")
    assert world.score(gil, channel, ts) == 2
    world.advance(seconds=3)
    assert words(gil.home).startswith("*2 answers wait for you.*"), "it is not in front of them"
    assert home(world, gil).startswith("Nothing is waiting for you.")
    gil.command("/calibrate", "help", channel)
    world.next(ana, channel)
    world.advance(seconds=3)
    assert "scores come out" in words(gil.home)
    assert "scores come out" not in home(world, gil)


def test_home_shows_who_only_answers_the_open_round_and_the_way_to_answer(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, ts = world.open_round([ana], [gil])
    world.stories(channel, ts, [ana])
    world.next(gil, channel)
    world.next(gil, channel)
    world.ask(channel, "saying-no", by=gil)
    assert "*Saying no*" in home(world, ana) or "answers close" in home(world, ana)
    ana.press_home("answer", world.round(channel).public_id)
    assert ana.modal is not None
    assert ana.modal["title"]["text"] == "Your answer"


def test_what_the_judge_said_of_an_answer_that_waits_is_told_nobody_before_the_reveal(world: World) -> None:
    channel, _, _, _ = world.open_scoring(authors=1)
    answer = world.answers(channel)[0]

    def doubtful(session: Session) -> None:
        reason = "The answer seems to speak to the judge (“ignore the rubric”)"
        card = Scorecard(
            answer_id=answer.id,
            rater="offline",
            kind="judge",
            status="needs_review",
            reason=reason,
            tells_level=True,
            rubric_version="",
            changed_at=world.clock.now(),
            answer_version=answer.version,
            model="x",
        )
        session.add(card)

    world.look_and_change(doubtful)
    (look,) = world.look(lambda session: to_look_at(session, [channel]))
    assert look.reason is None
    said = words(look_modal([(look, None)]))
    assert "A person has to look at it. What the judge said is shown once scores are out." in said
