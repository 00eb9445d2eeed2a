"""What a round says in its channel: each function brings one thing to Slack, once, from what the database holds."""

from slack_sdk.errors import SlackApiError
from sqlmodel import Session, select

from bot.calibration.cadence import promised
from bot.calibration.comparisons import result
from bot.calibration.forgetting import erase_if_forgotten
from bot.calibration.members import concerned, home_changes
from bot.calibration.questions import topic_of
from bot.calibration.stages import cancel, close_answers, collect
from bot.calibration.state import state_of
from bot.deps import Deps
from bot.markup import escape, when
from bot.outward.links import link_to
from bot.outward.people import present, who_answers
from bot.outward.posting import find_or_post, our_user
from bot.slack import GONE, NOT_THERE, PASSING, error_of, react, send_direct
from bot.views.answer import letters_message, posted_answer
from bot.views.blocks import Block
from bot.views.question import question_message
from bot.views.ruling import ruling_message
from storage.database import view
from storage.models import Answer, AnswerMessage, Round, Ruling, Schedule
from storage.reads import answer_and_round, answers_of, round_of
from storage.scores import scores_are_out
from storage.stages import Stage

ARCHIVED_PAUSES = (
    "{channel} was archived, so its weekly question pauses. It goes on once the channel is open again and I am in it."
)
ABSENT = (
    "Interviewers of {channel} who aren't in it any more, or whose account is closed: {names}. I deal them nothing; "
    "*Settings* on my Home tab changes who scores."
)
TAKEN_IN, SCORED = "inbox_tray", "white_check_mark"


def post_question(deps: Deps, team_id: str, round_id: int) -> str:
    """Posts the question and begins to collect; a channel that the bot cannot reach cancels the round."""
    with view(deps.engine, team_id) as session:
        round_ = round_of(session, round_id)
        text, blocks = _question(deps, session, round_)
    if round_.stage != Stage.OPENING:
        return round_.stage
    try:
        ts = find_or_post(deps, team_id, round_.channel_id, f"round:{round_.public_id}", text, blocks)
    except SlackApiError as error:
        if error_of(error) in PASSING:
            raise
        with deps.work(team_id) as work:
            cancel(round_of(work.session, round_id, lock=True))
        _tell_asker(deps, team_id, round_, _refused(round_.channel_id, error_of(error)))
        return "cancelled"
    with deps.work(team_id) as work:
        collect(work, round_of(work.session, round_id, lock=True), ts)
    return "posted"


def _refused(channel_id: str, refusal: str) -> str:
    if refusal not in NOT_THERE:
        return f"Slack didn't let me post the question in <#{channel_id}> (`{refusal}`), so I dropped it."
    invite = "Type `/invite @Calibrate` there and try again."
    return f"I'm not in <#{channel_id}> yet, so I couldn't post the question. {invite}"


def _tell_asker(deps: Deps, team_id: str, round_: Round, text: str) -> None:
    """Tells who asked for the question, or who set the weekly one up last, or else the managers."""
    for user in who_answers(deps, team_id, round_.channel_id, round_.asked_by):
        send_direct(deps.slack(team_id), user, text)


def tell_absent(deps: Deps, team_id: str, channel_id: str, *users: str) -> str:
    """Tells who answers for a channel that interviewers of it are gone, so that nothing is dealt to them."""
    names = ", ".join(f"<@{user}>" for user in users)
    for user in who_answers(deps, team_id, channel_id):
        send_direct(deps.slack(team_id), user, ABSENT.format(names=names, channel=f"<#{channel_id}>"))
    return "told"


def tell_archived(deps: Deps, team_id: str, channel_id: str) -> str:
    """Tells who answers for a channel that it was archived, so that its questions pause."""
    for user in who_answers(deps, team_id, channel_id):
        send_direct(deps.slack(team_id), user, ARCHIVED_PAUSES.format(channel=f"<#{channel_id}>"))
    return "told"


def tell_missed(deps: Deps, team_id: str, channel_id: str) -> str:
    """Tells who answers for a channel that its question was missed for so long that it does not come any more."""
    with view(deps.engine, team_id) as session:
        schedule = session.exec(select(Schedule).where(Schedule.channel_id == channel_id)).one()
        following = promised(schedule, None, deps.now()).at
    next_one = f" The next one comes {when(following)}." if following else ""
    text = f"No new question in <#{channel_id}>: I was down when it was due, and for a day after.{next_one}"
    for user in who_answers(deps, team_id, channel_id):
        send_direct(deps.slack(team_id), user, f"{text} `/calibrate ask` posts one now.")
    return "told"


