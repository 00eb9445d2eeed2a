"""Channels that were archived and are open again, asked of Slack: what it tells of them may reach nobody."""

import logging

from slack_sdk.errors import SlackApiError
from sqlmodel import col, select

from bot.calibration.rounds import schedule_of
from bot.calibration.schedules import open_again
from bot.deps import Deps
from bot.retries import release
from bot.slack import is_member
from storage.database import EVERY_TEAM, view
from storage.models import Schedule

log = logging.getLogger(__name__)


def look_for_open(deps: Deps) -> None:
    """Goes on in channels that were archived and are open again: where nobody listened, or the database was away when
    Slack told of it, nobody hears of it a second time."""
    with view(deps.engine, EVERY_TEAM) as session:
        shut = session.exec(select(Schedule.team_id, Schedule.channel_id).where(col(Schedule.archived).is_(True))).all()
    for team_id, channel in shut:
        try:
            if is_member(deps.slack(team_id), channel):
                with deps.work(team_id) as work:
                    open_again(work, schedule_of(work.session, channel))
                    release(work, channel)
        except (SlackApiError, OSError) as error:
            log.warning("whether %s is open again is asked later: %s", channel, error)
