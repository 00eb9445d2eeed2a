"""What those hear who answer for a channel, the managers or who asked: each in a direct message."""

from sqlmodel import col, select

from bot.calibration.cadence import promised
from bot.calibration.debriefs import Kind, write_to
from bot.calibration.questions import topic_of
from bot.deps import Deps
from bot.markup import escape, when
from bot.outward.people import who_answers
from bot.outward.posting import tell_each
from bot.slack import NOT_THERE
from bot.views.blocks import Message
from storage.models import Round, Schedule
from storage.reads import round_of

ARCHIVED_PAUSES = (
    "{channel} was archived, so its weekly question pauses. It goes on once the channel is open again and I am in it."
)
ABSENT = (
    "Interviewers of {channel} who aren't in it any more, or whose account is closed: {names}. I deal them nothing; "
    "*Settings* on my Home tab changes who scores."
)


def write_once(deps: Deps, team_id: str, kind: Kind, round_id: int) -> str:
    """Has each who answers for a round's channel written to about it, in their working hours."""
    with deps.view(team_id) as session:
        channel_id = round_of(session, round_id).channel_id
    people = who_answers(deps, team_id, channel_id)
    with deps.work(team_id) as work:
        write_to(work, kind, round_id, people)
    return "written"


def tell_absent(deps: Deps, team_id: str, round_id: int) -> str:
    """Has them written to that interviewers are gone, so that nothing is dealt to these."""
    return write_once(deps, team_id, "absent", round_id)


def absent_message(deps: Deps, team_id: str, round_id: int, _person: str) -> Message | None:
    """What they are written, if somebody is gone still."""
    with deps.view(team_id) as session:
        query = select(Schedule).join(Round, col(Round.schedule_id) == Schedule.id)
        schedule = session.exec(query.where(Round.id == round_id)).one()
    names = ", ".join(f"<@{user}>" for user in schedule.absent)
    return (ABSENT.format(names=names, channel=f"<#{schedule.channel_id}>"), []) if names else None


def tell_archived(deps: Deps, team_id: str, channel_id: str) -> str:
    """Tells who answers for a channel that it was archived, so that its questions pause."""
    people = who_answers(deps, team_id, channel_id)
    tell_each(deps, team_id, people, ARCHIVED_PAUSES.format(channel=f"<#{channel_id}>"))
    return "told"


def tell_missed(deps: Deps, team_id: str, channel_id: str) -> str:
    """Tells who answers for a channel that its question was missed for so long that it does not come any more."""
    with deps.view(team_id) as session:
        schedule = session.exec(select(Schedule).where(Schedule.channel_id == channel_id)).one()
        following = promised(schedule, None, deps.now()).at
    next_one = f" The next one comes {when(following)}." if following else ""
    text = f"No new question in <#{channel_id}>: I was down when it was due, and for a day after.{next_one}"
    tell_each(deps, team_id, who_answers(deps, team_id, channel_id), f"{text} `/calibrate ask` posts one now.")
    return "told"


def tell_dropped(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells who answers for a round that it ended with its question."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
    text = f"The question in <#{round_.channel_id}> was deleted, so I dropped its round: nothing of it is scored."
    _tell_asker(deps, team_id, round_, text)
    return "told"


def tell_passed_over(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells who answers for a round that the weekly question did not come, since this one was still open."""
    with deps.view(team_id) as session:
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
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
    came = f"one on *{escape(topic_of(round_.question))}* came instead"
    text = f"The question that you chose for <#{round_.channel_id}> was retired meanwhile, so {came}."
    tell_each(deps, team_id, [user], text)
    return "told"


def tell_refused(deps: Deps, team_id: str, round_: Round, refusal: str) -> None:
    """Tells who asked for a question that Slack did not take it."""
    _tell_asker(deps, team_id, round_, _refused(round_.channel_id, refusal))


def _refused(channel_id: str, refusal: str) -> str:
    if refusal not in NOT_THERE:
        return f"Slack didn't let me post the question in <#{channel_id}> (`{refusal}`), so I dropped it."
    invite = "Type `/invite @Calibrate` there and try again."
    return f"I'm not in <#{channel_id}> yet, so I couldn't post the question. {invite}"


def _tell_asker(deps: Deps, team_id: str, round_: Round, text: str) -> None:
    """Tells who asked for the question, or who set the weekly one up last, or else the managers."""
    tell_each(deps, team_id, who_answers(deps, team_id, round_.channel_id, round_.asked_by), text)
