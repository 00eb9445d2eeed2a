"""The same weeks played twice, each in a process of its own: the same people do the same and have the same luck, only
the secrets differ."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import yaml

from bot.app import running
from bot.settings import load_settings
from sandbox.people.person import Person
from sandbox.server import Sandbox
from tests.kit.clock import PATIENCE, Clock
from tests.kit.outlets import Seen, exports, logging_to, queued, sent
from tests.kit.play import World, fill
from tests.kit.told import Secret, Told
from tests.kit.ways_out import Walk

INSIDE = ("Mia", "Ana", "Gil", "Hao", "Ida", "Jon", "Kim", "Sam")  # in the channel, Uma is not
INTERVIEWERS = ("Gil", "Hao", "Ida", "Jon", "Kim")
ROLES = {
    "Ana": "an author",
    "Gil": "an interviewer who is done",
    "Hao": "an interviewer who has only begun",
    "Ida": "an interviewer who is an author too",
    "Sam": "a member of the channel",
    "Uma": "somebody outside the channel",
    "Mia": "a manager",
}
OWN = {"Gil": "mid", "Hao": "senior", "Ida": "senior"}  # what those who look gave: the same in both, and theirs to see


@dataclass(frozen=True)
class Moment:
    """All that got out up to a moment: by person and way, by export, and what was sent, logged and queued."""

    seen: dict[str, Seen]
    exports: Seen
    sent: list[str]
    logged: list[str]
    queued: list[str]


Twin = dict[str, Moment]  # collecting, scoring, revealed
SECRETS = (Secret("junior", "thin", "zebra"), Secret("staff", "strong", "walrus"))
SECRET_ON = "raising-the-bar"
OUT = Secret("mid", "adequate", "heron")  # of the round that is over in both: known to all


def twins() -> tuple[Twin, Twin]:
    """Both, played side by side."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        one, other = pool.map(play, SECRETS)
    return one, other


def play(secret: Secret) -> Twin:
    """A round that is over, then one whose secrets nobody must learn, until they are out."""
    clock = Clock()
    manifest = yaml.safe_load(Path("manifest.yml").read_text(encoding="utf-8"))
    slack = Sandbox(manifest=manifest, clock=clock, ack_seconds=PATIENCE)
    with TemporaryDirectory() as folder, logging_to([]) as logged, slack as sandbox:
        people = {name: sandbox.add_person(name) for name in (*INSIDE, "Uma")}
        settings = load_settings(
            slack_bot_token=sandbox.bot_token,
            slack_app_token=sandbox.app_token,
            slack_api_url=sandbox.api_url,
            database_url=f"sqlite:///{folder}/twin.sqlite",
            judge="offline",
            judge_calls_a_minute=100_000,
            raters_per_answer=len(INTERVIEWERS),
            managers=people["Mia"].id,
        )
        with running(settings, clock.now, clock=False, wait=lambda _seconds: None, luck=Random(7)) as deps:
            sandbox.connected()
            game = Game(World(sandbox, deps, clock), people, secret, logged, Path(folder))
            dict.update(deps.judges, offline=Told(secret, known=OUT, secret_on=SECRET_ON))
            game.over()
            return {"collecting": game.collecting(), "scoring": game.scoring(), "revealed": game.revealed()}


class Game:
    """One twin: what is played, and what is seen of it at each moment."""

    def __init__(
        self, world: World, people: dict[str, Person], secret: Secret, logged: list[str], folder: Path
    ) -> None:
        self.world, self.people, self.secret, self.logged, self.folder = world, people, secret, logged, folder
        self.inside = [people[name] for name in INSIDE]
        self.interviewers = [people[name] for name in INTERVIEWERS]
        self.earlier, self.ts = "", ""
        self.elsewhere, self.channel = world.channel([people["Uma"]]), world.channel(self.inside)
        assert all(person.dm for person in people.values()), "opened in this order, so that ids are the same in both"
        self.began, self.own_windows = 0, list[range]()

    def over(self) -> None:
        """A round of another channel, its scores the same in both twins and out."""
        self.earlier, ts = self.world.open_round(self.inside, self.interviewers, "changing-a-habit")
        self.world.stories(self.earlier, ts, [self.people["Ana"], self.people["Ida"]])
        self.world.next(self.people["Mia"], self.earlier)
        for name, level in {"Gil": "mid", "Ida": "senior", "Jon": "staff"}.items():
            self.world.score(self.people[name], self.earlier, ts, level)
        self.world.next(self.people["Mia"], self.earlier)
        self.began = len(self.world.sandbox.log)

    def collecting(self) -> Moment:
        """Answers come in, and the judge has scored them."""
        self.world.plan(self.channel, self.interviewers)
        self.ts = self.world.ask(self.channel, SECRET_ON, by=self.people["Mia"])
        for name in ("Ana", "Ida"):
            self.world.answer(self.people[name], self.channel, self.ts)
        self.world.advance(seconds=31)
        assert len(self.world.scorecards(self.channel, "judge")) == 2
        return self.moment(["Ana", "Sam", "Mia"])

    def scoring(self) -> Moment:
        """All have scored what they will; Jon and Kim in secret, of Kim's scores one is a draft."""
        self.world.next(self.people["Mia"], self.channel)
        before = len(self.world.sandbox.log)
        self.give("Kim", self.secret.level, self.secret.evidence, self.secret.word, drafts_from=2)
        self.give("Jon", self.secret.level, self.secret.evidence, self.secret.word)
        self.own_windows.append(range(before, len(self.world.sandbox.log)))
        self.give("Gil", OWN["Gil"], "adequate", "Gil wrote this")
        self.give("Hao", OWN["Hao"], "adequate", "Hao wrote this", drafts_from=1)
        self.give("Ida", OWN["Ida"], "adequate", "Ida wrote this")
        self.world.advance(seconds=15)
        return self.moment(list(ROLES))

    def revealed(self) -> Moment:
        self.world.next(self.people["Mia"], self.channel)
        return self.moment(["Gil", "Mia"])

    def give(self, name: str, level: str, evidence: str, note: str, drafts_from: int = 100) -> None:
        """Scores all that waits, with a note; the secret ones in all six dimensions. From one on it is left a draft."""
        person = self.people[name]
        person.press(self.channel, self.ts, "score")
        for number in range(1, 4):
            if not person.modal or person.modal["callback_id"] != "scorecard":
                break
            if note == self.secret.word:
                person.tap("more_dimensions")
            answer = person.modal["private_metadata"].partition(":")[0]
            person.fill({f"note:{answer}": note})
            if number >= drafts_from:
                person.fill({f"impact:{answer}": level, f"overall:{answer}": level, f"evidence:{answer}": evidence})
                break
            assert fill(person, level, evidence) is None
        person.close_modal(all_of_them=True)
        self.world.work()

    def moment(self, names: list[str]) -> Moment:
        """What everybody gets at now, and what got out so far."""
        revealed = self.world.round(self.channel).stage == "revealed"
        seen = {}
        for name in names:
            person, outside = self.people[name], name == "Uma"
            others, stands = ([self.elsewhere] if outside else [self.earlier]), self.elsewhere if outside else ""
            walk = Walk(self.world, person, self.channel, self.ts, others, stands or self.channel)
            seen[name] = walk.walk()
        for person in self.people.values():
            person.open_home()
        self.world.idle()
        out = exports(self.world, self.folder)
        leaving = [] if revealed else sent(self.world, self.began, self.own_windows)
        return Moment(seen, out, leaving, sorted(set(self.logged)), queued(self.world))
