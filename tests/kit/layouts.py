"""A question written out as guides do, in one layout after another, for `calibrate questions import` to read back."""

import html
import io
import re
import textwrap
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Question = Mapping[str, Any]

LEVEL_NAMES = (
    ("Junior", "Mid", "Senior", "Staff"),
    ("Junior / New Grad", "Mid-Level", "Senior", "Staff+"),
    ("Entry level", "Intermediate", "Sr. Engineer", "Principal"),
    ("New grad", "Mid-career", "Senior (5+ years)", "Senior Staff"),
    ("IC3", "IC4", "IC5", "IC6"),
    ("IC1", "IC2", "IC3", "IC4"),
    ("L3", "L4", "L5", "L6"),
    ("L4", "L5", "L6", "L7"),
    ("E3", "E4", "E5", "E6"),
    ("P1", "P2", "P3", "P4"),
    ("SDE I", "SDE II", "SDE III", "SDE IV"),
    ("L3 (Junior)", "L4 – Mid", "L5 / Senior", "L6+ (Staff)"),
)
PART_LABELS = (
    "{0}:",
    "**{0}:**",
    "**{0}**:",
    "**{1}**{2}:",
    "{1} –",
    "{1}:",
    "*{0}* –",
    "[{0}]",
    "{0} (the story's own):",
    "{1} ({0}):",
    "**{0} – what to tell:**",
)


@dataclass(frozen=True)
class Style:
    """How a page names things: its levels, lowest first, its parts, and its sections."""

    levels: tuple[str, ...] = LEVEL_NAMES[0]
    part: str = PART_LABELS[0]
    probes: str = "Follow-ups"
    mistakes: str = "Common mistakes"
    bullet: str = "- "

    def label(self, part: str) -> str:
        name = part.capitalize()
        return self.part.format(name, name[0], name[1:])


def headings(question: Question, style: Style) -> str:
    rows = [f"# Guide\n\n**Competency:** {question['competency']}\n\n## Question\n\n{question['prompt']}\n"]
    rows += [f"## Why we ask\n\n{question['why']}\n", f"## {style.probes}\n", *_items(question["probes"], style)]
    rows += [f"\n## {style.mistakes}\n", *_mistakes(question, style), "\n## Sample answers\n"]
    for level, name in zip(question["exemplars"], style.levels, strict=True):
        rows += [f"### {name}\n", *(f"{style.label(part)} {level[part]}\n" for part in PARTS)]
    return "\n".join(rows)


def part_headings(question: Question, style: Style) -> str:
    rows = [
        f"# {question['prompt']}\n",
        f"**Why we ask:** {question['why']}\n",
        f"Competency: {question['competency']}\n",
    ]
    for level, name in zip(question["exemplars"], style.levels, strict=True):
        rows += [f"## Example answer: {name}\n", *(f"### {part.capitalize()}\n\n{level[part]}\n" for part in PARTS)]
    rows += [f"## {style.mistakes}\n", *_mistakes(question, style), f"\n## {style.probes}\n"]
    return "\n".join([*rows, *_items(question["probes"], style)])


def bold(question: Question, style: Style) -> str:
    rows = [f"**Question:** {question['prompt']}\n", f"**Competency:** {question['competency']}\n"]
    rows += [f"**Purpose:** {question['why']}\n", f"**{style.probes}**", *_items(question["probes"], style), ""]
    for level, name in zip(question["exemplars"], style.levels, strict=True):
        rows += [f"**{name} answer**\n", *(f"{style.label(part)} {level[part]}" for part in PARTS), ""]
    return "\n".join([*rows, f"**{style.mistakes}**", *_mistakes(question, style)])


def capitals(question: Question, style: Style) -> str:
    rows = [f"QUESTION\n{question['prompt']}\n", f"COMPETENCY\n{question['competency']}\n"]
    rows += [f"WHY WE ASK\n{question['why']}\n", f"{style.probes.upper()}\n", *_items(question["probes"], style), ""]
    rows += [f"{style.mistakes.upper()}\n", *_mistakes(question, style), "", "SAMPLE ANSWERS\n"]
    for level, name in zip(question["exemplars"], style.levels, strict=True):
        rows += [f"{name}\n", *(f"{style.label(part)} {level[part]}\n" for part in PARTS)]
    return "\n".join(rows)


def nested(question: Question, style: Style) -> str:
    rows = [f"- **Question**: {question['prompt']}", f"- **Competency**: {question['competency']}"]
    rows += [f"- **Why we ask**: {question['why']}", f"- **{style.probes}**:"]
    rows += [f"    - {probe}" for probe in question["probes"]] + [f"- **{style.mistakes}**:"]
    rows += [f"    {row}" for row in _mistakes(question, Style(bullet="- "))]
    for level, name in zip(question["exemplars"], style.levels, strict=True):
        rows += [f"- **{name}**:", *(f"    - **{part.capitalize()}**: {level[part]}" for part in PARTS)]
    return "\n".join(rows)


def tables(question: Question, style: Style) -> str:
    rows = [f"# {question['prompt']}\n", f"Competency: {question['competency']}\n", f"Why we ask: {question['why']}\n"]
    rows += [f"## {style.probes}\n", *_items(question["probes"], style), ""]
    rows += [f"| {style.mistakes} | How to notice | A better answer |", "|---|---|---|"]
    for each in question["mistakes"]:
        rows.append(f"| {each['name']} | {each['notice']} | {each['better']} |")
    rows += ["\n## Sample answers\n", "| Level | Situation | Task | Action | Result |", "|:--|---|---|---|--:|"]
    for level, name in zip(question["exemplars"], style.levels, strict=True):
        rows.append(f"| **{name}** | " + " | ".join(level[part] for part in PARTS) + " |")
    return "\n".join(rows)


