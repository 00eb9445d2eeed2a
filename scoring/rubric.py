"""The rubric: four levels by six dimensions, each cell an anchor, with a team's rulings under it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self, get_args, overload

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scoring.documents import read_document

Level = Literal["junior", "mid", "senior", "staff"]
LevelOrNone = Literal["none", "junior", "mid", "senior", "staff"]
Dimension = Literal["scope", "judgement", "influence", "delivery", "impact", "reflection"]
Evidence = Literal["thin", "adequate", "strong"]

LEVELS: tuple[Level, ...] = get_args(Level)
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

Short = Annotated[str, Field(min_length=1, max_length=75)]
Text = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Anchor(Part):
    """A picture of a level in a dimension: `short` fits a Slack option, `long` says the same in a sentence or two."""

    short: Short
    long: Text


class NamedLevel(Part):
    """`gist` is for people in passing; `long`, what an overall level means, is the gist where a rubric has none."""

    id: Level
    name: Annotated[str, Field(min_length=1, max_length=20)]
    gist: Short
    long: str = ""


class NamedEvidence(Part):
    id: Evidence
    name: Annotated[str, Field(min_length=1, max_length=20)]
    short: Short


class NotShown(Part):
    name: Annotated[str, Field(min_length=1, max_length=20)]
    short: Short
    long: Text


class DimensionRow(Part):
    """One line of the rubric; `changes` names the one thing that differs from level to level."""

    id: Dimension
    name: Text
    question: Text
    changes: Text
    anchors: Mapping[Level, Anchor]

    @model_validator(mode="after")
    def _has_every_level(self) -> Self:
        missing = [level for level in LEVELS if level not in self.anchors]
        if missing:
            raise ValueError(f"has no anchor for {', '.join(missing)}")
        return self


class Ruling(Part):
    """A sentence that a team agreed on about one anchor; `lower` and `upper` are the two levels it tells apart."""

    dimension: Dimension
    lower: Level
    upper: Level
    text: Annotated[str, Field(min_length=1, max_length=200)]
    agreed_on: date


class Rubric(Part):
    levels: tuple[NamedLevel, ...]
    not_shown: NotShown
    evidence: tuple[NamedEvidence, ...]
    dimensions: tuple[DimensionRow, ...]
    rulings: tuple[Ruling, ...] = ()

    @model_validator(mode="after")
    def _is_whole_and_in_order(self) -> Self:
        for what, found, wanted in (
            ("levels", tuple(level.id for level in self.levels), LEVELS),
            ("evidence", tuple(kind.id for kind in self.evidence), get_args(Evidence)),
            ("dimensions", tuple(row.id for row in self.dimensions), DIMENSIONS),
        ):
            if found != wanted:
                raise ValueError(f"{what} must be {', '.join(wanted)}, in this order")
        return self

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits; the same content, rulings included, gives the same version on any machine."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def row(self, dimension: str) -> DimensionRow:
        """Raises KeyError for a dimension that is not one of the six."""
        rows: dict[str, DimensionRow] = {row.id: row for row in self.dimensions}
        return rows[dimension]

    def name(self, level: str | None) -> str:
        """What people read for a level; `none` and None give the words for not shown."""
        return next((named.name for named in self.levels if named.id == level), self.not_shown.name)

    def with_rulings(self, rulings: Sequence[Ruling]) -> "Rubric":
        return self.model_copy(update={"rulings": tuple(rulings)})

    def with_names(self, names: Mapping[str, str]) -> "Rubric":
        """The same rubric with levels renamed, such as {"senior": "L5"}; levels not in `names` keep theirs."""
        levels = [level.model_dump() | {"name": names.get(level.id, level.name)} for level in self.levels]
        return Rubric.model_validate(self.model_dump() | {"levels": levels})


@overload
def level_value(level: Level) -> int: ...
@overload
def level_value(level: str | None) -> int | None: ...
def level_value(level: str | None) -> int | None:
    """1 for junior to 4 for staff; None, a missing value, for `none`."""
    return LEVELS.index(level) + 1 if level in LEVELS else None


def load_rubric(path: Path | None = None) -> Rubric:
    """The rubric of the file, or ours. Raises DocumentError with file, line and reason."""
    return read_document(path or Path(__file__).with_name("rubric.yaml"), Rubric)
