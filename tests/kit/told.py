"""A secret, and a judge that gives it."""

from dataclasses import dataclass
from typing import Any

from scoring.bank.questions import Question
from scoring.judge.verdict import JudgedDimension, Star, Usage, Verdict
from scoring.rubric import DIMENSIONS


@dataclass(frozen=True)
class Secret:
    """What one twin's judge and raters (Jon and Kim) give, everywhere; `word` is in all that they write."""

    level: str
    evidence: str
    word: str


class Told:
    """A judge that gives a secret on one question, and what is known to all on any other.

    On an exemplar its reply fails: then the reason tells the level.
    """

    kind = "claude"  # whose quotes and probes are shown
    model = "told"
    prompt_version = "1"
    calls_a_minute = None

    def __init__(self, secret: Secret, known: Secret, secret_on: str) -> None:
        self.secret, self.known, self.secret_on = secret, known, secret_on

    def score(self, answer: str, question: Question, rubric: Any) -> Verdict:
        given = self.secret if question.slug == self.secret_on else self.known
        level, word = given.level, given.word
        fails = "'s export and I decided" not in answer
        return Verdict(
            status="needs_review" if fails else "scored",
            reason=f"The reply failed its checks: overall is {level}, {word}",
            tells_level=True,
            acts=(f"A {word} act",),
            overall=level,
            why=f"A {word} why",
            evidence=given.evidence,
            dimensions=tuple(
                JudgedDimension(dimension=name, level=level, quotes=(f"A {word} quote",), rationale=f"A {word} reason")
                for name in DIMENSIONS
            ),
            star=Star(**dict.fromkeys(("situation", "task", "action", "result"), level == "staff")),
            mistakes=(word,),
            probes=(f"Which {word}?",),
            judge=self.kind,
            model=self.model,
            rubric_version=rubric.version,
            prompt_version=self.prompt_version,
            usage=Usage(output_tokens=len(word)),
        )
