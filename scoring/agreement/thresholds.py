"""When a number says enough to be shown, and what a coefficient of agreement amounts to in words."""

from dataclasses import dataclass

import numpy as np

from scoring.agreement.entries import Table, entries_of, shared

ALPHA_ANSWERS = 20
ALPHA_LEVELS = 3
SEVERITY_SCORECARDS = 20
SEVERITY_FIRM = 30
KAPPA_ANSWERS = 5
HABIT_STORIES = 4  # practised on, before anybody is told what they tend to do


@dataclass(frozen=True)
class Missing:
    """What is still missing before alpha is shown: answers with levels by two raters, and different levels used."""

    answers: int
    levels: int


def alpha_missing(levels: Table) -> Missing:
    """How far a table (answers, raters) is from the 20 answers and three levels that alpha needs; 0 and 0: show it."""
    paired = shared(entries_of(levels))
    answers, used = len(np.unique(paired.answer)), len(np.unique(paired.level))
    return Missing(max(0, ALPHA_ANSWERS - answers), max(0, ALPHA_LEVELS - used))


def severity_missing(scorecards: int) -> int:
    """How many of a rater's 20 scorecards are missing before their severity is shown; 0: show it."""
    return max(0, SEVERITY_SCORECARDS - scorecards)


def severity_is_firm(scorecards: int) -> bool:
    """Whether a severity rests on the 30 scorecards from which it is shown without a caution."""
    return scorecards >= SEVERITY_FIRM


def in_words(coefficient: float, digits: int = 2) -> str:
    """What an alpha, kappa or ICC amounts to: reliable, usable with care, low, or no better than chance.

    It is judged as printed, with so many `digits`, so that the word never contradicts the number beside it. Reliable
    from .800, usable with care from .667: the cut-offs of Krippendorff, Content Analysis, 2nd edition, 2004, page 241,
    who calls .667 the lowest limit for tentative conclusions. They are customs, not laws.
    """
    printed = round(coefficient, digits)
    if printed >= 0.800:
        return "reliable"
    if printed >= round(0.667, digits):
        return "usable with care"
    return "low" if printed > 0 else "no better than chance"
