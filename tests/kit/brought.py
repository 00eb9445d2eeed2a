"""A question written out as tools copy and export it: one layout for each place that people bring pages from."""

import html
import textwrap
from collections.abc import Callable

from tests.kit.layouts import PARTS, Question, Style


def _levels(question: Question, style: Style) -> list[tuple[str, dict[str, str]]]:
    return list(zip(style.levels, question["exemplars"], strict=True))


def _told(mistake: dict[str, str]) -> str:
    return f"{mistake['notice']} Better: {mistake['better']}"


def confluence(question: Question, style: Style) -> str:
    """A Confluence page as HTML: a table of properties, panels, and an expander for each answer."""
    e = html.escape
    facts = [("Question", question["prompt"]), ("Competency", question["competency"]), ("Why we ask", question["why"])]
    rows = ["<div class='wiki-content'><div class='plugin-tabmeta-details'><table class='confluenceTable'><tbody>"]
    rows += [f"<tr><th class='confluenceTh'><p>{k}</p></th><td><p>{e(v)}</p></td></tr>" for k, v in facts]
    rows += [f"</tbody></table></div><div class='panel'><h2 id='x'>{style.probes}</h2><ol class='numbered'>"]
    rows += [f"<li data-uuid='1'><p><span>{e(probe)}</span></p></li>" for probe in question["probes"]]
    rows += [f"</ol></div><h2>{style.mistakes}</h2><ul>"]
    rows += [f"<li><p><strong>{e(one['name'])}</strong>: {e(_told(one))}</p></li>" for one in question["mistakes"]]
    rows += ["</ul><h2>Sample answers</h2>"]
    for name, level in _levels(question, style):
        rows.append(f"<details class='expand'><summary>{e(name)}</summary><div>")
        rows += [f"<p><strong>{part.capitalize()}</strong>: {e(level[part])}</p>" for part in PARTS]
        rows.append("</div></details>")
    return "\n".join([*rows, "</div>"])


def notion(question: Question, style: Style) -> str:
    """Notion's export to Markdown: properties under the title, toggles as items, an aside."""
    rows = [f"# {question['prompt']}\n", f"Competency: {question['competency']}"]
    rows += [f"Why we ask: {question['why']}\n", f"## {style.probes}\n"]
    rows += [f"- [ ]  {probe}" for probe in question["probes"]] + [f"\n## {style.mistakes}\n"]
    rows += [f"- **{one['name']}:** {_told(one)}" for one in question["mistakes"]] + ["\n---\n", "## Sample answers\n"]
    for name, level in _levels(question, style):
        rows.append(f"- **{name}**\n")
        rows += [f"    **{part.capitalize()}:** {level[part]}\n" for part in PARTS]
    return "\n".join(rows)


def google_docs(question: Question, style: Style) -> str:
    """What Google Docs puts on the clipboard: spans whose style says what is bold, inside a bold tag that says not."""
    e = html.escape
    bold = "<span style='font-size:11pt;font-weight:700;white-space:pre-wrap;'>{}</span>".format
    plain = "<span style='font-size:11pt;font-weight:400;white-space:pre-wrap;'>{}</span>".format
    rows = ["<meta charset='utf-8'><b style='font-weight:normal;' id='docs-internal-guid-1'>"]
    rows += [f"<h1 dir='ltr'>{plain(e(question['prompt']))}</h1>"]
    for label, text in (("Competency:", question["competency"]), ("Why we ask:", question["why"])):
        rows.append(f"<p dir='ltr'>{bold(label)}{plain(' ' + e(text))}</p>")
    rows += [f"<h2 dir='ltr'>{plain(style.probes)}</h2><ul>"]
    rows += [
        f"<li dir='ltr'><p dir='ltr' role='presentation'>{plain(e(probe))}</p></li>" for probe in question["probes"]
    ]
    rows += [f"</ul><br /><h2>{plain(style.mistakes)}</h2><ul>"]
    rows += [
        f"<li><p>{bold(e(one['name'] + ':'))}{plain(' ' + e(_told(one)))}</p></li>" for one in question["mistakes"]
    ]
    rows.append("</ul><br />")
    for name, level in _levels(question, style):
        rows.append(f"<p>{bold(e(name))}</p>")
        rows += [f"<p>{bold(part.capitalize() + ': ')}{plain(e(level[part]))}</p>" for part in PARTS]
    return "\n".join([*rows, "</b>"])


def word_text(question: Question, style: Style) -> str:
    """Word copied as plain text: a dot and a tab before an item, numbers and a tab, no marks at headings."""
    rows = ["Question", question["prompt"], "", "Competency", question["competency"], "", "Why we ask", question["why"]]
    rows += ["", style.probes] + [f"{at}.\t{probe}" for at, probe in enumerate(question["probes"], 1)]
    rows += ["", style.mistakes] + [f"•\t{one['name']}: {_told(one)}" for one in question["mistakes"]]
    for name, level in _levels(question, style):
        rows += ["", f"Sample answer ({name})", *(f"{part.capitalize()}: {level[part]}" for part in PARTS)]
    return "\n".join(rows)


