"""Practice stories of a team's own questions: four or none, and what goes on without them."""

from pathlib import Path

import pytest

from bot.calibration.practice import ending, record, start
from bot.calibration.scorecards import Scores
from bot.refusals import Refusal
from bot.work import Work
from scoring.bank.questions import Bank, Question, load_bank
from scoring.documents import DocumentError
from scoring.rubric import LEVELS
from storage.database import unit
from storage.models import PracticeScore
from tests.kit.look import words
from tests.kit.own_questions import BANK, PROMPT, add, bank_of, edit, noted, own, questions
from tests.kit.play import World, fill, story

pytestmark = pytest.mark.usefixtures("no_question_stays")


def test_a_round_on_a_question_without_exemplars_goes_through_to_its_reveal(world: World) -> None:
    ana, ben, cem = world.people("Ana", "Ben", "Cem")
    row = add(world, ana)
    channel = world.channel([ana, ben, cem])
    world.plan(channel, [ana, ben, cem])
    ts = world.ask(channel, row.slug, by=ana)
    for person, level in ((ana, "mid"), (ben, "senior")):
        world.answer(person, channel, ts, BANK["raising-the-bar"].exemplar(level).text)
    world.next(ana, channel)
    assert sorted((answer.letter, answer.origin) for answer in world.answers(channel)) == [
        ("A", "thread"),
        ("B", "thread"),
    ]
    assert [world.score(person, channel, ts, level) for person, level in ((ana, "mid"), (cem, "staff"))] == [1, 2]
    assert "Scores are out in" in world.next(ana, channel)
    thread = [message["text"] for message in world.sandbox.thread(channel, ts)]
    assert sum("On call" in text or text.startswith("Answer ") for text in thread) >= 2
    assert any("Scores are out." in text for text in thread), thread
    assert {card.status for card in world.scorecards(channel, "judge")} == {"scored"}


def test_such_a_round_that_nobody_answered_ends_without_fuss(world: World) -> None:
    (ana,) = world.people("Ana")
    row = add(world, ana)
    channel = world.channel([ana])
    ts = world.ask(channel, row.slug, by=ana)
    world.next(ana, channel)
    assert world.answers(channel) == []
    assert "Scores are out in" in world.next(ana, channel)
    assert world.round(channel).stage == "revealed"
    assert "0 answers" in str(world.sandbox.thread(channel, ts))


def test_pasted_exemplars_join_rounds_and_are_practised(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    row = add(world, ana, exemplars=True)
    assert [exemplar["level"] for exemplar in row.question["exemplars"]] == list(LEVELS)
    assert "four practice stories" in questions(world, ana)
    assert ("exemplars changed", ana.id) in noted(world, row)
    channel = world.channel([ana, ben])
    ts = world.ask(channel, row.slug, by=ana)
    world.next(ana, channel)
    (answer,) = world.answers(channel)
    assert answer.text == story(120, f"the {answer.exemplar} rota")
    world.score(ana, channel, ts, "mid")
    assert "Scores are out in" in world.next(ana, channel)
    with unit(world.deps.engine, world.sandbox.team_id) as session:
        session.add(PracticeScore(person=ben.id, run=1, slug=row.slug, level="senior"))
    ben.command("/calibrate", "practice", channel)
    assert ben.modal is not None
    assert PROMPT in words(ben.modal)
    assert fill(ben, "mid", "adequate") is None
    said = words(ben.modal)
    assert "written as *Senior*, you read *Mid*. One level lower." in said
    assert "Scope" not in said, "nobody wrote a level for a dimension"
    ben.submit()
    assert "You read 0 of 1 as they were written." in words(ben.modal)


def test_exemplars_are_four_or_none(world: World) -> None:
    (ana,) = world.people("Ana")
    row = add(world, ana, exemplars=True)
    edit(world, ana, row)
    ana.submit()
    ana.fill({"junior": None, "staff": " "})
    assert ana.submit() == dict.fromkeys(("junior", "staff"), "Paste all four, or none.")
    ana.fill(dict.fromkeys(LEVELS))
    assert ana.submit() is None
    assert own(world)[0].question["exemplars"] == []


def test_exemplars_that_were_left_as_they_are_are_no_change(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    row = add(world, ana, exemplars=True)
    edit(world, ben, row)
    assert ben.submit() is None
    assert ben.submit() is None
    assert own(world)[0].question == row.question
    assert noted(world, row)[-1] == ("question changed", ben.id)


def test_practice_goes_on_where_a_question_was_retired_meanwhile(world: World) -> None:
    (ana,) = world.people("Ana")
    row = add(world, ana, exemplars=True)
    full = bank_of(world)
    bare = Question.model_validate(row.question | {"exemplars": []})
    alone: Bank = {slug: full[slug] for slug in (row.slug, "raising-the-bar")}
    with unit(world.deps.engine, world.sandbox.team_id) as session:
        session.add_all(
            PracticeScore(person=ana.id, run=1, slug=slug, level="mid") for slug in (row.slug, "raising-the-bar")
        )
        session.flush()
        work = Work(session, world.sandbox.team_id, world.clock.at, world.deps.settings, world.deps.queue)
        first = start(work, ana.id, alone)
        assert (first.position, first.of) == (1, 2)
        for left in ({**alone, row.slug: bare}, {"raising-the-bar": alone["raising-the-bar"]}):
            following = start(work, ana.id, left)
            assert (following.prompt, following.position, following.of) == (BANK["raising-the-bar"].prompt, 1, 1)
            with pytest.raises(Refusal):
                record(session, ana.id, first.id, Scores("mid", "thin", {}), left, world.clock.at)
            with pytest.raises(Refusal):
                ending(session, ana.id, left)


def test_a_file_of_the_bank_still_has_to_be_whole(tmp_path: Path) -> None:
    source = (Path("scoring/bank/questions") / "raising-the-bar.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(source[: source.index("exemplars:")].replace("raising-the-bar", "mine"), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"mine\.yaml:1: exemplars: Field required"):
        load_bank([tmp_path])
