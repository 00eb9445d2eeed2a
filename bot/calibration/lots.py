"""Drawing by lot so that all come up about as often, and still nobody knows what comes."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

One = TypeVar("One")


def drawn(luck: Random, ones: Sequence[One], times: Sequence[int]) -> One:
    """One of these, which came up so many times each before: each time less is three times as likely.

    Whoever has seen all that came before must not know what comes, as they would if it was one that came up least.
    """
    least = min(times)
    return luck.choices(ones, [3.0 ** (least - count) for count in times])[0]
