"""The bank: questions with their probes, common mistakes and exemplars.

`Question` is what any question is, one of a team's own too. In a file, one YAML file a question, it has to be whole:
that is `FileQuestion`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from scoring.documents import DocumentError, read_document
from scoring.rubric import DIMENSIONS, LEVELS, Dimension, Evidence, Level, LevelOrNone, Part, Text

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
MOST_PROMPT, MOST_COMPETENCY = 600, 75  # characters; of a competency so many go on an option of a menu


class Probe(Part):
    """A follow-up question that an interviewer would ask next, bound to the dimension it would settle."""

    dimension: Dimension
    text: Text


class Mistake(Part):
    """A common mistake: how to notice it in an answer, and what a better answer does instead; one of them is said."""

    id: Slug
    name: Text
    notice: str = ""
    better: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.notice or self.better):
            raise ValueError("a mistake needs how to notice it, or what a better answer does")
        return self


class FileMistake(Mistake):
    notice: Text
    better: Text


class Shown(Part):
    """The sentence of an exemplar that shows its level in a focal dimension, verbatim, and why it does."""

    dimension: Dimension
    quote: Text
    why: Text


class Exemplar(Part):
    """An answer written for a question at a level, and what else its author meant; told in one piece, it is action."""

    level: Level
    evidence: Evidence | None = None
    situation: str = ""
    task: str = ""
    action: Text
    result: str = ""
    dimensions: dict[Dimension, LevelOrNone] = Field(default_factory=dict)
    shows: tuple[Shown, ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(filter(None, (self.situation, self.task, self.action, self.result)))

    def written(self, row: str) -> LevelOrNone | None:
        """The level meant for `overall` or a dimension; None where its author gave none."""
        if row == "overall":
            return self.level
        return next((level for dimension, level in self.dimensions.items() if dimension == row), None)


class FileExemplar(Exemplar):
    """One with a level for every dimension, and sentences that show the focal ones."""

    evidence: Evidence
    situation: Text
    task: Text
    result: Text
    dimensions: dict[Dimension, LevelOrNone]
    shows: tuple[Shown, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if missing := [dimension for dimension in DIMENSIONS if dimension not in self.dimensions]:
            raise ValueError(f"dimensions has no level for {', '.join(missing)}")
        for shown in self.shows:
            if shown.quote not in self.text:
                raise ValueError(f"the quote for {shown.dimension} is not in the exemplar: “{shown.quote[:60]}”")
        return self


class Question(Part):
    """A question as it is asked; it has an exemplar of each level, or none at all."""

    slug: Slug
    competency: Annotated[str, Field(max_length=MOST_COMPETENCY)] = ""
    prompt: Annotated[str, Field(min_length=1, max_length=MOST_PROMPT)]
    why: Text
    for_everyone: bool = False  # suits product, design, data or support people as well as engineers
    focus: Annotated[tuple[Dimension, ...], Field(min_length=3, max_length=3)]
    probes: Annotated[tuple[Probe, ...], Field(min_length=3)]
    mistakes: tuple[Mistake, ...] = ()
    exemplars: tuple[Exemplar, ...] = ()

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if len(set(self.focus)) < 3:
            raise ValueError("focus names a dimension twice")
        if tuple(exemplar.level for exemplar in self.exemplars) not in ((), LEVELS):
            raise ValueError(f"exemplars must be {', '.join(LEVELS)}, in this order")
        if len({mistake.id for mistake in self.mistakes}) < len(self.mistakes):
            raise ValueError("two mistakes have the same id")
        return self

    def exemplar(self, level: str) -> Exemplar:
        """Raises KeyError for a level that the question has no exemplar of."""
        exemplars: dict[str, Exemplar] = {exemplar.level: exemplar for exemplar in self.exemplars}
        return exemplars[level]


class FileQuestion(Question):
    probes: Annotated[tuple[Probe, ...], Field(min_length=6, max_length=8)]
    mistakes: Annotated[tuple[FileMistake, ...], Field(min_length=4, max_length=6)]
    exemplars: Annotated[tuple[FileExemplar, ...], Field(min_length=4, max_length=4)]

    @model_validator(mode="after")
    def _shows_its_focus(self) -> Self:
        for exemplar in self.exemplars:
            if {shown.dimension for shown in exemplar.shows} != set(self.focus):
                raise ValueError(
                    f"the {exemplar.level} exemplar must show the three focal dimensions, each once or more"
                )
        return self


Bank = dict[str, Question]


def load_bank(folders: Iterable[Path] = ()) -> Bank:
    """Our questions and those of the given folders by slug, in the order of the slugs.

    Raises DocumentError with file, line and reason for a malformed file, or a slug that is there twice.
    """
    bank: Bank = {}
    for folder in (Path(__file__).with_name("questions"), *folders):
        for path in sorted(folder.glob("*.yaml")):
            question = read_document(path, FileQuestion)
            if question.slug in bank:
                raise DocumentError(f"{path}:1: slug: there is another question called {question.slug}")
            bank[question.slug] = question
    return dict(sorted(bank.items()))
