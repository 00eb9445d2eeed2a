"""Reads a question page as guides publish them, plain text or Markdown, into its parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scoring.rubric import Level

_SECTIONS = {
    "prompt": r"(?:the )?(?:interview |main |opening )?(?:question|prompt)|q|(?:what to )?ask",
    "why": r"why (?:we|you|do we|do you|interviewers) ask.*|why (?:it is|it['’]s|this is) asked.*"
    r"|purpose|intent|rationale|what (?:it|this|(?:this|the) question|we|you|interviewers?)(?:['’]re| is| are)?"
    r" (?:tests?|shows?|assess\w*|measures?|reveals?|look\w* for|listen\w* for|about).*",
    "competency": r"(?:core )?(?:competenc(?:y|ies)|skills?|themes?|category|topic|trait|value|leadership principle)"
    r"(?: (?:tested|assessed))?",
    "probes": r"(?:(?:possible|good|useful|suggested) )?(?:follow[- ]?ups?|prob(?:es?|ing)|dig(?:ging)? deeper"
    r"|go(?:ing)? deeper|ask next|then ask|questions to (?:ask next|follow up with))(?: questions?)?(?: to ask)?",
    "mistakes": r"(?:(?:common|typical|frequent) )?(?:mistakes?|pitfalls?|traps?|errors?|red flags?|warning signs?"
    r"|anti-?patterns?|(?:what|things) to avoid|watch out for|where (?:answers|candidates|people) (?:go wrong|stumble))"
    r"(?: (?:to avoid|to watch for|and .*|candidates make))?",
    "notes": r"(?:why (?:this|it) (?:works|is).*|what makes .*|(?:.* )?notes?|commentary|analysis|(?:.* )?tips?)",
    "answers": r"(?:(?:sample|example|model|good|strong|reference) )?(?:answers?|responses?|examples|stories)"
    r"(?: (?:by|at each|per|for each) level)?",
}
_PART_NAMES = {
    "situation": r"situation|context|background|setting|s",
    "task": r"task|goal|objective|assignment|challenge|problem|t",
    "action": r"actions?|approach|steps|what i did|a",
    "result": r"results?|outcomes?|impact|what came of it|r",
}
_LEVEL_NAMES: dict[Level, str] = {
    "junior": r"junior|jr|entry|new[- ]?grad(?:uate)?|graduate|intern|early[- ]career|beginner",
    "mid": r"mid(?:[- ]?(?:level|career))?|intermediate|medior",
    "senior": r"senior|sr",
    "staff": r"staff|principal|distinguished|fellow",
}
_LEVEL_CODES: dict[Level, str] = {
    "junior": r"[le]3|(?:sde|swe|engineer|developer|designer) (?:i|1)",
    "mid": r"[le]4|(?:sde|swe|engineer|developer|designer) (?:ii|2)",
    "senior": r"[le]5|(?:sde|swe|engineer|developer|designer) (?:iii|3)",
    "staff": r"[le][678]|(?:sde|swe|engineer|developer|designer) (?:iv|4)",
}
_AROUND_A_LEVEL = (
    r"an?|the|for|from|at|by|and|or|sample|example|model|good|strong|typical|answers?|responses?|story|level|candidate"
    r"|software|product|engineer|developer|designer|analyst|manager|sde|swe|ic|sounds like|might say|says"
)
_SILENT = ("notes", "repeated", "unknown")  # nothing of these has a place, so their heading is told too
BETTER = re.compile(
    r"\s*(?:\*\*|__|\*)?(?:(?:what )?(?:a )?(?:better|stronger) (?:answers?|looks like)(?: does)?|better|instead"
    r"|(?:what to )?do instead|fix)(?:\*\*|__|\*)?:(?:\*\*|__|\*)?\s*|\s*(?:→|->|=>)\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-*•–+]|\d{1,2}[.)])\s+")
_ASKS = re.compile(r"(?:tell|describe|give|share|walk|talk|think|when|what|how|have|can|where|which)\b", re.IGNORECASE)
_BIDS = re.compile(r"(?:(?:tell|give|walk|talk) (?:me|us)|describe|share an?|think of)\b", re.IGNORECASE)
_BEFORE_A_QUESTION = re.compile(r"^(?:(?:question|q)(?=[\W\d]))?[\W\d]*", re.IGNORECASE)


@dataclass
class Paragraph:
    """A paragraph of an answer, with the STAR part that the page names for it, or "", and its lines verbatim."""

    part: str
    text: str
    rows: list[str]


@dataclass
class Page:
    """What a page holds, in its own words; `unplaced` are its lines, verbatim, that fit nowhere.

    The text of a mistake keeps its marks, since a name is often in bold. `codes` are the names of levels that are a
    company's code (L4, SDE II), with the level they were read as.
    """

    prompt: str = ""
    why: str = ""
    competency: str = ""
    probes: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    answers: dict[Level, list[Paragraph]] = field(default_factory=dict)
    codes: dict[str, Level] = field(default_factory=dict)
    unplaced: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    raw: str
    text: str  # without the marks of headings, lists and quotations
    depth: int  # of a heading: 1 for the highest; 0 for what is none
    is_item: bool
    is_indented: bool
    is_first: bool  # after an empty line or a heading


@dataclass(frozen=True)
class _Section:
    """Where the lines stand: what they are about, under which depth of heading, and in an answer its level and part."""

    kind: str = ""
    depth: int = 0
    level: Level | None = None
    part: str = ""


def parse(text: str) -> Page:
    page, section = Page(), _Section()
    headings: dict[str, str] = {}
    for line in _lines(text):
        label, rest = _label(line, section)
        opened = _opened(page, section, line, label)
        if opened is None:
            rest = line.text
        section = section if opened is None else opened
        is_told = opened is None or section.kind in _SILENT
        if (rest or is_told) and not _put(page, section, line, without_marks(rest)):
            page.unplaced.append(line.raw)
        if line.depth and section.kind == "unknown":
            headings[line.raw] = label
    return page if page.prompt else _asked_by_heading(page, headings)


def _asked_by_heading(page: Page, headings: dict[str, str]) -> Page:
    """The page with the first of the headings, by their lines, that is itself a question as its prompt."""
    for raw, label in headings.items():
        text = _BEFORE_A_QUESTION.sub("", label).rstrip('”"')
        if _BIDS.match(text) or (_ASKS.match(text) and text.endswith("?")):
            page.prompt = text
            page.unplaced.remove(raw)
            break
    return page


def _opened(page: Page, section: _Section, line: _Line, label: str) -> _Section | None:
    """The section that the line opens; None for a line of the section that is open."""
    level = level_of(label)
    if section.kind == "answer" and (part := _match(_PART_NAMES, label)):
        return replace(section, part=part)
    if level and level[0] not in page.answers:
        page.answers[level[0]] = []
        page.codes |= {label: level[0]} if level[1] else {}
        return _Section("answer", line.depth, level[0])
    if level:
        return _Section("repeated", line.depth)
    if kind := _match(_SECTIONS, label):
        return _Section(kind, line.depth)
    if section.kind in ("probes", "mistakes") and line.depth > section.depth:
        return None
    return _Section("unknown", line.depth) if line.depth or _seems_heading(line, section) else None


def level_of(label: str) -> tuple[Level, bool] | None:
    """The level that a heading names, and whether only by a company's code; None where it names none or several."""
    label = _normal(label)
    for names, is_code in ((_LEVEL_NAMES, False), (_LEVEL_CODES, True)):
        found = [level for level, pattern in names.items() if re.search(rf"\b(?:{pattern})\b", label)]
        if found == ["senior", "staff"]:
            found = ["staff"]
        every = "|".join((*_LEVEL_CODES.values(), *_LEVEL_NAMES.values(), _AROUND_A_LEVEL))
        if len(found) == 1 and not re.sub(rf"\b(?:{every})\b|\W", "", label):
            return found[0], is_code
    return None


