"""People, time, faults and deaths of the process in any order, as Hypothesis thinks of it: the same promises hold.

The weeks of test_simulation.py follow a plan; here nothing does. What fails is told as the shortest way to it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sandbox.people.person import Person
from simulation import faults
from simulation.files import served
from simulation.node import logged
from simulation.people import People
from simulation.places import SETUPS
from simulation.run import FIRST, HEAL, Year
from simulation.settling import settle
from simulation.shared import Shared, seeded, shared
from simulation.world import World

FEW = settings(
    max_examples=max(3, settings().max_examples // 16),  # six, or three where little is tried of anything
    stateful_step_count=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
AUTHORS, RATERS = st.sampled_from(SETUPS[0].people[1:]), st.sampled_from(SETUPS[0].raters)
WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def parts() -> Iterator[Shared]:
    with shared() as found:
        yield found


class AnyOrder(RuleBasedStateMachine):
    """One channel; `faults` are those under way, and how each ends."""

    parts: Shared

    @initialize(seed=st.integers(0, 9))
    def begin(self, seed: int) -> None:
        self.stack = ExitStack()
        url = self.stack.enter_context(self.parts.database())
        self.stack.enter_context(seeded(Random(f"ids {seed}")))
        self.world = World(self.parts, url, seed)
        self.stack.callback(self.world.tables.engine.dispose)
        self.stack.enter_context(logged(self.world.complaints.append))
        self.stack.enter_context(served(self.world.slack))
        self.faults: dict[str, Callable[[], None] | None] = {}
        year = Year(self.world, 1, ())
        year.begin()
        self.place = year.places[0]
        self.acts = People(self.place, self.place.due(0, FIRST), 0, Random(f"week {seed}"))
        self.world.play(self.acts.due + timedelta(minutes=1))

    def does(self, act: Callable[[], None]) -> None:
        """Somebody does something in the newest round, if it is on their screen."""
        if seen := self.place.seen():
            self.acts.due = seen.at
        self.acts.attempt(act)
        self.world.pump()

    def person(self, name: str) -> Person:
        return self.world.people[name]

    @rule(who=AUTHORS, short=st.booleans())
    def writes(self, who: str, short: bool) -> None:
        self.does(lambda: self.acts.post(self.person(who), short))

    @rule(who=AUTHORS, name=st.sampled_from(("story.txt", "story.pdf")))
    def posts_a_file(self, who: str, name: str) -> None:
        self.does(lambda: self.acts.post_file(self.person(who), name))

    @rule(who=AUTHORS)
    def takes_a_file_away(self, who: str) -> None:
        self.does(lambda: self.acts.delete_file(self.person(who)))

    @rule(who=AUTHORS)
    def edits(self, who: str) -> None:
        self.does(lambda: self.acts.edit(self.person(who)))

    @rule(who=AUTHORS)
    def writes_and_changes_it(self, who: str) -> None:
        self.writes(who, short=False)
        self.time_passes(0.2)
        self.edits(who)

    @rule(who=RATERS)
    def answers_close_and_somebody_scores(self, who: str) -> None:
        """Left to luck alone this is rarely come to."""
        if (seen := self.place.seen()) and seen.closes > self.world.clock.now():
            self.world.play(seen.closes + timedelta(minutes=2))
        self.scores(who)

    @rule(who=AUTHORS)
    def deletes(self, who: str) -> None:
        self.does(lambda: self.acts.delete(self.person(who)))

    @rule(who=AUTHORS)
    def answers_privately(self, who: str) -> None:
        self.does(lambda: self.acts.write_privately(self.person(who)))

    @rule(who=RATERS)
    def scores(self, who: str) -> None:
        self.does(lambda: self.acts.score(self.person(who)))

    @rule(who=RATERS)
    def revises(self, who: str) -> None:
        self.does(lambda: self.acts.revise(self.person(who)))

    @rule(who=AUTHORS)
    def looks(self, who: str) -> None:
        self.does(lambda: self.acts.look(self.person(who)))

    @rule(hours=st.sampled_from((0.01, 0.2, 1, 6, 24, 49)))
    def time_passes(self, hours: float) -> None:
        self.world.play(self.world.clock.now() + timedelta(hours=hours))

    @rule(kind=st.sampled_from(sorted(faults.KINDS)), luck=st.integers(0, 3))
    def something_goes_wrong(self, kind: str, luck: int) -> None:
        if kind not in self.faults:
            self.excuse(kind)
            self.faults[kind] = faults.KINDS[kind].begin(self.place, Random(luck))

    @precondition(lambda self: getattr(self, "faults", None))
    @rule(which=st.integers(0, 9))
    def it_is_over(self, which: int) -> None:
        self.mend(sorted(self.faults)[which % len(self.faults)])

    @rule()
    def the_process_dies(self) -> None:
        if self.world.node.up:
            self.excuse("dies")
            self.world.die(self.world.node)

    def mend(self, kind: str) -> None:
        if over := self.faults.pop(kind):
            over()
        self.excuse(kind)
        self.world.pump()

    def excuse(self, kind: str) -> None:
        if seen := self.place.seen():
            seen.excused.add(kind)

    @invariant()
    def what_is_promised_holds(self) -> None:
        assert [str(one) for one in self.world.watch.violations] == []

    def teardown(self) -> None:
        """Nothing goes wrong any more, and everything comes to its end."""
        if not hasattr(self, "stack"):
            return
        with self.stack:
            for kind in list(self.faults):
                self.mend(kind)
            self.world.play(self.world.clock.now() + HEAL)
            for seen in self.world.watch.rounds:
                if seen.at < self.world.clock.now() - WEEK:
                    settle(self.world.watch, seen, final=True)
            self.what_is_promised_holds()


def test_in_whatever_order_things_happen_what_is_promised_holds(parts: Shared) -> None:
    AnyOrder.parts = parts
    run_state_machine_as_test(AnyOrder, settings=FEW)
