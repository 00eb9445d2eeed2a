"""A person's own data: all of it to hand over, and how it is forgotten."""

import secrets
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, delete, select

from bot.calibration.answers import ask_refresh, said_in
from bot.work import Work
from storage.models import (
    Answer,
    AnswerMessage,
    Assignment,
    AuditEvent,
    CustomQuestion,
    Letter,
    Member,
    Pitch,
    PracticeScore,
    Pseudonym,
    Rating,
    Round,
    Ruling,
    Schedule,
    Scorecard,
    SuggestedQuestion,
    Told,
)
from storage.reads import round_of
from storage.scores import ratings_of
from storage.stages import Stage

FORGOTTEN = "forgotten-"  # and a number that leads to nobody


def my_data(session: Session, user: str) -> dict[str, Any]:
    """What a person wrote, scored, practised, changed and chose, ready for JSON.

    Nothing of others is in it, and of their own answers no score before it is revealed.
    """
    answers = session.exec(
        select(Answer, Round).join(Round, col(Round.id) == Answer.round_id).where(Answer.author == user)
    )
    cards = session.exec(select(Scorecard).where(Scorecard.rater == user).order_by(col(Scorecard.id))).all()
    ratings = ratings_of(session, [card.id for card in cards])
    scored = select(Answer.id, Answer.public_id).where(col(Answer.id).in_([card.answer_id for card in cards]))
    known = dict(session.exec(scored).all())
    pitches = session.exec(select(Pitch.level).where(Pitch.person == user).order_by(col(Pitch.id)))
    practice = session.exec(select(PracticeScore).where(PracticeScore.person == user))
    declined = session.exec(select(SuggestedQuestion).where(SuggestedQuestion.settled_by == user))
    member = session.exec(select(Member).where(Member.user_id == user)).first()
    messages = session.exec(select(AnswerMessage).where(AnswerMessage.author == user).order_by(col(AnswerMessage.ts)))
    suggested = session.exec(select(SuggestedQuestion).where(SuggestedQuestion.by == user))
    deeds = session.exec(select(AuditEvent).where(AuditEvent.actor == user).order_by(col(AuditEvent.id)))
    return {
        "messages": [{"ts": message.ts, "text": said_in(message)} for message in messages],
        "changes": [{"at": deed.at.isoformat(), "what": deed.what, "subject": deed.subject} for deed in deeds],
        "answers": [
            {
                "asked": round_.due_at.isoformat(),
                "question": round_.question["prompt"],
                "text": answer.text,
                "pitch": answer.pitch,
                "withdrawn": answer.withdrawn_at is not None,
            }
            for answer, round_ in answers
        ],
        "scorecards": [
            {
                "answer": known[card.answer_id],
                "phase": card.phase,
                "state": card.state,
                "overall": card.overall,
                "evidence": card.evidence,
                "note": card.note,
                "sentence": card.sentence,
                "dimensions": {name: rating.level for name, rating in ratings[card.id].items()},
                "changed": card.changed_at.isoformat(),
            }
            for card in cards
        ],
        "practice": [
            {"question": row.slug, "written": row.level, "read": row.overall, "dimensions": row.dimensions}
            for row in practice
            if row.scored_at is not None
        ],
        "pitches": list(pitches),
        "suggested": [{"at": row.at.isoformat(), "prompt": row.prompt, "why": row.why} for row in suggested],
        "declined": [row.word for row in declined if row.word],
        "reminders": member.reminders if member else True,
        "away_until": member.away_until.isoformat() if member and member.away_until else None,
    }


