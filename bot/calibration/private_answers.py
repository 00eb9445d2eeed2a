"""Answers written privately: the pitch that is dealt to them, kept until answers close, taken back until then."""

from collections import Counter
from dataclasses import dataclass, replace

from sqlmodel import select

from bot.calibration.access import Act, Person, must
from bot.calibration.answers import answer_of, ask_refresh, set_text, withdraw, work_out
from bot.calibration.lots import drawn
from bot.refusals import ANSWERS_CLOSED, CLOSED_MEANWHILE, IN_THREAD, STAYS, TOO_SHORT, Refusal
from bot.work import Work
from scoring.rubric import LEVELS
from scoring.text import count_words, visible
from storage.models import Answer, Pitch, Round
from storage.reads import find
from storage.stages import Stage


@dataclass(frozen=True)
class Form:
    """What the form for a private answer starts from; `pitch` is dealt once, and can be swapped once.

    `can_swap` until it was, or an answer was written for it.
    """

    round_id: str  # as clients know it
    prompt: str
    pitch: str
    text: str
    can_swap: bool


def private_form(work: Work, round_id: int, person: Person) -> Form:
    """The form for this person.

    Raises Refusal for who is not in the channel, once answers are closed, and where they answered in the thread.
    """
    round_ = _collecting(work, round_id, person, Refusal(ANSWERS_CLOSED))
    own = answer_of(work.session, round_id, person.id)
    there = own is not None and own.withdrawn_at is None
    if own is not None and there and own.origin == "thread":
        raise Refusal(IN_THREAD)
    text = own.text if own is not None and there else ""
    pitch = _pitch(work, round_id, person.id)
    return Form(round_.public_id, round_.question["prompt"], pitch.level, text, not (pitch.swapped or text))


def swap_pitch(work: Work, round_id: int, person: Person) -> Form:
    """The form with another level, dealt as the first one was. A level that was swapped, or written for, stays.

    Raises Refusal as `private_form` does.
    """
    form = private_form(work, round_id, person)
    if not form.can_swap:
        return form
    pitch = _pitch(work, round_id, person.id)
    pitch.level, pitch.swapped = _deal(work, round_id, without=pitch.level), True
    return replace(form, pitch=pitch.level, can_swap=False)


def _collecting(work: Work, round_id: int, person: Person, closed: Refusal) -> Round:
    """The round, locked. Raises Refusal for who is not in its channel, and what is given once answers are closed."""
    round_ = find(work.session, Round, Round.id == round_id, lock=True)
    if round_ is not None:
        must(work.session, person, Act.ANSWER, round_.channel_id)
    if round_ is None or round_.stage != Stage.COLLECTING:
        raise closed
    return round_


def _pitch(work: Work, round_id: int, author: str) -> Pitch:
    """What a person was dealt in a round, or is now. Needs its lock."""
    pitch = find(work.session, Pitch, Pitch.round_id == round_id, Pitch.person == author)
    if pitch is None:
        pitch = Pitch(round_id=round_id, person=author, level=_deal(work, round_id))
        work.session.add(pitch)
    return pitch


def _deal(work: Work, round_id: int, without: str = "") -> str:
    """A level, by lot: likelier one that was dealt less often in the round."""
    dealt = Counter(work.session.exec(select(Pitch.level).where(Pitch.round_id == round_id)))
    levels = [level for level in LEVELS if level != without]
    return drawn(work.luck, levels, [dealt[level] for level in levels])


def write_privately(work: Work, round_id: int, person: Person, text: str) -> None:
    """Keeps a private answer. Raises Refusal for who is not in the channel, and at the field `answer` where it cannot
    be."""
    round_ = _collecting(work, round_id, person, Refusal(fields={"answer": CLOSED_MEANWHILE}))
    words = count_words(text)
    if words < work.settings.min_words:
        raise Refusal(fields={"answer": TOO_SHORT}, words=words, least=work.settings.min_words)
    answer = answer_of(work.session, round_id, person.id)
    if answer is not None and answer.origin == "thread" and answer.withdrawn_at is None:
        raise Refusal(fields={"answer": IN_THREAD})
    is_new = answer is None or answer.withdrawn_at is not None
    answer = answer or Answer(round_id=round_id, author=person.id, origin="private", version=0)
    answer.origin, answer.pitch, answer.message_ts = "private", _pitch(work, round_id, person.id).level, None
    set_text(work, answer, visible(text))
    work.session.add(answer)
    if is_new:
        ask_refresh(work, round_)


def take_back(work: Work, round_id: int, person: Person) -> None:
    """Withdraws a private answer.

    Raises Refusal for who is not in the channel, once answers are closed, and where there is none.
    """
    round_ = _collecting(work, round_id, person, Refusal(STAYS))
    answer = answer_of(work.session, round_id, person.id)
    if answer is None or answer.origin != "private":
        raise Refusal(STAYS)
    withdraw(work, answer)
    ask_refresh(work, round_)
    work_out(work, round_, person.id)  # what they wrote in the thread may count now
