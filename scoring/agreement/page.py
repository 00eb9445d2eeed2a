"""The report on a table of levels as one page of HTML that stands alone: no script, nothing fetched."""

from html import escape
from typing import Any

from scoring.agreement.drawing import CONFUSED, by_severity, is_told_apart, span_of
from scoring.agreement.report_text import lines, printable

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1d1c1d; background: #fff; }
table { border-collapse: collapse; } th, td { padding: .3rem .8rem; text-align: right; border-bottom: 1px solid #ddd; }
pre { white-space: pre-wrap; background: #f6f6f6; padding: 1rem; } svg { width: 100%; height: auto; }
.same { font-weight: bold; background: #eef5ee; } text { font: 13px system-ui, sans-serif; }
"""
_ROW, _LEFT, _ACROSS = 26, 180, 560  # pixels


def page(report: dict[str, Any], title: str) -> str:
    """The page as text. Whatever comes from the table is escaped."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>Agreement: {_text(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>Agreement: {_text(title)}</h1>",
        *_severity(report),
        *_confusion(report),
        "<h2>All figures</h2>",
        f"<pre>{_text(chr(10).join(lines(report)))}</pre>",
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _severity(report: dict[str, Any]) -> list[str]:
    known = by_severity(report)
    if not known:
        return []
    span, height = span_of(known), _ROW * (len(known) + 1)
    middle = _LEFT + _ACROSS / 2
    rows = [
        "<h2>Severity</h2>",
        "<p>To the right: scores the same answer lower than the others. Lines hold the truth in 95 of 100.</p>",
        f'<svg viewBox="0 0 {_LEFT + _ACROSS + 80} {height}" role="img" aria-label="Severity of each rater">',
        f'<line x1="{middle}" y1="0" x2="{middle}" y2="{height}" stroke="#bbb"/>',
    ]
    for at, entry in enumerate(known):
        y = _ROW * at + _ROW / 2
        low, told, high = (round(middle + entry[end] / span * _ACROSS / 2, 1) for end in ("low", "severity", "high"))
        sure = "#b3261e" if is_told_apart(entry) else "#1264a3"
        rows += [
            f'<text x="{_LEFT - 10}" y="{y + 4}" text-anchor="end">{_text(entry["rater"][:24])}</text>',
            f'<line x1="{low}" y1="{y}" x2="{high}" y2="{y}" stroke="{sure}" stroke-width="2"/>',
            f'<circle cx="{told}" cy="{y}" r="5" fill="{sure}"/>',
            f'<text x="{_LEFT + _ACROSS + 10}" y="{y + 4}">{entry["severity"] + 0.0:+.2f}</text>',
        ]
    return [*rows, f'<text x="{middle}" y="{height - 6}" text-anchor="middle">0</text></svg>']


def _confusion(report: dict[str, Any]) -> list[str]:
    found = report["confusion"]
    if not found:
        return []
    names = [f"{level:g}" for level in found["levels"]]
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = [
        f'<tr><th scope="row">{name}</th>'
        + "".join(f"<td{' class=same' if at == to else ''}>{count}</td>" for to, count in enumerate(row))
        + "</tr>"
        for at, (name, row) in enumerate(zip(names, found["counts"], strict=True))
    ]
    return [f"<h2>{CONFUSED}</h2>", f"<table><tr><td></td>{head}</tr>", *rows, "</table>"]


def _text(text: str) -> str:
    return escape("\n".join(printable(line) for line in text.split("\n")))