def greenhouse(question: Question, style: Style) -> str:
    """An interview kit as Greenhouse prints it: numbered sections, a purpose, the question in quotation marks."""
    rows = [f"Interview Question 1\n“{question['prompt']}”\n", f"Purpose\n{question['why']}\n"]
    rows += [f"Focus Area\n{question['competency']}\n", f"{style.probes}:"]
    rows += [f"◦ {probe}" for probe in question["probes"]] + [f"\n{style.mistakes}:"]
    rows += [f"◦ {one['name']} – {_told(one)}" for one in question["mistakes"]]
    for name, level in _levels(question, style):
        rows += [f"\nExample answer – {name}", *(f"{part.capitalize()} – {level[part]}" for part in PARTS)]
    return "\n".join(rows)


def e_mail(question: Question, style: Style) -> str:
    """A page that came by e-mail: quoted, broken at 72 characters."""
    rows = [f"Question: {question['prompt']}", "", f"Competency: {question['competency']}", ""]
    rows += [f"Why we ask: {question['why']}", "", f"{style.probes}:", ""]
    rows += [f"- {probe}" for probe in question["probes"]] + ["", f"{style.mistakes}:", ""]
    rows += [f"- {one['name']}: {_told(one)}" for one in question["mistakes"]] + [""]
    for name, level in _levels(question, style):
        rows += [f"{name}:", "", *(each for part in PARTS for each in (f"{part.capitalize()}: {level[part]}", ""))]
    filled = [
        line
        for row in rows
        for line in textwrap.wrap(
            row.replace(" – ", "\xa0– ").replace(" & ", "\xa0& "),
            72,
            subsequent_indent="  " if row.startswith("-") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        or [""]
    ]
    return "\n".join(f"> {row}".rstrip().replace("\xa0", " ") for row in filled)


def media_wiki(question: Question, style: Style) -> str:
    """The source of a page of MediaWiki, its answers in a table."""
    rows = [f"== Question ==\n{question['prompt']}\n", f"'''Competency:''' {question['competency']}\n"]
    rows += [f"== Why we ask ==\n{question['why']}\n", f"== {style.probes} =="]
    rows += [f"* {probe}" for probe in question["probes"]] + [f"\n== {style.mistakes} =="]
    rows += [f"* '''{one['name']}:''' {_told(one)}" for one in question["mistakes"]]
    rows += ['\n== Sample answers ==\n{| class="wikitable"', "! Level !! " + " !! ".join(p.capitalize() for p in PARTS)]
    for name, level in _levels(question, style):
        rows += ["|-", f"| {name} || " + " || ".join(level[part] for part in PARTS)]
    return "\n".join([*rows, "|}"])


def jira(question: Question, style: Style) -> str:
    """The markup of Jira and of older Confluence."""
    rows = [f"h1. {question['prompt']}\n", f"*Competency:* {question['competency']}\n"]
    rows += [f"*Why we ask:* {question['why']}\n", f"h2. {style.probes}\n"]
    rows += [f"# {probe}" for probe in question["probes"]] + [f"\nh2. {style.mistakes}\n"]
    rows += [f"* *{one['name']}:* {_told(one)}" for one in question["mistakes"]] + ["\nh2. Sample answers\n"]
    for name, level in _levels(question, style):
        rows += [f"h3. {name}\n", *(f"*{part.capitalize()}:* {level[part]}\n" for part in PARTS)]
    return "\n".join(rows)


def slack(question: Question, style: Style) -> str:
    """A message copied out of Slack, with Slack's own marks."""
    rows = [f"*Question:* {question['prompt']}", f"*Competency:* {question['competency']}"]
    rows += [f"*Why we ask:* {question['why']}", f"*{style.probes}*"]
    rows += [f"• {probe}" for probe in question["probes"]] + [f"*{style.mistakes}*"]
    rows += [f"• *{one['name']}:* {_told(one)}" for one in question["mistakes"]]
    for name, level in _levels(question, style):
        rows += [f"*{name} answer*", *(f"&gt; _{part.capitalize()}:_ {level[part]}" for part in PARTS)]
    return "\n".join(rows)


def sheet(question: Question, style: Style) -> str:
    """Two columns copied out of a spreadsheet: a name and its text, tabs between them, one row for each item."""
    rows = [
        f"Question\t{question['prompt']}",
        f"Competency\t{question['competency']}",
        f"Why we ask\t{question['why']}",
    ]
    for at, probe in enumerate(question["probes"]):
        rows.append(f"{'' if at else style.probes}\t{probe}")
    for at, one in enumerate(question["mistakes"]):
        rows.append(f"{'' if at else style.mistakes}\t{one['name']}: {_told(one)}")
    for name, level in _levels(question, style):
        rows.append(f"{name}\t" + " ".join(f"{part.capitalize()}: {level[part]}" for part in PARTS))
    return "\n".join(rows)


def one_line(question: Question, style: Style) -> str:
    """All follow-ups on one line, and each answer on one."""
    rows = [f"{question['prompt']}\n", f"Competency: {question['competency']}\n", f"Why we ask: {question['why']}\n"]
    rows += [f"{style.probes}: {' '.join(question['probes'])}\n", f"{style.mistakes}"]
    rows += [f"- {one['name']} – {_told(one)}" for one in question["mistakes"]]
    for name, level in _levels(question, style):
        rows.append(f"\n{name}: " + " ".join(f"{part.capitalize()}: {level[part]}" for part in PARTS))
    return "\n".join(rows)


BROUGHT: tuple[Callable[[Question, Style], str], ...] = (
    confluence,
    notion,
    google_docs,
    word_text,
    greenhouse,
    e_mail,
    media_wiki,
    jira,
    slack,
    sheet,
    one_line,
)
