"""The offline judge: a rule of thumb that needs no network, and looks for sentences that speak for an anchor.

How it weighs them, how well that does, and what it cannot do: docs/judge.md.
"""

import hashlib
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Literal

from scoring.bank.questions import Question
from scoring.documents import read_document
from scoring.judge.quotes import find
from scoring.judge.signals import LEXICON, Finder, Signal, density, load_finder, share, signals, story
from scoring.judge.verdict import JudgedDimension, Star, Usage, Verdict
from scoring.rubric import DIMENSIONS, LEVELS, Dimension, Evidence, LevelOrNone, Part, Rubric, level_value
from scoring.text import count_words

WEIGHTS = Path(__file__).with_name("offline_weights.yaml")
LEAST_WORDS = 25
LEAST_PAST = 3  # sentences in which something happened
LEAST_OWN = 2  # sentences in which the teller, alone or with others, did something
MIDDLE, MIDDLE_WEIGHT = 2.5, 0.8  # what a story without cues is taken for, and how many cues that is worth
HALO = 1.0  # how many cues of its own the level of the whole is worth to a dimension
MOST_OTHERS = 4.0  # words per hundred; more say no more, and must not outweigh what was done
THIN_BELOW, STRONG_FROM = 0.2, 0.25  # share of sentences in which the teller, as "I", did something
MOST_QUOTES = 2
MOST_PROBES = 3


class Weights(Part):
    """Fitted by benchmarks/offline.py: the score is `base` + `cues` x the cues' mean level + `others` x their density.

    `cuts` are the scores from which a story is mid, senior, staff.
    """

    base: float
    cues: float
    others: float
    cuts: tuple[float, float, float]


@dataclass(frozen=True)
class Reading:
    """What the judge found in an answer: the sentences told, the cues in them, the words per hundred about others."""

    told: list[str]
    signals: list[Signal]
    others: float


def read(answer: str, rubric: Rubric, finder: Finder) -> Reading:
    told = story(answer, rubric, finder)
    return Reading(told, signals(told, finder), min(MOST_OTHERS, density(told, finder.named["others"])))


def cue_mean(found: Sequence[Signal], towards: float = MIDDLE, weight: float = MIDDLE_WEIGHT) -> float:
    """The mean level, 1 to 4, of the cues found, drawn `towards` a level that counts as `weight` cues.

    A cue counts one half for its first sentence and half of what is left for each further one: the best evidence
    counts, not how often it is said.
    """
    counts = Counter((signal.cue.id, signal.cue.level) for signal in found)
    supports = [(level_value(level), 1 - 0.5**count) for (_, level), count in counts.items()]
    total = sum(support for _, support in supports) + weight
    return (sum(level * support for level, support in supports) + towards * weight) / total


def continuous(reading: Reading, weights: Weights) -> float:
    """The score behind the overall level, about 1 (junior) to 4 (staff)."""
    return weights.base + weights.cues * cue_mean(reading.signals) + weights.others * reading.others


def _version() -> str:
    """Twelve hexadecimal digits of everything a score depends on besides the rubric: lexicon, weights and code."""
    here = Path(__file__)
    code = (here, here.with_name("signals.py"), here.with_name("quotes.py"), here.parents[1] / "text.py")
    return hashlib.sha256(b"".join(path.read_bytes() for path in (LEXICON, WEIGHTS, *code))).hexdigest()[:12]


@dataclass(frozen=True)
class OfflineJudge:
    """Implements scoring.judge.Judge; the same answer always gets the same verdict but for the latency."""

    finder: Finder = field(default_factory=load_finder, repr=False)
    weights: Weights = field(default_factory=lambda: read_document(WEIGHTS, Weights))
    kind: Literal["offline"] = "offline"
    model: str = "rule of thumb"
    prompt_version: str = field(default_factory=_version)

    def score(self, answer: str, question: Question | None, rubric: Rubric) -> Verdict:
        start = time.perf_counter()
        words = count_words(answer)
        reading = read(answer, rubric, self.finder)
        reason = _no_story(words, reading, self.finder)
        verdict = Verdict(status="unscored", reason=reason) if reason else self._scored(answer, reading, question)
        return verdict.model_copy(
            update={
                "judge": self.kind,
                "model": self.model,
                "rubric_version": rubric.version,
                "prompt_version": self.prompt_version,
                "usage": Usage(cost=0.0, latency=time.perf_counter() - start),
            }
        )

    def _scored(self, answer: str, reading: Reading, question: Question | None) -> Verdict:
        value = continuous(reading, self.weights)
        judged = tuple(_dimension(name, reading.signals, value, answer) for name in DIMENSIONS)
        return Verdict(
            status="scored",
            overall=_overall(bisect_right(self.weights.cuts, value) + 1, judged),
            evidence=_evidence(reading, self.finder),
            dimensions=judged,
            star=_star(reading, self.finder),
            probes=_probes(reading.signals, question),
        )


