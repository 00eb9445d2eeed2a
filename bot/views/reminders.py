"""Whom a round waits for, each with a way to ask them."""

from collections.abc import Sequence

from bot.calibration.reminders import Unfinished
from bot.markup import escape, on_day
from bot.views.blocks import View, button, context, modal, section

MOST = 60  # people in one window
SAYS = "They read how many answers wait for them and until when, in their own working hours; never a score."


def nudges_modal(found: Sequence[Unfinished]) -> View:
    """Everybody who still has answers to score, with a button for each who can be asked now."""
    if not found:
        return modal("nudges", "Nudge", [section("Nobody has answers left to score.")])
    lines = []
    for one in found[:MOST]:
        state = f" Away, back {on_day(one.away_until)}." if one.away_until else " Asked today." if one.nudged else ""
        nudge = None if state else button("Nudge", "nudge_person", f"{one.round_id}:{one.person}")
        lines.append(section(f"<@{one.person}> in <#{one.channel_id}>, {escape(one.competency)}.{state}", nudge))
    more = [context(f"{len(found) - MOST} more.")] if len(found) > MOST else []
    return modal("nudges", "Nudge", [context(SAYS), *lines, *more])
