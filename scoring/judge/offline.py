"""The offline judge: a rule of thumb that needs no network. It knows words that stories of a level tend to use.

How it weighs them, how well that does, and what it cannot do: docs/judge.md.
"""

import hashlib
import re
import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from scoring.bank.questions import Question
from scoring.judge.offline_model import CUES, WORDS, Cue, Model, grams, load_cues, load_model
from scoring.judge.passages import fold, happened, share, story
from scoring.judge.quotes import find
from scoring.judge.verdict import JudgedDimension, Star, Usage, Verdict
from scoring.rubric import DIMENSIONS, LEVELS, Dimension, Evidence, Rubric
from scoring.text import count_words

LEAST_WORDS = 25
LEAST_PAST = 2  # passages in which something was done
LEAST_KNOWN = 0.1  # share of a story's words and pairs of words that are known; a text in another language has fewer
LEAST_QUOTE, MOST_QUOTES, MOST_ACTS, MOST_PROBES = 4, 2, 3, 3  # the first in words
HALO = 1.0  # how many cues of its own the level of the whole is worth to a dimension
THIN_BELOW, STRONG_FROM = 0.2, 0.4  # share of passages in which the teller, as "I", did something

WHY = "A rule of thumb: its words are those of {level} stories. It does not understand what is told."
_OWN = re.compile(r"\bi\b(?!\.)")
_CHECKED = re.compile(
    r"\b(?:counted|timed|measured|compared|checked|logged|audited)\b|\d[^.;]{0,60}\b(?:to|from|of)\b[^.;]{0,30}\d"
)
_AIM = re.compile(r"\b(?:task|goal|aim|asked|wanted|needed|had to|responsible|mine|my (?:job|part)|supposed)\b")


@dataclass(frozen=True)
class Reading:
    """What was found in an answer: its passages, and for each cue those that it fits."""

    passages: list[str]
    found: list[list[str]]

    @cached_property
    def grams(self) -> set[str]:
        """Its words and pairs of words."""
        return grams(self.passages)

    @property
    def support(self) -> list[float]:
        """Half for a cue's first passage and half of the rest for each further one: not how often it is said."""
        return [1 - 0.5 ** len(hits) for hits in self.found]


def read(answer: str, rubric: Rubric, cues: Sequence[Cue]) -> Reading:
    passages = story(answer, rubric)
    folded = [(passage, fold(passage)) for passage in passages]
    return Reading(passages, [[one for one, text in folded if cue.pattern.search(text)] for cue in cues])


def _version() -> str:
    """Twelve hexadecimal digits of everything a score depends on besides the rubric."""
    here = Path(__file__)
    code = (here, *map(here.with_name, ("offline_model.py", "passages.py", "quotes.py")), here.parents[1] / "text.py")
    return hashlib.sha256(b"".join(path.read_bytes() for path in (CUES, WORDS, *code))).hexdigest()[:12]


