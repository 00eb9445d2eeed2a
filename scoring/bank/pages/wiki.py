"""Other markup as Markdown, line by line: wikis (MediaWiki; Jira and older Confluence), Org, AsciiDoc, RST, LaTeX."""

import re

_MEDIA = re.compile(r"^(={1,6}) *[^=\n]+? *\1[ \t]*$|^\{\|", re.MULTILINE)
_JIRA = re.compile(r"^h[1-6]\. \S|^\{(?:panel|expand|info|note|tip)[:}]|^\|\|.+\|\|", re.MULTILINE)
_ORG = re.compile(r"^#\+\w+:|^:PROPERTIES:|^\*{2,4} \w(?=[\s\S]*^- )", re.MULTILINE)
_ASCIIDOC = re.compile(r"^={2,6} \S[^\n]*[^=\s]$|^\w[^\n:]{0,40}:: \S", re.MULTILINE)
_RST = re.compile(r"^:[A-Z][\w ]{0,40}: \S|^#\. \S|^\.\. \w|^\w[^\n]*\n(?:~{3,}|\^{3,}|\"{3,})$", re.MULTILINE)
_LATEX = re.compile(r"^\\(?:sub)*section\*?\{", re.MULTILINE)
_CALLOUT = re.compile(r"^([>\s]*)\[!\w+\][+-]?[ \t]*(.*?)[ \t]*$", re.MULTILINE)  # Obsidian's, and GitHub's alerts
_MARKDOWN = re.compile(r"^#{2,6} ", re.MULTILINE)

# What a mark at the beginning of a line becomes, row by row; a line never moves.
_OF_ORG = tuple((rf"^\*{{{depth}}} (?:(?:TODO|DONE) )?(?=\S)", "#" * depth + " ") for depth in range(1, 7))
_OF_ASCIIDOC = (
    *((rf"^={{{depth}}} (?=\S)", "#" * depth + " ") for depth in range(1, 7)),
    (r"^\.(?=[A-Z])(.+)$", r"**\1**"),
    (r"^(\w[^\n:]{0,40}):: +(?=\S)", r"**\1:** "),
    (r"^(\w[^\n:]{0,40})::$", r"**\1**"),
    (r"^\. +(?=\S)", "- "),
)
_OF_RST = (
    (r"^:([A-Z][\w ]{0,40}): +(?=\S)", r"**\1:** "),
    (r"^#\. +", "- "),
    (r"^(\w.*)\n(?:~{3,}|\^{3,}|\"{3,})$", r"### \1\n"),
)
_OF_LATEX = (
    (r"^\\((?:sub)*)section\*?\{(.+)\}\s*$", r"## \2"),
    (r"^\s*\\item\s+", "- "),
    (r"^\s*\\(?:begin|end)\{\w+\*?\}\s*$", ""),
    (r"\\(?:textbf|paragraph)\{([^{}]+)\}", r"**\1**"),
    (r"\\(?:emph|textit|underline|texttt)\{([^{}]+)\}", r"\1"),
)


def from_wiki(text: str) -> str:
    """The page in Markdown, with as many lines; as it is where it is no such source."""
    text = _CALLOUT.sub(lambda found: f"{found[1]}**{found[2]}**" if found[2] else found[1], text)
    if _MARKDOWN.search(text):
        return text
    if _JIRA.search(text):
        return "\n".join(_of_jira(row) for row in text.split("\n"))
    if _MEDIA.search(text):
        return _of_media(text)
    for markup, marks in ((_ORG, _OF_ORG), (_ASCIIDOC, _OF_ASCIIDOC), (_RST, _OF_RST), (_LATEX, _OF_LATEX)):
        if markup.search(text):
            for mark, written in marks:
                text = re.sub(mark, written, text, flags=re.MULTILINE)
            return text
    return text


def _of_jira(row: str) -> str:
    row = re.sub(r"^([#*-]+) ", lambda found: _item(found[1]), row)
    row = re.sub(r"^h([1-6])\. ", lambda found: "#" * int(found[1]) + " ", row)
    row = re.sub(r"^\|\|(.+)\|\|\s*$", lambda found: f"| {found[1].replace('||', ' | ')} |", row)
    row = re.sub(r"^\{(?:expand|panel|info|note|tip):(?:title=)?([^|}]+)[^}]*\}", r"**\1**", row)
    row = re.sub(r"\{(?:expand|panel|info|note|tip|quote|noformat|color|anchor)(?::[^}]*)?\}", "", row)
    row = re.sub(r"\[([^\[\]|]+)\|[^\[\]]+\]", r"\1", row)
    return re.sub(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])", r"**\1**", row)


def _of_media(text: str) -> str:
    rows, in_table = [], False
    for row in text.split("\n"):
        in_table = in_table or row.startswith("{|")
        rows.append(_of_table(row) if in_table else _of_text(row))
        in_table = in_table and not row.startswith("|}")
    return "\n".join(rows)


def _of_text(row: str) -> str:
    row = re.sub(r"^(={1,6}) *(.+?) *\1\s*$", lambda found: "#" * len(found[1]) + f" {found[2]}", row)
    row = re.sub(r"^([#*]+) *(?=\S)", lambda found: found[0] if row.startswith("##") else _item(found[1]), row)
    row = re.sub(r"^; *([^:]+)$", r"**\1**", row)
    row = re.sub(r"^; *([^:]+?) *: *(?=\S)", r"**\1:** ", row)
    row = re.sub(r"^:+ *(?=\S)", "", row)
    return _plain(row)


def _of_table(row: str) -> str:
    """A row of cells on one line; the rows that only part others become rules or nothing."""
    if row.startswith(("{|", "|}", "|-", "|+")):
        return "|---|" if row.startswith("|-") else ""
    if row.startswith(("!", "|")):
        cells = re.split(r"\s*(?:!!|\|\|)\s*", row[1:].strip())
        return "| " + " | ".join(_plain(re.sub(r"^\w+=\S+ *\| *", "", cell)) for cell in cells) + " |"
    return _plain(row)


def _plain(text: str) -> str:
    text = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]+)\]\]", r"\1", text)
    return re.sub(r"(?<!')'{3}(?!')(.+?)(?<!')'{3}(?!')", r"**\1**", text)


def _item(marks: str) -> str:
    return "    " * (len(marks) - 1) + ("1. " if marks[-1] == "#" else "- ")
