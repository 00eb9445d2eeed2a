"""Values proposed for the gaps of a draft, and the draft with those in it that a gap was waiting for."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from scoring.bank.drafts import Place
from scoring.bank.importing import Draft


@dataclass(frozen=True)
class Proposal:
    """A value for a place of the question, such as ("probes", 0, "dimension"), and why, in words for whoever checks it.

    `mark` is the place that the reason stands at, where one reason is for several values.
    """

    place: Place
    value: Any
    reason: str
    mark: Place | None = None


def with_proposals(draft: Draft, proposals: Iterable[Proposal]) -> Draft:
    """The draft with its gaps filled; what the page says stays, and so does what was proposed before."""
    question = copy.deepcopy(draft.question)
    proposed = dict(draft.proposed)
    for each in proposals:
        *path, last = each.place
        holder: Any = question
        for step in path:
            holder = holder[step]
        if each.value and not holder[last]:
            holder[last] = each.value
            proposed.setdefault(each.mark or each.place, each.reason)
    return replace(draft, question=question, proposed=proposed)
