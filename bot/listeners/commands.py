"""`/calibrate …`: each word with its help line and what it does, in one table, so that help cannot drift."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import select

from bot.calibration.rounds import ask_now, channels_in_use, running_round, schedule_of
from bot.calibration.schedules import pause, resume, skip
from bot.calibration.scorecards import waiting
from bot.calibration.stages import move_on
from bot.calibration.state import state_of
from bot.deps import Deps, offer
from bot.listeners.caller import Caller, caller_of
from bot.listeners.modals import home_changes, open_modal
from bot.listeners.practice import next_exercise
from bot.listeners.reports import report
from bot.listeners.scoring import next_modal
from bot.listeners.setup import setup_view
from bot.slack import is_member
from bot.views.blocks import View, cut, escape, notice, when
from bot.views.setup import read_channel, which_channel_modal
from bot.views.status import status_text
from bot.work import Work
from storage.database import view
from storage.models import Schedule

MOST_NAMED = 5
MOST_KEPT = 100  # characters of a command that waits for its channel
Reply = str | View  # a text that only the caller sees, or a modal to open


@dataclass(frozen=True)
class Command:
    """`of_a_channel`: it speaks of the channel it is given in, and asks which where that is not set up."""

    word: str
    usage: str
    help: str
    run: Callable[[Deps, Caller, str], Reply]
    managers: bool = False
    of_a_channel: bool = False


def register(app: App, deps: Deps) -> None:
    @app.command("/calibrate")
    def calibrate(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(body)
        reply = answer_command(deps, caller, str(body.get("text") or ""))
        if isinstance(reply, str):
            ack(reply)
        else:
            open_modal(client, caller, reply)
            ack()

    @app.view("which_channel")
    def which_channel(ack: Ack, body: dict[str, Any]) -> None:
        chosen, text = read_channel(body["view"]["state"]["values"]), body["view"]["private_metadata"]
        reply = answer_command(deps, replace(caller_of(body), channel_id=chosen), text)
        if isinstance(reply, str):
            ack(response_action="update", view=notice("Calibrate", reply))
        elif reply["callback_id"] == "which_channel":
            ack(response_action="errors", errors={"channel": "No weekly question is set up in that channel."})
        else:
            ack(response_action="update", view=reply)


def answer_command(deps: Deps, caller: Caller, text: str) -> Reply:
    """What `/calibrate TEXT` answers; any case, and a near miss is named."""
    word, rest = [*text.split(maxsplit=1), "", ""][:2]
    commands = {command.word: command for command in COMMANDS}
    command = commands.get(word.lower() or "help")
    if command is None:
        near = get_close_matches(word.lower(), commands, n=1)
        guess = f"Did you mean `/calibrate {near[0]}`?" if near else "`/calibrate help` lists what I know."
        return f"I don't know ‘{escape(word[:40])}’. {guess}"
    if command.managers and not caller.manages(deps.settings):
        who = ", ".join(f"<@{user}>" for user in deps.settings.managers[:MOST_NAMED])
        return (
            f"`/calibrate {command.word}` is for those who manage the rounds: {who}. `/calibrate help` lists the rest."
        )
    in_use = _channels_in_use(deps, caller) if command.of_a_channel else set()
    if in_use and caller.channel_id not in in_use:
        guess = next(iter(in_use)) if len(in_use) == 1 else ""
        return which_channel_modal(cut(f"{command.word} {rest}".strip(), MOST_KEPT), guess)
    return command.run(deps, caller, rest.strip())


def _channels_in_use(deps: Deps, caller: Caller) -> set[str]:
    with view(deps.engine, caller.team_id) as session:
        return channels_in_use(session)


def _score(deps: Deps, caller: Caller, _rest: str) -> Reply:
    return next_modal(deps, caller)


def _practice(deps: Deps, caller: Caller, _rest: str) -> Reply:
    return next_exercise(deps, caller)


def _status(deps: Deps, caller: Caller, _rest: str) -> Reply:
    with view(deps.engine, caller.team_id) as session:
        running = running_round(session, caller.channel_id, lock=False)
        schedule = session.exec(select(Schedule).where(Schedule.channel_id == caller.channel_id)).first()
        state = state_of(session, running) if running else None
        mine = len(waiting(session, caller.user_id))
    return status_text(schedule, state, mine)


def _setup(deps: Deps, caller: Caller, _rest: str) -> Reply:
    return setup_view(deps, caller, caller.channel_id)


def _ask(deps: Deps, caller: Caller, rest: str) -> Reply:
    if caller.channel_id.startswith("D"):
        return which_channel_modal(cut(f"ask {rest}".strip(), MOST_KEPT))
    if not is_member(deps.slack(caller.team_id), caller.channel_id):
        return f"I'm not in <#{caller.channel_id}> yet. Type `/invite @Calibrate` there and try again."
    with deps.work(caller.team_id) as work:
        schedule = schedule_of(work.session, caller.channel_id)
        asked = ask_now(work, schedule, rest.lower(), caller.user_id, offer(work.session, deps))
        if isinstance(asked, str):
            return asked
        _audit(work, caller, "ask", f"round {asked.id}")
        competency = escape(asked.question["competency"])
        return f"Posting a question on {competency}; answers close {when(asked.closes_at)}."


def _next(deps: Deps, caller: Caller, _rest: str) -> Reply:
    with deps.work(caller.team_id) as work:
        running = running_round(work.session, caller.channel_id)
        if running is None:
            return f"No question is open in <#{caller.channel_id}>. `/calibrate ask` posts one."
        before = running.stage
        reply = move_on(work, running)
        if running.stage != before:
            _audit(work, caller, "next", f"round {running.id}")
        return reply


def _planned(change: Callable[[Schedule, str, datetime], str]) -> Callable[[Deps, Caller, str], Reply]:
    def run(deps: Deps, caller: Caller, rest: str) -> Reply:
        with deps.work(caller.team_id) as work:
            schedule = schedule_of(work.session, caller.channel_id)
            before = schedule.next_at
            reply = change(schedule, rest, deps.now())
            if schedule.next_at != before:
                _audit(work, caller, change.__name__, f"schedule {schedule.id}")
            return reply

    return run


def _help(_deps: Deps, _caller: Caller, _rest: str) -> Reply:
    lines = [f"`/calibrate {command.usage}`  {command.help}" for command in COMMANDS]
    return "\n".join(
        [
            "*Calibrate* posts an interview question each week; people answer, interviewers score alone, then all "
            "scores appear side by side. It is for practice and never decides a hire.",
            *lines,
            "Slack allows no commands inside a thread: use the buttons there.",
        ]
    )


COMMANDS = (
    Command("score", "score", "rate what waits for you", _score),
    Command("practice", "practice", "four exemplars, alone", _practice),
    Command("status", "status", "this round, next question", _status, of_a_channel=True),
    Command("report", "report [team] [4|13|52]", "agreement over weeks", report),
    Command("setup", "setup", "day, time, people, judge", _setup, managers=True),
    Command("ask", "ask [SLUG]", "post a question now", _ask, managers=True),
    Command("next", "next", "move the round on: close answers, then reveal", _next, managers=True, of_a_channel=True),
    Command("skip", "skip", "pass over the next question", _planned(skip), managers=True, of_a_channel=True),
    Command("pause", "pause [DATE]", "none until then, or until resume", _planned(pause), True, of_a_channel=True),
    Command("resume", "resume", "weekly questions again", _planned(resume), managers=True, of_a_channel=True),
    Command("help", "help", "this list", _help),
)


def _audit(work: Work, caller: Caller, what: str, subject: str) -> None:
    """Notes what somebody changed; their Home tab shows it."""
    home_changes(work, caller)
    work.note(caller.user_id, what, subject)
