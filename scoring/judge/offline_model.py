"""What the offline judge was fitted to: weights of words and pairs of words, of cues, and where the levels part.

Plain features on purpose: "i" and "we" are one word, full stops and length weigh nothing, what is said twice counts
once.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import yaml

from scoring.documents import LOADER
from scoring.judge.passages import fold, words
from scoring.rubric import LEVELS, Dimension, Level

CUES = Path(__file__).with_name("offline.yaml")
WORDS = Path(__file__).with_name("offline_words.txt")
SCALE = 100  # weights are kept as whole hundredths

_SELF = "i we my our me us mine ours myself ourselves i'm we're i'd we'd i've we've i'll we'll"
_SAME = dict.fromkeys(re.findall(r"\S+", _SELF), "self")
_TITLES = re.compile(r"junior|mid|senior|staff|principal|distinguished|architect|intern|cto|vp|ceo|director")


@dataclass(frozen=True)
class Cue:
    """A way of saying that a level's picture fits in a dimension; `says` are the words of the rationale."""

    dimension: Dimension
    level: Level
    says: str
    pattern: re.Pattern[str]

    @property
    def value(self) -> int:
        return LEVELS.index(self.level) + 1


@dataclass(frozen=True)
class Model:
    """The score is `base`, the sum of the `words` found by the root of their number, and the `cues` by their weights.

    `cuts` are the scores from which a story is mid, senior, staff.
    """

    base: float
    cuts: tuple[float, float, float]
    cues: tuple[float, ...]
    words: Mapping[str, float]

    def score(self, said: Collection[str], support: Iterable[float]) -> float:
        """`said` are the grams of a story, `support` is 0 to 1 for each cue in the order of the file."""
        known = [self.words[gram] for gram in said if gram in self.words]
        spoken = math.fsum(known) / math.sqrt(max(1, len(known)))  # the same in any order, which a set has none of
        return self.base + spoken + sum(weight * found for weight, found in zip(self.cues, support, strict=True))


def grams(passages: Iterable[str]) -> set[str]:
    """The words and pairs of neighbouring words of a story, without titles, the teller as one word whoever it is."""
    found: set[str] = set()
    for passage in passages:
        said = [_SAME.get(word, word) for word in words(fold(passage)) if not _TITLES.fullmatch(word)]
        found.update(said, (f"{one} {other}" for one, other in pairwise(said)))
    return found


def load_cues() -> tuple[Cue, ...]:
    data = yaml.load(CUES.read_text(encoding="utf-8"), Loader=LOADER)
    return tuple(
        Cue(dimension, level, cue["says"], re.compile(cue["words"]))
        for dimension, levels in data.items()
        for level, cue in levels.items()
    )


def load_model() -> Model:
    """The file's first lines are base, cuts and cues; then each line is a weight and the grams that have it."""
    head, *lines = WORDS.read_text(encoding="utf-8").splitlines()[1:]
    base, *numbers = map(float, head.split())
    weights = (line.split("\t") for line in lines)
    return Model(
        base=base,
        cuts=(numbers[0], numbers[1], numbers[2]),
        cues=tuple(numbers[3:]),
        words={gram: int(weight) / SCALE for weight, found in weights for gram in found.split(", ")},
    )


def write_model(model: Model) -> None:
    by_weight: dict[int, list[str]] = {}
    for gram, weight in sorted(model.words.items()):
        by_weight.setdefault(round(weight * SCALE), []).append(gram)
    numbers = (model.base, *model.cuts, *model.cues)
    lines = [f"{weight}\t{', '.join(found)}" for weight, found in sorted(by_weight.items())]
    head = "# Written by `python -m benchmarks.offline --write`; for offline_model.py: base, cuts, cues, then words."
    text = "\n".join([head, " ".join(f"{number:.3f}" for number in numbers), *lines]) + "\n"
    WORDS.write_text(text, encoding="utf-8")
