"""Who scores which answer: a greedy deal that spreads the work and lets different people meet."""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

Pair = frozenset[str]


def deal(
    answers: Sequence[tuple[int, str | None]],
    raters: Sequence[str],
    per_answer: int,
    per_rater: int,
    met: Mapping[Pair, int],
    seed: str,
    barred: Mapping[int, Collection[str]] = MappingProxyType({}),
) -> list[tuple[int, str]]:
    """Pairs of (answer id, rater): up to `per_answer` raters an answer, at most `per_rater` answers a rater.

    `answers` are (id, author), author None for an exemplar; nobody gets their own, nor one that they are `barred` from.
    Whoever has fewest so far comes
    first; then whose last meeting with the answer's raters and its author lies longest back. `met` gives for a pair
    of people the number of the last round in which they met (missing: never). The same seed gives the same deal.
    """
    luck = random.Random(seed)
    order = list(answers)
    luck.shuffle(order)
    tie = {rater: luck.random() for rater in sorted(raters)}
    dealt: dict[int, list[str]] = {answer: [] for answer, _ in answers}
    load: Counter[str] = Counter()
    together: set[Pair] = set()

    def rank(rater: str, others: Iterable[str]) -> tuple[int, int, int, float]:
        pairs = [frozenset((rater, other)) for other in others]
        return (
            load[rater],
            sum(pair in together for pair in pairs),
            sum(met.get(pair, -1) + 1 for pair in pairs),
            tie[rater],
        )

    for _ in range(per_answer):
        for answer, author in sorted(order, key=lambda item: _choice(item, raters, barred)):
            out = {author, *dealt[answer], *barred.get(answer, ())}
            free = [rater for rater in raters if rater not in out and load[rater] < per_rater]
            if not free:
                continue
            others = [*dealt[answer], *([author] if author else [])]
            chosen = min(free, key=lambda rater: rank(rater, others))
            together.update(frozenset((chosen, other)) for other in others)
            dealt[answer].append(chosen)
            load[chosen] += 1
    return [(answer, rater) for answer, chosen in dealt.items() for rater in chosen]


def _choice(item: tuple[int, str | None], raters: Sequence[str], barred: Mapping[int, Collection[str]]) -> int:
    """How many raters an answer may have: the least free is served first."""
    return len(set(raters) - {item[1], *barred.get(item[0], ())})


def meetings(deals: Iterable[tuple[int, int, str | None, str]]) -> dict[Pair, int]:
    """For every pair of people the last round in which they met, from (round, answer id, author, rater)."""
    met: dict[Pair, int] = {}
    by_answer: dict[tuple[int, int], list[str]] = {}
    for round_number, answer, author, rater in deals:
        people = by_answer.setdefault((round_number, answer), [author] if author else [])
        for other in people:
            pair = frozenset((rater, other))
            met[pair] = max(round_number, met.get(pair, round_number))
        people.append(rater)
    return met


def letter(index: int) -> str:
    """A, B, … Z, AA, AB, … for 0, 1, …"""
    return (letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)
