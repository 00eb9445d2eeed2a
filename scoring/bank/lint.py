"""Checks questions of the bank as an editor would, and says in plain words what to mend."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import StatisticsError, correlation, median
from typing import Any

import yaml
from pydantic import ValidationError

from scoring.bank.drafts import CHECK, Place
from scoring.bank.duplicates import near_duplicates
from scoring.bank.figures import contradictions
from scoring.bank.questions import Bank, Exemplar, FileQuestion, Question
from scoring.bank.wording import first_person_share, reading_ease, tells
from scoring.documents import LOADER, document_of, line_of
from scoring.incoming import read_incoming
from scoring.rubric import level_value
from scoring.text import count_words

FEWEST_WORDS, MOST_WORDS = 150, 320
LEAST_FIRST_PERSON = 0.01  # share of the words; spoken stories have 0.02 to 0.1
LEAST_READING_EASE = 60.0  # Flesch's border between standard and fairly difficult; spoken English is well above it
MOST_CORRELATION = 0.25  # of words with level, either way
QUESTIONS_FOR_CORRELATION = 12

Finding = tuple[Place, str, str]  # where in the file, rule, text


@dataclass(frozen=True)
class Fault:
    """Something to mend; `line` counts from 1 and is None for what no single line shows."""

    path: Path
    line: int | None
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}{f':{self.line}' if self.line else ''}: {self.rule}: {self.text}"


@dataclass(frozen=True)
class _File:
    path: Path
    question: Question
    root: yaml.Node | None

    def fault(self, place: Place, rule: str, text: str) -> Fault:
        return Fault(self.path, line_of(self.root, place), rule, text)


def lint(path: Path, bank: Bank | None = None) -> list[Fault]:
    """What to mend in the question file, or in the question files of the folder; empty where all is well.

    Slugs and stories are also compared with those of `bank`; a question that is in both, word for word, counts once.
    Never raises for a file's content: what cannot be read is a fault itself, and keeps only its own file from the rest.
    """
    paths = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not paths:
        return [Fault(path, None, "structure", "there is no .yaml file in this folder")]
    files: list[_File] = []
    faults: list[Fault] = []
    for each in paths:
        text = ""
        try:
            text = read_incoming(str(each)).text
            question = document_of(text, each, FileQuestion)
            files.append(_File(each, question, yaml.compose(text, Loader=LOADER)))
        except ValueError as error:
            faults += _structure(each, text, error)
        faults += _unchecked(each, text)
    faults += [file.fault(*finding) for file in files for finding in _question(file.question)]
    questions = [file.question for file in files]
    others = {slug: question for slug, question in (bank or {}).items() if question not in questions}
    faults += [*_slugs(files, others), *_stories(files, others), *_lengths_by_level(path, files)]
    return sorted(faults, key=lambda fault: (fault.path, fault.line or 0))


def _unchecked(path: Path, text: str) -> Iterator[Fault]:
    """What an import proposed and nobody has looked at yet."""
    for number, row in enumerate(text.split("\n"), 1):
        if row.lstrip().startswith(CHECK):
            yield Fault(path, number, "proposed", "nobody has checked what follows; put it right and delete this line")


def _structure(path: Path, text: str, error: ValueError) -> Iterator[Fault]:
    """All faults of form at once, where the file is YAML at all."""
    if not isinstance(error.__cause__, ValidationError):
        line, _, reason = str(error).removeprefix(str(path)).partition(": ")
        yield Fault(path, int(line[1:]) if line else None, "structure", reason)
        return
    root = yaml.compose(text, Loader=LOADER)
    for each in error.__cause__.errors():
        where = ".".join(str(part) for part in each["loc"])
        if reason := _in_plain_words(each["type"], each["msg"], each["input"], each.get("ctx", {})):
            yield Fault(path, line_of(root, each["loc"]), "structure", f"{where}: {reason}" if where else reason)


def _in_plain_words(kind: str, message: str, found: object, about: Mapping[str, Any]) -> str:
    """The reason for the file's writer; empty for what only follows from another fault."""
    if kind == "literal_error":
        return f"{'is empty' if not found else f'“{found}” is not known'}; it is one of {about['expected']}"
    if found is None or found == "":
        return "is empty"
    if kind in ("too_short", "too_long") and isinstance(found, list):
        fewest, most = about.get("min_length", 0), about.get("max_length", len(found))
        if fewest <= len(found) <= most:
            return ""  # items that are faulty themselves were not counted
        return f"has {len(found)}, needs {f'at least {fewest}' if len(found) < fewest else f'at most {most}'}"
    if kind == "string_pattern_mismatch":
        return f"“{found}” is not a slug: small letters and digits, with single hyphens between words"
    plain = {"missing": "is missing", "extra_forbidden": "is not known here"}
    return plain.get(kind, message.removeprefix("Value error, "))


