"""What can honestly be proposed without a model: what the follow-ups are about, and what a rule of thumb reads."""

from collections.abc import Iterator
from typing import Any

from scoring.bank.cues import focus_of
from scoring.bank.importing import Draft
from scoring.bank.pages.parts import PARTS
from scoring.judge.offline import OfflineJudge
from scoring.judge.verdict import Verdict
from scoring.proposing.proposals import Proposal, with_proposals
from scoring.rubric import Rubric

_RULE = "by a rule of thumb that looks for telling sentences and is often wrong"


def fill_by_rule(draft: Draft, rubric: Rubric) -> Draft:
    """The draft with focus, evidence, levels and quotes proposed; prompt, names and reasons are for people to write.

    The three dimensions that most follow-ups ask about are the focus, where there are three. Levels and quotes are the
    offline judge's, which knows nothing of the level that the page names.
    """
    draft = with_proposals(draft, _focus(draft.question))
    judge = OfflineJudge()
    for place, exemplar in enumerate(draft.question["exemplars"]):
        text = "\n\n".join(filter(None, (exemplar[part] for part in PARTS)))
        verdict = judge.score(text, None, rubric)
        if verdict.status == "scored":
            draft = with_proposals(draft, _of_exemplar(draft.question["focus"], place, verdict, text))
    return draft


def _focus(question: dict[str, Any]) -> Iterator[Proposal]:
    if focus := focus_of([probe["dimension"] for probe in question["probes"]]):
        yield Proposal(("focus",), focus, "what most of the follow-ups ask about")


def _of_exemplar(focus: list[Any], place: int, verdict: Verdict, text: str) -> Iterator[Proposal]:
    at = ("exemplars", place)
    yield Proposal((*at, "evidence"), verdict.evidence, _RULE)
    judged = {each.dimension: each for each in verdict.dimensions}
    for dimension, each in judged.items():
        yield Proposal((*at, "dimensions", dimension), each.level, _RULE, mark=(*at, "dimensions"))
    for number, dimension in enumerate(focus):
        shown = (*at, "shows", number)
        if quote := next((each for each in judged[dimension].quotes if each in text), ""):
            yield Proposal((*shown, "dimension"), dimension, _RULE, mark=shown)
            yield Proposal((*shown, "quote"), quote, _RULE, mark=shown)
