"""Seeds played, a share of them in each process, and the table of what was found."""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from simulation import faults
from simulation.run import Outcome, run
from simulation.shared import shared
from simulation.watch import KINDS


@dataclass(frozen=True)
class Wish:
    """How each seed is played: so many weeks; `kinds` of fault every week, None for a few of any kind.

    `stop` ends a share at the first seed that fails; the file `transcript` gets all that passed in the last one.
    """

    weeks: int
    kinds: tuple[str, ...] | None = None
    stop: bool = False
    transcript: str | None = None
    database: str = "sqlite"


def play(seeds: Sequence[int], wish: Wish, processes: int = 1) -> int:
    """Plays the seeds; 1 where anything went wrong. What a seed gives does not depend on who else plays."""
    shares = [seeds[one::processes] for one in range(min(processes, len(seeds)))]
    if len(shares) == 1:
        done = [_share(wish, shares[0])]
    else:
        with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
            done = list(pool.map(partial(_share, wish), shares))
    outcomes = [outcome for played, _ in done for outcome in played]
    _table(outcomes)
    weeks, took = sum(one.weeks * one.channels for one in outcomes), sum(seconds for _, seconds in done)
    _say(f"{weeks / 52:.1f} channel-years, {took:.0f} s of one core: {took / weeks * 52:.0f} s a year")
    return int(any(one.violations for one in outcomes))


def _share(wish: Wish, seeds: Sequence[int]) -> tuple[list[Outcome], float]:
    """One process's seeds, and the seconds of processor that they took; what goes wrong is said at once."""
    outcomes, begun = [], time.process_time()
    with shared(wish.database) as parts:
        for seed in seeds:
            lines: list[str] | None = [] if wish.transcript else None
            outcome = run(parts, seed, wish.weeks, wish.kinds, lines)
            outcomes.append(outcome)
            if outcome.violations:
                of = "".join(f" --fault '{kind}'" for kind in wish.kinds or ())
                again = f'again: make simulate ARGS="--seed {seed} --weeks {outcome.enough}{of}"'
                _say("\n".join([*(f"seed {seed}  {one}" for one in outcome.violations[:12]), again]))
            if wish.transcript and lines:
                Path(wish.transcript).write_text("\n".join(lines), encoding="utf-8")
            if wish.stop and outcome.violations:
                break
    return outcomes, time.process_time() - begun


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
