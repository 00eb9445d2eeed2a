"""The common mistakes of a page: the name of each, how to notice it, and what a better answer does."""

import re

from scoring.bank.pages.marks import without_marks
from scoring.bank.pages.placing import BETTER
from scoring.text import slug_of

_LONGEST_NAME = 8  # words, where nothing but a colon or dash says that it is one
_LONGEST_MARKED = 14  # where a double hyphen or a long dash parts it from advice
_ADVICE = re.compile(
    r"(?:(?:always|never|instead|rather|try to|make sure|be sure|remember to|please|you should|do not|don['’]t|aim to"
    r"|a better answer|strong answers?|better answers?|strong candidates?|good answers?)\b|(?:acknowledge|add|address"
    r"|admit|anchor|anticipate|articulate|ask|attribute|avoid|back|balance|be|begin|bring|build|calculate|call|choose"
    r"|cite|clarify|close|compare|connect|consider|count|credit|define|demonstrate|describe|detail|discuss"
    r"|distinguish|do|emphasi[sz]e|end|ensure|explain|explore|expose|find|focus|follow|frame|gather|get|give|have"
    r"|highlight|identify|illustrate|include|involve|keep|lead|leave|let|limit|link|list|look|make|map|measure"
    r"|mention|name|note|offer|outline|own|pick|point|prepare|present|prioriti[sz]e|propose|prove|provide|put"
    r"|quantify|quote|recogni[sz]e|reflect|reframe|relate|reveal|say|select|separate|set|share|show|sketch|speak"
    r"|specify|spell|start|state|stay|stick|stress|structure|support|talk|take|tell|think|tie|translate|treat|try"
    r"|turn|use|walk|weigh|write)\b(?! ?(?:is|was|are|were)\b))",
    re.IGNORECASE,
)


def mistakes_of(texts: list[str]) -> list[dict[str, str]]:
    """The mistakes with ids of their own. What stands behind a name is advice where it bids, else how to notice it."""
    mistakes: list[dict[str, str]] = []
    for place, text in enumerate(texts, 1):
        told, better = (*BETTER.split(text, maxsplit=1), "")[:2]
        name, notice = _named(told, has_better=bool(better))
        if notice and not better and _ADVICE.match(notice):
            notice, better = "", notice
        slug = slug_of(name, most=50) or "mistake"
        taken = {mistake["id"] for mistake in mistakes}
        mistake = {"id": slug if slug not in taken else f"{slug}-{place}", "name": name, "notice": notice}
        mistakes.append({**mistake, "better": without_marks(better)})
    return mistakes


def _named(text: str, has_better: bool) -> tuple[str, str]:
    """The name of a mistake and what is told of it: in bold, before a colon or dash, or a short first sentence."""
    if bold := re.match(r"(\*\*|__|\*|_)(?=\S)(.+?)\1\s*[-:.–—]*\s*", text):
        return _parted(bold[2], text[bold.end() :])
    dashed = re.match(r"(.+?)(?:\s+(?:--+|[–—])\s*|\s*—\s*|\s+-\s+)(?=\S)", text)
    before = re.match(r"([^:.–—]+?)(?::|\.)(?:\s+|$)", text)
    is_first = dashed and not (before and before.end() <= dashed.start(0) + len(dashed[1]))
    if dashed and is_first and _is_name(dashed[1], text[dashed.end() :]):
        return _parted(dashed[1], text[dashed.end() :])
    if before and len(before[1].split()) <= _LONGEST_NAME:
        return _parted(before[1], text[before.end() :])
    text = without_marks(text)
    is_short = len(text.split()) <= (_LONGEST_MARKED if has_better else _LONGEST_NAME)
    return (text.rstrip("."), "") if is_short else ("", text)


def _parted(name: str, rest: str) -> tuple[str, str]:
    return without_marks(name).rstrip(":."), without_marks(rest)


def _is_name(name: str, rest: str) -> bool:
    words = len(name.split())
    return words <= _LONGEST_NAME or (words <= _LONGEST_MARKED and bool(_ADVICE.match(rest)))
