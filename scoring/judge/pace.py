"""How often a key may be used, as the service says with each reply."""

from collections.abc import Mapping

from scoring.judge.verdict import Usage


def calls_a_minute(headers: Mapping[str, str], usage: Usage) -> int | None:
    """How many calls like the one just made the key allows in a minute, at least 1; None where the headers do not say.

    They are anthropic-ratelimit-…-limit, each for a minute: requests, tokens in, tokens out, both. Tokens that are read
    from the cache do not count.
    """
    sent = usage.input_tokens + usage.cache_write_tokens
    used = {"requests": 1, "input-tokens": sent, "output-tokens": usage.output_tokens}
    used["tokens"] = sent + usage.output_tokens
    limits = {name: headers.get(f"anthropic-ratelimit-{name}-limit", "") for name in used}
    allowed = [int(limit) // used[name] for name, limit in limits.items() if used[name] and limit.isdecimal()]
    return max(1, min(allowed)) if allowed else None
