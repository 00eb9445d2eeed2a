"""What a call to Claude costs: the one table of prices."""

from scoring.judge.verdict import Usage

PRICES_OF = "2026-11"
"""The month the prices were read; they change, and a cost kept with a scorecard is what this table said then."""

_INPUT_AND_OUTPUT = {  # US dollars per million tokens
    "claude-haiku-5-5": (0.10, 0.50),
    "claude-sonnet-5-5": (2.00, 10.00),
    "claude-opus-5-5": (4.00, 20.00),
}
_CACHE_READ, _CACHE_WRITE = 0.1, 2.0  # times the price of input; the write is that of the one-hour cache


def cost(model: str, usage: Usage) -> float | None:
    """US dollars for these tokens; None for a model that is not in the table."""
    if model not in _INPUT_AND_OUTPUT:
        return None
    input_price, output_price = _INPUT_AND_OUTPUT[model]
    cached = usage.cache_read_tokens * _CACHE_READ + usage.cache_write_tokens * _CACHE_WRITE
    return ((usage.input_tokens + cached) * input_price + usage.output_tokens * output_price) / 1_000_000
