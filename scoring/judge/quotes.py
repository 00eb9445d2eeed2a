"""Whether a quote stands word for word in an answer; what is shown is then the answer's own text."""

import re
import unicodedata

from scoring.text import EMOJI, UNSPACED, WORD, is_hidden

LEAST_WORDS = 4  # fewer stand in any text, and show nothing

_SINGLE_QUOTES = "'‘’‚‛`´′ʼ‹›"
_DOUBLE_QUOTES = '"“”„‟″«»'
# What a model leaves out when it copies: how a word is set, what begins a line, emoji.
_SET = re.compile(rf"[*`~•◦▪]|(?<![^\W_])_+|_+(?![^\W_])|^\s*[>-]\s|{EMOJI.pattern}", re.MULTILINE)


def find(quote: str, answer: str, least_words: int = LEAST_WORDS) -> str | None:
    """The passage of `answer` that `quote` repeats word for word, as it stands there; None where there is none.

    Case, white space, hidden characters, accents, emoji, what sets words bold or begins a line, and the shapes of
    quotation marks and dashes may differ, and punctuation at the quote's two ends is not looked at. Words may not:
    neither left out, nor cut, nor fewer than `least_words`.
    """
    wanted = _fold(quote)[0]
    words = list(WORD.finditer(wanted))
    if len(words) < least_words:
        return None
    wanted = wanted[words[0].start() : words[-1].end()]
    folded, origins = _fold(answer)
    start = folded.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if not _cuts_a_word(folded, start) and not _cuts_a_word(folded, end):
            return answer[origins[start] : _with_marks(answer, origins[end - 1] + 1)]
        start = folded.find(wanted, start + 1)
    return None


def straight(text: str) -> str:
    """The text with each kind of double quotation mark as the plain one."""
    return "".join('"' if character in _DOUBLE_QUOTES else character for character in text)


def _fold(text: str) -> tuple[str, list[int]]:
    """The text in the form in which two passages are compared, and for each character of it its place in `text`."""
    folded: list[str] = []
    origins: list[int] = []
    marks = {place for mark in _SET.finditer(text) for place in range(*mark.span())}
    for place, original in enumerate(text):
        if is_hidden(original) or (place in marks and not original.isspace()) or _is_picture(original):
            continue
        for character in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", original).casefold()):
            if unicodedata.combining(character):
                continue
            character = _plain_sign(character)
            if character == " " and folded[-1:] == [" "]:
                continue
            folded.append(character)
            origins.append(place)
    return "".join(folded), origins


def _is_picture(character: str) -> bool:
    """Whether it is an emoji or its skin tone."""
    return unicodedata.category(character) in ("So", "Sk") and character > "\u2000"


def _plain_sign(character: str) -> str:
    if character.isspace():
        return " "
    if character in _SINGLE_QUOTES:
        return "'"
    if character in _DOUBLE_QUOTES:
        return '"'
    return "-" if unicodedata.category(character) == "Pd" or character == "\u2212" else character


def _cuts_a_word(text: str, place: int) -> bool:
    """Whether the border before `place` runs through a word."""
    return 0 < place < len(text) and all(_is_letter(character) for character in text[place - 1 : place + 1])


def _is_letter(character: str) -> bool:
    return character.isalnum() and not re.match(f"[{UNSPACED}]", character)


def _with_marks(text: str, end: int) -> int:
    """`end`, moved past the accents that belong to the character before it."""
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return end