def without_marks(text: str) -> str:
    """The text without Markdown's marks for bold, code and links, in one line."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"\*\*|__|`|(?<!\w)\*(?=\w)|(?<=[\w.!?])\*(?!\w)", "", text).split())


def _lines(text: str) -> Iterator[_Line]:
    rows = text.splitlines()
    is_first = True
    for row, below in zip(rows, [*rows[1:], ""], strict=False):
        bare = re.sub(r"^[>\s]+", "", row).strip()
        if not bare or re.fullmatch(r"[-=*_]{3,}", bare):
            is_first = True
            continue
        depth = _depth(bare, below.strip())
        item = None if depth else _BULLET.match(bare)
        clean = re.sub(r"^#+\s+|\s+#+$", "", bare) if depth else bare[item.end() if item else 0 :]
        yield _Line(row, clean, depth, item is not None, row.startswith(("  ", "\t")), is_first)
        is_first = depth > 0


def _depth(row: str, below: str) -> int:
    if marks := re.match(r"(#{1,6})\s", row):
        return len(marks[1])
    if re.fullmatch(r"={3,}|-{3,}", below):
        return 1 if below[0] == "=" else 2
    if row.isupper() and len(row.split()) <= 8 and not row.endswith((".", "?", "!")):
        return 2
    return 7 if re.fullmatch(r"(\*\*|__)[^*_]+\1:?", row) else 0


def _label(line: _Line, section: _Section) -> tuple[str, str]:
    """The heading, or the name before a colon or dash that may open a section, and the rest of the line."""
    bare = without_marks(line.text)
    if line.depth:
        return bare.rstrip(":"), ""
    if (found := re.match(r"([^:]{1,50}?)(?::| [-–—](?= ))\s*(.*)", bare)) and _may_open(found[1], line, section):
        return found[1], found[2]
    is_name = not line.is_item and line.is_first and not re.search(r"[.?!,;]$", bare)
    return (bare, "") if is_name and _may_open(bare, line, section) else ("", "")


def _may_open(name: str, line: _Line, section: _Section) -> bool:
    is_part = section.kind == "answer" and _match(_PART_NAMES, name)
    return bool(is_part or level_of(name) or (not line.is_item and _match(_SECTIONS, name)))


def _seems_heading(line: _Line, section: _Section) -> bool:
    """A few words alone, or in bold before a colon, where the section's own lines are sentences."""
    is_label = re.match(r"(\*\*|__)[^*_]+(?::\1|\1:)", line.text)
    alone = line.is_first and not line.is_item and not re.search(r"[.?!,;:…\"'”’)]$", line.text)
    return section.kind in ("answer", "prompt", "why") and bool(is_label or (alone and len(line.text.split()) <= 5))


