"""What people write in the thread of a question: taken out of the inbox in order, and kept until answers close."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta

from sqlmodel import Session, col, delete, select, update

from bot.calibration.answers import said_in, work_out
from bot.calibration.debriefs import write_of_drop
from bot.work import Work
from scoring.text import count_words, plain
from storage.models import AnswerMessage, InboxMessage, Round
from storage.reads import find, round_of
from storage.stages import OPEN, Stage

NEARLY = 25  # words from which a message may be meant as an answer: as many as a judge needs to score one
QUIET = timedelta(minutes=2)  # before its author is asked


@dataclass(frozen=True)
class Incoming:
    """A message of a person in a thread, in Slack's own markup. `edited_ts` is empty for the first version.

    The deletion of what the thread stands under has its own ts for `thread_ts`, and no author.
    """

    channel_id: str
    thread_ts: str
    ts: str
    author: str
    text: str
    edited_ts: str = ""
    deleted: bool = False
    files: Sequence[str] = ()  # ids of Slack's


def take_in(work: Work, channel_id: str, thread_ts: str, most: int | None = None) -> int:
    """Takes what the inbox holds of a thread into its round, and works out the answers of those who wrote it.

    At most so many messages, if it is said; the number of those taken. What belongs to no round, or comes when answers
    are closed, is dropped.
    """
    round_ = find(work.session, Round, Round.channel_id == channel_id, Round.message_ts == thread_ts, lock=True)
    news = _out_of_the_inbox(work, channel_id, thread_ts, most)
    if round_ is not None:
        take_in_round(work, round_, news)
    return len(news)


def take_in_round(work: Work, round_: Round, news: list[Incoming]) -> None:
    """The same for what is at hand. The caller holds the round's lock."""
    known = _known(work, round_, news)
    kept = [message for one in news if (message := _keep(work, round_, known, one)) is not None]
    work.session.flush()
    newest = {message.author: message for message in kept}
    for author, message in newest.items():
        work_out(work, round_, author)
        _time_nudge(work, message)


def take_in_waiting(work: Work, round_: Round) -> None:
    """Takes in what the inbox still holds of a round's thread: it was said before what comes now. Needs its lock."""
    if round_.message_ts is not None:
        take_in_round(work, round_, _out_of_the_inbox(work, round_.channel_id, round_.message_ts))


def files_read(work: Work, message_id: int, files: list[str], text: str, others: bool) -> None:
    """Takes in what the files of a message say; `others`: some are of a kind that is not read.

    Their author hears of those, once a round, unless the message is an answer without them.
    """
    found = find(work.session, AnswerMessage, AnswerMessage.id == message_id)
    if found is None:
        return
    round_ = round_of(work.session, found.round_id, lock=True)
    message = find(work.session, AnswerMessage, AnswerMessage.id == message_id)
    if message is None or message.files != files or round_.stage != Stage.COLLECTING:
        return
    message.file_text = text
    work.session.flush()
    work_out(work, round_, message.author)
    _time_nudge(work, message)
    if others:
        work.enqueue("other_file", message.id, once=f"{round_.id}:{message.author}")


def unread_files(session: Session, round_id: int) -> list[int]:
    """Ids of the messages of a round whose files are still to be read."""
    rows = session.exec(
        select(AnswerMessage).where(AnswerMessage.round_id == round_id, col(AnswerMessage.file_text).is_(None))
    )
    return [message.id for message in rows if message.files and not message.deleted]


def read_again(work: Work, channel_id: str | None = None) -> None:
    """Has the threads of collecting rounds (of a channel) read: something said there may have reached nobody."""
    collecting = select(Round.id).where(col(Round.stage) == Stage.COLLECTING)
    if channel_id is not None:
        collecting = collecting.where(Round.channel_id == channel_id)
    for round_id in work.session.exec(collecting):
        work.enqueue("catch_up", round_id, once=f"{round_id}:{work.now.isoformat()}")


