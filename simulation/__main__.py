"""`make simulate`: years of a channel played from seeds, with what can go wrong, and a table of what did.

`make simulate ARGS="--seed 7"` plays one again; `--planted` plants bugs one at a time and tells which are found.
"""

import argparse
import os
import sys


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulation")
    parser.add_argument("--seed", type=int, help="play this one only, and tell what went wrong")
    parser.add_argument("--first", type=int, default=1, help="the first of the seeds")
    parser.add_argument("--years", type=int, default=4, help="how many, each with a seed and one channel to three")
    parser.add_argument("--weeks", type=int, default=52, help="how long a year is")
    parser.add_argument("--fault", action="append", help="only these faults, as the table names them, every week")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="which share the seeds, one a core")
    parser.add_argument("--stop", action="store_true", help="stop at the first seed that fails (in each process)")
    parser.add_argument("--transcript", metavar="FILE", help="write down all that passed (with --seed)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="what the tables lie in")
    parser.add_argument("--planted", nargs="*", metavar="BUG", help="plant these bugs, or all, one at a time")
    asked = parser.parse_args()
    if asked.planted is not None:  # each copy of the source is read by a process that has not read ours
        from simulation.planted import report

        sys.exit(report(asked.planted))
    from simulation.play import Wish, play

    seeds = [asked.seed] if asked.seed is not None else range(asked.first, asked.first + asked.years)
    kinds = tuple(asked.fault) if asked.fault else None
    wish = Wish(asked.weeks, kinds, asked.stop, asked.transcript, asked.database)
    sys.exit(play(seeds, wish, asked.processes))


if __name__ == "__main__":
    main()
