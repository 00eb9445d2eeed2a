"""The name at the beginning of a line that may open a section: a heading, or what stands before a colon or dash."""

import re
from dataclasses import replace

from scoring.bank.pages.levels import Ladder, is_code, level_of
from scoring.bank.pages.lines import Line, without_bullet
from scoring.bank.pages.marks import without_marks
from scoring.bank.pages.names import asks, begins_as_question, section_of
from scoring.bank.pages.page import Page, Section
from scoring.bank.pages.parts import part_of

_BRACKETS = re.compile(r"[\[(【<]([^\[\]()【】<>]{1,60})[\])】>]\s*[:–—-]?\s*(.*)", re.DOTALL)
_BEFORE = (
    re.compile(r"([^:：]{1,70}?)\s*(?:(?<!\d)[:：]|[:：](?!\d))(?![\\/])\s*(.*)", re.DOTALL),  # no time, no path
    re.compile(r"([^:：]{1,70}?)(?:\s[-–—=>→|]+\s+|\s[-–—]+$)(.*)", re.DOTALL),
)
_BOLD = re.compile(r"(?:\*\*|__)([^*_]{1,50}?)\.?(?:\*\*|__)\s+(?=[A-Z\"“])(.*)", re.DOTALL)
_SET = re.compile(r"(?:\*{1,3}|_|`)(Situation|Task|Actions?|Results?)[.:]?(?:\*{1,3}|_|`)\s+(.*)", re.DOTALL)
_GLOSS = re.compile(r"(?:what|why|how|where|your|the|my|i)\b[^:.!?]{0,40}:\s+", re.IGNORECASE)
_UNMISTAKABLE = re.compile(r"[A-Z].*[ -](?:[Aa]nswers?|[Rr]esponse|[Ee]xample|[Uu]ps?|[Mm]istakes|[Ff]lags)\b")
_PROSE = re.compile(
    r"(?:the|a|an|it|he|she|they|we|i|this|that|these|those|then|and|but|so|or|when|while|if|nobody|somebody|everybody|there|my|our|in"
    r"|on|at|for|after|before|by|with|as|to)\b|.*\b(?:i|we|me|my|us|our|was|were|had|did|is|are|has|have)\b",
    re.IGNORECASE,
)


def label_of(line: Line, section: Section, ladder: Ladder) -> tuple[str, str]:
    """The name that may open a section, and the rest of the line; the name is "" where there is none."""
    bare = line.bare
    is_name = not re.search(r"[.?!,;]$", bare) and not goes_on(line, section)
    if (line.depth or is_name) and level_of(bare, ladder) and may_open(bare, line, section, ladder, False):
        return bare.rstrip(":"), ""
    for pattern, text in (
        (_BRACKETS, bare),
        *((each, bare) for each in _BEFORE),
        (_BOLD, line.text),
        (_SET, line.text),
    ):
        found = pattern.fullmatch(text)
        if found and may_open(found[1], line, section, ladder, bool(found[2])):
            rest = without_marks(found[2]) if pattern in (_BOLD, _SET) else found[2]
            if not part_of(found[1]):
                return found[1], rest
            is_gloss = line.depth and not re.search(r"[.!?…][\"”’')]*$", rest)  # a heading: Task: your part
            return found[1], "" if is_gloss else _GLOSS.sub("", rest, count=1)
    if line.depth:
        return bare.rstrip(":"), ""
    return (bare.rstrip(":"), "") if is_name and may_open(bare, line, section, ladder, False) else ("", "")


