"""The scale that levels were given on: where it ends and how large its steps are, as far as the levels tell."""

import numpy as np

from scoring.agreement.entries import Levels
from scoring.rubric import LEVELS

RUBRIC = (1.0, float(len(LEVELS)))
MOST_STEPS = 40


def scale_of(levels: Levels, worded: bool = False) -> tuple[float, float] | None:
    """The lowest and highest level there is, as far as a table tells; None where it holds no level.

    The rubric's 1 and 4 where levels stood as words or all are whole numbers from 1 to 4, though nobody may have used
    the ends; else the lowest and highest used.
    """
    given = levels[~np.isnan(levels)]
    if not given.size:
        return None
    low, high = float(given.min()), float(given.max())
    whole = bool((given == np.rint(given)).all())
    if worded or (whole and low >= RUBRIC[0] and high <= RUBRIC[1]):
        return min(low, RUBRIC[0]), max(high, RUBRIC[1])
    return low, high


def steps_between(level: Levels, low: float, high: float) -> int:
    """How many steps the scale has: whole levels on the rubric's, else the largest that lead to every level used.

    Levels that share no such step, or one below a fortieth of the scale, are taken as they are, over forty steps.
    """
    if (low, high) == RUBRIC and (level == np.rint(level)).all():
        return round(high - low)
    used = np.unique(np.append(level, (low, high)))
    close = 1e3 * float(np.spacing(np.abs(used).max()))
    step = 0.0
    for gap in np.diff(used).tolist():
        rest = gap
        while rest > close:  # Euclid, for numbers that are not quite what their decimals say
            step, rest = rest, abs(step - rest * round(step / rest))
        if step and high - low > (MOST_STEPS + 0.5) * step:
            return MOST_STEPS
    return round((high - low) / step) if step else MOST_STEPS
