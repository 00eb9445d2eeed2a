"""Are the statistics fast enough for five years of scorecards? `python -m benchmarks.fitting [--json] [ROW]`.

Panels are simulated: qualities evenly spread, severities of standard deviation 0.4, noise 0.5, levels 1 to 4.
"""

import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.measured import Aim, Measured, busy, main, timed
from scoring.agreement.entries import Entries
from scoring.agreement.severity import Fit, fit_severities

SCALE = (1.0, 4.0)


def panel(answers: int, raters: int, each: int) -> Entries:
    """Levels that `each` raters gave each answer, some thousands at a time, since they are held to their memory."""
    rng = np.random.default_rng(1)
    severity = rng.normal(0, 0.4, raters)
    answer = np.repeat(np.arange(answers), each)
    rater, level = np.empty_like(answer), np.empty(len(answer))
    for start in range(0, answers, 5000):
        size = min(5000, answers - start)
        steps = rng.integers(1, raters // each + 1, (size, each)).cumsum(axis=1)
        dealt = (steps + rng.integers(raters, size=(size, 1))) % raters
        heard = rng.uniform(0.5, 4.5, (size, 1)) - severity[dealt] + rng.normal(0, 0.5, dealt.shape)
        part = slice(start * each, (start + size) * each)
        rater[part], level[part] = dealt.ravel(), np.clip(np.rint(heard), *SCALE).ravel()
    return Entries(answer, rater, level, answers, raters)


def cold() -> Measured:
    entries = panel(2000, 50, 50)
    return timed(lambda: fit_severities(entries, SCALE), runs=7)


def cold_while_busy() -> Measured:
    with busy():
        return cold()


def one_more() -> Measured:
    return refitted(panel(2000, 50, 50), later=1, runs=7)


def million() -> Measured:
    entries = panel(333_334, 1000, 3)
    return timed(lambda: fit_severities(entries, SCALE), runs=3)


def million_again() -> Measured:
    return refitted(panel(333_334, 1000, 3), later=1000, runs=3)


def refitted(entries: Entries, later: int, runs: int) -> Measured:
    """A fit that starts from that of all but the last entries, and how far it is from one that starts from nothing."""
    count = len(entries) - later
    earlier = replace(entries, answer=entries.answer[:count], rater=entries.rater[:count], level=entries.level[:count])
    before = fit_severities(earlier, SCALE)
    found = timed(lambda: fit_severities(entries, SCALE, before), runs)
    found.off = apart(fit_severities(entries, SCALE, before), fit_severities(entries, SCALE))
    return found


def apart(one: Fit, other: Fit) -> float:
    """The largest difference of two fits' severities and their intervals' ends, in levels."""
    table = [np.array([(r.severity, r.low, r.high) for r in fit.severities], dtype=float) for fit in (one, other)]
    return float(np.abs(table[0] - table[1]).max())


def command() -> Measured:
    entries = panel(33_334, 50, 3)
    rows = zip(entries.answer.tolist(), entries.rater.tolist(), entries.level.tolist(), strict=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "levels.csv")
        file.write_text("answer,rater,level\n" + "".join(f"a{a},r{r},{level:g}\n" for a, r, level in rows))
        calibrate = Path(sys.executable).with_name("calibrate")
        work = [calibrate, "agreement", file, "--json"]
        return timed(lambda: subprocess.run(work, check=True, stdout=subprocess.DEVNULL), 5, resource.RUSAGE_CHILDREN)


ROWS = {
    "severity of 2,000 answers by 50 raters": (Aim(0.3), cold),
    "the same while every core is busy": (Aim(0.3), cold_while_busy),
    "the same by warm start, one scorecard more": (Aim(0.05, off=1e-3), one_more),
    "a million ratings by 1,000 raters": (Aim(10, megabytes=200), million),
    "the same by warm start, a thousand scorecards more": (Aim(10, megabytes=200, off=1e-3), million_again),
    "calibrate agreement, 100,000 rows": (Aim(2), command),
}

if __name__ == "__main__":
    main("benchmarks.fitting", ROWS)
