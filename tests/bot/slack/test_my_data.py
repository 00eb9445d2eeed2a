"""A person's own data: handed over whole, forgotten for good."""

import json
from typing import get_args

from sqlmodel import col, select

from bot import jobs
from bot.calibration.forgetting import forget, my_data
from bot.calibration.piles import Progress, progress_of
from bot.outward.channel import post_answer
from bot.outward.threads import catch_up
from bot.queue import Job
from storage.models import Answer, AnswerMessage, PracticeScore, Rating, Scorecard
from tests.kit.play import World, story


def test_every_job_that_can_be_enqueued_is_a_workflow() -> None:
    assert set(jobs.TASKS) == {name for some in get_args(Job) for name in get_args(some)}


def test_all_of_ones_own_data_comes_as_a_file_and_nothing_of_others(world: World) -> None:
    ana, ben, eli = world.people("Ana", "Ben", "Eli")
    channel = world.channel([ana, ben, eli])
    world.plan(channel, interviewers=[eli])
    ts = world.ask(channel)
    world.answer(ana, channel, ts, story(80, about="the windmill"))
    world.answer(ben, channel, ts, story(80, about="the bakery"))
    world.pass_deadline(channel)
    world.score(eli, channel, ts, "senior")
    data = world.look(lambda session: my_data(session, ana.id))
    assert [answer["text"].count("windmill") > 0 for answer in data["answers"]] == [True]
    assert data["scorecards"] == []
    assert "bakery" not in json.dumps(data)
    assert "senior" not in json.dumps(data), "what others gave is not hers, and not out yet"


def test_the_file_arrives_in_a_direct_message(world: World) -> None:
    (ana,) = world.people("Ana")
    ana.open_home()
    world.work()
    ana.press_home("my_data")
    ana.tap("send_my_data")
    world.work()
    assert "direct message" in str(ana.modal)
    assert [file["name"] for message in ana.dms() for file in message.get("files", [])] == ["calibrate.json"]


def test_who_asks_to_be_forgotten_leaves_no_word_behind_and_others_keep_their_figures(world: World) -> None:
    ana, eli, fay = world.people("Ana", "Eli", "Fay")
    channel = world.channel([ana, eli, fay])
    world.clock.to_sunday()  # no weekly question comes within the four days
    world.plan(channel, interviewers=[eli, fay])
    ts = world.ask(channel)
    world.answer(ana, channel, ts, story(80, about="the crane in the old harbour"))
    world.pass_deadline(channel)
    world.score(eli, channel, ts)
    world.score(fay, channel, ts)
    world.pass_deadline(channel)
    for person in (ana, eli):
        person.open_home()
        world.work()
        person.press_home("my_data")
        person.tap("forget_me")
        world.work()
        assert "Your words are gone" in str(person.modal)

    def left(session):  # type: ignore[no-untyped-def]
        of_round = Answer.round_id == world.round(channel).id
        texts = [answer.text for answer in session.exec(select(Answer).where(of_round))]
        given = select(Rating).join(Scorecard, col(Scorecard.id) == Rating.scorecard_id)
        mine = given.join(Answer, col(Answer.id) == Scorecard.answer_id).where(
            of_round, col(Answer.author).is_not(None)
        )
        quotes = [quote for rating in session.exec(mine) for quote in rating.quotes]
        people = [session.exec(select(model)).all() for model in (AnswerMessage, PracticeScore, Scorecard)]
        return texts + quotes, [str(row) for rows in people for row in rows]

    words, rows = world.look(left)
    assert not any("harbour" in word for word in words)
    assert not any(person.id in row for row in rows for person in (ana, eli))
    assert len(world.scorecards(channel)) == 4, "two answers by two interviewers still count"


def test_what_the_judge_made_of_a_forgotten_answer_is_gone_as_well(world: World) -> None:
    ana, eli = world.people("Ana", "Eli")
    channel, ts = world.open_round([ana], [eli])
    world.stories(channel, ts, [ana])
    world.advance(minutes=1)

    def say(session):  # type: ignore[no-untyped-def]
        card = session.exec(select(Scorecard).where(Scorecard.id == world.scorecards(channel, "judge")[0].id)).one()
        card.reason, card.probes = "It speaks of the windmill.", ["Who built the windmill?"]
        card.note, card.sentence = "The windmill was theirs.", "I built the windmill."

    world.look_and_change(say)
    world.change(lambda work: forget(work, ana.id))
    (card,) = world.scorecards(channel, "judge")
    assert (card.reason, card.note, card.sentence, card.probes, card.mistakes) == (None, "", "", [], [])


