"""Where messages stand: asked of Slack once, since the address of a message never changes."""

from datetime import timedelta

from bot.deps import Deps
from bot.slack import permalink

LASTING = timedelta(weeks=1)  # longer than a round


def link_to(deps: Deps, team_id: str, channel: str, ts: str | None) -> str | None:
    """The address of a message; None where there is none, or none any more."""

    def ask() -> str | None:
        return permalink(deps.slack(team_id), channel, ts)

    link: str | None = deps.kept.get(("link", team_id, channel, ts or ""), deps.now(), ask, LASTING)[0]
    return link
