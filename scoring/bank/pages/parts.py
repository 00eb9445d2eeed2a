"""The four parts of an answer (situation, task, action, result), and how pages name them."""

import re

from scoring.bank.pages.levels import level_of
from scoring.bank.pages.marks import without_marks
from scoring.bank.pages.names import normal

PARTS = ("situation", "task", "action", "result")
_NAMES = {
    "situation": r"situations?|context|background|setting|scenario|the situation|s",
    "task": r"tasks?|goals?|objective|assignment|challenge|problem|obstacles?|responsibility|the task|target|t",
    "action": r"actions?|approach|steps|activity|what i did|what did (?:i|you|they) do|actions? taken|the actions?|a",
    "result": r"results?|outcomes?|impact|what came of it|what happened|the results?|conclusion|resolution|r",
    "more": r"learnings?|lessons?(?: learn(?:ed|t))?|reflections?|takeaways?|what (?:i|we) learn(?:ed|t)|l",
}
_GLOSS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$|^\s*[(\[][^()\[\]]*[)\]]\s*(?=\w)")
_WORDS = r"(?:Situation|Task|Actions?|Results?|Context|Outcome|SITUATION|TASK|ACTIONS?|RESULTS?)"
_LABEL = re.compile(
    rf"(?P<mark>\*\*|__)?(?P<bracket>[\[(])?{_WORDS}(?: ?\([^()]{{1,40}}\))?(?(bracket)[\])])"
    rf"(?(mark)\s?:?(?:\*\*|__)\s?:?|\s?:)(?=\s|$|\*|\w)"
)
_ANSWER = re.compile(
    r"(?<=[.?!:”\"])\s+(?=(?:Sample|Example|Model) (?:Answer|Response)s? ?[(:–-])"
    r"|(?<=[.?!”\"])\s+(?=Common (?:Mistakes|Pitfalls)\b)"
)


def part_of(label: str) -> str:
    """The part that a label names: situation, task, action or result, "more" for what was learned; "" for none.

    A label of two parts (Situation & Task) is the first; “Situation (context)” and “S (Situation)” are situation.
    """
    found = _one(label)
    if found:
        return found
    whole = normal(label)
    if re.fullmatch(r"s[ /+]*t|st", whole):
        return "situation"
    parts = [_one(part) for part in re.split(r"\s*(?:/|\+|,|\band\b)\s*", whole)]
    return parts[0] if len(parts) > 1 and all(parts) else ""


def _one(label: str) -> str:
    plain = normal(_GLOSS.sub("", normal(label)))
    plain = re.sub(r"^([star])(?:\s*[-–—=:.]\s*|\s+)(?=\w{4})", "", plain)
    return next((name for name, pattern in _NAMES.items() if plain and re.fullmatch(pattern, plain)), "")


def names_part(text: str) -> bool:
    """Whether a line begins with the label of a part."""
    return bool(_LABEL.match(text))


def pieces(text: str, is_told: bool = False) -> list[str]:
    """The line parted before each label of a part that stands in it, and before a label of an answer.

    A label counts at the line's beginning, after the name of a level, and after the end of a sentence where another
    stands before it: in the line, or (`is_told`) in one of its paragraph before.
    """
    return [piece for line in _ANSWER.split(text) for piece in _at_labels(line, is_told)]


def _at_labels(text: str, is_told: bool) -> list[str]:
    cuts = [0]
    for label in _LABEL.finditer(text):
        before = text[cuts[-1] : label.start()]
        bare = without_marks(re.sub(r"^(?:[-*•#>\s]|\d+[.)]\s)+", "", before)).rstrip(" :–—-")
        if not bare and cuts == [0]:
            continue
        is_after_level = cuts == [0] and bool(level_of(bare))
        is_after_sentence = bool(re.search(r"[.!?…:;][\"”’)*_]*\s+$", before))
        is_after_label = cuts[-1] > 0 and bool(_LABEL.fullmatch(before.strip()))
        if label.start() and (
            is_after_level
            or is_after_label
            or (is_after_sentence and (label["mark"] or is_told or len(cuts) > 1 or names_part(text)))
        ):
            cuts.append(label.start())
    return [text[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
