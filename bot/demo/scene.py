"""What the story plays on: the workspace, its people and the bot, and what the database says of its channel."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.calibration.rounds import schedule_of
from bot.demo.clock import StoryClock
from bot.demo.stories import Stories
from bot.deps import Deps
from sandbox.errors import SandboxError
from sandbox.people.person import Person
from sandbox.server import Sandbox
from scoring.bank.questions import Question
from storage.models import Round, Schedule

PATIENCE = 120.0  # seconds that a step waits for what has to happen, pauses not counted; some machines are slow
POLL = 0.05  # seconds

T = TypeVar("T")
Form = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """What the steps play on. `question` is the one the demo's channel is asked.

    pace(seconds): called between acts with the time that a watcher needs to follow them; it may wait longer, and raises
    RuntimeError when the story is to end.
    """

    sandbox: Sandbox
    deps: Deps
    clock: StoryClock
    people: dict[str, Person]
    channel: str
    question: Question
    told: Stories
    pace: Callable[[float], None] = lambda _seconds: None

    def wait(self, happened: Callable[[], Any], what: str) -> Any:
        """Waits for what the bot does in Slack or in its database; raises RuntimeError when it does not come."""
        for _ in range(int(PATIENCE / POLL)):
            if found := happened():
                return found
            time.sleep(POLL)  # the database tells nobody when it changes
            self.pace(0)
        raise RuntimeError(f"waited {PATIENCE:g} seconds in vain for {what}")

    def look(self, read: Callable[[Session], T]) -> T:
        """What `read` finds in the bot's database."""
        with self.deps.view(self.sandbox.team_id) as session:
            return read(session)

    def first(self, query: SelectOfScalar[T]) -> T | None:
        """The first of what a query finds there."""
        return self.look(lambda session: session.exec(query).first())

    @property
    def schedule(self) -> Schedule:
        return self.look(lambda session: schedule_of(session, self.channel))

    @property
    def rounds(self) -> list[Round]:
        """The channel's rounds, the newest first."""
        query = select(Round).where(Round.channel_id == self.channel).order_by(col(Round.id).desc())
        return self.look(lambda session: list(session.exec(query)))

    @property
    def round(self) -> Round:
        """The newest round. Raises RuntimeError where there is none."""
        for found in self.rounds:
            return found
        raise RuntimeError("no question was posted yet")

    @property
    def question_ts(self) -> str:
        return str(self.round.message_ts)

    @property
    def thread(self) -> list[dict[str, Any]]:
        return self.sandbox.thread(self.channel, self.question_ts)


def submit(person: Person) -> None:
    errors = person.submit()
    if errors:
        raise RuntimeError(f"{person.name}'s form was refused: {errors}")


def hand_in(
    scene: Scene, person: Person, form: str, filled: Callable[[Form], Mapping[str, str]], wanted: Callable[[Form], bool]
) -> bool:
    """Fills in the form in front of a person and hands it in after a pause; whether it did.

    What somebody's hand makes of the form meanwhile stands: it is left alone where it was handed in, closed or went on
    to the next, and put away where it asks for what is no longer `wanted`.
    """
    shown = person.modal
    if shown is None or shown["callback_id"] != form:
        return False
    try:
        if wanted(shown):
            person.fill(filled(shown))
            scene.pace(0.4)
        if _in_front(person, shown) and wanted(shown):
            submit(person)
            return True
    except SandboxError:
        if _in_front(person, shown):
            raise
    if _in_front(person, shown):
        put_away(person)
    return False


def rows(given: Mapping[str, str]) -> Callable[[Form], Mapping[str, str]]:
    """What of this goes into a form: `given` is by block id, up to its colon."""

    def fitting(form: Form) -> Mapping[str, str]:
        blocks = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
        return {block: given[row] for block in blocks if (row := block.partition(":")[0]) in given}

    return fitting


def put_away(person: Person) -> None:
    """Closes whatever is open in front of a person."""
    with suppress(SandboxError):  # nothing is, or somebody's hand was faster
        person.close_modal(all_of_them=True)


def _in_front(person: Person, form: Form) -> bool:
    """Whether a person still has this form before them as the bot drew it; what is chosen in it does not count."""
    now = person.modal
    return now is not None and (now["id"], now["hash"]) == (form["id"], form["hash"])
