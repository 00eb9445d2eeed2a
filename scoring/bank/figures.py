"""Finds figures that contradict each other within one story, where the story itself states how they relate."""

import re
from collections.abc import Callable

from scoring.bank.numerals import NUMBER, value

_FRACTIONS = {"half": 50.0, "a third": 100 / 3, "a quarter": 25.0, "two thirds": 200 / 3, "three quarters": 75.0}
_TIMES = {"halved": 0.5, "doubled": 2.0, "trebled": 3.0, "tripled": 3.0, "quadrupled": 4.0}
_DAYS = {
    **dict.fromkeys(("January", "March", "May", "July", "August", "October", "December"), 31),
    **dict.fromkeys(("April", "June", "September", "November"), 30),
    "February": 29,
}
_CLOCK = r"o['’]clock|am|pm"
_UNITS = (
    rf"{_CLOCK}|%|per ?cent|points?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|euros?|pounds?|dollars?|cents?"
    r"|pence|grams?|kilos?|tons?|tonnes?|litres?|metres?|kilometres?|miles?|degrees"
)


def contradictions(story: str) -> list[str]:
    """The passages whose figures cannot all be right, each with the reason, in words for the story's writer.

    Only relations that the story states are looked at: a rise or fall with its two figures, a change or share in per
    cent beside the two numbers it follows from, a part and its whole, a sum and its total, the day of a month. Figures
    that stand apart are never compared, since nothing says that they mean the same thing.
    """
    story = re.sub(r"\s+", " ", story)
    found = [(match, reason(match)) for pattern, reason in _CHECKS for match in pattern.finditer(story)]
    return [f"“{match.group().strip(' ,')}”: {why}" for match, why in found if why]


def _ends(found: re.Match[str]) -> tuple[float, float] | None:
    """The two figures of a change, or None where they are not of one kind (9 days to 26 hours, 9 to 5 o'clock)."""
    first, second = (re.search(rf"(?:{_UNITS})(?!\w)", found[name] or "") for name in ("a_unit", "b_unit"))
    if second and (re.fullmatch(_CLOCK, second.group()) or (first and _one(first) != _one(second))):
        return None
    return value(found["a"]), value(found["b"])


def _one(unit: re.Match[str]) -> str:
    return unit.group().removesuffix("s")


def _not_up(found: re.Match[str]) -> str:
    ends = _ends(found)
    return "that is a fall" if ends and ends[1] < ends[0] else ""


def _not_down(found: re.Match[str]) -> str:
    ends = _ends(found)
    return "that is a rise" if ends and ends[1] > ends[0] else ""


def _other_multiple(found: re.Match[str]) -> str:
    ends, told = _ends(found), _TIMES[found["times"].lower()]
    if not ends or not ends[0]:
        return ""
    ratio = ends[1] / ends[0]
    goes_further = ratio <= told if told < 1 else ratio >= told
    fits = goes_further if found["further"] else 0.8 * told <= ratio <= 1.25 * told
    return "" if fits else f"it went to {ratio:.2g} times what it was"


def _other_change(found: re.Match[str]) -> str:
    ends = _ends(found)
    if not ends or not ends[0]:
        return ""
    points = abs(ends[1] - ends[0])
    change = 100 * points / ends[0]
    in_points = re.search(r"cent|%", (found["a_unit"] or "") + (found["b_unit"] or "")) and _is_near(found, points)
    return "" if in_points or _is_near(found, change) else f"the change is {change:.0f} per cent"


def _other_share(found: re.Match[str]) -> str:
    part, whole = value(found["a"]), value(found["b"])
    if not whole or _is_near(found, 100 * part / whole):
        return ""
    return f"that is {100 * part / whole:.0f} per cent"


def _is_near(found: re.Match[str], true: float) -> bool:
    told = _FRACTIONS[found["fraction"].lower()] if found["fraction"] else value(found["percent"])
    allowed = max(5.0, 0.2 * true) if found["about"] or found["fraction"] else max(1.0, 0.05 * true)
    return abs(told - true) <= allowed


def _more_than_whole(found: re.Match[str]) -> str:
    part, whole = value(found["a"]), value(found["b"])
    is_year = re.fullmatch(r"(?:19|20)\d\d", found["b"])
    return "the part is larger than the whole" if part > whole > 1 and not is_year else ""


