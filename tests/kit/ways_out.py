"""Everything that a person can get at: a walk through Slack that presses all there is, and what it was shown."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.calibration.reports.personal import WEEKS
from bot.listeners.commands import COMMANDS
from sandbox.people import screen
from sandbox.people.person import Person
from storage.stages import OUT
from tests.kit.outlets import Seen, plain
from tests.kit.play import World

REPORTS = ["report team", *(f"report {team}{weeks}" for team in ("", "team ") for weeks in WEEKS)]
# Pressed once, these change what is shown from then on.
LASTING = {"forget_me", "reminders_off", "change_reminders", "back"}


class Walk:
    """One person's way through all surfaces; `seen` is what they were shown. They change nothing of the round.

    `channel` and `ts` are the round in question, `others` further channels of theirs, `stands` where they type.
    """

    def __init__(self, world: World, person: Person, channel: str, ts: str, others: Iterable[str], stands: str) -> None:
        self.world, self.person, self.channel, self.ts, self.stands = world, person, channel, ts, stands
        self.is_in = person.id in world.sandbox.workspace.channels[channel].members
        self.manages = world.deps.settings.lets_manage(person.id)
        self.rooms = [*([channel] if self.is_in else []), *others]
        self.seen: Seen = {}

    def walk(self) -> Seen:
        """Walks everywhere. Who manages leaves out what would move the round on, or ask a new one."""
        heard = len(self.person.notices)
        over = self.world.round(self.channel).stage in OUT
        self.commands(leave_out={"next", *(["ask"] if over else [])} if self.manages else set())
        self.home()
        self.shortcuts()
        self.world.idle()
        self.buttons()
        self.forged()
        self.world.idle()
        self.messages()
        self.direct()
        self.note("told in private", *self.person.notices[heard:])
        return self.seen

    def note(self, way: str, *things: Any) -> None:
        self.seen.setdefault(way, []).extend(map(plain, things))

    def do(self, way: str, act: Callable[[], Any]) -> None:
        """Does something; what comes on the screen by it is noted, and the screen cleared."""
        answer, shown = act(), self.person.modals
        self.note(way, *([answer] if answer else []), *shown)
        for _ in shown:
            self.person.close_modal()

    def messages(self) -> None:
        for room in self.rooms:
            self.note("messages", *self.world.sandbox.messages(room))

    def commands(self, leave_out: set[str]) -> None:
        for line in [*(command.word for command in COMMANDS if command.word not in leave_out), *REPORTS]:
            self.do(f"/calibrate {line}", lambda line=line: self.person.command("/calibrate", line, self.stands))
        for line in ("status", "report team"):
            self.do(f"/calibrate {line}, elsewhere", lambda line=line: self.elsewhere(line))

    def elsewhere(self, line: str) -> Any:
        """The command from the conversation with the bot, with the round's channel chosen in the window."""
        self.person.command("/calibrate", line, self.person.dm)
        if self.person.modal is None:
            return None  # they are in no channel that is set up, so there is none to choose
        self.person.fill({"channel": self.channel})
        return self.person.submit()

    def home(self) -> None:
        self.person.open_home()
        self.world.sandbox.settled()
        self.note("Home", self.person.home)
        assert self.person.home is not None
        for _, element in list(screen.elements(self.person.home["blocks"])):
            name = element["action_id"]
            if element["type"] == "overflow":
                for chosen in [one["value"] for one in element["options"] if one["value"].startswith(("set", "exp"))]:
                    tapped = {"selected_option": {"value": chosen}}
                    self.do(f"Home: {name}", lambda tapped=tapped: self.tap_home("manage", **tapped))
            elif name not in LASTING:
                self.do(f"Home: {name}", lambda element=element: self.press_home(element))
        self.do("Home: my data", self.my_data)
        for name in ("look", "changes", "full_report", "questions", "score"):  # whether Home offers it or not
            self.do(f"Home: {name}", lambda name=name: self.tap_home(name))

    def press_home(self, element: dict[str, Any]) -> None:
        self.person.press_home(element["action_id"], element.get("value"))

    def tap_home(self, name: str, **more: Any) -> None:
        self.world.forge_tap(self.person, self.person.home or {}, name, **more)

    def my_data(self) -> None:
        self.person.press_home("my_data")
        self.person.tap("send_my_data")

    def shortcuts(self) -> None:
        """The shortcuts of a message; what counts as an answer only its author could change, and so leaves alone."""
        messages = self.world.sandbox.thread(self.channel, self.ts) if self.is_in else []
        if self.is_in:
            self.do("shortcut suggest_question", lambda: self.person.shortcut("suggest_question"))
        for message in messages:
            self.do("shortcut score_answer", lambda ts=message["ts"]: self.shortcut("score_answer", ts))
        for message in [one for one in messages if one.get("user") not in (None, self.person.id)][:1]:
            for name in ("count_as_answer", "leave_out_of_answer"):
                self.do(f"shortcut {name}", lambda ts=message["ts"], name=name: self.shortcut(name, ts))

    def shortcut(self, name: str, ts: str) -> None:
        self.person.shortcut(name, self.channel, ts)

    def buttons(self) -> None:
        """The buttons and menus of all messages that they can see, each kind once a room."""
        pressed = set()
        for room in [*self.rooms, self.person.dm]:
            for message in sorted(self.world.sandbox.messages(room), key=plain):  # reports come in any order
                for _, element in list(screen.elements(message.get("blocks") or [])):
                    name, place = element["action_id"], (room, message["ts"])
                    if name not in LASTING and (room, name) not in pressed:
                        pressed.add((room, name))
                        self.do(f"button {name}", lambda element=element, place=place: self.press(element, *place))

    def press(self, element: dict[str, Any], room: str, ts: str) -> None:
        options = screen.options_of(element)
        chosen = options[-1]["value"] if options else None
        self.person.press(room, ts, element["action_id"], element.get("value"), selected=chosen)

    def forged(self) -> None:
        """Buttons that nothing offers them, with the ids of the round in question."""
        round_id = self.world.round(self.channel).public_id
        answers = [answer.public_id for answer in self.world.answers(self.channel)]
        where = (self.channel, self.ts) if self.is_in else (self.stands, self.person.post(self.stands, "Hello"))
        for name in ("where_was_i", "record"):
            for answer in answers:
                self.do(f"forged {name}", lambda name=name, answer=answer: self.forge(*where, name, value=answer))
        for name in ("where_was_i_all", "record_any", "rubric", "score"):
            self.do(f"forged {name}", lambda name=name: self.forge(*where, name, value=round_id))
        self.do("forged revise", lambda: self.forge(*where, "revise", value=answers[0]))
        for name, value in (*(("bring_up", answer) for answer in answers), ("report_weeks", "52")):
            picked = {"selected_option": {"value": value}}
            self.do(f"forged {name}", lambda name=name, picked=picked: self.forge(*where, name, **picked))
        self.do("forged retire_ruling", self.retire)

    def forge(self, room: str, ts: str, name: str, **more: Any) -> None:
        self.world.forge_press(self.person, room, ts, name, **more)

    def retire(self) -> None:
        self.person.press_home("rubric")
        assert self.person.modal is not None
        self.world.forge_tap(self.person, self.person.modal, "retire_ruling", value="999999")

    def direct(self) -> None:
        """What came by direct message, its files opened; in any order, for jobs run side by side."""
        told = self.person.dms()
        files = [file for message in told for file in message.get("files", [])]
        contents = [(file["name"], self.person.ws.files[file["id"]].content.decode()) for file in files]
        self.note("direct messages", *sorted(told, key=plain))
        for name, content in sorted(contents):
            self.note(name, content)
