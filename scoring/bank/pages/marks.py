"""The marks inside a line: what Markdown's emphasis, escapes and links, HTML's entities and tags stand for."""

import html
import re

from scoring.text import EMOJI, shown

_LITERAL = "*_`[]<&|~"  # escaped, these are themselves and no marks
_SHELTER = 0xE000  # where they are kept until the marks are gone: no page uses these characters
_BACK = {_SHELTER + code: code for code in range(128)}
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"</?(?:a|abbr|aside|b|big|blockquote|center|cite|code|details|div|em|font|i|img|ins|kbd|li|mark|ol|p|s|small|span|strong"
    r"|sub|sup|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_BOLD_TAG = re.compile(r"</?(?:b|strong)>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\[\]]*\])")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*]*?)(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=\S)([^_]*?)(?<=\S)_(?![\w_])"
)


def unescaped(row: str) -> str:
    """The row without escapes, entities and HTML's inline tags; what was escaped is sheltered from being a mark."""
    row = row.replace(r"\*\*", "**").replace(r"\_\_", "__")
    row = _ESCAPE.sub(lambda found: _sheltered(found[1]), row)
    row = re.sub(r"(?<!\w)[(\[]([STAR])[)\]](?=[a-z]{2})", r"\1", row)  # (S)ituation
    row = re.sub(r"\s*\{[#.][^{}]*\}$", "", row)  # the anchor of a heading
    row = EMOJI.sub("", re.sub(r"(?<=\S)\\$", "", row))
    row = _TAG.sub("", _BOLD_TAG.sub("**", row))
    return without_entities(row)


def without_entities(text: str) -> str:
    """Entities as the characters they name; those that were escaped twice as well."""
    for _ in range(3):
        text, count = _ENTITY.subn(lambda found: shown(html.unescape(found[0])), text)
        if not count:
            break
    return re.sub(r"[\u00a0\u2007\u202f]", " ", text)


def without_marks(text: str) -> str:
    """The text without the marks for bold, emphasis, code and links, in one line, its escaped characters themselves."""
    text = _FOOTNOTE.sub("", _LINK.sub(_said_by_link, text))
    text = re.sub(r"\*\*|__|`|~~", "", text)
    text = _EMPHASIS.sub(lambda found: found[1] or found[2], text)
    return without_entities(" ".join(text.translate(_BACK).split()))


def _said_by_link(link: re.Match[str]) -> str:
    """What a link says; nothing for a picture, or a mark that only leads somewhere."""
    return "" if link[0].startswith("!") or not re.search(r"\w", link[1]) else link[1]


def escaped(text: str) -> str:
    """The text so that a reader of Markdown takes none of its characters for a mark."""
    return re.sub(r"([\\*_`\[\]<&|~])", r"\\\1", text)


def _sheltered(character: str) -> str:
    return chr(_SHELTER + ord(character)) if character in _LITERAL else character
