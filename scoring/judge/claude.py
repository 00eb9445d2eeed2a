"""Claude as a judge: asks, has the reply checked, and ends in a verdict whatever comes back."""

import time
from collections.abc import Mapping
from typing import Any, Literal

from scoring.bank.questions import Bank, Question
from scoring.judge import prices, prompt
from scoring.judge.endpoint import Endpoint, Refused, Sent
from scoring.judge.raw import ReplyFault
from scoring.judge.reply import check
from scoring.judge.verdict import Usage, Verdict
from scoring.rubric import Rubric
from scoring.text import count_words, plain

LEAST_WORDS = 25
"""An answer with fewer words is not sent."""

_YOURSELF = "Score the answer yourself."
_STOPPED = {
    "": "What came back is not a message: check ANTHROPIC_BASE_URL.",
    "refusal": "Claude declined to score this answer: score it yourself.",
    "max_tokens": "Claude's reply was cut off at its longest: score the answer again, or yourself.",
}


class ClaudeJudge:
    """The judge over the Messages API; threads may share it.

    `base_url` is another endpoint that speaks this API; None means the service itself, or ANTHROPIC_BASE_URL. `scale`
    is the bank whose exemplars are shown as points of the scale. `timeout` is in seconds. Set `structured` to False
    for an endpoint that passes over structured outputs in silence; one that refuses them is noticed.
    """

    kind: Literal["claude"] = "claude"

    def __init__(
        self,
        api_key: str,
        model: str,
        base_url: str | None = None,
        scale: Bank | None = None,
        timeout: float = 120.0,
        structured: bool = True,
    ) -> None:
        self.model = model
        self.calls_a_minute: int | None = None
        self.prompt_version = prompt.version(scale)
        self._scale = scale
        self._structured = structured
        self._endpoint = Endpoint(api_key, base_url, timeout)

    def score(self, answer: str, question: Question | None, rubric: Rubric) -> Verdict:
        """The verdict on one answer. Raises JudgeBusy, and nothing else."""
        started = time.monotonic()
        verdict = _too_short(answer) or self._ask(answer, question, rubric)
        spent = {"cost": prices.cost(self.model, verdict.usage), "latency": time.monotonic() - started}
        signed = {"model": self.model, "rubric_version": rubric.version, "prompt_version": self.prompt_version}
        return verdict.model_copy(update=signed | {"usage": verdict.usage.model_copy(update=spent)})

    def lifecycle(self) -> list[str]:
        """What an operator should know before relying on the model, a sentence each; empty when all is well."""
        return self._endpoint.lifecycle(self.model)

    def _ask(self, answer: str, question: Question | None, rubric: Rubric) -> Verdict:
        """Asks, and once more where the reply fails its checks."""
        asked = prompt.request(answer, question, rubric, model=self.model, scale=self._scale)
        used, fault = Usage(), ""
        for _ in range(2):
            try:
                sent = self._send(asked)
                self.calls_a_minute = sent.calls_a_minute or self.calls_a_minute
                used = _sum(used, sent.usage)
                return _verdict(sent, answer, question).model_copy(update={"usage": used})
            except Refused as error:
                refused = _without_levels("unscored", str(error), used)
                return refused.model_copy(update={"tells_level": error.quotes_endpoint})
            except ReplyFault as error:
                fault, asked = str(error), prompt.again(asked, sent.text, error)
        return _without_levels("needs_review", f"Claude's reply failed its checks twice: {fault}. {_YOURSELF}", used)

    def _send(self, asked: Mapping[str, Any]) -> Sent:
        if self._structured:
            try:
                return self._endpoint.send(asked)
            except Refused as error:
                if not error.structured:
                    raise
                self._structured = False
        return self._endpoint.send(prompt.unstructured(asked))


def check_reply(reply: str, answer: str, question: Question | None, rubric: Rubric) -> Verdict:
    """The verdict that a raw reply gives on an answer, by the checks of a real one; nothing is asked again."""
    try:
        verdict = _too_short(answer) or _checked(reply, answer, question)
    except ReplyFault as error:
        verdict = _without_levels("needs_review", f"The reply failed its checks: {error}. {_YOURSELF}")
    return verdict.model_copy(update={"rubric_version": rubric.version, "prompt_version": prompt.version()})


def _verdict(sent: Sent, answer: str, question: Question | None) -> Verdict:
    if sent.stop_reason != "end_turn":
        early = f"Claude stopped early ({sent.stop_reason}): score the answer yourself."
        return _without_levels("unscored", _STOPPED.get(sent.stop_reason, early))
    return _checked(sent.text, answer, question)


def _checked(reply: str, answer: str, question: Question | None) -> Verdict:
    """The checked verdict; its reason also says what of a long answer was not read. Raises ReplyFault."""
    text = prompt.shown(answer)
    verdict = check(reply, text, question)
    whole = len(plain(answer))
    if len(text) == whole:
        return verdict
    note = f"The answer is long: only its first {len(text):,} of {whole:,} characters were scored."
    return verdict.model_copy(update={"reason": f"{verdict.reason} {note}" if verdict.reason else note})


def _too_short(answer: str) -> Verdict | None:
    words = count_words(plain(answer))
    if words >= LEAST_WORDS:
        return None
    return _without_levels("unscored", f"The answer is too short to score: {words} words, of at least {LEAST_WORDS}.")


def _without_levels(status: Literal["unscored", "needs_review"], reason: str, usage: Usage | None = None) -> Verdict:
    tells = status == "needs_review"  # a check that failed is told with what the reply said
    return Verdict(status=status, reason=reason, tells_level=tells, judge="claude", usage=usage or Usage())


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        cache_read_tokens=one.cache_read_tokens + other.cache_read_tokens,
        cache_write_tokens=one.cache_write_tokens + other.cache_write_tokens,
    )
