"""Which of the four levels a heading names, by a word or by a company's code."""

import re
from collections.abc import Iterable, Mapping

from scoring.bank.pages.names import normal
from scoring.rubric import LEVELS, Level

_NAMES: dict[Level, str] = {
    "junior": r"junior|jr|entry|new[- ]?grad(?:uate)?s?|graduate|grad|intern|early[- ]career|beginner|associate"
    r"|apprentice|trainee",
    "mid": r"mid(?:[- ]?(?:level|career|senior(?!\w)))?|middle|intermediate|medior",
    "senior": r"senior|sr|snr",
    "staff": r"staff|principal|distinguished|fellow",
}
_ROLES = r"sde|swe|engineer|developer|designer|analyst|scientist|programmer|pm|product manager"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_CODE = re.compile(
    rf"(?<![\w-])(?:(?P<family>ict|ic|l|e|p|t|g|level|grade|band)[- ]?(?P<number>\d{{1,2}})"
    rf"|(?P<role>{_ROLES})[- ]?(?P<rank>iii|ii|iv|i|v|[1-5]))\+?(?![\w-])"
)
_FIRST = {"l": 3, "e": 3, "ic": 3, "t": 3, "g": 3, "ict": 2}  # the number that most ladders give a junior; else 1
_AROUND = (
    r"an?|the|for|from|at|by|and|or|of|to|in|your|our|this|sample|example|model|good|great|strong|solid|typical|ideal"
    r"|reference|star|how|what|would|might|could|answers?|responses?|story|stories|exemplars?|level(?:led)?|levels"
    r"|candidates?|person|someone|version|software|product|data|engineers?|engineering|developers?|designers?"
    r"|analysts?|scientists?|managers?|programmers?|sde|swe|ic|pm|sounds like|might say|says|say|tells|role|bar"
    r"|years?|yrs?|yoe|\d+-\d+|\d+\+?|and above|above|plus"
    r"|experienced|lead|tech(?:nical)?"
)
_AMOUNT = re.compile(r"[£$€]\s?\d|\d\s?%")  # stands in no name of a level
_EVERY = "|".join((*_NAMES.values(), _AROUND))

Ladder = Mapping[str, int]
"""For a family of codes (l, ic, …), the number that its junior has on this page."""


def level_of(label: str, ladder: Ladder | None = None) -> Level | None:
    """The level that a heading names, by a word or by a company's code; None where it names none or several."""
    if _AMOUNT.search(label) or len(label := normal(label)) > 90:
        return None
    codes = {_read(found, ladder or {}) for found in _CODE.finditer(label)}
    words = _CODE.sub(" ", label)
    if re.sub(rf"(?<![\w+])(?:{_EVERY})(?![\w])|\W|_", "", words):
        without_gloss = re.sub(r" ?\([^()]*\)$", "", label)
        return level_of(without_gloss, ladder) if without_gloss != label else None
    named = _named(words)
    if named == {"senior", "staff"} and re.search(r"senior (?:staff|principal)", words):
        return "staff"
    found = named or codes
    return found.pop() if len(found) == 1 else None


def is_code(label: str) -> bool:
    """Whether a heading that names a level does so only by a company's code."""
    return not _named(_CODE.sub(" ", normal(label)))


def _named(words: str) -> set[Level]:
    return {level for level, pattern in _NAMES.items() if re.search(rf"(?<![\w])(?:{pattern})(?!\w)", words)}


def ladder_of(labels: Iterable[str]) -> dict[str, int]:
    """Where each family of codes begins on a page: at the usual number, or lower, or where its four levels begin.

    IC3 to IC6 are junior to staff, and so are IC1 to IC4 and L4 to L7; L3 and L4 alone are junior and mid.
    """
    found: dict[str, set[int]] = {}
    for label in labels:
        if level_of(label):
            for code in _CODE.finditer(normal(label)):
                found.setdefault(_family(code), set()).add(_number(code))
    return {family: _first(family, sorted(numbers)) for family, numbers in found.items()}


def _first(family: str, numbers: list[int]) -> int:
    usual = _FIRST.get(family, 1)
    is_a_run = len(numbers) == len(LEVELS) and numbers[-1] - numbers[0] == len(LEVELS) - 1
    return numbers[0] if is_a_run or numbers[0] < usual else usual


def _read(code: re.Match[str], ladder: Ladder) -> Level:
    family = _family(code)
    place = _number(code) - ladder.get(family, _FIRST.get(family, 1))
    return LEVELS[max(0, min(place, len(LEVELS) - 1))]


def _family(code: re.Match[str]) -> str:
    return str(code["family"] or "role")


def _number(code: re.Match[str]) -> int:
    rank = code["number"] or code["rank"]
    return _ROMAN.get(rank) or int(rank)
