"""The report on a table of levels as plain text, for a terminal."""

from typing import Any

from scoring.agreement.scale import RUBRIC
from scoring.agreement.thresholds import in_words


def lines(report: dict[str, Any]) -> list[str]:
    """The report as plain text, one string a line."""
    scale = report["scale"]
    ends = f", on a scale from {scale[0]:g} to {scale[1]:g}" if scale else ""
    counts = [counted(report[what], what[:-1]) for what in ("answers", "raters", "levels")]
    near = "Within one level" if _is_rubric(report) else "Within 1 of each other, in the file's unit"
    return [
        ", ".join(counts) + ends,
        _share("Exact agreement", report["exact"], report["exact_pairs"], report["pairs"]),
        _share(near, report["adjacent"], report["adjacent_pairs"], report["pairs"]),
        "",
        *_alpha_lines(report),
        _fleiss_line(report),
        "",
        *_icc_lines(report),
        "",
        *_severity_lines(report),
        "",
        *_kappa_lines(report),
    ]


def _is_rubric(report: dict[str, Any]) -> bool:
    return report["scale"] is None or tuple(report["scale"]) == RUBRIC


def counted(number: int, what: str) -> str:
    """So many of what one word names: 1 answer, 2 answers."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _share(name: str, share: float | None, agree: int, pairs: int) -> str:
    return f"{name}: " + ("none" if share is None else f"{share:.0%} ({agree} of {counted(pairs, 'pair')})")


def _alpha_lines(report: dict[str, Any]) -> list[str]:
    alphas, reasons = report["alpha"], report["reasons"]
    if "alpha" in reasons:
        return [f"Krippendorff's alpha: none: {reasons['alpha']}"]
    interval = report["alpha_interval"]
    certain = f"95% {signed(interval[0])} to {signed(interval[1])}" if interval else f"{reasons['alpha_interval']}"
    return [
        f"Krippendorff's alpha, ordinal: {number(alphas['ordinal'])}, {in_words(alphas['ordinal'], 3)} ({certain})",
        f"  nominal {number(alphas['nominal'])}, interval {number(alphas['interval'])}",
    ]


def _fleiss_line(report: dict[str, Any]) -> str:
    return "Fleiss' kappa: " + (
        f"none: {report['reasons']['fleiss']}" if report["fleiss"] is None else number(report["fleiss"])
    )


def _icc_lines(report: dict[str, Any]) -> list[str]:
    if report["icc"] is None:
        return [f"Intraclass correlation: none: {report['reasons']['icc']}"]
    forms = [f"{form[4:].replace('_', ',')} {number(value)}" for form, value in report["icc"].items()]
    below = any(value is not None and value < 0 for value in report["icc"].values())
    note = ["  below 0: raters differ more than answers do; k forms then fall without bound, read them as 0"]
    return ["Intraclass correlation: " + "  ".join(forms), *(note if below else [])]


def _severity_lines(report: dict[str, Any]) -> list[str]:
    rows = []
    for entry in report["severity"]:
        name = f"  {printable(entry['rater']):<24}"
        if entry["severity"] is None:
            rows.append(f"{name} none: {entry['reason']}")
            continue
        between = f"95% {signed(entry['low'])} to {signed(entry['high'])}"
        rows.append(f"{name} {signed(entry['severity'])}  ({between}, {counted(entry['n'], 'level')})")
    unit = "levels" if _is_rubric(report) else "the file's unit"
    return [f"Severity in {unit}, + scores the same answer lower than the others, - higher:", *rows]


def _kappa_lines(report: dict[str, Any]) -> list[str]:
    if not report["kappa"]:
        return []
    kinds = [kind for kind in ("unweighted", "linear", "quadratic", "own") if kind in report["kappa"][0]]
    rows = []
    for entry in report["kappa"]:
        if entry["reason"] is None:
            names, numbers = printable(" and ".join(entry["raters"])), [f"{number(entry[kind]):>6}" for kind in kinds]
            rows.append(f"  {names:<40} {'  '.join(numbers)}  ({counted(entry['answers'], 'answer')})")
    without = len(report["kappa"]) - len(rows)
    note = [
        f"  none for {counted(without, 'pair')}{' more' if rows else ''}: too few answers shared, or one level only"
    ]
    return [f"Cohen's kappa by pair of raters, {', '.join(kinds)}:", *rows, *(note if without else [])]


def number(value: float | None) -> str:
    """A coefficient to three places."""
    return "none" if value is None else f"{round(value, 3) + 0.0:.3f}"


def signed(value: float | None) -> str:
    """A difference in levels to two places, with its sign."""
    return "none" if value is None else f"{round(value, 2) + 0.0:+.2f}"


def printable(text: str) -> str:
    """A name from the file, without what could steer a terminal."""
    return "".join(character if character.isprintable() else "?" for character in text)