@dataclass(frozen=True)
class OfflineJudge:
    """Implements scoring.judge.Judge; the same answer always gets the same verdict but for the latency."""

    cues: tuple[Cue, ...] = field(default_factory=load_cues, repr=False)
    fitted: Model = field(default_factory=load_model, repr=False)
    kind: Literal["offline"] = "offline"
    model: str = "rule of thumb"
    prompt_version: str = field(default_factory=_version)
    calls_a_minute: None = None

    def score(self, answer: str, question: Question | None, rubric: Rubric) -> Verdict:
        start = time.perf_counter()
        reading = read(answer, rubric, self.cues)
        reason = self._no_story(answer, reading)
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

    def value(self, reading: Reading) -> float:
        """The score behind the overall level, about 1 (junior) to 4 (staff)."""
        return self.fitted.score(reading.grams, reading.support)

    def _no_story(self, answer: str, reading: Reading) -> str | None:
        """Why an answer cannot be scored, in a sentence that the person can act on; None where it can."""
        count = count_words(answer)
        if count < LEAST_WORDS:
            return f"The answer has {count} {'word' if count == 1 else 'words'}; a story needs at least {LEAST_WORDS}."
        said = reading.grams
        if said and sum(gram in self.fitted.words for gram in said) < LEAST_KNOWN * len(said):
            return "The rule of thumb reads English only: choose Claude, or score the answer yourself."
        told = sum(count_words(passage) for passage in reading.passages)
        if told < LEAST_WORDS or happened(reading.passages) < LEAST_PAST:
            return "The rule of thumb found no story: tell what you did and what came of it."
        return None

    def _scored(self, answer: str, reading: Reading, question: Question | None) -> Verdict:
        value = self.value(reading)
        level = LEVELS[bisect_right(self.fitted.cuts, value)]
        judged = tuple(self._dimension(name, reading, LEVELS.index(level) + 1, answer) for name in DIMENSIONS)
        return Verdict(
            status="scored",
            acts=self._acts(reading, level, answer),
            overall=level,
            why=WHY.format(level=level),
            evidence=_evidence(reading.passages),
            dimensions=judged,
            star=_star(reading.passages, judged),
            probes=_probes(judged, question),
        )

    def _dimension(self, name: Dimension, reading: Reading, whole: int, answer: str) -> JudgedDimension:
        """The level of one dimension: the mean of its cues, drawn towards the level of the whole."""
        own = [
            (cue, hits, support)
            for cue, hits, support in zip(self.cues, reading.found, reading.support, strict=True)
            if cue.dimension == name and hits
        ]
        total = sum(support for _, _, support in own) + HALO
        level = round((sum(cue.value * support for cue, _, support in own) + whole * HALO) / total)
        nearest = sorted(own, key=lambda one: abs(one[0].value - level))
        quoted = {quote: cue.says for cue, hits, _ in nearest for hit in hits if (quote := _quote(hit, answer))}
        quotes = tuple(quoted)[:MOST_QUOTES]
        if not quotes:
            return JudgedDimension(dimension=name, level="none", rationale="Nothing found that speaks to this.")
        says = dict.fromkeys(quoted[quote] for quote in quotes)
        return JudgedDimension(dimension=name, level=LEVELS[level - 1], quotes=quotes, rationale="; ".join(says))

    def _acts(self, reading: Reading, level: str, answer: str) -> tuple[str, ...]:
        """The passages whose words lean most to the level that was found, in the order of the answer."""
        middle = sum(self.fitted.cuts) / len(self.fitted.cuts) - self.fitted.base
        up = 1 if LEVELS.index(level) >= len(LEVELS) / 2 else -1
        none = [0.0] * len(self.cues)
        leans = {
            quote: up * (self.fitted.score(grams([passage]), none) - self.fitted.base - middle)
            for passage in reading.passages
            if (quote := _quote(passage, answer))
        }
        best = sorted(leans, key=lambda quote: -leans[quote])[:MOST_ACTS]
        return tuple(quote for quote in leans if quote in best)


def _quote(passage: str, answer: str) -> str:
    """The passage as it stands in the answer, markup and hidden characters included; empty if it does not."""
    if count_words(passage) < LEAST_QUOTE:
        return ""
    return passage if passage in answer else find(passage, answer) or ""


def _evidence(passages: list[str]) -> Evidence:
    """Thin with few actions of the teller's own; strong with more of them and a checked result."""
    own = share(passages, _OWN.search)
    if own < THIN_BELOW:
        return "thin"
    return "strong" if own >= STRONG_FROM and share(passages, _CHECKED.search) else "adequate"


def _star(passages: list[str], judged: Sequence[JudgedDimension]) -> Star:
    """Which parts are there, as far as words tell: a scene, an aim, things done, something that came of it."""
    return Star(
        situation=len(passages) > 1,
        task=share(passages, _AIM.search) > 0,
        action=happened(passages) >= LEAST_PAST,
        result=any(part.dimension == "impact" and part.level != "none" for part in judged),
    )


def _probes(judged: Sequence[JudgedDimension], question: Question | None) -> tuple[str, ...]:
    """The question's first probe for each focal dimension that no passage, or only one, speaks to."""
    if question is None:
        return ()
    shown = {part.dimension: len(part.quotes) for part in judged}
    wanted = sorted((name for name in question.focus if shown[name] < MOST_QUOTES), key=lambda name: shown[name])
    firsts = (next((probe.text for probe in question.probes if probe.dimension == name), None) for name in wanted)
    return tuple(text for text in firsts if text)[:MOST_PROBES]
