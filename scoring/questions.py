"""The bank: questions with their probes, common mistakes and exemplars, one YAML file a question."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from scoring.documents import DocumentError, read_document
from scoring.rubric import DIMENSIONS, LEVELS, Dimension, Evidence, Level, LevelOrNone, Part, Text

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Probe(Part):
    """A follow-up question that an interviewer would ask next, bound to the dimension it would settle."""

    dimension: Dimension
    text: Text


class Mistake(Part):
    """A common mistake: how to notice it in an answer, and what a better answer does instead."""

    id: Slug
    name: Text
    notice: Text
    better: Text


class Shown(Part):
    """The sentence of an exemplar that shows its level in a focal dimension, verbatim, and why it does."""

    dimension: Dimension
    quote: Text
    why: Text


class Exemplar(Part):
    """An answer written for a question at a level, with the levels its author meant for every dimension."""

    level: Level
    evidence: Evidence
    situation: Text
    task: Text
    action: Text
    result: Text
    dimensions: dict[Dimension, LevelOrNone]
    shows: tuple[Shown, ...]

    @property
    def text(self) -> str:
        return "\n\n".join((self.situation, self.task, self.action, self.result))

    def written(self, row: str) -> LevelOrNone:
        """The level meant for `overall` or a dimension. Raises KeyError for anything else."""
        levels: dict[str, LevelOrNone] = {"overall": self.level, **self.dimensions}
        return levels[row]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if missing := [dimension for dimension in DIMENSIONS if dimension not in self.dimensions]:
            raise ValueError(f"dimensions has no level for {', '.join(missing)}")
        for shown in self.shows:
            if shown.quote not in self.text:
                raise ValueError(f"the quote for {shown.dimension} is not in the exemplar: “{shown.quote[:60]}”")
        return self


class Question(Part):
    slug: Slug
    competency: Text
    prompt: Annotated[str, Field(min_length=1, max_length=600)]
    why: Text
    for_everyone: bool = False  # suits product, design, data or support people as well as engineers
    focus: Annotated[tuple[Dimension, ...], Field(min_length=3, max_length=3)]
    probes: Annotated[tuple[Probe, ...], Field(min_length=6, max_length=8)]
    mistakes: Annotated[tuple[Mistake, ...], Field(min_length=4, max_length=6)]
    exemplars: Annotated[tuple[Exemplar, ...], Field(min_length=4, max_length=4)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if len(set(self.focus)) < 3:
            raise ValueError("focus names a dimension twice")
        if tuple(exemplar.level for exemplar in self.exemplars) != LEVELS:
            raise ValueError(f"exemplars must be {', '.join(LEVELS)}, in this order")
        if len({mistake.id for mistake in self.mistakes}) < len(self.mistakes):
            raise ValueError("two mistakes have the same id")
        for exemplar in self.exemplars:
            if {shown.dimension for shown in exemplar.shows} != set(self.focus):
                raise ValueError(
                    f"the {exemplar.level} exemplar must show the three focal dimensions, each once or more"
                )
        return self

    def exemplar(self, level: str) -> Exemplar:
        """Raises KeyError for what is not one of the four levels."""
        exemplars: dict[str, Exemplar] = {exemplar.level: exemplar for exemplar in self.exemplars}
        return exemplars[level]


Bank = dict[str, Question]


def load_bank(folders: Iterable[Path] = ()) -> Bank:
    """Our questions and those of the given folders by slug, in the order of the slugs.

    Raises DocumentError with file, line and reason for a malformed file, or a slug that is there twice.
    """
    bank: Bank = {}
    for folder in (Path(__file__).with_name("questions"), *folders):
        for path in sorted(folder.glob("*.yaml")):
            question = read_document(path, Question)
            if question.slug in bank:
                raise DocumentError(f"{path}:1: slug: there is another question called {question.slug}")
            bank[question.slug] = question
    return dict(sorted(bank.items()))
