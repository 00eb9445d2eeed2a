"""How alike raters score: the shares of pairs that agree, and the whole report on a table of levels."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from scoring.alpha import alpha, alpha_interval
from scoring.icc import icc
from scoring.kappa import cohen_kappa
from scoring.ratings import Levels, Ratings
from scoring.severity import severities
from scoring.thresholds import in_words


@dataclass(frozen=True)
class Share:
    """`agree` of `pairs` pairs of levels for the same answer agree; `share` is their ratio, None without pairs."""

    share: float | None
    agree: int
    pairs: int


def share_within(levels: Levels, distance: float) -> Share:
    """The share of pairs of raters, over all answers (rows), at most `distance` levels apart: 0 exact, 1 adjacent."""
    agree = pairs = 0
    for column in range(levels.shape[1] - 1):
        apart = np.abs(levels[:, column + 1 :] - levels[:, [column]])
        pairs += int((~np.isnan(apart)).sum())
        agree += int((apart <= distance).sum())
    return Share(agree / pairs if pairs else None, agree, pairs)


def report(ratings: Ratings) -> dict[str, Any]:
    """Everything on a table, ready for JSON: never NaN, a number that cannot be told is null.

    Keys: answers, raters, levels, pairs (counts); exact, adjacent (shares of pairs), exact_pairs, adjacent_pairs
    (counts); alpha {nominal, ordinal, interval}; alpha_interval [low, high] of the ordinal one; kappa [{raters,
    answers, unweighted, linear, quadratic, reason}], `answers` being the number both levelled; icc {icc_1_1, …} or
    null; severity [{rater, severity, low, high, n, reason}]; reasons, by key, of the nulls outside the two lists.
    """
    levels = ratings.levels
    reasons: dict[str, str] = {}
    exact, adjacent = share_within(levels, 0), share_within(levels, 1)
    if not exact.pairs:
        reasons["exact"] = reasons["adjacent"] = "no answer has levels by two raters"
    alphas = {metric: alpha(levels, metric) for metric in ("nominal", "ordinal", "interval")}
    interval = alpha_interval(levels)
    correlations = icc(levels)
    without = {form: found.reason for form, found in correlations.items() if found.reason}
    reasons |= {"alpha": alphas["ordinal"].reason} if alphas["ordinal"].reason else {}
    reasons |= {"alpha_interval": interval.reason} if interval.reason else {}
    reasons |= {"icc": without["icc_1_1"]} if len(without) == len(correlations) else without
    return {
        "answers": len(ratings.answers),
        "raters": len(ratings.raters),
        "levels": int((~np.isnan(levels)).sum()),
        "pairs": exact.pairs,
        "exact": exact.share,
        "exact_pairs": exact.agree,
        "adjacent": adjacent.share,
        "adjacent_pairs": adjacent.agree,
        "alpha": {metric: found.value for metric, found in alphas.items()},
        "alpha_interval": None if interval.low is None else [interval.low, interval.high],
        "kappa": [_kappa(ratings, a, b) for a, b in combinations(range(len(ratings.raters)), 2)],
        "icc": None if "icc" in reasons else {form: found.value for form, found in correlations.items()},
        "severity": [
            {
                "rater": rater,
                "severity": found.severity,
                "low": found.low,
                "high": found.high,
                "n": found.n,
                "reason": found.reason,
            }
            for rater, found in zip(ratings.raters, severities(levels), strict=True)
        ],
        "reasons": reasons,
    }


def _kappa(ratings: Ratings, a: int, b: int) -> dict[str, Any]:
    first, second = ratings.levels[:, a], ratings.levels[:, b]
    unweighted = cohen_kappa(first, second)
    return {
        "raters": [ratings.raters[a], ratings.raters[b]],
        "answers": int((~np.isnan(first) & ~np.isnan(second)).sum()),
        "unweighted": unweighted.value,
        "linear": cohen_kappa(first, second, "linear").value,
        "quadratic": cohen_kappa(first, second, "quadratic").value,
        "reason": unweighted.reason,
    }


def lines(report: dict[str, Any]) -> list[str]:
    """The report as plain text, one string a line."""
    return [
        f"{report['answers']} answers, {report['raters']} raters, {report['levels']} levels",
        _share("Exact agreement", report["exact"], report["exact_pairs"], report["pairs"]),
        _share("Within one level", report["adjacent"], report["adjacent_pairs"], report["pairs"]),
        "",
        *_alpha_lines(report),
        "",
        *_icc_lines(report),
        "",
        *_severity_lines(report),
        "",
        *_kappa_lines(report),
    ]


def _share(name: str, share: float | None, agree: int, pairs: int) -> str:
    return f"{name}: " + ("none" if share is None else f"{share:.0%} ({agree} of {pairs} pairs)")


def _alpha_lines(report: dict[str, Any]) -> list[str]:
    alphas, reasons = report["alpha"], report["reasons"]
    if "alpha" in reasons:
        return [f"Krippendorff's alpha: none: {reasons['alpha']}"]
    interval = report["alpha_interval"]
    certain = f"95% {_signed(interval[0])} to {_signed(interval[1])}" if interval else f"{reasons['alpha_interval']}"
    return [
        f"Krippendorff's alpha, ordinal: {alphas['ordinal']:.3f}, {in_words(alphas['ordinal'])} ({certain})",
        f"nominal {alphas['nominal']:.3f}, interval {alphas['interval']:.3f}",
    ]


def _icc_lines(report: dict[str, Any]) -> list[str]:
    if report["icc"] is None:
        return [f"Intraclass correlation: none: {report['reasons']['icc']}"]
    forms = [f"{form[4:].replace('_', ',')} {_number(value)}" for form, value in report["icc"].items()]
    return ["Intraclass correlation: " + "  ".join(forms)]


def _severity_lines(report: dict[str, Any]) -> list[str]:
    rows = []
    for entry in report["severity"]:
        name = f"  {_name(entry['rater']):<24}"
        if entry["severity"] is None:
            rows.append(f"{name} none: {entry['reason']}")
            continue
        between = f"95% {_signed(entry['low'])} to {_signed(entry['high'])}"
        rows.append(f"{name} {_signed(entry['severity'])}  ({between}, {entry['n']} levels)")
    return ["Severity in levels, + scores lower than the average rater, - higher:", *rows]


def _kappa_lines(report: dict[str, Any]) -> list[str]:
    rows = [
        f"  {_name(' and '.join(entry['raters'])):<40} {_number(entry['unweighted'])}  {_number(entry['linear'])}  "
        f"{_number(entry['quadratic'])}  ({entry['answers']} answers)"
        for entry in report["kappa"]
        if entry["reason"] is None
    ]
    without = len(report["kappa"]) - len(rows)
    note = [f"  {without} more pairs of raters share too few answers, or never differ in level"] if without else []
    return ["Cohen's kappa by pair of raters, unweighted, linear, quadratic:", *rows, *note] if report["kappa"] else []


def _number(value: float | None) -> str:
    return "  none" if value is None else f"{round(value, 3) + 0.0:6.3f}"


def _signed(value: float) -> str:
    return f"{round(value, 2) + 0.0:+.2f}"


def _name(text: str) -> str:
    """A name from the file, without what could steer a terminal."""
    return "".join(character if character.isprintable() else "?" for character in text)