def _question(question: Question) -> Iterator[Finding]:
    asked = {probe.dimension for probe in question.probes}
    for dimension in question.focus:
        if dimension not in asked:
            yield ("probes",), "probes", f"no probe asks for {dimension}, which is a focal dimension"
    for place, exemplar in enumerate(question.exemplars):
        for part, rule, text in (*_levels(question, exemplar), *_story(exemplar.text)):
            yield ("exemplars", place, *part), rule, f"{exemplar.level}: {text}"


def _levels(question: Question, exemplar: Exemplar) -> Iterator[Finding]:
    for dimension in question.focus:
        if exemplar.dimensions[dimension] == "none":
            yield ("dimensions",), "levels", f"{dimension} is a focal dimension and is not shown"
    shown = [value for level in exemplar.dimensions.values() if (value := level_value(level)) is not None]
    if shown and median(shown) != level_value(exemplar.level):
        yield ("dimensions",), "levels", f"the median of the dimensions shown is not {exemplar.level}"


def _story(story: str) -> Iterator[Finding]:
    words = count_words(story)
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        yield (), "length", f"has {words} words; {FEWEST_WORDS} to {MOST_WORDS} read well"
    if first_person_share(story) < LEAST_FIRST_PERSON:
        yield (), "voice", "is not told in the first person"
    if (ease := reading_ease(story)) < LEAST_READING_EASE:
        yield (), "reading", f"reads hard: reading ease {ease:.0f}, and {LEAST_READING_EASE:.0f} is the least"
    yield from (((), "leak", text) for text in tells(story))
    yield from (((), "figures", text) for text in contradictions(story))


def _slugs(files: Iterable[_File], others: Bank) -> Iterator[Fault]:
    taken = dict.fromkeys(others, "the bank")
    for file in files:
        slug = file.question.slug
        if slug in taken:
            yield file.fault(("slug",), "slug", f"there is another question called {slug} in {taken[slug]}")
        taken[slug] = file.path.name


def _stories(files: Iterable[_File], others: Bank) -> Iterator[Fault]:
    stories = {
        (f"{slug} in the bank", exemplar.level): exemplar.text
        for slug, question in others.items()
        for exemplar in question.exemplars
    }
    places: dict[tuple[str, str], tuple[_File, Place]] = {}
    for file in files:
        for place, exemplar in enumerate(file.question.exemplars):
            key = (file.path.name, exemplar.level)
            stories[key], places[key] = exemplar.text, (file, ("exemplars", place))
    for (name, level), second, share in near_duplicates(stories):
        if second in places:
            file, line = places[second]
            text = f"{second[1]}: is nearly the {level} story of {name} ({share:.0%} of their phrases are the same)"
            yield file.fault(line, "duplicate", text)


def _lengths_by_level(path: Path, files: list[_File]) -> Iterator[Fault]:
    exemplars = [exemplar for file in files for exemplar in file.question.exemplars]
    if len(files) < QUESTIONS_FOR_CORRELATION:
        return
    try:
        found = correlation(
            [count_words(exemplar.text) for exemplar in exemplars],
            [level_value(exemplar.level) or 0 for exemplar in exemplars],
        )
    except StatisticsError:  # all of one length: nothing leaks
        return
    if abs(found) >= MOST_CORRELATION:
        longer = "longer" if found > 0 else "shorter"
        text = f"stories of higher levels are {longer} (correlation {found:.2f}, under {MOST_CORRELATION} is fair)"
        yield Fault(path, None, "leak", text)
