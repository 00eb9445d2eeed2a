"""An answer as the offline judge takes it: the passages in which something is told, in prose, notes or dictation."""

import re
from collections.abc import Callable, Iterator, Set
from functools import lru_cache

from scoring.rubric import LEVELS, Rubric
from scoring.text import cut, instructions_in, plain

SHORTEST, LONGEST = 60, 400  # characters; dictation without full stops is cut at its joins
RUN = 4  # words said in a row as the rubric says them
PARROTED_SHARE, LISTED_SHARE = 0.3, 0.25  # of a passage's runs of words; commas by word

_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+")
_JOIN = re.compile(r"\s+(?=(?:and then|and so|but then|so then|and|so|but|then|because)\s)")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_PAST = re.compile(
    r"\b(?:was|were|had|did|went|got|made|said|told|took|gave|came|saw|found|put|kept|left|ran|read|sent|set|spoke|spent|"
    r"wrote|built|bought|brought|began|broke|chose|cut|drew|fell|felt|held|knew|led|lost|met|paid|sold|taught|understood|"
    r"won|became|heard|showed|split|shipped|(?!need|indeed|speed|feed|seed|hundred|red)\w{2,}ed)\b"
)
# What speaks to whoever scores, or claims a rank, is no part of the story.
_LEVELS = "|".join((*LEVELS, "none", "thin", "adequate", "strong"))
_NOT_STORY = re.compile(
    "|".join(
        (
            r"\b(?:junior|mid|senior|staff)\+?[ -](?:level|work|answer)\b",
            r"\b(?:as|at|to|is|now|score|with|not|than|:) (?:a )?staff\b(?! (?:of|room|member|engineer))",
            r"\b(?<!the )(?<!our )(?<!of )staff\W*$",
            r"\bhighest level\b|\bevaluators?\b|\brubric\b|\bwhat i showed\b|^interviewer \d",
            r"\b(?:this|my|the|every) (?:answer|response|submission) (?:is|was|as|at|ends|here|should|deserves)\b",
            r"\b(?:overall|evidence|level|scope|judgement|influence|delivery|impact|reflection)[\"”]?\s*[:=]\s*[\"“]?"
            rf"(?:{_LEVELS})\b",
            r"[\"{}<>]{2}|^i am an? (?:\w+ )?(?:principal|distinguished|former|chief|vp|director|architect)\b",
        )
    )
)


def fold(text: str) -> str:
    """Lower case, with one shape of apostrophe."""
    return text.lower().replace("’", "'").replace("‘", "'")


def words(folded: str) -> list[str]:
    return _WORD.findall(folded)


def story(answer: str, rubric: Rubric) -> list[str]:
    """The passages in which something is told, as they stand in the plain answer, each once.

    Left out are lists of keywords, what speaks to whoever scores, and the rubric's own words said back.
    """
    anchors = _anchors(" . ".join(_said_by(rubric)))
    kept: dict[str, str] = {}
    for passage in _passages(cut(plain(answer))):
        folded = fold(passage)
        said = words(folded)
        if _tells(folded, said, anchors):
            kept.setdefault(" ".join(said), passage)
    return list(kept.values())


def happened(passages: list[str]) -> int:
    """In how many passages something was done, as far as the verbs tell."""
    return sum(bool(_PAST.search(fold(passage))) for passage in passages)


def share(passages: list[str], tells: Callable[[str], object]) -> float:
    """The share of passages of which this is so, 0 to 1."""
    return sum(bool(tells(fold(passage))) for passage in passages) / len(passages) if passages else 0.0


def _passages(text: str) -> Iterator[str]:
    for sentence in _END.split(text):
        rest = sentence.strip()
        while len(rest) > LONGEST:
            joins = [join.start() for join in _JOIN.finditer(rest, SHORTEST, LONGEST)]
            at = joins[-1] if joins else max(rest.rfind(" ", SHORTEST, LONGEST), 0) or LONGEST
            yield rest[:at].strip()
            rest = rest[at:].strip()
        if rest:
            yield rest


def _tells(folded: str, said: list[str], anchors: Set[tuple[str, ...]]) -> bool:
    listed = folded.count(",") >= max(3, LISTED_SHARE * len(said))
    if not said or listed or _NOT_STORY.search(folded) or instructions_in(folded):
        return False
    runs = _runs(said)
    return not runs or len(runs & anchors) < PARROTED_SHARE * len(runs)


def _said_by(rubric: Rubric) -> list[str]:
    anchors = [anchor for row in rubric.dimensions for anchor in row.anchors.values()]
    return [text for anchor in anchors for text in (anchor.short, anchor.long)] + [
        text for level in rubric.levels for text in (level.gist, level.long)
    ]


@lru_cache(maxsize=8)
def _anchors(rubric: str) -> frozenset[tuple[str, ...]]:
    """The runs of words of a rubric, which is the same for many answers."""
    return frozenset(_runs(words(fold(rubric))))


def _runs(said: list[str]) -> set[tuple[str, ...]]:
    return {tuple(said[k : k + RUN]) for k in range(len(said) - RUN + 1)}