def forget(work: Work, user: str) -> None:
    """Takes a person out of the database: their words are gone, and their levels are nobody's.

    Scores stay under a token that leads to no one, since other people's figures rest on them. An answer that is not
    revealed yet is withdrawn; one that is keeps its scores without its text. What the bot posted of it is emptied.
    Their messages stay known as deleted, so that no late delivery brings one back.
    """
    nobody = f"{FORGOTTEN}{secrets.token_hex(6)}"
    for answer in work.session.exec(select(Answer).where(Answer.author == user).with_for_update()).all():
        round_ = round_of(work.session, answer.round_id)
        if round_.stage in (Stage.COLLECTING, Stage.SCORING):
            answer.withdrawn_at, answer.judge_at = work.now, None
            ask_refresh(work, round_)
        if answer.message_ts:
            work.enqueue("erase", answer.id)
        answer.author, answer.text = nobody, ""
        _erase_quotes(work.session, answer.id)
    scored = set()
    for card in work.session.exec(select(Scorecard).where(Scorecard.rater == user).with_for_update()).all():
        if card.state == "draft":
            work.session.delete(card)
        else:
            card.rater, card.note, card.sentence = nobody, "", ""
            scored.add(card.answer_id)
            work.enqueue("compare_again", card.answer_id, once=f"{card.answer_id}:{nobody}")
    for assignment in work.session.exec(select(Assignment).where(Assignment.rater == user)).all():
        if assignment.answer_id in scored:
            assignment.rater = nobody
        else:
            work.session.delete(assignment)  # nobody is waited for
    for message in work.session.exec(select(AnswerMessage).where(AnswerMessage.author == user)).all():
        message.author, message.text, message.deleted, message.nudge_at = nobody, "", True, None
        message.files, message.file_text = [], None
    for schedule in work.session.exec(select(Schedule).with_for_update()).all():
        schedule.interviewers = [person for person in schedule.interviewers if person != user]
        schedule.absent = [person for person in schedule.absent if person != user]
        schedule.planned_by = None if schedule.planned_by == user else schedule.planned_by
    for round_ in work.session.exec(select(Round).where(Round.asked_by == user)).all():
        round_.asked_by = None
    for question in work.session.exec(select(CustomQuestion)).all():
        for part in ("added_by", "changed_by", "retired_by"):
            if getattr(question, part) == user:
                setattr(question, part, nobody)
    for ruling in work.session.exec(
        select(Ruling).where(or_(col(Ruling.by) == user, col(Ruling.confirmed_by) == user))
    ):
        ruling.by = nobody if ruling.by == user else ruling.by
        ruling.confirmed_by = nobody if ruling.confirmed_by == user else ruling.confirmed_by
        work.enqueue("announce", ruling.id, once=f"{ruling.id}:{nobody}")
    for pseudonym in work.session.exec(select(Pseudonym).where(Pseudonym.person == user)).all():
        pseudonym.person = nobody
    for event in work.session.exec(select(AuditEvent).where(AuditEvent.actor == user)).all():
        event.actor = nobody
    for suggestion in work.session.exec(select(SuggestedQuestion).where(SuggestedQuestion.settled_by == user)).all():
        suggestion.settled_by, suggestion.word = nobody, ""
    work.session.exec(delete(SuggestedQuestion).where(col(SuggestedQuestion.by) == user))
    work.session.exec(delete(Letter).where(col(Letter.person) == user))
    work.session.exec(delete(Told).where(col(Told.what).contains(user, autoescape=True)))
    work.session.exec(delete(PracticeScore).where(col(PracticeScore.person) == user))
    work.session.exec(delete(Pitch).where(col(Pitch.person) == user))
    work.session.exec(delete(Member).where(col(Member.user_id) == user))


def is_forgotten(user: str) -> bool:
    """Whether this stands for a person who was forgotten."""
    return user.startswith(FORGOTTEN)


def erase_if_forgotten(work: Work, answer: Answer, ts: str) -> None:
    """Has what was just posted of an answer emptied where its author was forgotten meanwhile."""
    if not answer.text:
        work.enqueue("erase", answer.id, once=f"{answer.id}:{ts}")


def _erase_quotes(session: Session, answer_id: int) -> None:
    """What the judge quotes, asks next and gives as reasons holds the person's own words; so do picked sentences."""
    for card in session.exec(select(Scorecard).where(Scorecard.answer_id == answer_id)):
        card.sentence = ""
        if card.kind == "judge":
            card.reason, card.note, card.probes, card.mistakes = None, "", [], []
    query = select(Rating).join(Scorecard, col(Scorecard.id) == Rating.scorecard_id)
    for rating in session.exec(query.where(Scorecard.answer_id == answer_id)).all():
        rating.quotes, rating.rationale = [], ""
