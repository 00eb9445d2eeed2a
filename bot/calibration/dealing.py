"""Letters and answers dealt: which letter an answer gets, and who scores it, by a greedy deal that spreads the work and
lets different people meet."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from random import Random
from types import MappingProxyType

from storage.models import Answer

# Two raters of one answer, or its author and a rater: to have read somebody is not to have scored beside them.
Pair = frozenset[str] | tuple[str, str]


def deal(
    answers: Sequence[tuple[int, str | None]],
    raters: Sequence[str],
    per_answer: int,
    per_rater: int,
    met: Mapping[Pair, int],
    luck: Random,
    barred: Mapping[int, Collection[str]] = MappingProxyType({}),
) -> list[tuple[int, str]]:
    """Pairs of (answer id, rater): up to `per_answer` raters an answer, at most `per_rater` answers a rater.

    `answers` are (id, author), author None for an exemplar; nobody gets their own, nor one that they are `barred` from.
    Whoever has fewest so far comes first; then whose last meeting with the answer's raters and its author lies longest
    back. As many are dealt as the limits allow, and as evenly as so many can be. `met` gives for a pair the number of
    the last round in which it met (missing: never). Ties are broken by lot.
    """
    order = list(answers)
    luck.shuffle(order)
    tie = {rater: luck.random() for rater in sorted(raters)}
    authors = dict(answers)
    allowed = {answer: set(raters) - {author, *barred.get(answer, ())} for answer, author in answers}
    dealt: dict[int, list[str]] = {answer: [] for answer in authors}
    load: Counter[str] = Counter()
    together: Counter[Pair] = Counter()

    def pairs(answer: int, rater: str) -> list[Pair]:
        return _pairs(authors[answer], dealt[answer], rater)

    def rank(answer: int, rater: str) -> tuple[int, int, float]:
        meeting = pairs(answer, rater)
        return sum(together[pair] > 0 for pair in meeting), sum(met.get(pair, -1) + 1 for pair in meeting), tie[rater]

    for _ in range(per_answer):
        for answer, _ in sorted(order, key=lambda item: len(allowed[item[0]])):  # the least free is served first
            ways = _ways(answer, allowed, dealt, rank)
            free = [rater for rater in ways if load[rater] < per_rater]
            if not free:
                continue
            gains = min(free, key=lambda rater: load[rater])
            load[gains] += 1
            giver = None
            for given, taker in ways[gains]:
                if giver:
                    dealt[given].remove(giver)
                    together.subtract(pairs(given, giver))
                together.update(pairs(given, taker))
                dealt[given].append(taker)
                giver = taker
    return [(answer, rater) for answer, chosen in dealt.items() for rater in chosen]


def _ways(
    answer: int,
    allowed: Mapping[int, set[str]],
    dealt: Mapping[int, Sequence[str]],
    rank: Callable[[int, str], tuple[int, int, float]],
) -> dict[str, list[tuple[int, str]]]:
    """Ways to give an answer one rater more, each under whoever ends up with one answer more, shortest first.

    A way says who takes what: the first takes the answer, each next one an answer that the one before gives up for it.
    Without giving up, an answer could stay short, or one rater get three and another a single one, where a better deal
    exists. Always going the way to whoever has fewest keeps the deal as even as its size allows (an optimal
    semi-matching: Harvey, Ladner, Lovász and Tamir 2006); and where no way leads to a free rater, none ever will.
    """
    ways: dict[str, list[tuple[int, str]]] = {}
    ends: list[tuple[int, list[tuple[int, str]]]] = [(answer, [])]
    for given, way in ends:  # grows while it is read
        for taker in sorted(allowed[given].difference(dealt[given], ways), key=lambda rater: rank(given, rater)):
            ways[taker] = [*way, (given, taker)]
            ends += [(other, ways[taker]) for other, chosen in dealt.items() if taker in chosen]
    return ways


def _pairs(author: str | None, others: Iterable[str], rater: str) -> list[Pair]:
    """Who meets when a rater joins the others of an answer."""
    return [*([(author, rater)] if author else []), *(frozenset((other, rater)) for other in others)]


def meetings(deals: Iterable[tuple[int, int, str | None, str]]) -> dict[Pair, int]:
    """For every pair the last round in which it met, from (round, answer id, author, rater)."""
    met: dict[Pair, int] = {}
    by_answer: dict[tuple[int, int], list[str]] = {}
    for round_number, answer, author, rater in deals:
        others = by_answer.setdefault((round_number, answer), [])
        for pair in _pairs(author, others, rater):
            met[pair] = max(round_number, met.get(pair, round_number))
        others.append(rater)
    return met


def give_letters(answers: list[Answer], luck: Random) -> None:
    """Letters the answers in an order that is drawn by lot, and leaves them in it."""
    luck.shuffle(answers)
    for index, answer in enumerate(answers):
        answer.letter = letter(index)


def letter(index: int) -> str:
    """A, B, … Z, AA, AB, … for 0, 1, …"""
    return (letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)
