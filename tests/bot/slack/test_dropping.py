"""A round that is taken back: it ends without scores, and nothing of it is kept."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from sandbox import messages
from sandbox.people.person import Person
from storage.models import Answer, AnswerMessage, Rating, Scorecard
from tests.kit.look import notice, said
from tests.kit.play import World, story


def drop(world: World, person: Person, channel: str) -> str:
    """Has a person drop the round by command; what they are told."""
    person.command("/calibrate", "drop", channel)
    assert not person.submit()
    world.work()
    return notice(person)


def kept(world: World, channel: str) -> list[Any]:
    """What the database holds of what people wrote and scored in a channel's newest round."""
    round_id = world.round(channel).id

    def read(session: Session) -> list[Any]:
        cards = select(Scorecard.id).join(Answer, col(Answer.id) == Scorecard.answer_id)
        found = list(session.exec(cards.where(Answer.round_id == round_id)))
        found += session.exec(select(Rating.id).where(col(Rating.scorecard_id).in_(found))).all()
        found += session.exec(select(AnswerMessage.id).where(AnswerMessage.round_id == round_id)).all()
        return found + [text for text in session.exec(select(Answer.text).where(Answer.round_id == round_id)) if text]

    return list(world.look(read))


def test_dropping_a_round_says_what_goes_and_then_nothing_of_it_is_left(world: World) -> None:
    world.clock.to_monday()
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    world.score(gil, channel, ts, "mid")
    assert kept(world, channel)
    own = [one["ts"] for one in world.sandbox.thread(channel, ts) if one.get("user") == ana.id]
    ana.command("/calibrate", "drop", channel)
    assert "It ends without scores. 2 answers and all scorecards are deleted" in said(ana)
    assert not ana.submit()
    world.work()
    assert "is dropped" in notice(ana)
    assert world.round(channel).stage == "cancelled"
    assert kept(world, channel) == []
    left = [one for one in world.sandbox.messages(channel) if one.get("subtype") != "tombstone"]
    assert {one["ts"] for one in left if one.get("text")} <= {*own}, "the bot's own posts are gone, people's stay"
    for person in (gil, hao):
        assert person.dms()[0]["text"].startswith("This round was dropped, so there is nothing to score")
    world.ask(channel, "saying-no", by=ana)
    assert world.round(channel).stage == "collecting"


def test_who_answered_hears_once_that_their_round_was_dropped(world: World) -> None:
    world.clock.to_monday()
    channel, _, (ana, ben, cem), _ = world.open_scoring(authors=3)
    drop(world, ana, channel)
    for author in (ben, cem):
        (told,) = author.dms()
        assert told["text"].startswith(f"The round in <#{channel}> was dropped: ")
        assert "Your answer isn't scored" in told["text"]
    assert ana.dms() == [], "who dropped it knows"


def test_so_does_who_answered_privately_or_wants_no_reminders_but_not_who_has_left(world: World) -> None:
    world.clock.to_monday()
    ana, ben, cem, dora = world.people("Ana", "Ben", "Cem", "Dora")
    channel, ts = world.open_round([ana, ben, cem, dora])
    ben.press(channel, ts, "answer")
    ben.fill({"answer": story(70, "my own bakery")})
    assert not ben.submit()
    cem.open_home()
    world.idle()
    cem.press_home("change_reminders")
    for author in (cem, dora):
        world.answer(author, channel, ts)
    dora.leave(channel)
    drop(world, ana, channel)
    heard = [[one["text"].split(" in ")[0] for one in author.dms()] for author in (ben, cem, dora)]
    assert heard == [["The round"], ["The round"], []]


def test_so_do_they_where_somebody_deleted_the_question_but_not_who_took_their_answer_back(world: World) -> None:
    world.clock.to_monday()
    ana, ben, cem = world.people("Ana", "Ben", "Cem")
    channel, ts = world.open_round([ana, ben, cem])
    world.answer(ben, channel, ts)
    cem.delete(channel, world.answer(cem, channel, ts))
    world.work()
    messages.delete(world.sandbox.workspace, world.sandbox.workspace.channels[channel], ts)
    world.work()
    assert [one["text"].split(" in ")[0] for one in ben.dms()] == ["The round"]
    assert cem.dms() == []


def test_a_round_whose_scores_are_out_or_that_is_another_by_now_is_not_dropped(world: World) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    for person in (gil, hao):
        world.score(person, channel, ts)
    ana.command("/calibrate", "drop", channel)
    world.next(gil, channel)
    assert not ana.submit()
    assert "moved on meanwhile" in notice(ana)
    assert world.round(channel).stage == "revealed"
    ana.command("/calibrate", "drop", channel)
    assert "No question is open" in ana.ephemerals(channel)[-1]["text"]


def test_only_who_manages_drops_a_round_also_with_a_form_of_their_own(world: World) -> None:
    channel, _, (ana,), (gil, _) = world.open_scoring(authors=1)
    with world.managed_by(ana):
        gil.command("/calibrate", "drop", channel)
        assert "manage" in gil.ephemerals(channel)[-1]["text"]
        ana.command("/calibrate", "drop", channel)
        assert ana.modal is not None
        reply = world.forge_submit(gil, ana.modal)
        assert "Only the people who manage" in str(reply)
    assert world.round(channel).stage == "scoring"


def test_home_drops_a_round_as_well(world: World) -> None:
    channel, _, (ana,), _ = world.open_scoring(authors=1)
    world.home(ana)
    schedule = world.schedule(channel)
    assert ana.home is not None
    world.forge_tap(ana, ana.home, "manage", selected_option={"value": f"drop:{schedule.public_id}"})
    assert "Drop the round on Raising the bar?" in said(ana)
    assert not ana.submit()
    world.work()
    assert world.round(channel).stage == "cancelled"


@pytest.mark.parametrize("paused", ["pause", "pause {day}"])
def test_a_skipped_question_stays_skipped_whatever_is_paused_and_resumed(world: World, paused: str) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    planned = world.plan(channel, [ana, ben])
    for command in ("skip", paused.format(day=f"{planned:%Y-%m-%d}"), "resume"):
        ana.command("/calibrate", command, channel)
    following = world.schedule(channel).next_at
    assert following is not None
    assert following > planned
    ana.command("/calibrate", "pause", channel)
    world.advance_to(planned)
    ana.command("/calibrate", "resume", channel)
    assert world.schedule(channel).next_at == following
