"""How a story is told: what gives its level away, whether it is in the first person, how easily it reads."""

import re

_TITLE = (
    r"(?:team|tech|technical|engineering|product|design|group) lead|lead (?:engineer|developer|designer|analyst)"
    r"|(?:(?:solutions?|software|chief|principal|enterprise|data) )?architect|(?:engineering|product|design) manager"
    r"|director|head of|vice president|vp|cto|cpo|ceo"
    r"|intern|trainee|apprentice|(?:new )?graduate|new starter|beginner"
)
_CRAFT = r"(?:engineer|developer|designer|scientist|analyst|manager)"
_YEARS = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|many|several)\+? years?['’]?"
)
_TELLS = (
    (
        r"\bjunior\b|\bmid-?level\b|\bsenior\b(?! (?:citizen|school|secondary|home|living))"
        rf"|\bstaff(?:\+|[- ](?:level|{_CRAFT})\b)|\bprincipal {_CRAFT}\b|\b(?:entry|L[3-8])[- ]level\b",
        "is a word for a level",
    ),
    (
        r"\b(?:as an?|I (?:was|am|became|had (?:been|become)) (?:an?|the)|I['’]m (?:an?|the)|promoted (?:me )?to"
        rf"|made me) (?:(?:new|young|former|only|very) )?(?:{_TITLE})\b",
        "is the teller's own title",
    ),
    (
        rf"\b{_YEARS}(?: of)? (?:\w+ ){{0,2}}experience\b|\b(?:with|after|have|had) {_YEARS} behind me\b"
        rf"|\b{_YEARS} in (?:the|this) (?:industry|trade|field|profession|business)\b"
        r"|\b(?:fresh|straight) (?:out of|from) (?:university|college|school)\b|\bmy (?:very )?first job\b",
        "tells how long the teller has worked",
    ),
)
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|myself|we|us|our|ours|ourselves)\b(?!\.\w)", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[.,'’-]\w+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*(?:\s|$)")
_VOWELS = re.compile(r"[aeiouyáéíóúäöüàèâêîôû]+")


def tells(story: str) -> list[str]:
    """What in the story names a level rather than showing it, each in words for the story's writer."""
    return [
        f"“{found.group()}” {why}" for pattern, why in _TELLS for found in re.finditer(pattern, story, re.IGNORECASE)
    ]


def first_person_share(story: str) -> float:
    """Words such as I, my, we and our over all words, from 0 to 1."""
    return len(_FIRST_PERSON.findall(story)) / max(1, len(_WORD.findall(story)))


def reading_ease(text: str) -> float:
    """Flesch's reading ease: about 100 for very easy text, 60 to 70 for plain English, under 30 for scientific prose.

    Flesch, A new readability yardstick, Journal of Applied Psychology 32, 1948, 221-233; syllables are counted by the
    vowels written, so single texts may be a few points off. A text without words gives 0.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * sum(map(_syllables, words)) / len(words)


def _syllables(word: str) -> int:
    """Runs of vowels, less a silent e at the end (made, makes, asked); a number counts as one."""
    spoken = re.sub(r"(?<=[^aeiouylr])(?:e|es|ed)$", _kept_ending, word.casefold())
    spoken = re.sub(r"(?<=[aeiouy][lr])(?:e|es|ed)$", "", spoken)
    return max(1, len(_VOWELS.findall(spoken)))


def _kept_ending(ending: re.Match[str]) -> str:
    before = ending.string[ending.start() - 1]
    is_spoken = (ending.group() == "ed" and before in "td") or (ending.group() == "es" and before in "csxzgh")
    return ending.group() if is_spoken else ""
