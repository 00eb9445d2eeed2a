"""Reports: asked for by command, from Home, and for other weeks in the report itself."""

from slack_bolt import App
from sqlmodel import select

from bot.calibration.access import Act, may
from bot.calibration.reports.personal import USUAL, WEEKS
from bot.deps import Deps
from bot.listeners.caller import Body, Caller, person_of
from bot.listeners.modals import does, opens, value_of
from bot.refusals import REPORT_USAGE, Refusal, WhichChannel
from bot.views.blocks import notice
from bot.views.done import TEAM_REPORT_SENT
from bot.views.setup import which_channel_modal
from storage.models import Round

FULL = "Full report"
ON_ITS_WAY = "Your report comes by direct message; only you see it."


def register(app: App, deps: Deps) -> None:
    opens(app.action("full_report"), FULL, lambda caller, _value: notice(FULL, _personal(deps, caller, USUAL)))
    opens(app.action("team_report"), "Team report", lambda _caller, _value: which_channel_modal("report team"))

    does(app, "report_weeks", lambda caller, body: _other_weeks(deps, caller, body))


def _other_weeks(deps: Deps, caller: Caller, body: Body) -> None:
    if (weeks := value_of(body)) in map(str, WEEKS):
        _personal(deps, caller, int(weeks), str((body.get("message") or {}).get("ts") or ""))


def report(deps: Deps, caller: Caller, rest: str) -> str:
    """What `/calibrate report [team] [4|13|52]` answers; the report itself follows by direct message."""
    words = rest.lower().split()
    of_team = words[:1] == ["team"]
    weeks = words[1:] if of_team else words
    if len(weeks) > 1 or not set(weeks) <= set(map(str, WEEKS)):
        raise Refusal(REPORT_USAGE)
    chosen = int(weeks[0]) if weeks else USUAL
    if not of_team:
        return _personal(deps, caller, chosen)
    person = person_of(deps, caller, caller.channel_id)
    with deps.work(caller.team_id) as work:
        asked = work.session.exec(select(Round.id).where(Round.channel_id == caller.channel_id)).first()
        if asked is None or not may(work.session, person, Act.SEE, caller.channel_id):
            raise WhichChannel(f"report {rest}")
        once = f"{caller.user_id}:{caller.trigger_id}"
        work.enqueue("report_team", caller.user_id, chosen, caller.channel_id, once=once)
    return TEAM_REPORT_SENT


def _personal(deps: Deps, caller: Caller, weeks: int, ts: str = "") -> str:
    """Has the caller's report sent, in the place of the one at `ts` if given; what to say of it."""
    with deps.work(caller.team_id) as work:
        work.enqueue("report", caller.user_id, weeks, ts, once=f"{caller.user_id}:{caller.trigger_id}")
    return ON_ITS_WAY
