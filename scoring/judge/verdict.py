"""The judge as a port: what it is asked, and the verdict it returns. Claude and the offline judge are its two sides."""

from typing import Literal, Protocol

from pydantic import Field

from scoring.bank.questions import Question
from scoring.rubric import Dimension, Evidence, LevelOrNone, Part, Rubric

Status = Literal["scored", "unscored", "needs_review"]


class JudgedDimension(Part):
    """A level with the verbatim quotes of the answer that show it; level `none` needs no quote."""

    dimension: Dimension
    level: LevelOrNone
    quotes: tuple[str, ...] = ()
    rationale: str = ""


class Star(Part):
    """Which parts of a story the answer has."""

    situation: bool
    task: bool
    action: bool
    result: bool


class Usage(Part):
    """What a verdict took: tokens as the service counted them, cost in US dollars, latency in seconds."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    cost: float | None = None
    latency: float = 0.0


class Verdict(Part):
    """A judge's scores of one answer.

    `status` is scored, or unscored or needs_review with `reason`, a sentence or two that a person can act on; a scored
    verdict has a reason only where part of a long answer was not read. Unless scored, levels count for nothing: they
    are None, except that an answer which seems to speak to the judge keeps them for the person who reviews it.
    `acts` are passages of the answer that carry the story, word for word; `why` says in a sentence what makes it this
    level and not the next.
    `tells_level`: the reason may name a level or repeat the answer, so it is not for eyes that are to stay blind.
    """

    status: Status
    reason: str | None = None
    tells_level: bool = Field(default=False, exclude=True)  # between the judge and whoever keeps its verdict
    acts: tuple[str, ...] = ()
    overall: LevelOrNone | None = None
    why: str = ""
    evidence: Evidence | None = None
    dimensions: tuple[JudgedDimension, ...] = ()
    star: Star | None = None
    mistakes: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    judge: str = ""
    model: str = ""
    rubric_version: str = ""
    prompt_version: str = ""
    usage: Usage = Field(default_factory=Usage)


class JudgeBusy(Exception):
    """The judge cannot answer now (rate limit, overload, time-out); the same request may be made again later.

    `retry_after` is in seconds, None where the service did not say.
    """

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class JudgeDown(JudgeBusy):
    """The judge answers nobody until an operator mends something: its key, its credit, its name."""


class Judge(Protocol):
    """`kind` is claude or offline; `prompt_version` changes whenever the same answer could get another score.

    `calls_a_minute` is how often the judge may be asked, as its service last said; None where it said nothing.
    """

    @property
    def kind(self) -> Literal["claude", "offline"]: ...
    @property
    def model(self) -> str: ...
    @property
    def prompt_version(self) -> str: ...
    @property
    def calls_a_minute(self) -> int | None: ...

    def score(self, answer: str, question: Question | None, rubric: Rubric) -> Verdict:
        """The verdict on one answer, on its question where it is known. Raises JudgeBusy, and nothing else."""
        ...


def unreached(judge: Judge, rubric: Rubric, reason: str) -> Verdict:
    """The verdict where the judge was never reached: none."""
    return Verdict(
        status="unscored",
        reason=reason,
        judge=judge.kind,
        model=judge.model,
        rubric_version=rubric.version,
        prompt_version=judge.prompt_version,
    )
