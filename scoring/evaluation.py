"""How right a judge is on answers of known level, and how alike its verdicts are when it is asked again."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import mean, median
from typing import Any

import numpy as np
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scoring.agreement.bootstrap import bootstrap
from scoring.agreement.entries import Levels
from scoring.agreement.kappa import quadratic_weighted_kappa
from scoring.agreement.ratings import Estimate
from scoring.bank.questions import Bank
from scoring.judge.verdict import Judge, JudgeBusy, Verdict
from scoring.rubric import DIMENSIONS, LEVELS, Dimension, Level, LevelOrNone, Part, Rubric, Text, level_value

CATEGORIES = tuple(range(1, len(LEVELS) + 1))
Pair = tuple[int, int]  # (written, judged), both 1 to 4


class Item(Part):
    """An answer of known level; `question` is a slug of the bank, `dimensions` are levels known besides."""

    id: Text
    question: str | None = None
    answer: Text
    level: Level
    dimensions: dict[Dimension, LevelOrNone] | None = None


def bank_items(bank: Bank) -> list[Item]:
    """The bank's exemplars, question by question, so that a judge that keeps a question's prefix pays for it once."""
    return [
        Item(
            id=f"{slug}/{exemplar.level}",
            question=slug,
            answer=exemplar.text,
            level=exemplar.level,
            dimensions=exemplar.dimensions,
        )
        for slug, question in bank.items()
        for exemplar in question.exemplars
    ]


def read_items(lines: Iterable[str]) -> list[Item]:
    """Items from JSON Lines {id, question?, answer, level, dimensions?}; empty lines are passed over.

    Raises ValueError as "line 7: reason" for the first line that is none, or whose id was there before.
    """
    items: dict[str, Item] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        item = _read_item(line, number)
        if item.id in items:
            raise ValueError(f"line {number}: there is another answer with the id {item.id}")
        items[item.id] = item
    if not items:
        raise ValueError("line 1: there is no answer in the file")
    return list(items.values())


def _read_item(line: str, number: int) -> Item:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {number}: not JSON: {error.msg} at character {error.pos + 1}") from error
    if not isinstance(data, dict):
        raise ValueError(f"line {number}: must be an object with id, answer and level")
    if isinstance(data.get("id"), int):
        data["id"] = str(data["id"])
    try:
        return Item.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"line {number}: {where}: {_in_words(first)}") from error


def _in_words(fault: ErrorDetails) -> str:
    known = {"missing": "is missing", "extra_forbidden": "is not a known key", "string_too_short": "is empty"}
    if fault["type"] == "literal_error":
        return f"must be {fault['ctx']['expected'].replace(chr(39), '')}"
    return known.get(fault["type"], fault["msg"])


def evaluate(judge: Judge, items: Sequence[Item], bank: Bank, rubric: Rubric, runs: int = 1) -> dict[str, Any]:
    """The judge's verdicts on the items beside their written levels, ready for JSON: what cannot be told is null.

    Keys: judge, model, prompt_version, rubric_version, answers, runs; unscored and needs_review {reason: count};
    kappa (quadratic weights), kappa_interval [low, high] (95%, over questions), exact, adjacent (shares), bias (mean of
    judged less written, in levels), confusion (written level: judged level or none: count), levels (per written level
    n, exact, adjacent, bias), dimensions (the same and kappa, with `missed`: written but judged none, and `added`),
    retest (null for one run), cost (US dollars, null where unknown), tokens, seconds {total, median}, reasons of nulls.
    All but retest, cost, tokens and seconds are of the first run; only what was scored, with a level, is compared.
    Raises ValueError for an item whose question is not in the bank, and for fewer than one run.
    """
    if runs < 1:
        raise ValueError("runs must be 1 or more")
    for item in items:
        if item.question is not None and item.question not in bank:
            raise ValueError(f"{item.id}: there is no question called {item.question}")
    verdicts = [[_score(judge, item, bank, rubric) for _ in range(runs)] for item in items]
    first = [told[0] for told in verdicts]
    every = [verdict for told in verdicts for verdict in told]
    compared = [(item, value) for item, verdict in zip(items, first, strict=True) if (value := _value(verdict))]
    pairs = [(level_value(item.level), value) for item, value in compared]
    kappa = _kappa(pairs)
    interval = bootstrap(_by_question(compared, pairs), _kappa_of)
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


def _score(judge: Judge, item: Item, bank: Bank, rubric: Rubric) -> Verdict:
    try:
        return judge.score(item.answer, bank[item.question] if item.question else None, rubric)
    except JudgeBusy as busy:
        return Verdict(status="unscored", reason=f"The judge was busy: {busy}")


def _value(verdict: Verdict) -> int | None:
    return level_value(verdict.overall) if verdict.status == "scored" else None


def _kappa(pairs: Sequence[Pair]) -> Estimate:
    table = np.array(pairs, dtype=float).reshape(-1, 2)
    return quadratic_weighted_kappa(table[:, 0], table[:, 1], categories=CATEGORIES)


def _kappa_of(rows: Levels) -> float | None:
    return quadratic_weighted_kappa(rows[:, 0], rows[:, 1], categories=CATEGORIES).value


def _by_question(compared: Sequence[tuple[Item, int]], pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """The pairs by question; an answer without one is a cluster of its own."""
    clusters: dict[str, list[Pair]] = defaultdict(list)
    for (item, _), pair in zip(compared, pairs, strict=True):
        clusters[item.question or f"answer {item.id}"].append(pair)
    return clusters


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


def lines(result: dict[str, Any]) -> list[str]:
    """The result as plain text, one string a line."""
    interval, retest = result["kappa_interval"], result["retest"]
    certain = f" (95% {interval[0]:.3f} to {interval[1]:.3f} over questions)" if interval else ""
    same = f"same level {_share(retest['same'])}, kappa {_number(retest['kappa'])}" if retest else ""
    return [
        f"{_count(result['answers'], 'answer')}, {_count(result['runs'], 'run')}, "
        f"{result['judge']} ({result['model']})",
        f"Quadratic weighted kappa: {_number(result['kappa'])}{certain}",
        *(f"  no {name}: {reason}" for name, reason in result["reasons"].items()),
        f"Exact {_share(result['exact'])}, within one level {_share(result['adjacent'])}, "
        f"bias {_signed(result['bias'])} levels",
        *([f"Asked again: {same} ({retest['pairs']} pairs)"] if retest else []),
        f"Cost {_cost(result['cost'])}, {result['seconds']['total']:.1f} seconds, {result['tokens']} tokens",
        *(f"{count} unscored: {reason}" for reason, count in result["unscored"].items()),
        *(f"{count} need review: {reason}" for reason, count in result["needs_review"].items()),
        "",
        f"{'written':<10}" + "".join(f"{column:>8}" for column in ("none", *LEVELS)) + f"{'exact':>9}{'bias':>8}",
        *(
            f"{row:<10}"
            + "".join(f"{count:>8}" for count in counts.values())
            + f"{_share(result['levels'][row]['exact']):>9}{_signed(result['levels'][row]['bias']):>8}"
            for row, counts in result["confusion"].items()
        ),
        "",
        *_dimension_lines(result["dimensions"]),
    ]


def _dimension_lines(dimensions: dict[str, dict[str, Any]]) -> list[str]:
    if not dimensions:
        return []
    head = f"{'dimension':<12}{'n':>6}{'kappa':>9}{'exact':>9}{'within 1':>10}{'bias':>8}{'missed':>8}{'added':>7}"
    return [head] + [
        f"{name:<12}{row['n']:>6}{_number(row['kappa']):>9}{_share(row['exact']):>9}{_share(row['adjacent']):>10}"
        f"{_signed(row['bias']):>8}{row['missed']:>8}{row['added']:>7}"
        for name, row in dimensions.items()
    ]


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.0%}"


def _signed(value: float | None) -> str:
    return "none" if value is None else f"{round(value, 2) + 0.0:+.2f}"


def _cost(value: float | None) -> str:
    return "unknown" if value is None else f"${value:.2f}"
