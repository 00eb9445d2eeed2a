"""Which dimension a follow-up asks about, told by its words: a proposal for a person to check, never more."""

import re
from collections import Counter
from collections.abc import Sequence

from scoring.rubric import DIMENSIONS, Dimension

_CUES: tuple[tuple[Dimension, str], ...] = (
    (
        "reflection",
        r"taught|learn(?:ed|t|ing)?|lessons?|(?:would|will|could|do) you (?:have )?(?:\w+ ){0,3}differently"
        r"|looking back|in hindsight|hindsight|regret|next time|(?:seen )?from today|mistakes? (?:did|have) you"
        r"|get wrong|got wrong|wrong about|change about yourself|would you (?:change|do again|leave out)"
        r"|your own (?:share|part)|feedback for yourself|surprised you|say to your earlier|since then have you"
        r"|takeaways?|what would you still|advice would you give|next time|you (?:grow|grew)",
    ),
    (
        "impact",
        r"results?(?! of)|outcomes?|impact(?:ed)?|measur\w*|metrics?|improvements? (?:result|came|were)"
        r"|how do you know|what changed|better off|difference (?:did|does|has)|customers? (?:notice|feel"
        r"|satisfaction)|retention|revenue|saved?|still (?:in use|hold|true)|lasted?|came of it|happens? (?:now"
        r"|there)|effects?|success(?:ful)?|who noticed|benefit\w*|what is it like now",
    ),
    (
        "influence",
        r"convinc\w*|(?:did|do) you give up|who (?:was|stood) against|changed? (?:their|his|her) mind|persuad\w*"
        r"|stakeholders?|buy-?in|build (?:the|a|your) case|made? the case|align\w*|disagree\w*|object\w*|resist\w*"
        r"|pushed? back|oppos\w*|say no|said no|against it|brought? (?:them|people|others|along)|agree\w*|on board"
        r"|support from|communicat\w*|expectations|sceptic\w*|skeptic\w*|negotiat\w*|won over|win over"
        r"|what did they want|they take it|react\w*|conflict|mov(?:e|ed) (?:them|him|her)",
    ),
    (
        "scope",
        r"who else had to|who (?:\w+ ){0,3}had to (?:work|do something)|was yours|yours to decide|how (?:big|large"
        r"|far|many (?:people|teams|users|customers))|which teams|other teams|who (?:was|were|is) affected|affected"
        r"|reach(?:ed)?|your (?:role|part|responsib\w*)|whose (?:idea|decision|job|call) was|who decided"
        r"|how much of (?:it|this|that) was yours|scale of|size of|ownership|in your hands|up to you|who depended"
        r"|depended on|same position|had to (?:adapt|change|make room)|beyond your|outside (?:of )?your"
        r"|organi[sz]ation|initiative|who asked you|how wide",
    ),
    (
        "judgement",
        r"alternatives?|options?|trade-?offs?|weigh(?:ed)?|decid(?:e|ed|ing)|decision|choose|chose|risks?|why (?:not"
        r"|did you)|consider(?:ed)?|assum\w*|criteria|didn['’]t you know|did you not know|uncertain\w*|unknown"
        r"|find out|turn(?:ed)? back|priorit\w*|how sure|cost of|would it have cost|evidence did you|what made you"
        r"|information|data (?:did|were)|first sign|root cause|diagnos\w*|other way|tell(?:s)? you that|stop if"
        r"|when would you have",
    ),
    (
        "delivery",
        r"steps?|approach(?:ed)?|overcome|overcame|manage[ds]?|tools?|implement\w*|execut\w*|plan(?:ned)?|deadlines?"
        r"|timeline|milestones?|deliver\w*|(?:did you do|the|what) first(?: (?:day|week|thing|step|piece))?"
        r"|in (?:what|which) order|in what steps|process|changes (?:or|did|have)|roll(?:ed)? ?(?:it |this |them )?out"
        r"|launch\w*|slipp\w*|blocked|blockers?|obstacles?|challenges? (?:did|have)|how did you (?:go about|do|get it"
        r"|make sure|handle|keep)|ensure|track\w*|who did what|split|did you stop doing|resource\w*|how much time"
        r"|went wrong|got in the way|day to day|progress|hand(?:ed)? over",
    ),
)
_COMPILED = tuple((dimension, re.compile(rf"\b(?:{cues})\b", re.IGNORECASE)) for dimension, cues in _CUES)


def dimension_of(probe: str) -> tuple[Dimension, str] | None:
    """The dimension that most cues of a follow-up speak for, and the first of them; None where none does.

    Of dimensions with as many, the one whose cue stands first in the list counts: learning and results are named
    plainly, while steps and choices are words of most questions.
    """
    found = [(dimension, pattern.findall(probe), pattern.search(probe)) for dimension, pattern in _COMPILED]
    told = [
        (len(every), -place, dimension, first.group()) for place, (dimension, every, first) in enumerate(found) if first
    ]
    if not told:
        return None
    _, _, dimension, cue = max(told)
    return dimension, cue


def focus_of(asked: Sequence[str]) -> list[Dimension]:
    """The three dimensions that most follow-ups ask about, in the rubric's order; none where there are fewer.

    asked: the dimension of each follow-up, empty ones left out of account.
    """
    counts = Counter(dimension for dimension in DIMENSIONS for each in asked if each == dimension)
    most = [dimension for dimension, _ in counts.most_common(3)]
    return sorted(most, key=DIMENSIONS.index) if len(most) == 3 else []
