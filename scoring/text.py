"""Text from people: counted in words, and made fit to be shown to a model, plain and not without end."""

import re
import unicodedata
from collections.abc import Callable

MOST_CHARACTERS = 20_000  # some 3,500 words, ten times a long story; a message in Slack can hold 40,000

# Scripts written without spaces: a quote may begin or end inside a run of their letters. Of Chinese, Japanese and Yi
# each letter counts as a word; of Thai, Lao, Burmese, Khmer, Javanese and the like, whose words are longer, each three
# (marks are no letters).
_IDEOGRAPHS = "\u3005-\u3007\u3040-\u312f\u3400-\u4dbf\u4e00-\ua48f\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
_RUN_TOGETHER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\u1b00-\u1b7f\ua980-\ua9df\uaa60-\uaadf"
UNSPACED = _IDEOGRAPHS + _RUN_TOGETHER
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+(?:['’׳״‐‑-][^\W{UNSPACED}]+)*")
EMOJI = re.compile(r"(?<![^\W_]):[a-z\d_+'-]+:(?![^\W_])")  # as Slack writes them, :tada:

# What is drawn as nothing although Unicode does not call it a format character: fillers, joiners, variation selectors.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNKEPT = re.compile(r"[\0\ud800-\udfff]")
_LETTERS_RUN_TOGETHER = re.compile(f"[{_RUN_TOGETHER}]")
_PER_WORD = 3  # letters: what the words of a story have on average, function words among them
# Mentions, and links of any scheme (tel:, sms:, slack://…), but for what an order to a judge may be dressed up as.
_SLACK_MARKUP = re.compile(
    r"<([@#!]|(?!(?:answer|system|user|assistant|instructions|human)\b)[a-z][a-z0-9+.-]*:(?://)?)"
    r"([^<>|]*)(?:\|([^<>]*))?>",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[\"'”’)\]]*(?=\s|[A-Z“\"])|(?=\n|$))")
_ABBREVIATED = re.compile(r"\b(?:mr|mrs|ms|dr|prof|st|no|vs|etc|approx|e\.g|i\.e)\.$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|[。！？]|\n")

# Orders to whoever scores, and verdicts ready-made. Narrow on purpose: a story may tell of orders and of scores.
_INSTRUCTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:^|[.!?:;\n]\s*)(?:please\s+|now\s+)?(?:ignore|disregard|forget|override)\s+(?:(?:all|any|every|the|your|these|of)\s+)*"
        r"(?:previous|prior|earlier|above|preceding|system|scoring)\s+(?:instruction|prompt|rule|direction|rubric)s?\b",
        r"\b(?:ignore|disregard|forget)\s+the\s+rubric\b",
        r"\b(?:score|rate|grade|mark)\s+(?:this|it|my)(?:\s+(?:answer|response|story|submission))?\s+(?:as|at|with|a)\s+"
        r"(?:an?\s+|the\s+)?(?:junior|mid|senior|staff|strong|highest|top|maximum|full)\b",
        r"\b(?:give|award)\s+this\s+(?:answer|response|submission)\s+(?:an?\s+|the\s+)?(?:staff|senior|highest|top|maximum|full)\b",
        r"\b(?:overall|level|evidence)[\"']\s*:\s*[\"'](?:none|junior|mid|senior|staff|thin|adequate|strong)\b",
        r"</?\s*(?:answer|system|user|assistant|instructions)\b[^<>\n]{0,60}>",
        r"(?:^|\n)\s*(?:assistant|human)\s*:",
    )
)


def count_words(text: str) -> int:
    """Words, with `don't` and `two-thirds` as one each and every letter of Chinese or Japanese as one; no emoji.

    Thai, Lao, Burmese and Khmer are counted by their letters, three a word: where one ends only a dictionary tells.
    """
    letters = _without(_is_mark, EMOJI.sub(" ", text))
    found = WORD.findall(letters)
    run_together = sum(bool(_LETTERS_RUN_TOGETHER.match(word)) for word in found)
    return len(found) - run_together + -(-run_together // _PER_WORD)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _without(unwanted: Callable[[str], bool], text: str) -> str:
    """The text without such characters; each that there is is asked about once."""
    found = {ord(character): None for character in set(text) if unwanted(character)}
    return text.translate(found) if found else text


def sentences(text: str) -> list[str]:
    """The text's sentences as they stand in it; a line break ends one too."""
    found: list[str] = []
    for match in _SENTENCE.finditer(text):
        if found and _ABBREVIATED.search(found[-1]) and "\n" not in text[match.start() - 1 : match.start() + 1]:
            found[-1] += match.group()
        else:
            found.append(match.group())
    return [sentence.strip() for sentence in found if sentence.strip()]


def slug_of(text: str, most: int = 60) -> str:
    """A name to call something by, such as on-call-handover; empty where a text has neither a to z nor a digit."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub("['’]", "", text.casefold())).strip("-")[:most].rstrip("-")


def is_hidden(character: str) -> bool:
    """Whether a character is drawn as nothing or turns the order of others: zero-width, bidi, tags, controls."""
    if character in "\n\t":
        return False
    return unicodedata.category(character) in ("Cf", "Cc", "Co", "Cs") or bool(_BLANK.match(character))


def shown(text: str) -> str:
    """The text without characters that are drawn as nothing."""
    return _without(is_hidden, text)


def plain(text: str) -> str:
    """A message of Slack as a reader sees it: markup and entities in plain words, hidden characters gone."""
    text = _SLACK_MARKUP.sub(_words_of, text)
    return visible(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def keepable(text: str) -> str:
    """The text without what no database keeps: NUL, which PostgreSQL refuses, and halves of a character."""
    return _UNKEPT.sub("", text)


def visible(text: str) -> str:
    """The text as it is shown, its lines ended alike."""
    return shown(_LINE_END.sub("\n", text)).strip()


def _words_of(markup: re.Match[str]) -> str:
    kind, target, label = markup.groups()
    if kind == "@":
        return f"@{label or 'someone'}"
    if kind == "#":
        return f"#{label or 'a-channel'}"
    if kind == "!":
        return str(label or f"@{target.split('^')[0]}")
    return str(label or kind + target)


def cut(text: str, most: int = MOST_CHARACTERS) -> str:
    """The text, or as many whole sentences of it from the start as fit in `most` characters."""
    if len(text) <= most:
        return text
    ends = [end.end() for end in _SENTENCE_END.finditer(text, 0, most)]
    return text[: ends[-1] if ends else most].rstrip()


def instructions_in(text: str) -> str | None:
    """The first passage that speaks to whoever scores rather than telling a story; None where there is none.

    Finds only the bluntest. What it misses is still inside the delimiters, and the model is asked to look as well.
    """
    visible = unicodedata.normalize("NFKC", text)
    found = (pattern.search(visible) for pattern in _INSTRUCTIONS)
    first = min((match for match in found if match), key=lambda match: match.start(), default=None)
    return first.group().strip(" .!?:;\n") if first else None
