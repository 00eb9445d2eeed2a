"""What a round says in its channel: each function brings one thing to Slack, once, from what the database holds."""

from slack_sdk.errors import SlackApiError
from sqlmodel import Session, select

from bot.calibration.comparisons import result
from bot.calibration.forgetting import erase_if_forgotten
from bot.calibration.members import concerned, home_changes
from bot.calibration.participation import nobody_answers
from bot.calibration.stages import cancel, close_answers, collect
from bot.calibration.state import state_of
from bot.deps import Deps
from bot.outward import answerable
from bot.outward.links import link_to
from bot.outward.people import present
from bot.outward.posting import find_or_post, our_user, put, reply
from bot.slack import GONE, error_of, react
from bot.trouble import PASSING
from bot.views.answer import letters_message, posted_answer
from bot.views.blocks import Message
from bot.views.question import half_time_message, question_message
from bot.views.ruling import ruling_message
from storage.models import Answer, AnswerMessage, Round, Ruling, Schedule
from storage.reads import answer_and_round, answers_of, round_of
from storage.scores import scores_are_out
from storage.stages import Stage

TAKEN_IN, SCORED = "inbox_tray", "white_check_mark"


def post_question(deps: Deps, team_id: str, round_id: int) -> str:
    """Posts the question and begins to collect; a channel that the bot cannot reach cancels the round."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        message = _question(deps, session, round_)
    if round_.stage != Stage.OPENING:
        return round_.stage
    try:
        ts = find_or_post(deps, team_id, round_.channel_id, f"round:{round_.public_id}", message)
    except SlackApiError as error:
        if error_of(error) in PASSING:
            raise
        with deps.work(team_id) as work:
            cancel(round_of(work.session, round_id, lock=True))
        answerable.tell_refused(deps, team_id, round_, error_of(error))
        return "cancelled"
    with deps.work(team_id) as work:
        collect(work, round_of(work.session, round_id, lock=True), ts)
    return "posted"


def tell_half_time(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells the channel that nobody has answered, in the question's thread and beside it, unless somebody has."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        needed = nobody_answers(session, round_)
    if not needed or round_.message_ts is None:
        return "not needed"
    message = half_time_message(round_.public_id, round_.closes_at)
    reply(deps, team_id, round_, f"half:{round_.public_id}", message, broadcast=True)
    return "told"


def freeze(deps: Deps, team_id: str, round_id: int) -> str:
    """Closes the answers of a round whose thread was heard out; its stage."""
    with deps.view(team_id) as session:
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
    round_ = deps.read(team_id, round_of, round_id)
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
        shown = newest
        if not put(deps, team_id, round_.channel_id, round_.message_ts, shown):
            return "deleted"
        with deps.view(team_id) as session:
            newest = _question(deps, session, round_of(session, round_id))
    return "refreshed"


def mark_taken_in(deps: Deps, team_id: str, message_id: int) -> str:
    """Sets or takes away the reaction that says "taken in", as the message stands now."""
    with deps.view(team_id) as session:
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
    answer, round_ = deps.read(team_id, answer_and_round, answer_id)
    if answer.origin != "thread" or answer.message_ts is None:
        return "not marked"
    react(deps.slack(team_id), round_.channel_id, answer.message_ts, SCORED, on=True)
    return "marked"


def unposted_answers(deps: Deps, team_id: str, round_id: int) -> list[int]:
    """Ids of private answers and the exemplar that are not in the thread yet, by letter."""
    answers = sorted(deps.read(team_id, answers_of, round_id), key=_by_letter)
    return [answer.id for answer in answers if answer.message_ts is None and answer.letter]


def post_answer(deps: Deps, team_id: str, answer_id: int) -> str:
    """Puts a private answer or an exemplar into the thread, without a name."""
    answer, round_ = deps.read(team_id, answer_and_round, answer_id)
    message = posted_answer(answer.letter or "", answer.text)
    ts = reply(deps, team_id, round_, f"answer:{answer.public_id}", message)
    with deps.work(team_id) as work:
        answer, _ = answer_and_round(work.session, answer_id)
        answer.message_ts = ts
        erase_if_forgotten(work, answer, ts)
    return "posted"


def post_letters(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells the thread which answer has which letter."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        answers = sorted(answers_of(session, round_id), key=_by_letter)
    channel, thread = round_.channel_id, round_.message_ts
    links = [(answer.letter or "", link_to(deps, team_id, channel, answer.message_ts, thread)) for answer in answers]
    reply(deps, team_id, round_, f"letters:{round_.public_id}", letters_message(links, round_.reveals_at))
    return "posted"


def announce_ruling(deps: Deps, team_id: str, ruling_id: int) -> str:
    """Tells the round's thread of a ruling, or what became of it since."""
    with deps.view(team_id) as session:
        ruling = session.exec(select(Ruling).where(Ruling.id == ruling_id)).one()
        round_ = round_of(session, ruling.round_id)
    heeded = _by_claude(deps, round_)
    ts = ruling.message_ts or reply(
        deps, team_id, round_, f"ruling:{ruling.public_id}", ruling_message(ruling, deps.rubric, heeded)
    )
    with deps.work(team_id) as work:
        this = select(Ruling).where(Ruling.id == ruling_id).with_for_update()
        now = work.session.exec(this).one()
        now.message_ts = ts
        message = ruling_message(now, deps.rubric, heeded)
    put(deps, team_id, round_.channel_id, ts, message)
    return "announced"


def _by_letter(answer: Answer) -> tuple[int, str]:
    return len(answer.letter or ""), answer.letter or ""


def _question(deps: Deps, session: Session, round_: Round) -> Message:
    return question_message(state_of(session, round_), uncompared(session, round_), _by_claude(deps, round_))


def _by_claude(deps: Deps, round_: Round) -> bool:
    judge = deps.judge(round_.judge)
    return judge is not None and judge.kind == "claude"


def uncompared(session: Session, round_: Round) -> tuple[tuple[str, str], ...]:
    """Public ids and letters of the answers whose comparison is not in the thread yet, once scores are out."""
    if not scores_are_out(round_):
        return ()
    shown = {answer.id for answer in answers_of(session, round_.id) if answer.compared_ts}
    return tuple((one.public_id, one.letter) for one in result(session, round_)[0] if one.answer_id not in shown)
