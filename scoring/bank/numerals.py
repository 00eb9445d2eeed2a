"""Reads numbers as English stories write them, in figures or in words."""

import re

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_BIG = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SUFFIXES = {"k": 1_000, "m": 1_000_000}

_UNIT = "|".join(_VALUES)
_POWER = "|".join(("hundred", *_BIG))
_IN_FIGURES = rf"(?<![\w.,:/-])[£$€]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?[km]?(?: (?:{_POWER}))?(?![\w:/-]|[.,]\d)"
_IN_WORDS = (
    rf"(?<![\w-])(?:a )?(?:{_UNIT}|{_POWER})"
    rf"(?:[ -](?:{_UNIT}|{_POWER})|(?:(?<=hundred)|(?<=thousand)|(?<=million)) and (?:{_UNIT})){{0,8}}(?![\w-])"
)
NUMBER = rf"(?:{_IN_FIGURES}|{_IN_WORDS})"  # a pattern for re.IGNORECASE


def value(number: str) -> float:
    """The value of a text that NUMBER matches whole: 1,200; £3.5 million; 20k; two hundred and ten."""
    number = number.casefold().strip("£$€")
    if number[0].isdigit():
        figures, _, power = number.partition(" ")
        factor = _SUFFIXES.get(figures[-1], 1) * {"hundred": 100, **_BIG}.get(power, 1)
        return float(figures.rstrip("km").replace(",", "")) * factor
    total = group = 0
    for word in re.findall(r"[a-z]+", number):
        if word == "hundred":
            group = max(1, group) * 100
        elif word in _BIG:
            total, group = total + max(1, group) * _BIG[word], 0
        else:
            group += _VALUES.get(word, 0)
    return float(total + group)