def _other_total(found: re.Match[str]) -> str:
    last_two = value(found["a"]) + value(found["b"])
    parts = last_two + (value(found["c"]) if found["c"] else 0)
    return "" if value(found["total"]) in (parts, last_two) else f"the parts come to {parts:,.10g}"


def _no_such_day(found: re.Match[str]) -> str:
    days = _DAYS[found["month"]]
    return f"{found['month']} has {days} days" if int(found["day"]) > days else ""


def _number(name: str) -> str:
    return rf"(?P<{name}>{NUMBER})"


_WORDS = r"(?: (?!and\b|or\b|half\b|to\b)[a-z’'-]+){0,3}?"
_CHANGE = rf"from {_number('a')}(?P<a_unit> ?%|{_WORDS}) to {_number('b')}(?P<b_unit> ?%| per cent\b| [a-z'’]+)?"
_ADVERB = r"(?: (?:\w+ly|back|again|further|even))?"
_OBJECT = r"(?: [\w'’-]+){1,5}?"
_THAT_IS = r"(?:,|:|;| or| which is| that is| that's| so| \()*"
_PERCENT = (
    r"(?P<about>(?:about|around|roughly|nearly|almost|some|over|more than) )?"
    rf"(?:{_number('percent')} ?(?:%|per ?cent\b)|(?P<fraction>(?:{'|'.join(_FRACTIONS)})\b))"
)
_DETERMINER = r"(?:the |our |their |my |those |these |all )?"
_PART_OF = rf"{_number('a')} (?:out )?of {_DETERMINER}{_number('b')}"
_COMPARED = r"(?! (?:of|more|less|fewer|higher|lower|better|faster|up|down|on|in|from)\b)"
_MONTH = rf"(?-i:(?P<month>{'|'.join(_DAYS)}))"
_ORDINAL = r"(?:st|nd|rd|th)"

_RULES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"\b(?:rose|risen|grew|grown|climbed|increased|jumped|(?:went|gone|shot) up){_ADVERB} {_CHANGE}", _not_up),
    (rf"\b(?:raised|increased|lifted){_OBJECT} {_CHANGE}", _not_up),
    (rf"{_CHANGE}{_THAT_IS} (?:an? (?:rise|increase|gain|jump)\b|up by\b)", _not_up),
    (
        r"\b(?:fell|fallen|dropped|shrank|sank|sunk|decreased|declined|(?:went|gone|came|come) down)"
        rf"{_ADVERB} {_CHANGE}",
        _not_down,
    ),
    (rf"\b(?:cut|reduced|lowered|brought down|shortened){_OBJECT} {_CHANGE}", _not_down),
    (rf"{_CHANGE}{_THAT_IS} (?:an? (?:fall|drop|decrease|cut|reduction)\b|down by\b)", _not_down),
    (rf"(?P<further>more than )?\b(?P<times>{'|'.join(_TIMES)}){_ADVERB},? {_CHANGE}", _other_multiple),
    (rf"\bby {_PERCENT},? {_CHANGE}", _other_change),
    (
        rf"{_CHANGE}{_THAT_IS} (?:by|up|down|minus|plus|an? \w+ of) (?:by )?{_PERCENT}(?! (?:of|in|on)\b)",
        _other_change,
    ),
    (rf"{_PART_OF}{_WORDS}(?:,| \(|,? or|, which is|, that is) {_PERCENT}{_COMPARED}", _other_share),
    (rf"{_PERCENT} \({_PART_OF}[^()]*\)", _other_share),
    (rf"{_PART_OF}(?! ?(?:{_UNITS})(?!\w))", _more_than_whole),
    (rf"\bof {_DETERMINER}{_number('b')}{_WORDS}, {_number('a')} (?:had|have|were|are|did)\b", _more_than_whole),
    (
        rf"(?:{_number('c')}{_WORDS}, )?{_number('a')}{_WORDS},? (?:and|plus) {_number('b')}{_WORDS}(?:,|;|:| \("
        rf"| making| makes| made){{1,2}} {_number('total')}{_WORDS} (?:in (?:all|total)|altogether|all told)\b",
        _other_total,
    ),
    (rf"\b(?:on|by|until|since|the) (?P<day>\d\d){_ORDINAL}? (?:of )?{_MONTH}\b", _no_such_day),
    (rf"\b{_MONTH} (?:the )?(?P<day>\d\d){_ORDINAL}\b", _no_such_day),
)
_CHECKS = tuple((re.compile(pattern, re.IGNORECASE), reason) for pattern, reason in _RULES)
