"""A table of levels on a page, as the draft of a rubric: its cells become anchors, and what it lacks stays ours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.bank.drafts import Place, dumped
from scoring.bank.pages.levels import ladder_of, level_of
from scoring.bank.pages.lines import Line
from scoring.bank.pages.tables import grid_of
from scoring.rubric import LEVELS, Dimension, Level, Rubric, load_rubric

MOST_SHORT, MOST_NAME = 75, 20  # characters, as the rubric has them
_OURS = "ours, since the page's table has nothing for it"
_NAMES: dict[Dimension, str] = {
    "scope": r"scope|reach|ownership|complexity|autonomy|breadth|responsib\w+|size",
    "judgement": r"judge?ment|decisions?(?:[- ]making)?|problem[- ]solving|ambiguity|critical thinking|technical.*",
    "influence": r"influence|leadership|collaborati\w+|communicati\w+|stakeholders?.*|teamwork|people|mentor\w*",
    "delivery": r"deliver\w*|executi\w+|planning|quality|process|project management|getting things done",
    "impact": r"impact|results?|outcomes?|business.*|customers?.*|value",
    "reflection": r"reflect\w*|learning|growth(?: mindset)?|self-awareness|feedback|development|improvement",
}


@dataclass(frozen=True)
class RubricDraft:
    """A rubric in the form of our file, with its gaps empty; `left_over` are the names of columns that none is for."""

    rubric: dict[str, Any]
    proposed: dict[Place, str] = field(default_factory=dict)
    left_over: list[str] = field(default_factory=list)

    @property
    def yaml(self) -> str:
        return dumped(self.rubric, self.proposed)


def rubric_draft(rows: Sequence[Line], ours: Rubric | None = None) -> RubricDraft:
    """A draft from a table with a row for each level and a column for each dimension, or the other way round.

    A cell is the long form of an anchor, and the short one where it is short enough. Dimensions and levels that the
    table has not are ours, marked to be checked.
    """
    grid = [texts for _, texts in grid_of(rows)]
    ladder = ladder_of([text for texts in grid for text in texts])
    if sum(bool(level_of(text, ladder)) for text in grid[0][1:]) > sum(bool(level_of(t[0], ladder)) for t in grid[1:]):
        grid = [list(column) for column in zip(*grid, strict=True)]
    levels = {found: at for at, texts in reversed(list(enumerate(grid))) if (found := level_of(texts[0], ladder))}
    columns, left_over = _columns(grid[0])
    draft = RubricDraft((ours or load_rubric()).model_dump(mode="json", exclude={"rulings"}), left_over=left_over)
    for place, level in enumerate(LEVELS):
        if level in levels:
            draft.rubric["levels"][place]["name"] = grid[levels[level]][0][:MOST_NAME].strip()
        else:
            draft.proposed["levels", place, "name"] = _OURS
    for place, row in enumerate(draft.rubric["dimensions"]):
        _fill(draft, place, row, {level: grid[at] for level, at in levels.items()}, columns.get(row["id"]))
        if row["id"] in columns:
            row["name"] = grid[0][columns[row["id"]]][:MOST_NAME].strip()
    return draft


def _columns(head: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    columns: dict[str, int] = {}
    left_over = []
    for at, name in enumerate(head[1:], 1):
        found = next((each for each, names in _NAMES.items() if re.fullmatch(names, name.strip().casefold())), None)
        if found and found not in columns:
            columns[found] = at
        elif name.strip():
            left_over.append(name.strip())
    return columns, left_over


def _fill(
    draft: RubricDraft, place: int, row: dict[str, Any], told: dict[Level, list[str]], column: int | None
) -> None:
    if column is None:
        draft.proposed["dimensions", place, "id"] = _OURS
        return
    draft.proposed["dimensions", place, "question"] = "ours, beside your anchors"
    for level in LEVELS:
        text = told[level][column].strip() if level in told else ""
        if text:
            row["anchors"][level] = {"short": text if len(text) <= MOST_SHORT else "", "long": text}
        else:
            draft.proposed["dimensions", place, "anchors", level] = _OURS
