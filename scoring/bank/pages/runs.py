"""Several questions on one line."""

import re

from scoring.bank.pages.names import begins_as_question

_END = re.compile(r"(?<=\?)[\"”’')*_]*(?:\s*[•·;/|,–-]\s*|\s+)(?:\(?\d{1,2}[.)]\s+)?(?=[\"“‘'(*_]*[A-Z])")
_START = re.compile(r"^(?:\(?\d{1,2}[.)]\s+|[•·]\s*)")
_FEWEST_WORDS = 3  # of a question of its own: “Why?” and “And then?” belong to the one before


def questions_in(text: str, fewest: int) -> list[str]:
    """The questions of a run, each ending in "?"; the text as it is where it holds fewer, or anything else.

    The last may lack its end, where the line was broken there.
    """
    found = [each.strip() for each in _END.split(_START.sub("", text))]
    whole = found if text.rstrip("\"”’')*_ ").endswith("?") else found[:-1]
    is_run = len(whole) >= fewest and all(_is_question(each) for each in whole)
    return found if is_run else [text]


def _is_question(text: str) -> bool:
    inside = re.sub(r"(?<=\w)[.:](?=\w)", "", text.strip("\"“”‘’'()*_ "))
    return begins_as_question(text) and len(text.split()) >= _FEWEST_WORDS and not re.search(r"[.!?:]\s", inside)