def freeze(deps: Deps, team_id: str, round_id: int) -> str:
    """Closes the answers of a round whose thread was heard out; its stage."""
    with view(deps.engine, team_id) as session:
        round_ = round_of(session, round_id)
        named = session.exec(select(Schedule.interviewers).where(Schedule.id == round_.schedule_id)).one()
    there = present(deps, team_id, round_.channel_id, named)
    with deps.work(team_id) as work:
        round_ = round_of(work.session, round_id, lock=True)
        if close_answers(work, round_, there):
            home_changes(work, *concerned(work, round_id))
        return str(round_.stage)


def delete_posts(deps: Deps, team_id: str, round_id: int) -> str:
    """Deletes everything of our own in the thread of a dropped round, its question last; people's messages stay."""
    with view(deps.engine, team_id) as session:
        round_ = round_of(session, round_id)
    client, channel, thread = deps.slack(team_id), round_.channel_id, round_.message_ts
    if thread is None:
        return "not posted"
    ours = our_user(deps, team_id)
    try:
        pages = client.conversations_replies(channel=channel, ts=thread, limit=200)
        posts = [one["ts"] for page in pages for one in page["messages"] if one.get("user") == ours]
        for ts in sorted(posts, reverse=True):
            client.chat_delete(channel=channel, ts=ts)
    except SlackApiError as error:
        if error_of(error) not in (*GONE, "thread_not_found"):
            raise
    return "deleted"


