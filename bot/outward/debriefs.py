"""Direct messages that wait for working hours, and invitations brought up to date once they are settled."""

from collections.abc import Callable, Mapping

from sqlmodel import Session, col, select

from bot.calibration.away import away_among
from bot.calibration.calendar import working_hour
from bot.calibration.debriefs import address, put_off
from bot.calibration.members import MOST_WORDS, invitation_name
from bot.calibration.piles import left_of
from bot.calibration.questions import topic_of
from bot.calibration.reminders import nudge_number
from bot.calibration.stood import stood
from bot.deps import Deps
from bot.markup import when
from bot.outward import answerable
from bot.outward.direct_messages import WORDS, invite
from bot.outward.links import link_to
from bot.outward.people import find_person, is_reachable, zone_of
from bot.outward.posting import Sent, put, told_before
from bot.slack import send_direct
from bot.views.blocks import Message
from bot.views.debriefs import dropped_letter, furthest_of, reveal_letter, settled_invitation, welcome_letter
from storage.models import Answer, Assignment, Letter, Round, Schedule, Told
from storage.reads import channel_of, round_of
from storage.scores import blind_scorecards, scores_are_out
from storage.stages import Stage


def address_all(deps: Deps, team_id: str, round_id: int) -> str:
    """Has everybody who scored in a revealed round written to, and every invitation to it settled."""
    with deps.work(team_id) as work:
        address(work, "reveal", round_id, (card.rater for card in blind_scorecards(work.session, round_id)))
    return settle_all(deps, team_id, round_id)


def settle_all(deps: Deps, team_id: str, round_id: int) -> str:
    """Has every invitation that still asks for scores settled: they are out, or the round was dropped."""
    with deps.work(team_id) as work:
        left = {user for user, answers in left_of(work.session, [round_id])[round_id].items() if answers}
        dropped = round_of(work.session, round_id).stage == Stage.CANCELLED
        invited = {told.what.split(":")[2] for told in _invitations(work.session, round_id)}
        for user in sorted(invited if dropped else invited & left):
            work.enqueue("settle_invitation", round_id, user, once=f"{round_id}:{user}:over")
    return "settled"


def deliver(deps: Deps, team_id: str, letter_id: int) -> Sent | str:
    """Sends a letter, once, in its person's working hours, and not while they are away; what is to be noted, or why
    there is nothing."""
    with deps.view(team_id) as session:
        letter = session.exec(select(Letter).where(Letter.id == letter_id)).first()
    if letter is None:
        return "done"
    if letter.kind in WORDS:
        return invite(deps, team_id, letter.about, letter.person, _number(deps, team_id, letter))
    what = f"welcome:{letter.person}" if letter.kind == "welcome" else f"letter:{letter_id}"
    if told_before(deps, team_id, what):
        return "done"
    place = _channel(deps, team_id, letter)
    if place is not None and place not in find_person(deps, team_id, letter.person, place).channels:
        return "gone"
    now = deps.now()
    away = deps.read(team_id, away_among, [letter.person], now)
    later = working_hour(away.get(letter.person, now), zone_of(deps, team_id, letter.person))
    if later > now:
        with deps.work(team_id) as work:
            put_off(work, letter_id, later)
        return "put off"
    message = COMPOSED[letter.kind](deps, team_id, letter.about, letter.person)
    return Sent(what, send_direct(deps.slack(team_id), letter.person, *message)) if message else "not needed"


def _number(deps: Deps, team_id: str, letter: Letter) -> int:
    """Which word on its round an invitation, a reminder or a nudge is."""
    if letter.kind != "nudge":
        return WORDS.index(letter.kind)
    with deps.view(team_id) as session:
        return nudge_number(session, round_of(session, letter.about), letter.person)


def _channel(deps: Deps, team_id: str, letter: Letter) -> str | None:
    """The channel that its person has to be in still; None where they are written to wherever they are."""
    if letter.kind not in ("reveal", "dropped", "welcome"):
        return None
    return deps.read(team_id, channel_of, Schedule if letter.kind == "welcome" else Round, letter.about) or ""


def settle_invitation(deps: Deps, team_id: str, round_id: int, user: str) -> str:
    """Puts "done" or "scores are out" in place of what invited a person to score, where that is so."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        told = [one for one in _invitations(session, round_id) if one.what.split(":")[2] == user]
        left = left_of(session, [round_id])[round_id].get(user, 0)
    out, dropped = scores_are_out(round_), round_.stage == Stage.CANCELLED
    if left and not out and not dropped:
        return "not done"
    if not is_reachable(deps, team_id, user, round_.channel_id):
        return "gone"
    link = link_to(deps, team_id, round_.channel_id, round_.message_ts) if out else None
    competency, opens = topic_of(round_.question), None if out else when(round_.reveals_at)
    message = settled_invitation(round_.channel_id, competency, opens, link, dropped)
    for one in told:
        put(deps, team_id, str(one.channel_id), str(one.ts), message)
    return "settled"


def _invitations(session: Session, round_id: int) -> list[Told]:
    """Those that were sent, as far as it is known where they stand."""
    dealt = select(Assignment.rater).join(Answer, col(Answer.id) == Assignment.answer_id)
    raters = session.exec(dealt.where(Answer.round_id == round_id).distinct())
    names = [invitation_name(round_id, rater, again) for rater in raters for again in range(MOST_WORDS)]
    return list(session.exec(select(Told).where(col(Told.what).in_(names), col(Told.ts).is_not(None))))


def _reveal(deps: Deps, team_id: str, round_id: int, person: str) -> Message:
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        found = stood(session, round_, person)
    furthest = furthest_of(found)
    link = link_to(deps, team_id, round_.channel_id, furthest.compared_ts, round_.message_ts) if furthest else None
    return reveal_letter(round_.channel_id, topic_of(round_.question), found, link, deps.rubric)


def _dropped(deps: Deps, team_id: str, round_id: int, _person: str) -> Message:
    round_ = deps.read(team_id, round_of, round_id)
    return dropped_letter(round_.channel_id, topic_of(round_.question))


def _welcome(deps: Deps, team_id: str, schedule_id: int, _person: str) -> Message:
    return welcome_letter(deps.read(team_id, channel_of, Schedule, schedule_id) or "")


COMPOSED: Mapping[str, Callable[[Deps, str, int, str], Message | None]] = {  # given what it is about, and the person
    "reveal": _reveal,
    "dropped": _dropped,
    "welcome": _welcome,
    "turnout": answerable.turnout_message,
    "absent": answerable.absent_message,
    "suggested": answerable.suggested,
    "settled": answerable.settled,
}
