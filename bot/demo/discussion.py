"""The talk after the scores are out: one thinks again, and what the team agrees on goes under the rubric."""

from datetime import timedelta

from sqlmodel import col, select

from bot.demo.scene import Stage, hand_in, put_away, rows
from sandbox.people.person import Person
from storage.models import Answer, Ruling, Scorecard


def discussed(stage: Stage) -> None:
    """An interviewer revises a score and says why, and another records what they agreed on; each if not done by hand.

    Nothing happens where the answer that they talk about was never told, or has no comparison in the thread.
    """
    told = stage.told.discussion
    answer = _answer(stage, told.about)
    if answer is None or answer.compared_ts is None:
        return
    reviser, recorder = stage.people[told.reviser], stage.people[told.recorder]
    stage.clock.pass_time(timedelta(minutes=30))
    if _unrevised(stage, answer, reviser):
        reviser.press(stage.channel, answer.compared_ts, "revise")
        stage.pace(1)
        if hand_in(stage, reviser, "scorecard", rows(told.revised), lambda _: _unrevised(stage, answer, reviser)):
            put_away(reviser)
            reviser.post(stage.channel, told.says, thread_ts=stage.question_ts)
        stage.pace(2)
    if not _agreed(stage, answer):
        recorder.press(stage.channel, answer.compared_ts, "record")
        stage.pace(1)
        if hand_in(stage, recorder, "ruling", rows(told.ruling), lambda _: not _agreed(stage, answer)):
            put_away(recorder)
            text = told.ruling["text"]
            stage.wait(lambda: any(text in one["text"] for one in stage.thread[1:]), "the ruling in the thread")
    stage.pace(2)


def _answer(stage: Stage, author: str) -> Answer | None:
    """What somebody of the story told in the newest round, if it is still what was written for them."""
    story = next(story for story in stage.told.stories if story.author == author)
    query = select(Answer).where(Answer.round_id == stage.round.id, Answer.author == stage.people[author].id)
    found = stage.look(lambda session: session.exec(query.where(col(Answer.withdrawn_at).is_(None))).first())
    return found if found and story.messages[0][:40] in found.text else None


def _unrevised(stage: Stage, answer: Answer, rater: Person) -> bool:
    """Whether somebody scored an answer blind, and has left it at that."""
    query = select(Scorecard.phase).where(Scorecard.answer_id == answer.id, Scorecard.rater == rater.id)
    return stage.look(lambda session: set(session.exec(query.where(Scorecard.state == "submitted"))) == {"blind"})


def _agreed(stage: Stage, answer: Answer) -> bool:
    query = select(Ruling).where(Ruling.round_id == answer.round_id)
    return stage.look(lambda session: session.exec(query).first()) is not None
