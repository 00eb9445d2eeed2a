"""Finds the sentences of an answer that belong to its story, and in them the cues of offline.yaml for the anchors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scoring.documents import DocumentError, read_document
from scoring.judge.quotes import LEAST_WORDS
from scoring.rubric import Dimension, Level, Part, Rubric, Text
from scoring.text import count_words, cut, instructions_in, plain

LEXICON = Path(__file__).with_name("offline.yaml")
PARROTED_SHARE = 0.3  # of a sentence's runs of four words that are the rubric's own
LISTED_SHARE = 0.25  # commas per word from which a sentence is a list of nouns
RUN = 4  # words; shorter runs of the rubric's are everybody's English
NAMED = ("verb", "past", "own", "self", "others", "checked", "loose_end", "task")

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[\"'”’)\]]*(?=\s|[A-Z“\"])|(?=\n|$))")
_ABBREVIATED = re.compile(r"\b(?:mr|mrs|ms|dr|prof|st|no|vs|etc|approx|e\.g|i\.e)\.$", re.IGNORECASE)
_NOT = re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|could|would|should)(?: not\b|nt\b)|\bcan ?not\b")
_WORD = re.compile(r"[^\W_]+(?:’[^\W_]+)*")


class Cue(Part):
    """A way of saying that one anchor holds; `says` are the words for the rationale, `patterns` regular expressions.

    A sentence that carries a cue which stands `alone` carries no other.
    """

    id: str
    dimension: Dimension
    level: Level
    says: Text
    alone: bool = False
    patterns: Annotated[tuple[str, ...], Field(min_length=1)]


class Lexicon(Part):
    """The content of offline.yaml. In a pattern, <name> stands for the expression of that name in `words`."""

    words: dict[str, str]
    verb: str
    past: str
    own: str
    self: str
    not_story: tuple[str, ...]
    others: str
    checked: str
    loose_end: str
    task: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Finder:
    """The lexicon's expressions, compiled: plain ones by name, those of cues by cue."""

    named: dict[str, re.Pattern[str]]
    cues: tuple[tuple[Cue, re.Pattern[str]], ...]


@dataclass(frozen=True)
class Signal:
    """A sentence of the answer and a cue that it carries."""

    cue: Cue
    sentence: str


def load_finder(path: Path = LEXICON) -> Finder:
    """Raises DocumentError with the file and the reason for a malformed lexicon."""
    lexicon = read_document(path, Lexicon)
    words = {**lexicon.words, "past": lexicon.past}

    def compiled(*patterns: str) -> re.Pattern[str]:
        filled = "|".join(patterns)
        while name := re.search(r"(?<!\?)<([a-z]+)>", filled):
            filled = filled.replace(name.group(), words[name.group(1)])
        return re.compile(filled)

    try:
        named = {name: compiled(getattr(lexicon, name)) for name in NAMED} | {"not_story": compiled(*lexicon.not_story)}
        return Finder(named, tuple((cue, compiled(*cue.patterns)) for cue in lexicon.cues))
    except (re.error, KeyError) as error:
        raise DocumentError(
            f"{path}: not a regular expression, or a <name> that is not under words: {error}"
        ) from error


def fold(sentence: str) -> str:
    """The form in which expressions see a sentence: lower case, apostrophes as ’, `did not` as `didn’t`, one space."""
    lowered = " ".join(re.sub("['`´‘ʼ]", "’", sentence.lower()).split())
    return _NOT.sub(lambda found: f"{found.group(1) or 'ca'}n’t", lowered)


def sentences(text: str) -> list[str]:
    """The text's sentences as they stand in it; a line break ends one too."""
    found: list[str] = []
    for match in _SENTENCE.finditer(text):
        if found and _ABBREVIATED.search(found[-1]) and "\n" not in text[match.start() - 1 : match.start() + 1]:
            found[-1] += match.group()
        else:
            found.append(match.group())
    return [sentence.strip() for sentence in found if sentence.strip()]


def story(answer: str, rubric: Rubric, finder: Finder) -> list[str]:
    """The sentences in which something is told, each once.

    Left out are lists without a verb, what speaks to whoever scores, and the rubric's own words said back.
    """
    anchors = _runs(" . ".join(_rubric_texts(rubric)))
    kept: dict[str, str] = {}
    for sentence in sentences(cut(plain(answer))):
        folded = fold(sentence)
        if _tells(folded, finder) and not _parrots(folded, anchors):
            kept.setdefault(folded, sentence)
    return list(kept.values())


def _tells(folded: str, finder: Finder) -> bool:
    words = _WORD.findall(folded)
    listed = folded.count(",") >= max(3, LISTED_SHARE * len(words))
    if listed or not finder.named["verb"].search(folded):
        return False
    return not finder.named["not_story"].search(folded) and instructions_in(folded) is None


def _rubric_texts(rubric: Rubric) -> list[str]:
    anchors = [anchor for row in rubric.dimensions for anchor in row.anchors.values()]
    return [text for anchor in anchors for text in (anchor.short, anchor.long)] + [
        level.gist for level in rubric.levels
    ]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(fold(text))
    return {tuple(words[k : k + RUN]) for k in range(len(words) - RUN + 1)}


def _parrots(folded: str, anchors: set[tuple[str, ...]]) -> bool:
    runs = _runs(folded)
    return bool(runs) and len(runs & anchors) >= PARROTED_SHARE * len(runs)


def signals(told: Sequence[str], finder: Finder) -> list[Signal]:
    """The cues of each sentence of four words or more, in order."""
    found: list[Signal] = []
    for sentence in told:
        if count_words(sentence) >= LEAST_WORDS:
            folded = fold(sentence)
            cues = [cue for cue, pattern in finder.cues if pattern.search(folded)]
            alone = [cue for cue in cues if cue.alone]
            found += [Signal(cue, sentence) for cue in alone or cues]
    return found


def share(told: Sequence[str], *patterns: re.Pattern[str]) -> float:
    """The share of sentences in which all of the expressions are found, 0 to 1."""
    hits = sum(all(pattern.search(fold(sentence)) for pattern in patterns) for sentence in told)
    return hits / len(told) if told else 0.0


def density(told: Sequence[str], pattern: re.Pattern[str]) -> float:
    """How often the expression is found in a hundred words."""
    text = fold(" ".join(told))
    return 100 * len(pattern.findall(text)) / max(1, len(_WORD.findall(text)))