def test_no_late_delivery_brings_a_forgotten_answer_back(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ts = world.ask(channel)
    posted = world.answer(ana, channel, ts, story(80, about="the quarry"))
    world.change(lambda work: forget(work, ana.id))
    ana.edit(channel, posted, story(90, about="the quarry"))
    catch_up(world.deps, world.sandbox.team_id, world.round(channel).id)
    world.work()
    assert world.answers(channel) == []


def test_what_the_bot_posted_of_a_forgotten_private_answer_is_emptied(world: World) -> None:
    ana, eli, fay = world.people("Ana", "Eli", "Fay")
    channel = world.channel([ana, eli, fay])
    world.clock.to_monday()  # neither a weekend nor a weekly question comes within the four days
    world.plan(channel, interviewers=[eli, fay])
    ts = world.ask(channel)
    ana.press(channel, ts, "answer")
    ana.fill({"answer": story(80, about="the quarry")})
    ana.submit()
    ana.close_modal()
    world.pass_deadline(channel)
    world.score(eli, channel, ts)
    world.score(fay, channel, ts)
    world.pass_deadline(channel)
    assert "quarry" in str(world.sandbox.thread(channel, ts))
    world.change(lambda work: forget(work, ana.id))
    world.work()
    assert "quarry" not in str(world.sandbox.thread(channel, ts))
    assert "Withdrawn by its author." in str(world.sandbox.thread(channel, ts))


def test_nobody_waits_for_an_interviewer_who_was_forgotten_while_they_had_answers_to_score(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = world.open_round([ana], [gil, hao])
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    gil.press(channel, ts, "score")
    (first,) = [block for block in gil.modal["blocks"] if block["block_id"].startswith("overall")]  # type: ignore[index]
    gil.fill({first["block_id"]: "Mid"})
    gil.close_modal()
    world.change(lambda work: forget(work, gil.id))
    world.score(hao, channel, ts)
    assert world.look(lambda session: progress_of(session, [one := world.round(channel).id])[one]) == Progress(1, 1, ())
    assert {card.rater for card in world.scorecards(channel)} == {hao.id}, "a draft is nobody's figure"
    world.advance(hours=73)  # the reminder of the last day


def test_an_answer_whose_author_is_forgotten_while_it_is_posted_is_emptied(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, ts = world.open_round([ana], [gil])
    ana.press(channel, ts, "answer")
    ana.fill({"answer": story(80, about="the quarry")})
    ana.submit()
    (answer,) = world.answers(channel)
    world.change(lambda work: forget(work, ana.id))
    with world.changing(channel) as round_:
        round_.stage = "scoring"
    post_answer(world.deps, world.sandbox.team_id, answer.id)
    world.work()
    assert "Withdrawn by its author." in str(world.sandbox.thread(channel, ts)[-1])


def test_the_forgotten_are_dealt_nothing_more(world: World) -> None:
    ana, eli, fay = world.people("Ana", "Eli", "Fay")
    channel = world.channel([ana, eli, fay])
    world.clock.to_monday()  # neither a weekend nor a weekly question comes within the four days
    world.plan(channel, interviewers=[eli, fay])
    world.change(lambda work: forget(work, eli.id))
    ts = world.ask(channel)
    world.answer(ana, channel, ts)
    world.pass_deadline(channel)
    assert eli.dms() == []
    assert len(fay.dms()) == 1


def test_a_message_deleted_while_the_bot_was_down_is_no_answer_any_more(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ts = world.ask(channel)
    posted = world.answer(ana, channel, ts)
    assert len(world.answers(channel)) == 1
    del world.sandbox.workspace.channels[channel].messages[posted]  # Slack told nobody who was listening
    catch_up(world.deps, world.sandbox.team_id, world.round(channel).id)
    assert world.answers(channel) == []
