"""`make simulate`: years of a channel played from seeds, with what can go wrong, and a table of what did.

`make simulate ARGS="--seed 7"` plays one again; `--planted` plants bugs one at a time and tells which are found.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from simulation import faults, planted
from simulation.run import Outcome, run
from simulation.watch import KINDS
from simulation.world import shared


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulation")
    parser.add_argument("--seed", type=int, help="play this one only, and tell what went wrong")
    parser.add_argument("--first", type=int, default=1, help="the first of the seeds")
    parser.add_argument("--years", type=int, default=4, help="how many channel-years, each with a seed of its own")
    parser.add_argument("--weeks", type=int, default=52, help="how long a year is")
    parser.add_argument("--fault", action="append", choices=list(faults.KINDS), help="only faults of this kind")
    parser.add_argument("--stop", action="store_true", help="stop at the first seed that fails")
    parser.add_argument("--transcript", metavar="FILE", help="write down all that passed (with --seed)")
    parser.add_argument("--planted", nargs="*", metavar="BUG", help="plant these bugs, or all, one at a time")
    asked = parser.parse_args()
    if asked.planted is not None:
        sys.exit(planted.report(asked.planted))
    seeds = [asked.seed] if asked.seed is not None else range(asked.first, asked.first + asked.years)
    sys.exit(play(seeds, asked.weeks, tuple(asked.fault) if asked.fault else None, asked.stop, asked.transcript))


def play(
    seeds: Iterable[int], weeks: int, kinds: tuple[str, ...] | None, stop: bool = False, transcript: str | None = None
) -> int:
    """Plays the seeds; 1 where anything went wrong."""
    outcomes, begun = [], time.process_time()
    with shared() as parts:
        for seed in seeds:
            lines: list[str] | None = [] if transcript else None
            outcome = run(parts, seed, weeks, kinds, lines)
            outcomes.append(outcome)
            for one in outcome.violations[:12]:
                _say(f"seed {seed}  {one}")
            if outcome.violations:
                _say(f'again: make simulate ARGS="--seed {seed} --weeks {weeks}"')
            if transcript and lines:
                Path(transcript).write_text("\n".join(lines), encoding="utf-8")
            if stop and outcome.violations:
                break
    _table(outcomes)
    played, took = sum(one.weeks for one in outcomes), time.process_time() - begun
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


if __name__ == "__main__":
    main()
