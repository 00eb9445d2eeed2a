"""A judge by script: levels by the text's own bytes, each verdict with a word of its own, and moods by the week."""

from collections.abc import Callable
from typing import Literal
from zlib import crc32

from scoring.bank.questions import Question
from scoring.judge.verdict import JudgeBusy, JudgedDimension, JudgeDown, Star, Usage, Verdict
from scoring.rubric import DIMENSIONS, LEVELS, Rubric


class Scripted:
    """A judge whose `mood` is well, busy, down, nonsense or slow (it takes `slow` seconds of `wait`)."""

    kind: Literal["claude"] = "claude"  # whose quotes and probes are shown
    model = "scripted"
    prompt_version = "1"
    calls_a_minute: None = None

    def __init__(self, secret: Callable[[str], str], wait: Callable[[float], None]) -> None:
        self.secret, self.wait = secret, wait
        self.mood, self.slow, self.calls = "well", 0.0, 0

    def score(self, answer: str, question: Question | None, rubric: Rubric) -> Verdict:
        del question
        self.calls += 1
        if self.mood == "slow":
            self.wait(self.slow)
        if self.mood == "busy":
            raise JudgeBusy("busy", retry_after=None)
        if self.mood == "down":
            raise JudgeDown("no credit")
        word = self.secret(answer)
        fails = self.mood == "nonsense"
        levels = [LEVELS[(crc32(answer.encode()) >> place) % 4] for place in range(7)]
        return Verdict(
            status="needs_review" if fails else "scored",
            reason=f"The reply failed its checks: overall is {levels[0]}, {word}" if fails else None,
            tells_level=fails,
            overall=None if fails else levels[0],
            evidence=None if fails else "adequate",
            dimensions=()
            if fails
            else tuple(
                JudgedDimension(dimension=name, level=level, quotes=(f"a {word} quote",), rationale=f"{word} shows it")
                for name, level in zip(DIMENSIONS, levels[1:], strict=False)
            ),
            star=Star(situation=True, task=True, action=True, result=True),
            probes=(f"Which {word}?",),
            judge=self.kind,
            model=self.model,
            rubric_version=rubric.version,
            prompt_version=self.prompt_version,
            usage=Usage(output_tokens=1),
        )
