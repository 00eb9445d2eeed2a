"""What is said where few take part."""

from bot.calibration.participation import last_turnout, look_at_turnout, nobody_answers, turnout
from bot.deps import Deps
from bot.outward.answerable import write_once
from bot.outward.posting import find_or_post
from bot.views.blocks import Message
from bot.views.participation import half_time_message, turnout_text
from storage.reads import round_of


def tell_half_time(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells the channel that nobody has answered, in the question's thread and beside it, unless somebody has."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        needed = nobody_answers(session, round_)
    if not needed or round_.message_ts is None:
        return "not needed"
    text, blocks = half_time_message(round_.public_id, round_.closes_at)
    key, channel = f"half:{round_.public_id}", round_.channel_id
    find_or_post(deps, team_id, channel, key, text, blocks, thread_ts=round_.message_ts, broadcast=True)
    return "told"


def look(deps: Deps, team_id: str, round_id: int) -> str:
    """Looks at how many scored in a round whose scores are out."""
    with deps.work(team_id) as work:
        look_at_turnout(work, round_of(work.session, round_id))
    return "looked"


def tell_turnout(deps: Deps, team_id: str, round_id: int) -> str:
    """Has who answers for a channel written to that few score there."""
    return write_once(deps, team_id, "turnout", round_id)


def turnout_message(deps: Deps, team_id: str, round_id: int, _person: str) -> Message | None:
    """What they are written, if it is so still."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        newest, before = turnout(session, round_), last_turnout(session, round_)
    return (turnout_text(round_.channel_id, before, newest), []) if before else None
