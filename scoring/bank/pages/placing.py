"""Puts a line where its section says, and notes on which line of the page it stood."""

import re

from scoring.bank.pages.lines import Line, is_open
from scoring.bank.pages.marks import without_marks
from scoring.bank.pages.names import asks, begins_as_question, bids_for_a_story
from scoring.bank.pages.page import Page, Paragraph, Section
from scoring.bank.pages.runs import questions_in
from scoring.bank.wording import first_person_share

BETTER = re.compile(
    r"\s*(?:\*\*|__|\*)?(?:(?:what )?(?:a )?(?:better|stronger) (?:answers?|approach|looks like)(?: does)?|better"
    r"|instead|(?:what to )?do(?: this)? instead|fix|how to fix(?: it)?|how to avoid(?: it)?)"
    r"(?:\*\*|__|\*)?\s?[:：](?:\*\*|__|\*)?\s*|\s*(?:→|⇒|➜|->|=>)\s*",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[A-Z][^.?!]{3,120}?\s(?:--+|—|–)\s")  # a mistake on a line of its own: its name, then what of it
_PROPERTY = re.compile(r"[A-Z][\w /-]{0,30}:\s")  # a line of a page's properties, such as its tags
_STORY_WORDS = 25  # in a paragraph that tells something of oneself, rather than a wrapped item


def begin(page: Page, section: Section, line: Line, is_part: bool, has_text: bool) -> None:
    """Notes a level or a part of it that a line names; a part without text yet is a paragraph without text."""
    assert section.level
    page.saw(section.level, line)
    if is_part and not has_text:
        page.answers[section.level].append(Paragraph(section.part, "", [line]))


def put(page: Page, section: Section, line: Line, text: str, is_label: bool) -> bool:
    """Puts the text where its section says; False where it belongs nowhere."""
    if not text.strip():
        return False
    if section.is_closed:
        return _put_aside(page, line)
    if section.level:
        return _put_story(page, section, line, text, is_label)
    if section.kind == "probes":
        return put_probe(page, line, text=text) or _put_aside(page, line)
    if section.kind == "mistakes":
        return _put_mistake(page, section, line, text if is_label else "")
    if section.kind == "prompt" and _is_follow_up(page, section, line):
        return put_probe(page, line)
    if section.kind in ("prompt", "why", "competency"):
        before = getattr(page, section.kind)
        if section.kind == "competency" and before and not is_label and _PROPERTY.match(line.text):
            return False
        if section.kind != "why" and before and (line.is_item or (line.is_first and not is_label)):
            return False
        put_plain(page, section.kind, line, text, "; " if line.is_item and not re.search(r"[.!?;:]$", before) else " ")
        return True
    return _put_aside(page, line) if section.kind in ("", "unknown", "notes") else False


def put_plain(page: Page, kind: str, line: Line, text: str, between: str = " ") -> None:
    before = getattr(page, kind)
    setattr(page, kind, f"{before}{between}{text}".strip() if before else text.strip())
    page.saw(kind, line)


def _is_follow_up(page: Page, section: Section, line: Line) -> bool:
    """Questions listed under the prompt, without a heading of their own."""
    opener = section.opened
    is_under = line.is_item and (opener is None or not opener.is_item or line.indent > opener.indent)
    return bool(page.prompt) and is_under and line.bare.endswith("?") and not bids_for_a_story(line.bare)


def _put_aside(page: Page, line: Line) -> bool:
    """Keeps apart a paragraph that may be a part of an answer; it is never placed here."""
    if line.depth or line.is_item:
        return False
    if _goes_on_aside(page, line):
        page.strays[-1].append(line)
    elif line.is_first or tells(line.bare):
        page.strays.append([line])
    return False


def _goes_on_aside(page: Page, line: Line) -> bool:
    """Whether the line before it in its paragraph was put aside."""
    last = page.strays[-1][-1] if page.strays else None
    return bool(last and not line.is_first and page.unplaced[-1:] == [last] and last.number >= line.number - 1)


def tells(text: str) -> bool:
    """Whether a text is long enough, and in the first person enough, to be a piece of a story."""
    return len(text.split()) >= _STORY_WORDS and first_person_share(text) > 0.01


def _put_story(page: Page, section: Section, line: Line, text: str, is_label: bool) -> bool:
    assert section.level
    paragraphs = page.answers[section.level]
    page.saw(section.level, line)
    is_same = bool(paragraphs) and paragraphs[-1].part == section.part
    if is_same and (not line.is_first or not paragraphs[-1].text) and (not is_label or not paragraphs[-1].text):
        paragraphs[-1].text = f"{paragraphs[-1].text} {text}".strip()
        paragraphs[-1].lines.append(line)
    else:
        paragraphs.append(Paragraph(section.part, text, [line]))
    return True


def put_probe(page: Page, line: Line, text: str = "", is_run: bool = False) -> bool:
    """Puts a follow-up, or the rest of one that is wrapped; False for a line that is none."""
    probes, text = page.probes, re.sub(r"^(?:→\s*|[A-H][.)]\s+|[QF]\d+\s*[.:)–-]\s*)", "", text or line.bare)
    is_whole = not probes or re.search(r"[?.!][\"”’')]*$", probes[-1])
    is_continued = not is_whole and not line.is_first and not line.is_item
    is_nested = line.is_item and line.indent > min(page.probes_at, default=line.indent)
    is_heading = line.depth > 0 and not asks(text)
    asked = questions_in(f"{probes[-1]} {text}" if is_continued else text, fewest=3 if line.is_item else 2)
    is_broken = bool(line.below) and is_open(line.text) and begins_as_question(text)
    is_question = bool(re.search(r"\?[\"”’')]*$", text)) or len(asked) > 1 or is_broken
    if is_continued:
        probes[-1:] = asked
    elif not is_heading and (is_question or ((line.is_item or is_run) and not is_nested)):
        probes += asked
        page.probes_at.append(line.indent if line.is_item else 99)
    else:
        return False
    page.saw("probes", line)
    return True


def _put_mistake(page: Page, section: Section, line: Line, text: str) -> bool:
    mistakes = page.mistakes
    indent = section.items_at if section.items_at is not None else line.indent
    is_item = line.is_item and line.indent <= indent
    is_named = _is_named(section, line) and all(_NAMED.match(each) for each in mistakes[-1:])
    if mistakes and _NAMED.match(mistakes[-1]) and not is_named and not line.is_item and tells(line.bare):
        return _put_aside(page, line)
    opens = line.depth or is_named or is_item or (line.is_first and not line.is_item) or text
    is_told = not line.is_first and not line.is_item and re.fullmatch(r"(\*\*|__)[^*_]+\1:?", "".join(mistakes[-1:]))
    goes_on = mistakes and (mistakes[-1].endswith("**:") or BETTER.match(line.text) or line.is_value or is_told)
    if section.items_at is not None and not line.is_item and not line.depth and not goes_on and _is_apart(line):
        return _put_aside(page, line)
    if not mistakes and not line.is_item and tells(line.bare):
        return _put_aside(page, line)
    if line.depth:
        mistakes.append(f"**{without_marks(line.text).rstrip(':')}**:")
    elif mistakes and (goes_on or not opens):
        if not line.is_item and _goes_on_aside(page, line):
            return _put_aside(page, line)
        mistakes[-1] += f" {line.text}"
    else:
        mistakes.append(text or line.text)
    page.saw("mistakes", line)
    return True


def _is_named(section: Section, line: Line) -> bool:
    """Whether a mistake begins on the line by its name; a dash in what is wrapped from an item names nothing."""
    is_wrapped = line.is_value or (section.items_at is not None and not line.is_item and not line.is_first)
    return bool(_NAMED.match(line.text)) and not is_wrapped


def _is_apart(line: Line) -> bool:
    """A paragraph that stands after a list, at its margin and not wrapped from it."""
    return (line.is_first and line.indent == 0) or tells(line.bare)
