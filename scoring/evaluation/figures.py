"""How right a judge is on answers of known level, and how alike its verdicts are when it is asked again."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain
from statistics import mean, median
from typing import Any

import numpy as np

from scoring.agreement.bootstrap import bootstrap
from scoring.agreement.entries import Levels
from scoring.agreement.kappa import quadratic_weighted_kappa
from scoring.agreement.ratings import Estimate
from scoring.evaluation.items import Item
from scoring.judge.verdict import Judge, Verdict
from scoring.rubric import DIMENSIONS, LEVELS, Rubric, level_value

CATEGORIES = tuple(range(1, len(LEVELS) + 1))
Pair = tuple[int, int]  # (written, judged), both 1 to 4


def figures(
    judge: Judge, items: Sequence[Item], verdicts: Sequence[Sequence[Verdict]], rubric: Rubric
) -> dict[str, Any]:
    """The judge's verdicts, one a run for each item, beside the written levels; for JSON: what cannot be told is null.

    Keys: judge, model, prompt_version, rubric_version, answers, runs; unscored and needs_review {reason: count};
    kappa (quadratic weights), kappa_interval [low, high] (95%, over questions), exact, adjacent (shares), bias (mean of
    judged less written, in levels), confusion (written level: judged level or none: count), levels (per written level
    n, exact, adjacent, bias), dimensions (the same and kappa, with `missed`: written but judged none, and `added`),
    retest (null for one run), cost (US dollars, null where unknown), tokens, seconds {total, median}, reasons of nulls.
    All but retest, cost, tokens and seconds are of the first run; only what was scored, with a level, is compared.
    """
    runs = min((len(told) for told in verdicts), default=0)
    first = [told[0] for told in verdicts]
    every = [verdict for told in verdicts for verdict in told]
    by_question: dict[str, list[Pair]] = defaultdict(list)  # an answer without one is a cluster of its own
    for item, verdict in zip(items, first, strict=True):
        if value := _value(verdict):
            by_question[item.question or f"answer {item.id}"].append((level_value(item.level), value))
    pairs = list(chain.from_iterable(by_question.values()))
    kappa = _kappa(pairs)
    interval = bootstrap(by_question, lambda drawn: _kappa(drawn).value)
    costs = [verdict.usage.cost for verdict in every]
    return {
        "judge": judge.kind,
        "model": judge.model,
        "prompt_version": judge.prompt_version,
        "rubric_version": rubric.version,
        "answers": len(items),
        "runs": runs,
        "unscored": _reasons(first, "unscored"),
        "needs_review": _reasons(first, "needs_review"),
        "kappa": kappa.value,
        "kappa_interval": None if interval.low is None else [interval.low, interval.high],
        **_agreement(pairs),
        "confusion": _confusion(items, first),
        "levels": {
            level: {"n": len(own), **_agreement(own)}
            for number, level in enumerate(LEVELS, start=1)
            for own in [[pair for pair in pairs if pair[0] == number]]
        },
        "dimensions": _dimensions(items, first),
        "retest": _retest(verdicts) if runs > 1 else None,
        "cost": None if None in costs else sum(cost for cost in costs if cost is not None),
        "tokens": sum(verdict.usage.input_tokens + verdict.usage.output_tokens for verdict in every),
        "seconds": _seconds([verdict.usage.latency for verdict in every]),
        "reasons": {
            name: found.reason for name, found in (("kappa", kappa), ("kappa_interval", interval)) if found.reason
        },
    }


def _value(verdict: Verdict) -> int | None:
    return level_value(verdict.overall) if verdict.status == "scored" else None


def _kappa(pairs: Sequence[Pair] | Levels) -> Estimate:
    table = np.array(pairs, dtype=float).reshape(-1, 2)
    return quadratic_weighted_kappa(table[:, 0], table[:, 1], categories=CATEGORIES)


def _agreement(pairs: Sequence[Pair]) -> dict[str, float | None]:
    if not pairs:
        return {"exact": None, "adjacent": None, "bias": None}
    apart = [judged - written for written, judged in pairs]
    return {
        "exact": mean(gap == 0 for gap in apart),
        "adjacent": mean(abs(gap) <= 1 for gap in apart),
        "bias": float(mean(apart)),
    }


def _reasons(verdicts: Sequence[Verdict], status: str) -> dict[str, int]:
    return dict(Counter(verdict.reason or "no reason given" for verdict in verdicts if verdict.status == status))


def _confusion(items: Sequence[Item], verdicts: Sequence[Verdict]) -> dict[str, dict[str, int]]:
    """Written level by judged level; `none` also counts what was not scored."""
    counts: Counter[tuple[str, str]] = Counter(
        (item.level, LEVELS[value - 1] if (value := _value(verdict)) else "none")
        for item, verdict in zip(items, verdicts, strict=True)
    )
    return {row: {column: counts[(row, column)] for column in ("none", *LEVELS)} for row in LEVELS}


def _dimensions(items: Sequence[Item], verdicts: Sequence[Verdict]) -> dict[str, dict[str, Any]]:
    """Per dimension, over the scored answers whose written level for it is known, `none` included."""
    known: dict[str, list[tuple[int | None, int | None]]] = defaultdict(list)
    for item, verdict in zip(items, verdicts, strict=True):
        for part in verdict.dimensions if verdict.status == "scored" else ():
            if item.dimensions and part.dimension in item.dimensions:
                known[part.dimension].append((level_value(item.dimensions[part.dimension]), level_value(part.level)))
    found: dict[str, dict[str, Any]] = {}
    for dimension in DIMENSIONS:
        if rows := known[dimension]:
            pairs = [(written, judged) for written, judged in rows if written and judged]
            found[dimension] = {
                "n": len(pairs),
                "kappa": _kappa(pairs).value,
                **_agreement(pairs),
                "missed": sum(1 for written, judged in rows if written and not judged),
                "added": sum(1 for written, judged in rows if judged and not written),
            }
    return found


def _retest(verdicts: Sequence[Sequence[Verdict]]) -> dict[str, Any]:
    """How alike later runs are to the first: pooled pairs of levels, where both were scored."""
    pairs = [
        (before, after)
        for told in verdicts
        for again in told[1:]
        if (before := _value(told[0])) and (after := _value(again))
    ]
    same = mean(before == after for before, after in pairs) if pairs else None
    return {"pairs": len(pairs), "same": same, "kappa": _kappa(pairs).value}


def _seconds(latencies: Sequence[float]) -> dict[str, float | None]:
    return {"total": float(sum(latencies)), "median": median(latencies) if latencies else None}
