"""One call to an endpoint that speaks the Messages API, with each way it can fail sorted into try later and final."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scoring.judge.verdict import JudgeBusy, JudgeDown, Usage

_BUSY = (408, 409, 429)  # and everything from 500 on
_FINAL = {
    401: "Claude refused the API key: check ANTHROPIC_API_KEY.",
    402: "The Claude account cannot be charged: check its billing.",
    403: "This API key may not use {model}: check the key's permissions and CALIBRATE_MODEL.",
    404: "This endpoint knows no model {model}: check CALIBRATE_MODEL and ANTHROPIC_BASE_URL.",
}
_STRUCTURED = ("output_config", "output_format", "json_schema", "structured output", "response_format")


@dataclass(frozen=True)
class Sent:
    """What came back: the text, why it ended (`end_turn` when whole, empty when it was no message) and its tokens.

    `calls_a_minute`: how many such calls the key allows, None where the service did not say.
    """

    text: str
    stop_reason: str
    usage: Usage
    calls_a_minute: int | None = None


class Refused(Exception):
    """A final error with the operator's reason.

    `structured` is True where structured output is what was refused, `quotes_endpoint` where the reason holds words of
    the endpoint's, which may repeat what it was sent.
    """

    def __init__(self, reason: str, structured: bool = False, quotes_endpoint: bool = False) -> None:
        super().__init__(reason)
        self.structured = structured
        self.quotes_endpoint = quotes_endpoint


class Endpoint:
    """`base_url` None means the service itself, or ANTHROPIC_BASE_URL; `timeout` in seconds. Threads may share it."""

    def __init__(self, api_key: str, base_url: str | None, timeout: float) -> None:
        import anthropic  # takes seconds, which nobody who does not ask Claude should wait

        # The caller's queue retries and paces; a client that did so too would hide both from it.
        self._client = anthropic.Anthropic(api_key=api_key, base_url=base_url, timeout=timeout, max_retries=0)

    def send(self, asked: Mapping[str, Any]) -> Sent:
        """Raises JudgeBusy where the same call may work later (JudgeDown: once somebody mends it), else Refused."""
        import anthropic

        try:
            reply = self._client.messages.with_raw_response.create(**asked)
            sent = _read(reply.parse())
            return replace(sent, calls_a_minute=_calls_a_minute(reply.headers, sent.usage))
        except anthropic.APIStatusError as error:
            if error.status_code in _BUSY or error.status_code >= 500:
                wait = _seconds(error.response.headers.get("retry-after"))
                raise JudgeBusy(f"Claude cannot answer now ({error.status_code}).", wait) from error
            if error.status_code in _FINAL:
                raise JudgeDown(_FINAL[error.status_code].format(model=asked["model"])) from error
            raise _refused(error.status_code, error.api_message or "", asked["model"]) from error
        except anthropic.APIConnectionError as error:
            raise JudgeBusy("Claude did not answer; if it lasts, check the network and ANTHROPIC_BASE_URL.") from error
        except anthropic.AnthropicError as error:
            raise Refused("Claude cannot be called: check ANTHROPIC_API_KEY and ANTHROPIC_BASE_URL.") from error
        except ValueError:  # a body that says it is JSON and is not
            return _read(None)

    def lifecycle(self, model: str) -> list[str]:
        """What an operator should know before relying on the model, a sentence each; empty when all is well.

        Asks /v1/models once; raises nothing.
        """
        import anthropic

        try:
            found = self._client.models.retrieve(model)
        except anthropic.APIStatusError as error:
            return [str(_refused(error.status_code, error.api_message or "", model))]
        except (anthropic.AnthropicError, ValueError):
            return ["Claude could not be reached: check the network and ANTHROPIC_BASE_URL."]
        return _warnings(found, model)


def _read(message: Any) -> Sent:
    """Endpoints differ and the client checks nothing, so nothing is taken for granted here."""
    blocks = getattr(message, "content", None) or ()
    usage = getattr(message, "usage", None)
    return Sent(
        text="".join(str(block.text or "") for block in blocks if getattr(block, "type", "") == "text"),
        stop_reason=str(getattr(message, "stop_reason", None) or ""),
        usage=Usage(
            input_tokens=_count(usage, "input_tokens"),
            output_tokens=_count(usage, "output_tokens"),
            cache_read_tokens=_count(usage, "cache_read_input_tokens"),
            cache_write_tokens=_count(usage, "cache_creation_input_tokens"),
        ),
    )


def _calls_a_minute(headers: Mapping[str, str], usage: Usage) -> int | None:
    """How many calls like the one just made the key allows in a minute, at least 1; None where the headers do not say.

    They are anthropic-ratelimit-…-limit, each for a minute: requests, tokens in, tokens out, both. Tokens that are read
    from the cache do not count.
    """
    sent, told = usage.input_tokens + usage.cache_write_tokens, usage.output_tokens
    used = {"requests": 1, "input-tokens": sent, "output-tokens": told, "tokens": sent + told}
    limits = {name: headers.get(f"anthropic-ratelimit-{name}-limit", "") for name in used}
    allowed = [int(limit) // used[name] for name, limit in limits.items() if used[name] and limit.isdecimal()]
    return max(1, min(allowed)) if allowed else None


def _count(usage: Any, name: str) -> int:
    value = getattr(usage, name, None)
    return value if isinstance(value, int) else 0


def _refused(status: int, message: str, model: str) -> Refused:
    if status in _FINAL:
        return Refused(_FINAL[status].format(model=model))
    structured = any(sign in message.lower() for sign in _STRUCTURED)
    reason = f"Claude refused the request ({status}): {message[:200] or 'it did not say why'}"
    return Refused(reason, structured, quotes_endpoint=bool(message))


def _seconds(retry_after: str | None) -> float | None:
    try:
        return max(0.0, float(retry_after)) if retry_after else None
    except ValueError:  # a date; the caller's own pace will do
        return None


def _warnings(found: Any, model: str) -> list[str]:
    warnings = []
    lifecycle = getattr(found, "lifecycle", None)
    if lifecycle == "retired":
        warnings.append(f"{model} is retired and no longer answers: set CALIBRATE_MODEL to a newer one.")
    elif lifecycle == "deprecated":
        retires_at = getattr(found, "retires_at", None)
        when = f" on {retires_at:%Y-%m-%d}" if retires_at else ""
        warnings.append(f"{model} will be retired{when}: set CALIBRATE_MODEL to a newer one before that.")
    structured = getattr(getattr(found, "capabilities", None), "structured_outputs", None)
    if structured and not structured.supported:
        warnings.append(f"{model} has no structured outputs: more of its replies will fail their checks.")
    return warnings
