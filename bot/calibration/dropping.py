"""A round that is taken back before its scores are out: nothing that people wrote or scored in it is kept."""

from sqlmodel import col, delete, select

from bot.calibration.access import Act, Person, must
from bot.calibration.debriefs import write_of_drop
from bot.calibration.members import concerned, home_changes
from bot.calibration.rounds import running_round
from bot.refusals import MOVED_ON, Refusal
from bot.work import Work
from storage.models import Answer, AnswerMessage, Scorecard
from storage.stages import Stage


def drop(work: Work, channel_id: str, round_id: int, person: Person) -> None:
    """Takes the channel's open round back and has the bot's own posts of it deleted.

    Who was dealt what stays known: by it their invitations are found, to say that nothing waits for them any more.

    Raises Refusal for who does not manage, and where another round is open by now, or none.
    """
    must(work.session, person, Act.MANAGE, channel_id)
    round_ = running_round(work.session, channel_id)
    if round_ is None or round_.id != round_id:
        raise Refusal(MOVED_ON)
    write_of_drop(work, round_.id, but=person.id)
    answers = work.session.exec(select(Answer).where(Answer.round_id == round_.id).with_for_update()).all()
    of_answers = col(Scorecard.answer_id).in_([answer.id for answer in answers])
    work.session.exec(delete(Scorecard).where(of_answers))  # and their ratings with them
    work.session.exec(delete(AnswerMessage).where(col(AnswerMessage.round_id) == round_.id))
    for answer in answers:
        answer.text, answer.withdrawn_at, answer.judge_at = "", answer.withdrawn_at or work.now, None
    round_.stage, round_.refresh_at, round_.remind_at, round_.half_at = Stage.CANCELLED, None, None, None
    work.enqueue("clear", round_.id)
    work.note(person.id, "drop", f"round {round_.public_id}")
    home_changes(work, *concerned(work, round_.id))
