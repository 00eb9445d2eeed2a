"""A person's own data: all of it to hand over, and how it is forgotten."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, delete, select, update

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
from storage.reads import find, round_of
from storage.scores import ratings_of
from storage.stages import Stage

FORGOTTEN = "forgotten-"  # and a number that leads to nobody
RENAMED: tuple[Any, ...] = (  # columns of what stays when a person goes
    *(CustomQuestion.added_by, CustomQuestion.changed_by, CustomQuestion.retired_by, SuggestedQuestion.settled_by),
    *(Ruling.by, Ruling.confirmed_by, Pseudonym.person, AuditEvent.actor),
)
DELETED: tuple[Any, ...] = (  # and of what goes with them; nobody is waited for
    *(Assignment.rater, PracticeScore.person, Pitch.person, SuggestedQuestion.by, Letter.person, Member.user_id),
)


def my_data(session: Session, user: str) -> dict[str, Any]:
    """What a person wrote, scored, practised, changed and chose, ready for JSON.

    Nothing of others is in it, and of their own answers no score before it is revealed.
    """
    answers = session.exec(select(Answer, Round).join(Round).where(Answer.author == user))
    cards = session.exec(select(Scorecard).where(Scorecard.rater == user).order_by(col(Scorecard.id))).all()
    ratings = ratings_of(session, [card.id for card in cards])
    scored = select(Answer.id, Answer.public_id).where(col(Answer.id).in_([card.answer_id for card in cards]))
    known = dict(session.exec(scored).all())
    pitches = session.exec(select(Pitch.level).where(Pitch.person == user).order_by(col(Pitch.id)))
    practised = (PracticeScore.person == user, col(PracticeScore.scored_at).is_not(None))
    words = select(SuggestedQuestion.word).where(SuggestedQuestion.settled_by == user, SuggestedQuestion.word != "")
    member = find(session, Member, Member.user_id == user) or Member(user_id=user)
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
            for row in session.exec(select(PracticeScore).where(*practised))
        ],
        "pitches": list(pitches),
        "suggested": [{"at": row.at.isoformat(), "prompt": row.prompt, "why": row.why} for row in suggested],
        "declined": list(session.exec(words)),
        "reminders": member.reminders,
        "no_reminders_until": _told(member.quiet_until),
        "nudged": _told(member.nudged_at),
        "away_until": _told(member.away_until),
    }


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


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
    session = work.session
    dealt = update(Assignment).where(col(Assignment.rater) == user)
    session.exec(dealt.where(col(Assignment.answer_id).in_(scored)).values(rater=nobody))
    said = update(AnswerMessage).where(col(AnswerMessage.author) == user)
    session.exec(said.values(author=nobody, text="", files=[], file_text=None, deleted=True, nudge_at=None))
    for schedule in session.exec(select(Schedule).with_for_update()).all():
        schedule.interviewers = [person for person in schedule.interviewers if person != user]
        schedule.absent = [person for person in schedule.absent if person != user]
        schedule.planned_by = None if schedule.planned_by == user else schedule.planned_by
    theirs = or_(col(Ruling.by) == user, col(Ruling.confirmed_by) == user)
    for ruling_id in session.exec(select(Ruling.id).where(theirs)).all():
        work.enqueue("announce", ruling_id, once=f"{ruling_id}:{nobody}")
    session.exec(update(Round).where(col(Round.asked_by) == user).values(asked_by=None))
    session.exec(update(SuggestedQuestion).where(col(SuggestedQuestion.settled_by) == user).values(word=""))
    for person in RENAMED:
        session.exec(update(person.class_).where(person == user).values({person: nobody}))
    for person in DELETED:
        session.exec(delete(person.class_).where(person == user))
    session.exec(delete(Told).where(col(Told.what).contains(user, autoescape=True)))


def is_forgotten(user: str) -> bool:
    """Whether this stands for a person who was forgotten."""
    return user.startswith(FORGOTTEN)


def erase_if_forgotten(work: Work, answer: Answer, ts: str) -> None:
    """Has what was just posted of an answer emptied where its author was forgotten meanwhile."""
    if not answer.text:
        work.enqueue("erase", answer.id, once=f"{answer.id}:{ts}")


def _erase_quotes(session: Session, answer_id: int) -> None:
    """What the judge quotes, asks next and gives as reasons holds the person's own words; so do picked sentences."""
    cards = update(Scorecard).where(col(Scorecard.answer_id) == answer_id)
    session.exec(cards.values(sentence=""))
    session.exec(cards.where(col(Scorecard.kind) == "judge").values(reason=None, note="", probes=[], mistakes=[]))
    theirs = select(Scorecard.id).where(Scorecard.answer_id == answer_id)
    session.exec(update(Rating).where(col(Rating.scorecard_id).in_(theirs)).values(quotes=[], rationale=""))
