"""The Home tab."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from sqlmodel import col, func, select

from bot.calibration.rating import waiting
from bot.deps import Deps
from bot.views.home import home_view
from storage.database import view
from storage.models import Schedule


def register(app: App, deps: Deps) -> None:
    @app.event("app_home_opened")
    def opened(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        if event.get("tab") != "home":
            return
        with view(deps.engine, body["team_id"]) as session:
            mine = len(waiting(session, event["user"]))
            following = session.exec(select(func.min(col(Schedule.next_at)))).first()
        client.views_publish(user_id=event["user"], view=home_view(mine, following))