def front_matter(question: Question, style: Style) -> str:
    rows = ["---", f'category: "{question["competency"]}"', "tags: []", "---", "", f"# {question['prompt']}\n"]
    rows += [f"*Why we ask:* {question['why']}\n", f"### {style.probes}\n"]
    rows += [f"{at}. {probe}" for at, probe in enumerate(question["probes"], 1)] + [f"\n### {style.mistakes}\n"]
    rows += _mistakes(question, style)
    for level, name in zip(question["exemplars"], style.levels, strict=True):
        rows += [f"\n### {name}\n", *(f"- **{part.capitalize()}:** {level[part]}" for part in PARTS)]
    return "\n".join(rows)


def pasted(question: Question, style: Style) -> str:
    """As it comes out of a browser: no prompt, no empty line, each answer begun on the line of its name."""
    rows = list(question["probes"])
    for level, name in zip(question["exemplars"], style.levels, strict=True):
        rows += [f"Sample Answer ({name.replace('(', '').replace(')', '')}) Situation: {level['situation']}"]
        rows += [f"{part.capitalize()}: {level[part]}" for part in PARTS[1:]]
    return "\n".join(
        [*rows, "Common Mistakes", *(f"- {each['name']} -- {each['better']}" for each in question["mistakes"])]
    )


def web(question: Question, style: Style) -> str:
    e = {key: html.escape(value) for key, value in question.items() if isinstance(value, str)}
    rows = ["<!DOCTYPE html><html><head><title>Guide</title><style>p{}</style></head><body>"]
    rows += [f"<h2>Question</h2><p>{e['prompt']}</p><h2>Competency</h2><p>{e['competency']}</p>"]
    rows += [f"<h2>Why we ask</h2>\n<p>{e['why']}</p>\n<h2>{style.probes}</h2><ol>"]
    rows += [f"<li><p>{html.escape(probe)}</p></li>" for probe in question["probes"]] + [
        f"</ol><h2>{style.mistakes}</h2><ul>"
    ]
    for each in question["mistakes"]:
        name, notice, better = (html.escape(each[key]) for key in ("name", "notice", "better"))
        rows.append(f"<li><strong>{name}:</strong> {notice} Better: {better}</li>")
    rows.append("</ul>")
    for level, name in zip(question["exemplars"], style.levels, strict=True):
        rows.append(f"<h3>{html.escape(name)}</h3>")
        rows += [f"<div><b>{part.capitalize()}:</b> {html.escape(level[part])}</div>" for part in PARTS]
    return "\n".join([*rows, "<script>var x = 'Question 9';</script></body></html>"])


def word(question: Question, style: Style) -> bytes:
    """A Word file with headings and lists of Word's own."""
    rows = [
        ("Heading1", "Question"),
        ("", question["prompt"]),
        ("Heading1", "Competency"),
        ("", question["competency"]),
    ]
    rows += [("Heading1", "Why we ask"), ("", question["why"]), ("Heading1", style.probes)]
    rows += [("list", probe) for probe in question["probes"]] + [("Heading1", style.mistakes)]
    rows += [("list", f"{each['name']}: {each['notice']} Better: {each['better']}") for each in question["mistakes"]]
    for level, name in zip(question["exemplars"], style.levels, strict=True):
        rows += [("Heading2", name), *(("", f"{part.capitalize()}: {level[part]}") for part in PARTS)]
    return docx(rows)


PARTS = ("situation", "task", "action", "result")
MARKDOWN: tuple[Callable[[Question, Style], str], ...] = (
    headings,
    part_headings,
    bold,
    capitals,
    nested,
    tables,
    front_matter,
)


def escaped(page: str) -> str:
    """The page as exporters of documents escape it, with entities for a few signs."""
    page = re.sub(r"(?<=\w)([-.!()~])(?=[\s\w]|$)", r"\\\1", page)
    return page.replace("’", "&rsquo;").replace("“", "&ldquo;").replace(" & ", " &amp; ")


def wrapped(page: str) -> str:
    """The page with long lines broken at 72 characters, as an editor or an e-mail does, and never before a dash."""
    return "\n".join(
        row
        if row.startswith(("#", "|", "---", "category"))
        else textwrap.fill(
            row.replace(" – ", "\xa0– ").replace(" & ", "\xa0& "),
            72,
            subsequent_indent=_hang(row),
            break_long_words=False,
            break_on_hyphens=False,
        ).replace("\xa0", " ")
        for row in page.split("\n")
    )


def docx(rows: list[tuple[str, str]]) -> bytes:
    """A .docx of paragraphs, each with the id of its style, "list" for an item of a list."""
    body = "".join(_paragraph(style, text) for style, text in rows)
    word_of = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2)
    )
    number = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    related = f'<Relationships xmlns="{package}/relationships">'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{related}<Relationship Id="a" Type="{office}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'{related}<Relationship Id="b" Type="{office}/styles" Target="styles.xml"/>'
        f'<Relationship Id="c" Type="{office}/numbering" Target="numbering.xml"/></Relationships>',
        "word/document.xml": f"<w:document {word_of}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {word_of}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {word_of}>{number}</w:numbering>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return packed.getvalue()


def _paragraph(style: str, text: str) -> str:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    about = numbered if style == "list" else f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p><w:pPr>{about}</w:pPr><w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


def _items(texts: list[str], style: Style) -> list[str]:
    return [f"{style.bullet}{text}" for text in texts]


def _mistakes(question: Question, style: Style) -> list[str]:
    return [
        f"{style.bullet}**{each['name']}:** {each['notice']} Better: {each['better']}" for each in question["mistakes"]
    ]


def _hang(row: str) -> str:
    found = re.match(r"\s*(?:[-*•] |\d+\. )?", row)
    return " " * len(found[0]) if found else ""