def _no_story(words: int, reading: Reading, finder: Finder) -> str | None:
    """Why an answer cannot be scored, in a sentence that the person can act on; None where it can."""
    if words < LEAST_WORDS:
        return f"The answer has {words} {'word' if words == 1 else 'words'}; a story needs at least {LEAST_WORDS}."
    told = sum(count_words(sentence) for sentence in reading.told)
    happened = share(reading.told, finder.named["past"]) * len(reading.told)
    if told < LEAST_WORDS or round(happened) < LEAST_PAST or not share(reading.told, finder.named["own"]):
        return "No story was found: tell in English, in whole sentences, what you did and what came of it."
    return None


def _dimension(name: Dimension, found: Sequence[Signal], overall: float, answer: str) -> JudgedDimension:
    """The level of one dimension: the mean of its cues, drawn towards the level of the whole."""
    own = [signal for signal in found if signal.cue.dimension == name]
    level = round(cue_mean(own, min(max(overall, 1.0), 4.0), HALO))
    nearest = sorted(own, key=lambda signal: abs(level_value(signal.cue.level) - level))
    shown = [signal for signal in nearest if _quote(signal, answer)]
    quotes = tuple(dict.fromkeys(_quote(signal, answer) for signal in shown))[:MOST_QUOTES]
    if not quotes:
        return JudgedDimension(dimension=name, level="none", rationale="Nothing found that speaks to this.")
    says = dict.fromkeys(signal.cue.says for signal in shown if _quote(signal, answer) in quotes)
    return JudgedDimension(dimension=name, level=LEVELS[level - 1], quotes=quotes, rationale="; ".join(says))


def _quote(signal: Signal, answer: str) -> str:
    """The signal's sentence as it stands in the answer, markup and hidden characters included; empty if it does not."""
    return signal.sentence if signal.sentence in answer else find(signal.sentence, answer) or ""


def _overall(value: int, judged: Sequence[JudgedDimension]) -> LevelOrNone:
    """The level of the whole, kept among the levels of the dimensions and within one of their middle."""
    shown = [level for part in judged if (level := level_value(part.level)) is not None]
    if not shown:
        return "none"
    middle = median(shown)
    allowed = [level for level in range(min(shown), max(shown) + 1) if abs(level - middle) <= 1]
    return LEVELS[min(allowed, key=lambda level: abs(level - value)) - 1]


def _evidence(reading: Reading, finder: Finder) -> Evidence:
    """Thin with few actions of the teller's own; strong with more of them and a checked result or a loose end."""
    named = finder.named
    own = share(reading.told, named["self"], named["past"])
    checked = share(reading.told, named["checked"])
    loose = share(reading.told[-len(reading.told) // 3 :], named["loose_end"])
    if own < THIN_BELOW:
        return "thin"
    return "strong" if own >= STRONG_FROM and checked + loose else "adequate"


def _star(reading: Reading, finder: Finder) -> Star:
    """Which parts are there: a scene set at the start, an aim, two things done, something that came of it."""
    named, told = finder.named, reading.told
    return Star(
        situation=share(told[:3], named["self"], named["past"]) < 1,
        task=share(told, named["task"]) > 0,
        action=round(share(told, named["own"], named["past"]) * len(told)) >= LEAST_OWN,
        result=any(signal.cue.dimension == "impact" for signal in reading.signals),
    )


def _probes(found: Sequence[Signal], question: Question | None) -> tuple[str, ...]:
    """The question's first probe for each focal dimension that no sentence, or only one, speaks to."""
    if question is None:
        return ()
    counts = Counter(signal.cue.dimension for signal in found)
    thin = sorted((name for name in question.focus if counts[name] <= 1), key=lambda name: counts[name])
    first = (next((probe.text for probe in question.probes if probe.dimension == name), None) for name in thin)
    return tuple(text for text in first if text)[:MOST_PROBES]