def _match(names: dict[str, str], label: str) -> str:
    return next((name for name, pattern in names.items() if label and re.fullmatch(pattern, _normal(label))), "")


def _normal(label: str) -> str:
    """A label without number, signs around it and capitals: “2. Follow-ups 🔎” is follow-ups."""
    return re.sub(r"^(?:\d+[.)])?[^\w]+|[^\w+]+$", "", re.sub(r"^\d+[.)]\s*", "", label.casefold()))


def _put(page: Page, section: _Section, line: _Line, text: str) -> bool:
    """Puts the text where its section says; False where it belongs nowhere."""
    if line.raw.lstrip().startswith(("|", "<!--")):
        return False
    if section.level:
        return _put_story(page.answers[section.level], section.part, line, text)
    if section.kind == "probes":
        return _put_probe(page.probes, line, text)
    if section.kind == "mistakes":
        return _put_mistake(page.mistakes, line)
    if section.kind in ("prompt", "why", "competency"):
        before = getattr(page, section.kind)
        if before and line.is_first and section.kind != "why":
            return False
        setattr(page, section.kind, f"{before} {text}".strip())
        return True
    if section.kind in ("", "unknown") and not page.prompt and _ASKS.match(text.lstrip("“\"'")):
        page.prompt = text
        return True
    return False


def _put_story(paragraphs: list[Paragraph], part: str, line: _Line, text: str) -> bool:
    if paragraphs and not line.is_first and paragraphs[-1].part == part:
        paragraphs[-1].text += f" {text}"
        paragraphs[-1].rows.append(line.raw)
    else:
        paragraphs.append(Paragraph(part, text, [line.raw]))
    return True


def _put_probe(probes: list[str], line: _Line, text: str) -> bool:
    is_continued = bool(probes) and not line.is_first and not line.is_item and not probes[-1].endswith(("?", ".", "!"))
    is_new = not line.depth and not (line.is_item and line.is_indented) and (line.is_item or text.endswith("?"))
    if is_continued:
        probes[-1] += f" {text}"
    elif is_new:
        probes.append(text)
    return is_continued or is_new


def _put_mistake(mistakes: list[str], line: _Line) -> bool:
    opens = line.depth or (line.is_item and not line.is_indented) or (line.is_first and not line.is_item)
    goes_on = mistakes and (mistakes[-1].endswith("**:") or BETTER.match(line.text))
    if line.depth:
        mistakes.append(f"**{without_marks(line.text).rstrip(':')}**:")
    elif mistakes and (goes_on or not opens):
        mistakes[-1] += f" {line.text}"
    else:
        mistakes.append(line.text)
    return True