def question_deleted(work: Work, channel_id: str, ts: str) -> None:
    """Drops the open round whose question somebody deleted, and has whoever asked for it told."""
    this = (Round.channel_id == channel_id, Round.message_ts == ts, col(Round.stage).in_(OPEN))
    round_ = find(work.session, Round, *this, lock=True)
    if round_ is not None:
        round_.stage = Stage.CANCELLED
        write_of_drop(work, round_.id)
        work.enqueue("dropped", round_.id)


def _out_of_the_inbox(work: Work, channel_id: str, thread_ts: str, most: int | None = None) -> list[Incoming]:
    thread = (col(InboxMessage.channel_id) == channel_id, col(InboxMessage.thread_ts) == thread_ts)
    query = select(InboxMessage).where(*thread).order_by(col(InboxMessage.id)).limit(most)
    rows = work.session.exec(query.with_for_update()).all()
    if rows:
        work.session.exec(delete(InboxMessage).where(col(InboxMessage.id).in_([row.id for row in rows])))
    return [Incoming(**{part.name: getattr(row, part.name) for part in fields(Incoming)}) for row in rows]


def _known(work: Work, round_: Round, news: list[Incoming]) -> dict[str, AnswerMessage]:
    """Which of these messages were kept before, by ts."""
    of_round = select(AnswerMessage).where(AnswerMessage.channel_id == round_.channel_id)
    found = work.session.exec(of_round.where(col(AnswerMessage.ts).in_({one.ts for one in news})))
    return {message.ts: message for message in found}


def _keep(work: Work, round_: Round, known: dict[str, AnswerMessage], incoming: Incoming) -> AnswerMessage | None:
    """The message as it is kept now, among the known ones too; None where it changes nothing."""
    if incoming.ts == incoming.thread_ts:
        question_deleted(work, incoming.channel_id, incoming.ts)
        return None
    message = known.get(incoming.ts)
    if round_.stage != Stage.COLLECTING or _is_late(round_, incoming):
        if message is not None and message.answer_id is not None and incoming.edited_ts > message.edited_ts:
            work.enqueue("frozen", message.id, once=f"{message.round_id}:{message.author}")
        return None
    if message is None:
        message = known[incoming.ts] = AnswerMessage(
            round_id=round_.id, channel_id=incoming.channel_id, ts=incoming.ts, author=incoming.author, text=""
        )
        work.session.add(message)
    elif message.deleted or not (incoming.deleted or _is_newer(incoming, message)):
        return None  # delivered before, or overtaken by a later edit
    message.text = "" if incoming.deleted else plain(incoming.text)
    if message.files != list(incoming.files):
        message.files, message.file_text = list(incoming.files), None
        work.session.flush()
        if message.files:
            work.enqueue("read_files", message.id, once=":".join([str(message.id), *message.files]))
    message.edited_ts = incoming.edited_ts
    message.deleted = incoming.deleted
    return message


def _is_newer(incoming: Incoming, message: AnswerMessage) -> bool:
    """Whether a message was changed since: edited, or files of it deleted, which is no edit; none ever comes back."""
    fewer = incoming.edited_ts == message.edited_ts and set(incoming.files) < set(message.files)
    return fewer or incoming.edited_ts > message.edited_ts


def _is_late(round_: Round, incoming: Incoming) -> bool:
    """Whether it was written, or changed, when answers were being closed already."""
    said_at = float(incoming.edited_ts or incoming.ts)
    return round_.closing_at is not None and said_at > round_.closing_at.timestamp()


def _time_nudge(work: Work, message: AnswerMessage) -> None:
    """Notes when the author is to hear that this is nearly an answer, or a short one; they may still be writing."""
    nearly = message.answer_id is not None or NEARLY <= count_words(said_in(message)) < work.settings.min_words
    theirs = (col(AnswerMessage.round_id) == message.round_id, col(AnswerMessage.author) == message.author)
    pending = update(AnswerMessage).where(*theirs, col(AnswerMessage.nudge_at).is_not(None))
    work.session.exec(pending.values(nudge_at=None))
    message.nudge_at = work.now + QUIET if nearly else None
