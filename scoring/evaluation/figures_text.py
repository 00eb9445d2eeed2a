"""The figures of an evaluation, to read in a terminal."""

from typing import Any

from scoring.agreement.report_text import counted, number, signed
from scoring.rubric import LEVELS


def lines(result: dict[str, Any]) -> list[str]:
    """The result as plain text, one string a line."""
    interval, retest = result["kappa_interval"], result["retest"]
    certain = f" (95% {interval[0]:.3f} to {interval[1]:.3f} over questions)" if interval else ""
    same = f"same level {_share(retest['same'])}, kappa {number(retest['kappa'])}" if retest else ""
    return [
        f"{counted(result['answers'], 'answer')}, {counted(result['runs'], 'run')}, "
        f"{result['judge']} ({result['model']})",
        f"Quadratic weighted kappa: {number(result['kappa'])}{certain}",
        *(f"  no {name}: {reason}" for name, reason in result["reasons"].items()),
        f"Exact {_share(result['exact'])}, within one level {_share(result['adjacent'])}, "
        f"bias {signed(result['bias'])} levels",
        *([f"Asked again: {same} ({retest['pairs']} pairs)"] if retest else []),
        f"Cost {_cost(result['cost'])}, {result['seconds']['total']:.1f} seconds, {result['tokens']} tokens",
        *(f"{count} unscored: {reason}" for reason, count in result["unscored"].items()),
        *(f"{count} need review: {reason}" for reason, count in result["needs_review"].items()),
        "",
        f"{'written':<10}" + "".join(f"{column:>8}" for column in ("none", *LEVELS)) + f"{'exact':>9}{'bias':>8}",
        *(
            f"{row:<10}"
            + "".join(f"{count:>8}" for count in counts.values())
            + f"{_share(result['levels'][row]['exact']):>9}{signed(result['levels'][row]['bias']):>8}"
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
        f"{name:<12}{row['n']:>6}{number(row['kappa']):>9}{_share(row['exact']):>9}{_share(row['adjacent']):>10}"
        f"{signed(row['bias']):>8}{row['missed']:>8}{row['added']:>7}"
        for name, row in dimensions.items()
    ]


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.0%}"


def _cost(value: float | None) -> str:
    return "unknown" if value is None else f"${value:.2f}"
