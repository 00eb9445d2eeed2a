"""Where the bot is, and people are: invited, gone, a channel archived and open again."""

from typing import Any

from slack_bolt import App, BoltContext
from sqlmodel import select

from bot.calibration.members import greet
from bot.calibration.messages import read_again
from bot.calibration.rounds import schedule_of
from bot.calibration.schedules import archived, open_again
from bot.deps import Deps
from bot.retries import release
from storage.models import Workspace


def register(app: App, deps: Deps) -> None:
    @app.event("member_joined_channel")
    def joined(context: BoltContext, event: dict[str, Any]) -> None:
        deps.cache.drop(event["user"])
        with deps.work(str(context.team_id)) as work:
            workspace = work.session.exec(select(Workspace).where(Workspace.team_id == str(context.team_id))).first()
            if workspace is not None and event["user"] == workspace.bot_user_id:
                schedule = schedule_of(work.session, event["channel"])
                greet(work, schedule)
                open_again(work, schedule)  # it can be invited to an open channel only
                release(work, event["channel"])
                read_again(work, event["channel"])

    def shut(context: BoltContext, event: dict[str, Any]) -> None:
        with deps.work(str(context.team_id)) as work:
            archived(work, schedule_of(work.session, event["channel"]))

    def opened(context: BoltContext, event: dict[str, Any]) -> None:
        with deps.work(str(context.team_id)) as work:
            open_again(work, schedule_of(work.session, event["channel"]))
            release(work, event["channel"])

    @app.event("member_left_channel")
    def left(event: dict[str, Any]) -> None:
        deps.cache.drop(event["user"])
        deps.cache.drop(event["channel"])

    app.event("channel_archive")(shut)
    app.event("group_archive")(shut)
    app.event("channel_unarchive")(opened)
    app.event("group_unarchive")(opened)
    app.event("channel_left")(lambda event: deps.cache.drop(event["channel"]))
    app.event("group_left")(lambda event: deps.cache.drop(event["channel"]))
    app.event("user_change")(lambda event: deps.cache.drop(event["user"]["id"]))
