"""How often alpha's interval holds the truth: `python -m benchmarks.agreement [simulations]`.

Panels of 6 raters, three an answer, severities of standard deviation 0.4, whose alpha is known from 20,000 answers of
the same panel. Answers are either all of their own, or come five to a question that makes all its answers better or
worse together.
"""

import sys

import numpy as np
from numpy.typing import NDArray

from scoring.agreement.alpha import alpha
from scoring.agreement.bootstrap import alpha_interval

Array = NDArray[np.float64]
RATERS, PER_ANSWER, PER_QUESTION, MANY = 6, 3, 5, 20_000


def levels(rng: np.random.Generator, severity: Array, answers: int, noise: float, question_sd: float) -> Array:
    """A table of levels 1 to 4 with holes; qualities vary by 1.1 in all, by `question_sd` between questions."""
    question = np.repeat(rng.normal(0, question_sd, -(-answers // PER_QUESTION)), PER_QUESTION)[:answers]
    quality = 2.5 + question + rng.normal(0, np.sqrt(1.1**2 - question_sd**2), answers)
    heard = quality[:, None] - severity + rng.normal(0, noise, (answers, RATERS))
    dealt = rng.random((answers, RATERS)).argsort(axis=1) < PER_ANSWER
    return np.where(dealt, np.clip(np.rint(heard), 1, 4), np.nan)


def main(simulations: int) -> None:
    rng = np.random.default_rng(1)
    severity = rng.normal(0, 0.4, RATERS)
    for question_sd in (0.0, 0.6):
        sys.stdout.write(f"answers {'share questions' if question_sd else 'of their own'}\n")
        for noise in (0.5, 1.0):
            truth = alpha(levels(rng, severity, MANY, noise, question_sd)).value or 0.0
            for answers in (5, 10, 20, 40, 80):
                drawn = [levels(rng, severity, answers, noise, question_sd) for _ in range(simulations)]
                found = [alpha_interval(one, resamples=1000, fewest=2) for one in drawn]
                ends = np.array([(one.low, one.high) for one in found if one.low is not None], dtype=float)
                held = 100 * ((ends[:, 0] <= truth) & (truth <= ends[:, 1])).mean()
                half = (ends[:, 1] - ends[:, 0]).mean() / 2
                sys.stdout.write(
                    f"  alpha {truth:.2f}  {answers:>2} answers  covered {held:.1f}  half width {half:.2f}"
                    f"  without interval {simulations - len(ends)}\n"
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
