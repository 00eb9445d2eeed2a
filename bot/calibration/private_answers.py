"""Answers written privately: the pitch that is dealt to them, kept until answers close, taken back until then."""

from collections import Counter
from dataclasses import dataclass

from sqlmodel import select

from bot.calibration.access import Act, Person, must
from bot.calibration.answers import answer_of, ask_refresh, set_text, withdraw, work_out
from bot.refusals import ANSWERS_CLOSED, CLOSED_MEANWHILE, IN_THREAD, STAYS, TOO_SHORT, Refusal
from bot.work import Work
from scoring.rubric import LEVELS
from scoring.text import count_words, visible
from storage.models import Answer, Pitch, Round
from storage.stages import Stage


@dataclass(frozen=True)
class Form:
    """What the form for a private answer starts from; `pitch` is dealt once, for good."""

    round_id: str  # as clients know it
    prompt: str
    pitch: str
    text: str


def private_form(work: Work, round_id: int, person: Person) -> Form:
    """The form for this person.

    Raises Refusal for who is not in the channel, once answers are closed, and where they answered in the thread.
    """
    round_ = work.session.exec(select(Round).where(Round.id == round_id).with_for_update()).first()
    if round_ is not None:
        must(work.session, person, Act.ANSWER, round_.channel_id)
    if round_ is None or round_.stage != Stage.COLLECTING:
        raise Refusal(ANSWERS_CLOSED)
    own = answer_of(work.session, round_id, person.id)
    there = own is not None and own.withdrawn_at is None
    if own is not None and there and own.origin == "thread":
        raise Refusal(IN_THREAD)
    text = own.text if own is not None and there else ""
    return Form(round_.public_id, round_.question["prompt"], _pitch(work, round_, person.id), text)


def _pitch(work: Work, round_: Round, author: str) -> str:
    """The level that a person was dealt in a round, or is now: by lot among those dealt least. Needs its lock."""
    pitches = work.session.exec(select(Pitch).where(Pitch.round_id == round_.id)).all()
    mine = next((pitch.level for pitch in pitches if pitch.person == author), None)
    if mine is None:
        dealt = Counter(pitch.level for pitch in pitches)
        fewest = min(dealt[level] for level in LEVELS)
        mine = work.luck.choice([level for level in LEVELS if dealt[level] == fewest])
        work.session.add(Pitch(round_id=round_.id, person=author, level=mine))
    return mine


def write_privately(work: Work, round_id: int, person: Person, text: str) -> None:
    """Keeps a private answer. Raises Refusal for who is not in the channel, and at the field `answer` where it cannot
    be."""
    round_ = work.session.exec(select(Round).where(Round.id == round_id).with_for_update()).first()
    if round_ is not None:
        must(work.session, person, Act.ANSWER, round_.channel_id)
    if round_ is None or round_.stage != Stage.COLLECTING:
        raise Refusal(fields={"answer": CLOSED_MEANWHILE})
    words = count_words(text)
    if words < work.settings.min_words:
        raise Refusal(fields={"answer": TOO_SHORT}, words=words, least=work.settings.min_words)
    answer = answer_of(work.session, round_id, person.id)
    if answer is not None and answer.origin == "thread" and answer.withdrawn_at is None:
        raise Refusal(fields={"answer": IN_THREAD})
    is_new = answer is None or answer.withdrawn_at is not None
    answer = answer or Answer(round_id=round_id, author=person.id, origin="private", version=0)
    answer.origin, answer.pitch, answer.message_ts = "private", _pitch(work, round_, person.id), None
    set_text(work, answer, visible(text))
    work.session.add(answer)
    if is_new:
        ask_refresh(work, round_)


def take_back(work: Work, round_id: int, person: Person) -> None:
    """Withdraws a private answer.

    Raises Refusal for who is not in the channel, once answers are closed, and where there is none.
    """
    round_ = work.session.exec(select(Round).where(Round.id == round_id).with_for_update()).first()
    if round_ is not None:
        must(work.session, person, Act.ANSWER, round_.channel_id)
    answer = answer_of(work.session, round_id, person.id)
    if round_ is None or round_.stage != Stage.COLLECTING or answer is None or answer.origin != "private":
        raise Refusal(STAYS)
    withdraw(work, answer)
    ask_refresh(work, round_)
    work_out(work, round_, person.id)  # what they wrote in the thread may count now
