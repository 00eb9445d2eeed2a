"""Seeds played one after the other, and the table of what was found."""

import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from simulation import faults
from simulation.run import Outcome, run
from simulation.shared import shared
from simulation.watch import KINDS


def play(
    seeds: Iterable[int],
    weeks: int,
    kinds: tuple[str, ...] | None,
    stop: bool = False,
    transcript: str | None = None,
    database: str = "sqlite",
) -> int:
    """Plays the seeds; 1 where anything went wrong."""
    outcomes, begun = [], time.process_time()
    with shared(database) as parts:
        for seed in seeds:
            lines: list[str] | None = [] if transcript else None
            outcome = run(parts, seed, weeks, kinds, lines)
            outcomes.append(outcome)
            for one in outcome.violations[:12]:
                _say(f"seed {seed}  {one}")
            if outcome.violations:
                of = "".join(f" --fault '{kind}'" for kind in kinds or ())
                _say(f'again: make simulate ARGS="--seed {seed} --weeks {outcome.enough}{of}"')
            if transcript and lines:
                Path(transcript).write_text("\n".join(lines), encoding="utf-8")
            if stop and outcome.violations:
                break
    _table(outcomes)
    played, took = sum(one.weeks * one.channels for one in outcomes), time.process_time() - begun
    _say(f"{played / 52:.1f} channel-years, {took:.0f} s of one core: {took / played * 52:.0f} s a year")
    return int(any(one.violations for one in outcomes))


def _table(outcomes: list[Outcome]) -> None:
    """A line for each kind of fault: how often it struck, and what went wrong while it did or within a week of it."""
    times: Counter[str] = Counter()
    blamed: dict[str, Counter[str]] = {}
    for one in outcomes:
        times.update(one.faults)
        for kind, found in one.blamed.items():
            blamed.setdefault(kind, Counter()).update(found)
    _say(f"{'fault':32}{'times':>7}" + "".join(f"{kind:>9}" for kind in KINDS))
    for kind in [*faults.KINDS, *(["(none)"] if "(none)" in blamed else [])]:
        if times[kind] or kind in blamed:
            _say(f"{kind:32}{times[kind]:>7}" + "".join(f"{blamed.get(kind, Counter())[one]:>9}" for one in KINDS))
    _say(f"{len([k for k in faults.KINDS if times[k]])} kinds, {sum(times.values())} faults, "
         f"{sum(one.rounds for one in outcomes)} rounds, {sum(one.posts for one in outcomes)} posts")  # fmt: skip


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
