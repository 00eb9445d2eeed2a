"""What sections of a page are called, and what asks a question: the vocabulary of guides, in one place."""

import re

_GLOSS = r"(?: ?\([^()]*\))?"
_MORE = (
    r"(?:(?:possible|good|useful|suggested|optional|deeper|additional|further|more|extra|recommended|sample|example"
    r"|key|advanced|basic|tough|hard|harder|probing|common|typical|frequent|likely|senior|junior|the|some|our|your"
    r"|potential|candidate|interviewer|other|top|biggest|major|classic|main|quick|general|specific) )*"
)
_SECTIONS = {
    "prompt": r"(?:the )?(?:interview |main |opening |core |primary |lead |behaviou?ral )*(?:question|prompt)"
    r"|q|(?:what to )?ask|how to ask(?: it)?",
    "why": r"why (?:we|you|do we|do you|interviewers|they) ask.*|why (?:it is|it['’]s|this is) asked.*"
    r"|purpose|intent|rationale|objective|goal|what (?:it|this|(?:this|the) question|we|you|interviewers?|they)"
    r"(?:['’]re| is| are)? (?:tests?|shows?|assess\w*|measures?|reveals?|look\w* for|listen\w* for|about|want\w*).*",
    "competency": r"(?:core |key |target )?(?:competenc(?:y|ies)|skills?|themes?|categor(?:y|ies)|topic|trait|values?"
    r"|leadership principles?|signal area|focus area|area)(?: (?:tested|assessed|covered))?",
    "probes": rf"{_MORE}(?:follow[- ]?ups?|prob(?:es?|ing)|dig(?:ging)? (?:deeper|in)|go(?:ing)? deeper|ask next"
    r"|then ask|drill[- ]?downs?|(?:additional|further|clarifying|deeper|secondary)(?= questions)"
    r"|questions to (?:ask next|follow up with|dig deeper))(?: questions?| qs?| prompts?)?"
    r"(?: (?:to ask|to consider|you (?:may|might|can) (?:ask|get)))?",
    "mistakes": rf"{_MORE}(?:mistakes?|pitfalls?|traps?|errors?|red flags?|warning signs?|anti[- ]?patterns?"
    r"|(?:what|things) (?:not to do|to avoid)|watch[- ]?outs?(?: for)?|watch out for|donts|don['’]ts|negative signals?"
    r"|where (?:answers|candidates|people) (?:go wrong|stumble|fail))(?: (?:to avoid|to watch(?: out)? for|and .*"
    r"|candidates make|people make|in answers))?",
    "notes": r"(?:why (?:this|it) (?:works|is).*|what makes .*|(?:.* )?notes?|commentary|analysis|(?:.* )?tips?"
    r"|sources?(?: and .*)?|(?:further )?reading|references|resources|(?:green|positive) (?:flags?|signals?|signs?)"
    r"|how to (?:answer|use|score|prepare).*|scoring.*|key takeaways?|takeaways?|about (?:this|the) .*"
    r"|see also|appendix)",
    "alternatives": r"(?:(?:related|similar|other|alternative|more) (?:interview )?(?:questions|prompts|wordings?"
    r"|phrasings?)"
    r"(?: to practi[cs]e)?|variations?|alternatives|(?:also|other ways?) (?:asked as|to ask.*)|you may also like)",
    "answers": r"(?:(?:sample|example|model|reference|star) )*(?:answers|responses|examples|stories|exemplars)"
    r"(?: (?:by|at each|per|for each) (?:level|seniority))?",
    "unlevelled": r"(?:(?:an?|the|sample|example|model|reference|good|great|better|best|strong|stronger|excellent"
    r"|perfect|poor|bad|weak|weaker|average|solid|mediocre|ok|okay|star|ideal) )*(?:answer|response|example|story"
    r"|exemplar)(?: (?:#|no\.? )?\d+)?",
}
_COMPILED = {name: re.compile(rf"(?:{pattern}){_GLOSS}") for name, pattern in _SECTIONS.items()}
_NUMBERED = re.compile(
    r"(?:(?:interview|behaviou?ral|sample) )?(?:question|q|prompt)\s*(?:#|no\.? ?|number )?"
    r"(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|[ivx]{1,4}\b)(?:\s*(?:of|/)\s*\d+)?(?:\W+(.*))?",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = re.compile(
    r"(?:tell|describe|give|share|walk|talk|think|recall|explain|discuss|when|what|how|have|has|can|could|would|did"
    r"|do|does|is|are|was|were|where|which|who|whom|whose|why|if|in what|to what|with whom|looking back)\b",
    re.IGNORECASE,
)
_BIDS = re.compile(
    r"(?:please )?(?:(?:can|could|would) you (?:please )?)?(?:(?:tell|give|walk|talk) (?:me|us)\b|describe\b"
    r"|share an?\b|think of\b|recall an?\b|discuss an?\b)|(?:when did you last|when was the last time"
    r"|have you ever)\b|.{0,60}\b(?:an?|the last) (?:time|situation|occasion|project|moment|decision"
    r"|instance)\b.{0,3}(?: (?:when|where|that|you|in which)\b)|.{0,40}\b(?:example|instance) of\b",
    re.IGNORECASE,
)
_STORIED = re.compile(
    r"\b(?:an?|the last|one) (?:\w+ ){0,3}(?:time|situation|occasion|example|instance|moment)\b", re.IGNORECASE
)


def section_of(label: str) -> str:
    """The section that a label opens, or ""."""
    label = normal(label)
    return next((name for name, pattern in _COMPILED.items() if label and pattern.fullmatch(label)), "")


def numbered(label: str) -> tuple[str, str] | None:
    """The number of a question and what follows it: “Question 2: Describe …”. None for what is no such label."""
    found = _NUMBERED.fullmatch(re.sub(r"^[^\w]+", "", label))
    return (found[1].lower(), (found[2] or "").strip()) if found else None


def asks(text: str) -> bool:
    """Whether a text is itself a question: a bid to tell something, or a question with its mark."""
    text = opening_words(text)
    return bids(text) or (bool(_ASKS.match(text)) and text.rstrip("”\"'’)* ").endswith("?"))


def bids(text: str) -> bool:
    """Whether a text bids somebody to tell of something, as prompts do and follow-ups seldom."""
    return bool(_BIDS.match(opening_words(text)))


def bids_for_a_story(text: str) -> bool:
    """Whether a text is plainly the prompt of a behavioural question."""
    return bids(text) and bool(_STORIED.search(text))


def begins_as_question(text: str) -> bool:
    return bool(_ASKS.match(opening_words(text)))


def opening_words(text: str) -> str:
    """The text without a number and quotation marks before it."""
    return re.sub(r"^[\W\d_]*", "", text)


def normal(label: str) -> str:
    """A label without number, signs around it and capitals: “2. Follow-ups 🔎” is follow-ups."""
    label = re.sub(r"^\s*(?:\d+(?:\.\d+)+[.)]?(?=\s)|(?:\d+|[a-z]|[ivx]{1,4})[.)])\s*", "", label.casefold())
    label = re.sub(r"^(?:\d+[.)])?[^\w(]+|[^\w+)]+$", "", label)
    return " ".join(re.sub(r"[‐‑–—]", "-", label).replace("&", "and").split())
