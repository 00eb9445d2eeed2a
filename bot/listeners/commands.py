"""`/calibrate …`: each word with its help line and what it does, in one table, so that help cannot drift."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlmodel import select

from bot.calibration.access import Act, may
from bot.calibration.away import away_among
from bot.calibration.cadence import Coming, promised
from bot.calibration.piles import scorable
from bot.calibration.rounds import channels_in_use, running_round
from bot.calibration.state import state_of
from bot.deps import Deps
from bot.listeners import asking, away, managing
from bot.listeners.caller import Caller, caller_of
from bot.listeners.modals import NotOpened, show_modal, submits
from bot.listeners.practice import next_exercise
from bot.listeners.reports import report
from bot.listeners.scoring import next_modal, scorer
from bot.listeners.setup import setup_view
from bot.markup import cut
from bot.outward.people import find_anywhere
from bot.refusals import IN_CHANNELS, Refusal, WhichChannel, for_managers, unknown_word
from bot.views.away import away_words
from bot.views.blocks import View, notice
from bot.views.setup import read_channel, which_channel_modal
from bot.views.status import status_text
from storage.models import Schedule

MOST_KEPT = 100  # characters of a command that waits for its channel
Reply = str | View  # a text that only the caller sees, or a modal to open


@dataclass(frozen=True)
class Command:
    """`usage` begins with its word. `of_a_channel`: it speaks of the channel it is given in, and asks which where that
    is not set up."""

    usage: str
    help: str
    run: Callable[[Deps, Caller, str], Reply]
    managers: bool = False
    of_a_channel: bool = False

    @property
    def word(self) -> str:
        return self.usage.partition(" ")[0]


def register(app: App, deps: Deps) -> None:
    @app.command("/calibrate")
    def calibrate(ack: Ack, context: BoltContext, body: dict[str, Any], client: WebClient) -> None:
        caller = caller_of(context, body)
        in_group = str(body.get("channel_name") or "").startswith("mpdm-")  # a direct conversation of several
        reply = IN_CHANNELS if in_group else answer_command(deps, caller, str(body.get("text") or ""))
        if isinstance(reply, str):
            ack(reply)
        else:
            try:
                show_modal(client, caller, reply)
                ack()
            except NotOpened as error:
                ack(str(error))  # which takes no call to Slack

    def with_channel(caller: Caller, shown: View) -> View:
        chosen = replace(caller, channel_id=read_channel(shown["state"]["values"]))
        reply = run_command(deps, chosen, shown["private_metadata"])
        return notice("Calibrate", reply) if isinstance(reply, str) else reply

    submits(app, "which_channel", "Calibrate", with_channel)


def answer_command(deps: Deps, caller: Caller, text: str) -> Reply:
    """What `/calibrate TEXT` answers, also where it is refused."""
    try:
        return run_command(deps, caller, text)
    except WhichChannel as asked:
        return which_channel_modal(cut(asked.command, MOST_KEPT), asked.guess)
    except Refusal as refusal:
        return refusal.sentence


def run_command(deps: Deps, caller: Caller, text: str) -> Reply:
    """Does what a text asks for; any case. Raises Refusal, which names a near miss."""
    word, rest = [*text.split(maxsplit=1), "", ""][:2]
    commands = {command.word: command for command in COMMANDS}
    command = commands.get(word.lower() or "help")
    if command is None:
        raise unknown_word(word, get_close_matches(word.lower(), commands, n=1))
    if command.managers and not deps.settings.lets_manage(caller.user_id):
        raise for_managers(command.word, deps.settings.managers)
    in_use = _channels_in_use(deps, caller) if command.of_a_channel else set()
    if in_use and caller.channel_id not in in_use:
        raise WhichChannel(f"{command.word} {rest}".strip(), next(iter(in_use)) if len(in_use) == 1 else "")
    return command.run(deps, caller, rest.strip())


def _channels_in_use(deps: Deps, caller: Caller) -> set[str]:
    """The channels of the caller's that have a weekly question, or had a round."""
    person = find_anywhere(deps, caller.team_id, caller.user_id, caller.channel_id)
    return deps.read(caller.team_id, channels_in_use) & person.channels


def _status(deps: Deps, caller: Caller, _rest: str) -> Reply:
    person = scorer(deps, caller)
    with deps.view(caller.team_id) as session:
        channel = caller.channel_id if may(session, person, Act.SEE, caller.channel_id) else ""
        running = running_round(session, channel, lock=False)
        schedule = session.exec(select(Schedule).where(Schedule.channel_id == channel)).first()
        state = state_of(session, running) if running else None
        mine = len(scorable(session, person))
        coming = promised(schedule, running.reveals_at if running else None, deps.now()) if schedule else Coming()
        manages = schedule is not None and may(session, person, Act.MANAGE, channel)
        gone = away_among(session, schedule.interviewers, deps.now()) if schedule and manages else {}
    return status_text(schedule, coming, state, mine, away_words(gone))


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
    Command("score", "the answers that wait for your score", lambda deps, caller, _: next_modal(deps, caller)),
    Command("practice", "four practice stories, alone", lambda deps, caller, _: next_exercise(deps, caller)),
    Command("status", "this round, next question", _status, of_a_channel=True),
    Command("report [team] [4|13|52]", "agreement over weeks", report),
    Command(
        "setup", "day, time, people, judge", lambda deps, by, _: setup_view(deps, by, by.channel_id), managers=True
    ),
    Command("ask [NAME | WORD]", "show a question, then post it", asking.ask_view, managers=True),
    Command("next", "move the round on; it asks first", managing.next_view, True, True),
    Command("drop", "take the open round back; it asks first", managing.drop_view, True, True),
    Command("skip", "pass over the next question", managing.skip, True, True),
    Command("pause [DATE]", "no question until then, or until resume", managing.pause, True, True),
    Command("resume", "weekly questions again", managing.resume, True, True),
    Command("away DATE", "nothing is dealt to you until then", away.away),
    Command("back", "from being away", away.back),
    Command("help", "this list", _help),
)
