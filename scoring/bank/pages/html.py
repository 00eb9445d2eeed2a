"""A page of HTML as lines of Markdown: blocks become lines, and bold, lists, headings and tables keep their marks."""

import re
from html.parser import HTMLParser

from scoring.bank.pages.marks import escaped

_SILENT = {"script", "style", "head", "template", "svg", "noscript", "object", "iframe"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "fieldset", "figcaption"),
    *("figure", "footer", "form", "header", "hr", "html", "main", "nav", "ol", "p", "pre", "section", "ul", "tr"),
    *("table", "tbody", "thead", "li", "dt", "summary", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "title"),
}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_MARKED = {*_MARKS, "span"}
_WEIGHT = re.compile(r"font-weight:\s*(bold|normal|\d{3})")
_TERMS = {"dt", "summary", "caption", "legend"}
_STARTS = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|body|head|meta|span|article|div|section|p|h[1-6]|ul|ol|table)\b",
    re.I | re.S,
)
_MARKDOWN = re.compile(r"^(?:#{1,6} |[-*] |\d+\. |\*\*)", re.MULTILINE)


def is_html(text: str) -> bool:
    """Whether a text is a page of HTML, rather than one of Markdown that uses a tag or two."""
    return bool(_STARTS.match(text)) and "</" in text and not _MARKDOWN.search(text)


def html_to_lines(text: str) -> str:
    """The page's text in lines of Markdown; scripts, styles and the head are left out. Raises nothing."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_line()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reader.rows)).strip("\n") + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[str] = []
        self._line: list[str] = []
        self._start = ""
        self._silent = 0
        self._lists: list[int] = []  # how many items each open list has had; -1 for one without numbers
        self._marks: list[tuple[str, str]] = []  # open tags that may be marks, each with what it stands for
        self._cells: list[str] | None = None
        self._tables = 0  # rows of the open table so far

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if self._cells is not None and tag not in ("td", "th", "tr", "table"):
            self._line.append(self._mark(tag, attrs) or ("<br>" if tag in _BLOCKS or tag == "br" else ""))
        elif tag in ("td", "th"):
            self._cell()
            self._cells = self._cells or []
        elif tag == "br":
            self._break()
        elif tag == "hr":
            self.end_line()
            self.rows += ["", "---", ""]
        elif tag in _BLOCKS:
            self._open(tag)
        else:
            self._line.append(self._mark(tag, attrs))

    def _open(self, tag: str) -> None:
        if not (tag == "p" and self._start and not "".join(self._line).strip()):  # the first paragraph of an item
            self.end_line()
        if tag == "table":
            self._tables = 0
        if tag == "tr":
            self._cells = []
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self._start = self._item()
        elif re.fullmatch("h[1-6]", tag):
            self._blank()
            self._start = "#" * int(tag[1]) + " "
        elif tag in _TERMS:
            self._blank()
            self._line.append("**")
        elif tag not in ("table", "tbody", "thead") and not self._start:
            self._blank()

    def _item(self) -> str:
        if not self._lists:
            return "- "
        indent = "    " * (len(self._lists) - 1)
        if self._lists[-1] < 0:
            return indent + "- "
        self._lists[-1] += 1
        return f"{indent}{self._lists[-1]}. "

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th"):
            self._cell()
        elif tag == "tr":
            self._row()
        elif tag in _MARKED:
            self._end_mark(tag)
        elif self._cells is not None and tag in _BLOCKS:
            self._line.append("<br>")
        elif tag in _BLOCKS:
            self._line += ["**"] if tag in _TERMS else []
            self.end_line()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            if tag not in ("li", "tbody", "thead"):
                self._blank()

    def _mark(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        """What a tag stands for: bold by its name or its style, which also takes it away, as Google Docs writes it."""
        if tag not in _MARKED:
            return ""
        found = _WEIGHT.search(dict(attrs).get("style") or "")
        is_bold = bool(found and (found[1] == "bold" or found[1] >= "600") and found[1] != "normal")
        mark = ("**" if is_bold else "") if found and tag not in ("i", "em") else _MARKS.get(tag, "")
        self._marks.append((tag, mark))
        return mark

    def _end_mark(self, tag: str) -> None:
        """Closes a mark, before the spaces that it ends in."""
        at = next((at for at in reversed(range(len(self._marks))) if self._marks[at][0] == tag), None)
        mark = self._marks.pop(at)[1] if at is not None else ""
        if mark and self._line:
            kept = self._line[-1].rstrip(" ")
            self._line[-1:] = [kept, mark, self._line[-1][len(kept) :]]
        else:
            self._line.append(mark)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._line.append(escaped(re.sub(r"\s+", " ", data)))

    def end_line(self) -> None:
        if self._cells is not None:
            self._row()
        text = re.sub(r" +", " ", "".join(self._line)).strip()
        text = re.sub(r"\*{4,}", "", text)
        self._line = []
        if text.strip("* "):
            self.rows.append(self._start + text)
            self._start = ""

    def _break(self) -> None:
        """A line of its own; two in a row end the paragraph."""
        if "".join(self._line).strip():
            self.end_line()
        else:
            self._blank()

    def _blank(self) -> None:
        if self.rows and self.rows[-1]:
            self.rows.append("")

    def _cell(self) -> None:
        if self._cells is not None and (self._line or self._cells):
            text = re.sub(r"\s+", " ", "".join(self._line)).strip()
            text = re.sub(r"(?:\s*<br>\s*)+", "<br>", text).removeprefix("<br>").removesuffix("<br>")
            if text:
                self._cells.append(text)
        self._line = []

    def _row(self) -> None:
        self._cell()
        if self._cells:
            self.rows.append("| " + " | ".join(self._cells) + " |")
            if not self._tables:
                self.rows.append("|" + "---|" * len(self._cells))
            self._tables += 1
        self._cells = None
