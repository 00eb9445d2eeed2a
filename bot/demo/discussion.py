"""The talk after the scores are out: one thinks again, and what the team agrees on goes under the rubric."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import col, select

from bot.demo.stage import Stage, newest, submit
from sandbox.person import Person
from storage.database import view
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
    if _phases(stage, answer, reviser) == {"blind"}:
        reviser.press(stage.channel, answer.compared_ts, "revise")
        stage.pace(1)
        _fill_in(reviser, "scorecard", told.revised)
        reviser.post(stage.channel, told.says, thread_ts=stage.question_ts)
        stage.pace(2)
    if not _agreed(stage, answer):
        recorder.press(stage.channel, answer.compared_ts, "record")
        stage.pace(1)
        _fill_in(recorder, "ruling", told.ruling)
        text = told.ruling["text"]
        stage.wait(lambda: any(text in one["text"] for one in stage.thread[1:]), "the ruling in the thread")
    stage.pace(2)


def _fill_in(person: Person, form: str, rows: Mapping[str, str]) -> None:
    """Fills in what these rows of the form can take, hands it in and closes what the bot says to it."""
    if person.modal is None or person.modal["callback_id"] != form:
        return  # closed by somebody's hand while the story was paused
    blocks = [block["block_id"] for block in person.modal["blocks"] if block["type"] == "input"]
    person.fill({block: rows[row] for block in blocks if (row := block.partition(":")[0]) in rows})
    submit(person)
    if person.modal is not None:
        person.close_modal(all_of_them=True)


def _answer(stage: Stage, author: str) -> Answer | None:
    """What somebody of the story told in the newest round, if it is still what was written for them."""
    story = next(story for story in stage.told.stories if story.author == author)
    with view(stage.deps.engine, stage.sandbox.team_id) as session:
        query = select(Answer).where(Answer.round_id == newest(stage).id, Answer.author == stage.people[author].id)
        found = session.exec(query.where(col(Answer.withdrawn_at).is_(None))).first()
    return found if found and story.messages[0][:40] in found.text else None


def _phases(stage: Stage, answer: Answer, rater: Person) -> set[str]:
    """The phases in which somebody scored an answer."""
    with view(stage.deps.engine, stage.sandbox.team_id) as session:
        query = select(Scorecard.phase).where(Scorecard.answer_id == answer.id, Scorecard.rater == rater.id)
        return set(session.exec(query.where(Scorecard.state == "submitted")))


def _agreed(stage: Stage, answer: Answer) -> bool:
    with view(stage.deps.engine, stage.sandbox.team_id) as session:
        return session.exec(select(Ruling).where(Ruling.round_id == answer.round_id)).first() is not None
