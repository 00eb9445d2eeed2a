"""Anybody suggests a question: managers hear of it once and settle it, and its author hears what became of it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import col, delete, select

from bot.calibration.audit import trail
from bot.calibration.forgetting import forget, my_data
from bot.views.audit import DONE
from sandbox.people.person import Person
from storage.database import unit
from storage.models import AuditEvent, CustomQuestion, SuggestedQuestion
from tests.kit.look import notice, said, words
from tests.kit.play import World

PROMPT = "Tell me about a time a <tool> let you down."


@pytest.fixture(autouse=True)
def _only_those_of_the_test(world: World) -> Iterator[None]:
    _clear(world)  # other files leave some, too
    world.clock.to_monday()  # managers hear of them in working hours
    yield
    _clear(world)


def _clear(world: World) -> None:
    with unit(world.deps.engine, world.sandbox.team_id) as session:
        for model in (SuggestedQuestion, CustomQuestion):
            session.exec(delete(model))
        session.exec(delete(AuditEvent).where(col(AuditEvent.subject).startswith("question ")))


def suggest(world: World, person: Person, prompt: str = PROMPT, why: str = "It shows what they lean on.") -> str:
    """Has somebody suggest a question from the shortcut; what they are told."""
    person.shortcut("suggest_question")
    person.fill({"prompt": prompt, "why": why})
    assert person.submit() is None
    world.work()
    return notice(person)


def rows(world: World) -> list[SuggestedQuestion]:
    query = select(SuggestedQuestion).order_by(col(SuggestedQuestion.id))
    return world.look(lambda session: session.exec(query).all())


def told(person: Person) -> str:
    return words([message.get("blocks") or message for message in person.dms()]) + str(
        [message["text"] for message in person.dms()]
    )


def complete(person: Person, **changed: Any) -> None:
    """Fills what the form for a question still lacks, and saves it."""
    person.fill({"name": "Let down", "new_competency": "Tools", "focus": ["Scope", "Delivery", "Reflection"]} | changed)
    assert person.submit() is None
    person.fill({f"probes_{one}": "What then?" for one in ("scope", "delivery", "reflection")})
    assert person.submit() is None


def test_a_suggestion_reaches_managers_once_and_becomes_a_question_that_its_author_hears_of(world: World) -> None:
    mia, ana = world.people("Mia", "Ana")
    with world.managed_by(mia):
        assert "I'll tell you what becomes of it" in suggest(world, ana)
        (message,) = mia.dms()
        assert f"<@{ana.id}> suggests a question" in message["text"]
        assert "Tell me about a time a &lt;tool&gt; let you down." in message["text"]
        assert "*Suggested*: 1 question for you" in words(world.home(mia))
        mia.press_home("suggestions")
        assert "It shows what they lean on." not in said(mia), "the list is short; the form holds the rest"
        mia.tap("suggestion_open")
        assert "It shows what they lean on." in str(mia.modal), "the form begins with what was suggested"
        complete(mia, prompt="Tell me about a time a tool let you down.")
        mia.close_modal()
        world.work()
        (question,) = world.look(lambda session: session.exec(select(CustomQuestion)).all())
        (row,) = rows(world)
        assert (question.slug, question.added_by) == ("let-down", mia.id)
        assert (row.question_id, row.settled_by) == (question.id, mia.id)
        assert "took up your question" in told(ana)
        assert "Now it says “Tell me about a time a tool let you down.”" in told(ana)
        assert len(ana.dms()) == len(mia.dms()) == 1
        assert "*Suggested*" not in words(world.home(mia))


def test_managers_hear_of_a_suggestion_in_their_working_hours_unless_it_is_settled_by_then(world: World) -> None:
    mia, nia, ana = world.people("Mia", "Nia", "Ana")
    world.clock.to_monday()
    world.advance(hours=10)  # in the evening in Berlin
    with world.managed_by(mia, nia):
        suggest(world, ana)
        suggest(world, ana, "Tell me about a time you were bored.")
        assert mia.dms() == []
        world.home(nia)
        nia.press_home("suggestions")
        nia.tap("suggestion_decline")
        nia.fill({"word": "We ask that already."})
        assert not nia.submit()
        nia.close_modal()
        world.advance(hours=13)
        assert [len(one.dms()) for one in (mia, nia, ana)] == [1, 1, 1]
        assert "you were bored" in mia.dms()[0]["text"]


def test_a_suggestion_is_declined_with_a_word(world: World) -> None:
    mia, ana = world.people("Mia", "Ana")
    with world.managed_by(mia):
        suggest(world, ana)
        mia.press(mia.dm, mia.dms()[0]["ts"], "suggestions")
        mia.tap("suggestion_decline")
        mia.fill({"word": " "})
        assert list(mia.submit() or {}) == ["word"]
        mia.fill({"word": "We have <one> like it."})
        assert mia.submit() is None
        assert "No suggestion is waiting." in said(mia)
        world.work()
        deeds = world.look(lambda session: trail(session, 5, channels=set()))
        assert [(deed.what, deed.actor) for deed in deeds][:1] == [("suggestion declined", mia.id)]
        assert deeds[0].what in DONE
    assert f"<@{mia.id}> passed on your question" in told(ana)
    assert "We have &lt;one&gt; like it." in told(ana)
    assert world.look(lambda session: session.exec(select(CustomQuestion)).all()) == []


def test_home_has_it_too_and_nobody_floods_the_managers(world: World) -> None:
    mia, ana = world.people("Mia", "Ana")
    with world.managed_by(mia):
        world.home(ana)
        ana.press_home("suggest")
        ana.fill({"prompt": "   "})
        assert list(ana.submit() or {}) == ["prompt"]
        ana.fill({"prompt": PROMPT})
        assert ana.submit() is None
        ana.close_modal()
        for number in range(4):
            suggest(world, ana, f"Question {number}?")
        assert "Five of your suggestions are still waiting" in suggest(world, ana, "One more?")
        assert len(rows(world)) == 5


def test_what_one_manager_settled_another_cannot_settle_again(world: World) -> None:
    mia, max_, ana = world.people("Mia", "Max", "Ana")
    with world.managed_by(mia, max_):
        suggest(world, ana)
        for one in (mia, max_):
            one.press(one.dm, one.dms()[0]["ts"], "suggestions")
        max_.tap("suggestion_open")
        mia.tap("suggestion_decline")
        mia.fill({"word": "Not now."})
        mia.submit()
        max_.fill({"name": "Late", "new_competency": "Tools", "focus": ["Scope", "Delivery", "Reflection"]})
        max_.submit()
        assert "Somebody settled this suggestion meanwhile." in said(max_)
        world.work()
    assert len(ana.dms()) == 1


def test_only_managers_see_and_settle_suggestions(world: World) -> None:
    mia, ana, ben = world.people("Mia", "Ana", "Ben")
    with world.managed_by(mia):
        suggest(world, ana)
        (row,) = rows(world)
        assert "*Suggested*" not in words(world.home(ben))
        world.forge_tap(ben, ben.home or {}, "suggestions")
        assert "Only the people who manage" in notice(ben)
        for action_id in ("suggestion_open", "suggestion_decline"):
            ben.shortcut("suggest_question")
            world.forge_tap(ben, ben.modal or {}, action_id, value=row.public_id)
            assert "Only the people who manage" in notice(ben)
        mia.press(mia.dm, mia.dms()[0]["ts"], "suggestions")
        mia.tap("suggestion_decline")
        assert mia.modal is not None
        mia.fill({"word": "No."})
        world.forge_submit(ben, mia.modal)
    assert rows(world)[0].settled_at is None


def test_what_somebody_suggested_is_theirs_to_have_and_to_have_forgotten(world: World) -> None:
    mia, ana = world.people("Mia", "Ana")
    with world.managed_by(mia):
        suggest(world, ana)
    assert "let you down" in json.dumps(world.look(lambda session: my_data(session, ana.id)))
    world.change(lambda work: forget(work, ana.id))
    assert rows(world) == []
