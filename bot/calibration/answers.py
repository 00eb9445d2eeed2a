"""Which of what people write in the thread of a collecting round is their answer.

It is worked out anew from all of a person's messages at each change, so that edits, deletions, late and repeated
deliveries all end in the same state.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import func, or_
from sqlmodel import Session, col, delete, select

from bot.refusals import FIXED, NOT_IN_THREAD, NOT_THEIRS, PRIVATE_COUNTS, Refusal
from bot.work import Work
from scoring.text import count_words
from storage.models import Answer, AnswerMessage, Round, Scorecard
from storage.reads import find, round_of
from storage.stages import Stage

ENOUGH = 150  # words of an answer, from which on there is usually enough to score
REFRESH_EVERY = timedelta(seconds=10)  # how often the question message is updated at most


def joined(messages: Iterable[AnswerMessage], min_words: int, window: timedelta) -> list[AnswerMessage]:
    """The messages of one person, given in order, that make their answer.

    The first of `min_words` words is its story. What came within `window` before that opens it, unless it asks
    something; each further one within `window` of the one before joins it; one that says nothing, such as a file that
    is not read, does neither. What the author decided by hand comes before the rule.
    """
    answer: list[AnswerMessage] = []
    earlier: list[AnswerMessage] = []  # that may turn out to be its opening
    for message in messages:
        if message.deleted or message.counts is False or not (message.counts or said_in(message)):
            continue
        follows = bool(answer) and _apart(answer[-1], message) <= window
        if not answer and count_words(said_in(message)) >= min_words:
            answer += [one for one in earlier if _apart(one, message) <= window and not _asks(one)]
            answer.append(message)
        elif message.counts or follows:
            answer.append(message)
        else:
            earlier.append(message)
    return answer


def _apart(earlier: AnswerMessage, later: AnswerMessage) -> timedelta:
    return timedelta(seconds=float(later.ts) - float(earlier.ts))


def _asks(message: AnswerMessage) -> bool:
    """Whether it ends in a question mark, of whatever script: then it is said to others."""
    return said_in(message).rstrip().endswith(("?", "？", "؟", "⁇", "⁈"))


def said_in(message: AnswerMessage) -> str:
    """What a message says, the texts among its files with it."""
    return "\n\n".join(filter(None, [message.text, message.file_text]))


def count_by_hand(work: Work, channel_id: str, ts: str, author: str, counts: bool) -> int:
    """Keeps what a person decided about their own message; the words that their answer has by it, 0 where it is none.

    Raises Refusal where it is not theirs to decide.
    """
    this = (AnswerMessage.channel_id == channel_id, AnswerMessage.ts == ts)
    round_id = work.session.exec(select(AnswerMessage.round_id).where(*this)).first()
    if round_id is None:
        raise Refusal(NOT_IN_THREAD)
    round_ = round_of(work.session, round_id, lock=True)
    message = work.session.exec(select(AnswerMessage).where(*this)).one()  # read under the lock: no edit gets lost
    if message.author != author:
        raise Refusal(NOT_THEIRS)
    if round_.stage != Stage.COLLECTING:
        raise Refusal(FIXED)
    answer = answer_of(work.session, round_.id, author)
    if _is_private(answer):
        raise Refusal(PRIVATE_COUNTS)
    message.counts = counts
    work_out(work, round_, author)
    answer = answer_of(work.session, round_.id, author)
    return count_words(answer.text) if answer is not None else 0


def work_out(work: Work, round_: Round, author: str) -> None:
    """Brings the author's answer in line with their messages. The caller holds the round's lock."""
    answer = answer_of(work.session, round_.id, author)
    if _is_private(answer):
        return  # written privately first: what they say in the thread is talk
    if answer is None and not _may_begin(work, round_, author):
        return  # all that they say is talk, which may be hundreds of lines
    messages = work.session.exec(
        select(AnswerMessage)
        .where(AnswerMessage.round_id == round_.id, AnswerMessage.author == author)
        .order_by(col(AnswerMessage.ts))
    ).all()
    parts = joined(messages, work.settings.min_words, timedelta(minutes=work.settings.join_minutes))
    before = answer is not None and answer.withdrawn_at is None
    if parts:
        answer = answer or Answer(round_id=round_.id, author=author, origin="thread", version=0)
        answer.origin, answer.pitch, answer.message_ts = "thread", None, parts[0].ts
        set_text(work, answer, "\n\n".join(map(said_in, parts)))
        work.session.add(answer)
    elif answer is not None and answer.withdrawn_at is None:
        withdraw(work, answer)
    work.session.flush()
    _mark(work, messages, parts, answer)
    if before != bool(parts):
        ask_refresh(work, round_)


def _may_begin(work: Work, round_: Round, author: str) -> bool:
    """Whether a message of the author may begin an answer; so many words have at least so many characters."""
    length = func.length(AnswerMessage.text) + func.length(func.coalesce(AnswerMessage.file_text, ""))
    theirs = select(AnswerMessage.id).where(AnswerMessage.round_id == round_.id, AnswerMessage.author == author)
    begins = or_(length >= work.settings.min_words, col(AnswerMessage.counts).is_(True))
    return work.session.exec(theirs.where(begins).limit(1)).first() is not None


def _is_private(answer: Answer | None) -> bool:
    return answer is not None and answer.origin == "private" and answer.withdrawn_at is None


def withdraw(work: Work, answer: Answer) -> None:
    """Takes an answer out of the round: neither its text nor what a judge said of it is kept."""
    answer.withdrawn_at, answer.judge_at, answer.text = work.now, None, ""
    work.session.exec(delete(Scorecard).where(col(Scorecard.answer_id) == answer.id, col(Scorecard.kind) == "judge"))


def answer_of(session: Session, round_id: int, author: str) -> Answer | None:
    """A person's answer in a round, also one that was withdrawn."""
    return find(session, Answer, Answer.round_id == round_id, Answer.author == author)


def set_text(work: Work, answer: Answer, text: str) -> None:
    """Gives the answer a text; a changed one is a new version that the judge scores once it has been quiet."""
    if answer.withdrawn_at is None and answer.text == text:
        return
    answer.text, answer.withdrawn_at = text, None
    answer.version += 1
    answer.judge_at = work.now + timedelta(seconds=work.settings.quiet_seconds)


def ask_refresh(work: Work, round_: Round) -> None:
    """Has the question message updated soon, at most every ten seconds."""
    soon = work.now + REFRESH_EVERY  # what lies behind that was written by a clock that ran ahead
    if round_.refresh_at is None or round_.refresh_at > soon:
        after = (round_.refreshed_at or work.now - REFRESH_EVERY) + REFRESH_EVERY
        round_.refresh_at = min(max(work.now, after), soon)


def _mark(work: Work, messages: Sequence[AnswerMessage], parts: Sequence[AnswerMessage], answer: Answer | None) -> None:
    taken = {part.id for part in parts}
    for message in messages:
        belongs = answer.id if answer is not None and message.id in taken else None
        if belongs != message.answer_id:
            message.answer_id = belongs
            if not message.deleted:
                version = answer.version if answer is not None else 0
                way = "in" if belongs else "out"
                work.enqueue("mark", message.id, once=f"{message.id}:{way}:{version}")
