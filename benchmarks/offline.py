"""Fits and measures the offline judge: `python -m benchmarks.offline [--write]`.

Fits by ridge regression of the written level, on the bank's exemplars and the open part of the field set together, the
weights of words and cues, and puts a cut halfway between the mean scores of two levels. Measured by leaving sources
out: the questions of a tenth at a time, then all answers of one form of telling at a time, then all of the bank or of
the field set; each is scored with weights fitted on the others. `--write` keeps the weights fitted on all. The part of
the field set that is put aside is not read here.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scoring.agreement.kappa import quadratic_weighted_kappa
from scoring.bank.questions import load_bank
from scoring.evaluation.items import bank_items, field_items
from scoring.judge.offline import read
from scoring.judge.offline_model import Model, grams, load_cues, write_model
from scoring.rubric import LEVELS, load_rubric

Array = NDArray[np.float64]
FEWEST = 3  # answers that a gram has to be in
MOST_WORDS = 2000
CUES = 0.04  # how large a cue is beside a story's words, of which each is one by the root of their number
RARE = 3.0
RIDGE = 0.5
GROUPS = 10


class Answers:
    """The answers to fit on: their grams, the support of each cue, levels 1 to 4, and where they come from."""

    def __init__(self) -> None:
        rubric, cues = load_rubric(), load_cues()
        bank, field = bank_items(load_bank()), field_items("open")
        items = [*bank, *field]
        readings = [read(item.answer, rubric, cues) for item in items]
        self.grams = [grams(reading.passages) for reading in readings]
        self.cues = np.array([reading.support for reading in readings])
        self.levels = np.array([LEVELS.index(item.level) + 1.0 for item in items])
        self.sources = np.array(["bank"] * len(bank) + ["field"] * len(field))
        self.forms = np.array(["bank"] * len(bank) + [item.form for item in field])
        self.questions = np.array([item.question for item in items])


def fit(answers: Answers, rows: Sequence[int]) -> Model:
    """The model of these answers: all grams that are frequent enough, then again with those that weigh most."""
    counts: dict[str, int] = {}
    for row in rows:
        for gram in answers.grams[row]:
            counts[gram] = counts.get(gram, 0) + 1
    known = sorted(gram for gram, count in counts.items() if count >= FEWEST)
    weights = _ridge(answers, rows, known)[0]
    worth = np.abs(weights) * np.sqrt([counts[gram] for gram in known])
    best = [known[place] for place in sorted(np.argsort(-worth, kind="stable")[:MOST_WORDS])]
    weights, cues, base = _ridge(answers, rows, best)
    whole = Model(base, (0.0, 0.0, 0.0), tuple(cues), dict(zip(best, weights, strict=True)))
    return Model(whole.base, _cuts(answers.levels[list(rows)], scores(answers, rows, whole)), whole.cues, whole.words)


def _ridge(answers: Answers, rows: Sequence[int], known: Sequence[str]) -> tuple[Array, Array, float]:
    place = {gram: number for number, gram in enumerate(known)}
    table = np.zeros((len(rows), len(known)))
    for line, row in enumerate(rows):
        found = [place[gram] for gram in answers.grams[row] if gram in place]
        table[line, found] = 1 / max(1, len(found)) ** 0.5
    rare = np.log((1 + len(rows)) / (1 + (table > 0).sum(axis=0))) / RARE  # rare grams may weigh more
    spread = answers.cues[list(rows)].std(axis=0) + 0.05
    features = np.hstack([table * rare, CUES * answers.cues[list(rows)] / spread])
    levels, mean = answers.levels[list(rows)], features.mean(axis=0)
    centred = features - mean
    kernel = centred @ centred.T + RIDGE * np.eye(len(rows))
    slopes = centred.T @ np.linalg.solve(kernel, levels - levels.mean())
    base = float(levels.mean() - mean @ slopes)
    return slopes[: len(known)] * rare, CUES * slopes[len(known) :] / spread, base


def scores(answers: Answers, rows: Sequence[int], model: Model) -> Array:
    return np.array([model.score(answers.grams[row], answers.cues[row]) for row in rows])


def _cuts(levels: Array, found: Array) -> tuple[float, float, float]:
    means = [found[levels == level].mean() for level in range(1, len(LEVELS) + 1)]
    mid, senior, staff = ((low + high) / 2 for low, high in pairwise(means))
    return float(mid), float(senior), float(staff)


def left_out(answers: Answers, groups: NDArray[np.str_]) -> Array:
    """The score of each answer by weights fitted on the other groups."""
    found = np.zeros(len(groups))
    for group in np.unique(groups):
        inside = np.flatnonzero(groups == group).tolist()
        found[inside] = scores(answers, inside, fit(answers, np.flatnonzero(groups != group).tolist()))
    return found


def lines(title: str, answers: Answers, found: Array, cuts: tuple[float, float, float]) -> list[str]:
    levels = 1.0 + np.searchsorted(cuts, found, side="right")
    told = []
    for source in ("bank", "field"):
        own = answers.sources == source
        kappa = quadratic_weighted_kappa(answers.levels[own], levels[own], categories=[1, 2, 3, 4]).value
        apart = levels[own] - answers.levels[own]
        told.append(
            f"{title:<26}{source:<7}kappa {kappa:.3f}, exact {np.mean(apart == 0):.2f}, "
            f"adjacent {np.mean(abs(apart) <= 1):.2f}, bias {np.mean(apart):+.2f}"
        )
    return told


def in_order(answers: Answers, found: Array, cuts: tuple[float, float, float]) -> Iterator[str]:
    """In how many questions of a source no answer got a level below one that was written lower."""
    levels = np.searchsorted(cuts, found, side="right")
    for source in ("bank", "field"):
        rows = [(answers.sources == source) & (answers.questions == slug) for slug in np.unique(answers.questions)]
        rows = [own for own in rows if own.any()]
        kept = sum(_rises(answers.levels[own], levels[own]) for own in rows)
        yield f"in order in {kept} of {len(rows)} questions of the {source}"


def _rises(written: Array, levels: Array) -> bool:
    return all(levels[written == low].max() <= levels[written > low].min(initial=4) for low in np.unique(written))


def main() -> None:
    answers = Answers()
    number = {slug: str(place % GROUPS) for place, slug in enumerate(np.unique(answers.questions))}
    by_question = left_out(answers, np.array([number[slug] for slug in answers.questions]))
    whole = fit(answers, range(len(answers.levels)))
    # Fitted answers lie further apart than new ones do, so the cuts stand halfway between what would suit each.
    new = _cuts(answers.levels, by_question)
    cuts = ((new[0] + whole.cuts[0]) / 2, (new[1] + whole.cuts[1]) / 2, (new[2] + whole.cuts[2]) / 2)
    told = lines("questions left out", answers, by_question, cuts)
    told += in_order(answers, by_question, cuts)
    told += lines("forms of telling left out", answers, left_out(answers, answers.forms), cuts)
    sys.stdout.write("\n".join(told) + "\n")
    if "--write" in sys.argv:
        write_model(Model(whole.base, cuts, whole.cues, whole.words))


if __name__ == "__main__":
    main()
