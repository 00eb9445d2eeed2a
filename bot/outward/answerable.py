"""What those hear who answer for a channel, the managers or who asked, and who suggested a question: each in a direct
message."""

from datetime import datetime

from sqlmodel import col, select

from bot.calibration import participation
from bot.calibration.cadence import promised
from bot.calibration.debriefs import Kind, write_to
from bot.calibration.questions import topic_of
from bot.deps import Deps
from bot.markup import escape, when
from bot.outward.people import who_answers
from bot.outward.posting import tell_each
from bot.slack import NOT_THERE
from bot.views.blocks import Message
from bot.views.suggestions import settled_text, suggested_message
from storage.models import CustomQuestion, Round, Schedule, SuggestedQuestion
from storage.reads import round_of

ARCHIVED_PAUSES = (
    "{channel} was archived, so its weekly question pauses. It goes on once the channel is open again and I am in it."
)
FEW_SCORE = (
    "In {channel} fewer than half of the interviewers who were dealt answers scored any, two rounds in a row: "
    "{counts}. Worth asking what stands in the way: the day, how often, or how many answers. *Settings* on my Home "
    "tab changes these. I say this once, until it is better."
)
ABSENT = (
    "Interviewers of {channel} who aren't in it any more, or whose account is closed: {names}. I deal them nothing; "
    "*Settings* on my Home tab changes who scores."
)


def write_once(deps: Deps, team_id: str, kind: Kind, round_id: int) -> str:
    """Has each who answers for a round's channel written to about it, in their working hours."""
    people = who_answers(deps, team_id, deps.read(team_id, round_of, round_id).channel_id)
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


def look_at_turnout(deps: Deps, team_id: str, round_id: int) -> str:
    """Looks at how many scored in a round whose scores are out."""
    with deps.work(team_id) as work:
        participation.look_at_turnout(work, round_of(work.session, round_id))
    return "looked"


def tell_turnout(deps: Deps, team_id: str, round_id: int) -> str:
    """Has them written to that few score there."""
    return write_once(deps, team_id, "turnout", round_id)


def turnout_message(deps: Deps, team_id: str, round_id: int, _person: str) -> Message | None:
    """What they are written, if it is so still."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        newest, before = participation.turnout(session, round_), participation.last_turnout(session, round_)
    if before is None:
        return None
    counts = f"{before.scored} of {before.dealt}, then {newest.scored} of {newest.dealt}"
    return FEW_SCORE.format(channel=f"<#{round_.channel_id}>", counts=counts), []


def tell_archived(deps: Deps, team_id: str, channel_id: str) -> str:
    """Tells who answers for a channel that it was archived, so that its questions pause, if it still is."""
    with deps.view(team_id) as session:
        schedule = session.exec(select(Schedule).where(Schedule.channel_id == channel_id)).one()
    if not schedule.archived:
        return "not needed"
    people = who_answers(deps, team_id, channel_id)
    return tell_each(deps, team_id, people, ARCHIVED_PAUSES.format(channel=f"<#{channel_id}>"))


def tell_missed(deps: Deps, team_id: str, channel_id: str) -> str:
    """Tells who answers for a channel that its question was missed for so long that it does not come any more."""
    with deps.view(team_id) as session:
        schedule = session.exec(select(Schedule).where(Schedule.channel_id == channel_id)).one()
    missed = f"No new question in <#{channel_id}>: I was down when it was due, and for a day after."
    text = f"{missed}{_next_one(deps, schedule)} `/calibrate ask` posts one now."
    return tell_each(deps, team_id, who_answers(deps, team_id, channel_id), text)


def _next_one(deps: Deps, schedule: Schedule, until: datetime | None = None) -> str:
    """When the next question comes, with a round that is open `until` then."""
    following = promised(schedule, until, deps.now()).at
    return f" The next one comes {when(following)}." if following else ""


def tell_dropped(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells who answers for a round that it ended with its question."""
    round_ = deps.read(team_id, round_of, round_id)
    text = f"The question in <#{round_.channel_id}> was deleted, so I dropped its round: nothing of it is scored."
    return _tell_asker(deps, team_id, round_, text)


def tell_passed_over(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells who answers for a round that the weekly question did not come, since this one was still open."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        schedule = session.exec(select(Schedule).where(Schedule.id == round_.schedule_id)).one()
    still = f"*{escape(topic_of(round_.question))}* is still open. `/calibrate next` moves it on."
    next_one = _next_one(deps, schedule, round_.reveals_at)
    return _tell_asker(deps, team_id, round_, f"No new question in <#{round_.channel_id}> today: {still}{next_one}")


def tell_replanned(deps: Deps, team_id: str, round_id: int, user: str) -> str:
    """Tells who chose a question that it could not be asked any more, and which one came instead."""
    round_ = deps.read(team_id, round_of, round_id)
    came = f"one on *{escape(topic_of(round_.question))}* came instead"
    text = f"The question that you chose for <#{round_.channel_id}> was retired meanwhile, so {came}."
    return tell_each(deps, team_id, [user], text)


def tell_refused(deps: Deps, team_id: str, round_: Round, refusal: str) -> None:
    """Tells who asked for a question that Slack did not take it."""
    text = f"Slack didn't let me post the question in <#{round_.channel_id}> (`{refusal}`), so I dropped it."
    if refusal in NOT_THERE:
        invite = "Type `/invite @Calibrate` there and try again."
        text = f"I'm not in <#{round_.channel_id}> yet, so I couldn't post the question. {invite}"
    _tell_asker(deps, team_id, round_, text)


def _tell_asker(deps: Deps, team_id: str, round_: Round, text: str) -> str:
    """Tells who asked for the question, or who set the weekly one up last, or else the managers."""
    return tell_each(deps, team_id, who_answers(deps, team_id, round_.channel_id, round_.asked_by), text)


def tell_suggested(deps: Deps, team_id: str, suggestion_id: int) -> str:
    """Has the managers that are named written to of a suggestion; where none is, who set a channel up last."""
    people = deps.settings.managers or who_answers(deps, team_id, None)
    with deps.work(team_id) as work:
        write_to(work, "suggested", suggestion_id, people)
    return "written"


def suggested(deps: Deps, team_id: str, suggestion_id: int, _person: str) -> Message | None:
    """What managers are written of a suggestion that waits still."""
    with deps.view(team_id) as session:
        row = session.exec(select(SuggestedQuestion).where(SuggestedQuestion.id == suggestion_id)).first()
    return suggested_message(row) if row is not None and row.settled_at is None else None


def settled(deps: Deps, team_id: str, suggestion_id: int, _person: str) -> Message | None:
    """What who suggested a question is written once it is settled."""
    with deps.view(team_id) as session:
        row = session.exec(select(SuggestedQuestion).where(SuggestedQuestion.id == suggestion_id)).first()
        if row is None or row.settled_at is None:
            return None
        question = session.exec(select(CustomQuestion).where(CustomQuestion.id == row.question_id)).first()
    return settled_text(row, question), []
