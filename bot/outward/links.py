"""Where messages stand: worked out from the address of the workspace, as Slack documents it for chat.getPermalink."""

from datetime import timedelta

from bot.deps import Deps

LASTING = timedelta(weeks=1)  # a workspace that was renamed leads on from its old address


def link_to(deps: Deps, team_id: str, channel: str, ts: str | None, thread_ts: str | None = None) -> str | None:
    """The address of a message, in the thread `thread_ts` if in any; None where there is none."""
    if ts is None:
        return None

    def ask() -> str:
        return str(deps.slack(team_id).auth_test()["url"])

    url = deps.cache.get(("url", team_id), deps.now(), ask, LASTING)[0]
    link = f"{url}archives/{channel}/p{ts.replace('.', '')}"
    return f"{link}?thread_ts={thread_ts}&cid={channel}" if thread_ts and thread_ts != ts else link