def tell_dropped(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells who answers for a round that it ended with its question."""
    with view(deps.engine, team_id) as session:
        round_ = round_of(session, round_id)
    text = f"The question in <#{round_.channel_id}> was deleted, so I dropped its round: nothing of it is scored."
    _tell_asker(deps, team_id, round_, text)
    return "told"


def tell_passed_over(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells who answers for a round that the weekly question did not come, since this one was still open."""
    with view(deps.engine, team_id) as session:
        round_ = round_of(session, round_id)
        schedule = session.exec(select(Schedule).where(Schedule.id == round_.schedule_id)).one()
        following = promised(schedule, round_.reveals_at, deps.now()).at
    still = f"*{escape(topic_of(round_.question))}* is still open"
    next_one = f" The next one comes {when(following)}." if following else ""
    text = f"No new question in <#{round_.channel_id}> today: {still}. `/calibrate next` moves it on.{next_one}"
    _tell_asker(deps, team_id, round_, text)
    return "told"


def tell_replanned(deps: Deps, team_id: str, round_id: int, user: str) -> str:
    """Tells who chose a question that it could not be asked any more, and which one came instead."""
    with view(deps.engine, team_id) as session:
        round_ = round_of(session, round_id)
    came = f"one on *{escape(topic_of(round_.question))}* came instead"
    text = f"The question that you chose for <#{round_.channel_id}> was retired meanwhile, so {came}."
    send_direct(deps.slack(team_id), user, text)
    return "told"


def refresh_question(deps: Deps, team_id: str, round_id: int) -> str:
    """Brings the question message up to date."""
    with deps.work(team_id) as work:
        round_ = round_of(work.session, round_id, lock=True)
        round_.refreshed_at = deps.now()
        newest = _question(deps, work.session, round_)
    if round_.message_ts is None:
        return "not posted"
    shown = None
    while shown != newest:  # another job may have posted something older meanwhile
        text, blocks = shown = newest
        try:
            deps.slack(team_id).chat_update(channel=round_.channel_id, ts=round_.message_ts, text=text, blocks=blocks)
        except SlackApiError as error:
            if error_of(error) not in GONE:
                raise
            return "deleted"
        with view(deps.engine, team_id) as session:
            newest = _question(deps, session, round_of(session, round_id))
    return "refreshed"


def mark_taken_in(deps: Deps, team_id: str, message_id: int) -> str:
    """Sets or takes away the reaction that says "taken in", as the message stands now."""
    with view(deps.engine, team_id) as session:
        message = session.exec(select(AnswerMessage).where(AnswerMessage.id == message_id)).first()
    if message is None:
        return "gone"
    client, belongs = deps.slack(team_id), message.answer_id is not None
    react(client, message.channel_id, message.ts, TAKEN_IN, on=belongs)
    if not belongs:
        react(client, message.channel_id, message.ts, SCORED, on=False)
    return "marked"


def mark_scored(deps: Deps, team_id: str, answer_id: int) -> str:
    """Sets the reaction that says the judge is done with a thread answer.

    Not on what the bot posts: private answers are judged before they stand there and the exemplar after, which would
    tell them apart.
    """
    with view(deps.engine, team_id) as session:
        answer, round_ = answer_and_round(session, answer_id)
    if answer.origin != "thread" or answer.message_ts is None:
        return "not marked"
    react(deps.slack(team_id), round_.channel_id, answer.message_ts, SCORED, on=True)
    return "marked"


def unposted_answers(deps: Deps, team_id: str, round_id: int) -> list[int]:
    """Ids of private answers and the exemplar that are not in the thread yet, by letter."""
    with view(deps.engine, team_id) as session:
        answers = [answer for answer in answers_of(session, round_id) if answer.message_ts is None and answer.letter]
    return [answer.id for answer in sorted(answers, key=_by_letter)]


def post_answer(deps: Deps, team_id: str, answer_id: int) -> str:
    """Puts a private answer or an exemplar into the thread, without a name."""
    with view(deps.engine, team_id) as session:
        answer, round_ = answer_and_round(session, answer_id)
    text, blocks = posted_answer(answer.letter or "", answer.text)
    ts = find_or_post(
        deps, team_id, round_.channel_id, f"answer:{answer.public_id}", text, blocks, thread_ts=round_.message_ts
    )
    with deps.work(team_id) as work:
        answer, _ = answer_and_round(work.session, answer_id)
        answer.message_ts = ts
        erase_if_forgotten(work, answer, ts)
    return "posted"


def post_letters(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells the thread which answer has which letter."""
    with view(deps.engine, team_id) as session:
        round_ = round_of(session, round_id)
        answers = sorted(answers_of(session, round_id), key=_by_letter)
    channel = round_.channel_id
    links = [(answer.letter or "", link_to(deps, team_id, channel, answer.message_ts)) for answer in answers]
    text, blocks = letters_message(links, round_.reveals_at)
    find_or_post(deps, team_id, channel, f"letters:{round_.public_id}", text, blocks, thread_ts=round_.message_ts)
    return "posted"


def announce_ruling(deps: Deps, team_id: str, ruling_id: int) -> str:
    """Tells the round's thread of a ruling, or what became of it since."""
    with view(deps.engine, team_id) as session:
        ruling = session.exec(select(Ruling).where(Ruling.id == ruling_id)).one()
        round_ = round_of(session, ruling.round_id)
    text, blocks = ruling_message(ruling, deps.rubric, heeded=_by_claude(deps, round_))
    channel = round_.channel_id
    ts = ruling.message_ts or find_or_post(
        deps, team_id, channel, f"ruling:{ruling.public_id}", text, blocks, thread_ts=round_.message_ts
    )
    with deps.work(team_id) as work:
        this = select(Ruling).where(Ruling.id == ruling_id).with_for_update()
        now = work.session.exec(this).one()
        now.message_ts = ts
        text, blocks = ruling_message(now, deps.rubric, heeded=_by_claude(deps, round_))
    try:
        deps.slack(team_id).chat_update(channel=channel, ts=ts, text=text, blocks=blocks)
    except SlackApiError as error:
        if error_of(error) not in GONE:
            raise
    return "announced"


def _by_letter(answer: Answer) -> tuple[int, str]:
    return len(answer.letter or ""), answer.letter or ""


def _question(deps: Deps, session: Session, round_: Round) -> tuple[str, list[Block]]:
    """The question message as the database has it now."""
    return question_message(state_of(session, round_), _uncompared(session, round_), _by_claude(deps, round_))


def _by_claude(deps: Deps, round_: Round) -> bool:
    judge = deps.judge(round_.judge)
    return judge is not None and judge.kind == "claude"


def _uncompared(session: Session, round_: Round) -> tuple[tuple[str, str], ...]:
    """Public ids and letters of the answers whose comparison is not in the thread yet, once scores are out."""
    if not scores_are_out(round_):
        return ()
    shown = {answer.id for answer in answers_of(session, round_.id) if answer.compared_ts}
    return tuple((one.public_id, one.letter) for one in result(session, round_)[0] if one.answer_id not in shown)
