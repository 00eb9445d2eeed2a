"""The talk after the scores are out: one thinks again, and what the team agrees on goes under the rubric."""

from datetime import timedelta

from sqlmodel import col, select

from bot.demo.scene import Scene, hand_in, put_away, rows
from sandbox.people.person import Person
from storage.models import Answer, Ruling, Scorecard


def discussed(scene: Scene) -> None:
    """An interviewer revises a score and says why, and another records what they agreed on; each if not done by hand.

    Nothing happens where the answer that they talk about was never told, or has no comparison in the thread.
    """
    told = scene.told.discussion
    answer = _answer(scene, told.about)
    if answer is None or answer.compared_ts is None:
        return
    reviser, recorder = scene.people[told.reviser], scene.people[told.recorder]
    scene.clock.pass_time(timedelta(minutes=30))
    if _unrevised(scene, answer, reviser):
        reviser.press(scene.channel, answer.compared_ts, "revise")
        scene.pace(1)
        if hand_in(scene, reviser, "scorecard", rows(told.revised), lambda _: _unrevised(scene, answer, reviser)):
            put_away(reviser)
            reviser.post(scene.channel, told.says, thread_ts=scene.question_ts)
        scene.pace(2)
    if not _agreed(scene, answer):
        recorder.press(scene.channel, answer.compared_ts, "record")
        scene.pace(1)
        if hand_in(scene, recorder, "ruling", rows(told.ruling), lambda _: not _agreed(scene, answer)):
            put_away(recorder)
            _confirm(scene, answer, scene.people[told.confirmer])
    scene.pace(2)


def _confirm(scene: Scene, answer: Answer, person: Person) -> None:
    """Another one confirms what was put to the thread, unless somebody's hand was faster."""

    newest = select(Ruling).where(Ruling.round_id == answer.round_id).order_by(col(Ruling.id).desc())
    found = scene.wait(lambda: (now := scene.first(newest)) and now.message_ts and now, "the ruling in the thread")
    scene.pace(1.5)
    if found.agreed_at is None and found.retired_at is None:
        person.press(scene.channel, found.message_ts, "confirm_ruling")
        put_away(person)
        said = "It stands under the rubric"
        scene.wait(lambda: any(said in one["text"] for one in scene.thread[1:]), "the ruling under the rubric")


def _answer(scene: Scene, author: str) -> Answer | None:
    """What somebody of the story told in the newest round, if it is still what was written for them."""
    story = next(story for story in scene.told.stories if story.author == author)
    query = select(Answer).where(Answer.round_id == scene.round.id, Answer.author == scene.people[author].id)
    found = scene.first(query.where(col(Answer.withdrawn_at).is_(None)))
    return found if found and story.messages[0][:40] in found.text else None


def _unrevised(scene: Scene, answer: Answer, rater: Person) -> bool:
    """Whether somebody scored an answer blind, and has left it at that."""
    query = select(Scorecard.phase).where(Scorecard.answer_id == answer.id, Scorecard.rater == rater.id)
    return scene.look(lambda session: set(session.exec(query.where(Scorecard.state == "submitted"))) == {"blind"})


def _agreed(scene: Scene, answer: Answer) -> bool:
    return scene.first(select(Ruling.id).where(Ruling.round_id == answer.round_id)) is not None