def may_open(name: str, line: Line, section: Section, ladder: Ladder, has_rest: bool) -> bool:
    is_marked = line.depth > 0 or line.text.startswith(("**", "__"))
    if line.is_running and not is_marked and not (_UNMISTAKABLE.match(name) and section_of(name) != section.kind):
        return False
    if section.kind == "mistakes" and line.is_value:
        return False
    is_small = section.kind == "answer" and section.opened and section.opened.bare[:1].islower()  # as all its labels
    if line.above and name[:1].islower() and not (is_small or is_marked or line.is_item or line.text.startswith("[")):
        return False
    if section.kind == "answer" and part_of(name):
        return True
    if section.kind == "probes" and has_rest and not line.depth and (line.bare.endswith("?") or _asks_on(line)):
        return False
    if level_of(name, ladder):
        return not (section.kind == "answer" and line.is_item and line.indent > 0 and has_rest)
    kind = section_of(name)
    if line.depth and has_rest and kind == "prompt" and not re.search(r"[:：]", line.bare):
        return False
    if kind == "unlevelled" and section.kind in ("probes", "mistakes", "answer") and not line.depth:
        return bool(re.match(r"\*\*|__", line.text)) or (line.is_first and not line.is_item and not has_rest)
    return bool(kind) and (not line.is_item or _leads(line, section, kind))


def _begins_part(text: str) -> bool:
    return bool(part_of(re.split(r"[:：\]]|\s[-–—]", without_marks(text), maxsplit=1)[0]))


def _asks_on(line: Line) -> bool:
    """Whether the line is an item of a list that begins to ask and was broken before it had asked."""
    is_broken = line.is_item and line.below != "" and without_bullet(line.below) == line.below
    return is_broken and begins_as_question(line.bare)


def _leads(line: Line, section: Section, kind: str) -> bool:
    """Whether an item of a list is the name of a section, rather than one of the section's own items."""
    is_list, is_name = section.kind in ("probes", "mistakes"), kind in ("probes", "mistakes", "answers")
    is_counted = not is_list or bool(section.opened and section.opened.is_numbered)
    if line.is_numbered and is_counted and not section.is_implied and is_name:
        return True  # of an outline: 2. Follow-ups
    if section.items_at is not None and line.indent >= section.items_at and is_list:
        return False
    if kind == "prompt" or re.match(r"(\*\*|__)[^*_]+(?::\1|\1:?)", line.text):
        return True
    return is_name and (line.is_parent or line.bare.endswith(":"))


def goes_on(line: Line, section: Section) -> bool:
    """Whether the line is a part of running text: wrapped from the line before it, or into the one below."""
    if line.is_first:
        return bool(re.match(r"[a-zà-ÿ]", line.below)) and not line.is_item
    if not re.match(r"[\"“(\[*_]*[A-Z]", line.text):
        return True
    is_name = part_of(line.bare) or " " in line.bare or line.bare.endswith(":") or _begins_part(line.below)
    return section.kind == "answer" and not is_name


def seems_heading(line: Line, section: Section, is_begun: bool) -> bool:
    """A few words alone, or in bold before a colon, where the section's own lines are sentences."""
    if section.kind not in ("answer", "prompt", "why"):
        return False
    if re.match(r"(\*\*|__)[^*_]+(?::\1|\1:)", line.text):
        return True
    bare = line.bare
    is_alone = line.is_first and not line.is_item and not re.search(r"[.?!,;:…\"'”’)]$", bare)
    is_short = 1 < len(bare.split()) <= 5 and bare[:1].isupper()
    return is_begun and is_alone and is_short and not _PROSE.match(bare) and not goes_on(line, section)


def opened(page: Page, section: Section, line: Line, label: str, ladder: Ladder) -> Section | None:
    """The section that the line opens; None for a line of the section that is open."""
    if section.kind == "answer" and (part := part_of(label)):
        return replace(section, part=part, opened=line, is_closed=False)
    if level := level_of(label, ladder):
        if level in page.answers:
            return Section("repeated", line.depth, opened=line)
        page.answers[level] = []
        page.codes |= {label: level} if is_code(label) else {}
        return Section("answer", line.depth, level, opened=line)
    if kind := section_of(label):
        if section.kind in ("probes", "mistakes") and kind in ("why", "competency") and line.depth > section.depth > 0:
            return None
        return Section(kind, line.depth, opened=line)
    if section.kind in ("probes", "mistakes") and (line.depth > section.depth or (line.depth == 7 and asks(label))):
        return None
    is_begun = page.has_answer(section.level) if section.level else bool(page.prompt)
    return Section("unknown", line.depth, opened=line) if line.depth or seems_heading(line, section, is_begun) else None
