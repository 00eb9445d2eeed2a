"""Reads stories.yaml: the people of the demo, what they answer, and how the interviewers read it."""

from pathlib import Path

from pydantic import BaseModel, Field

from scoring.documents import read_document


class Story(BaseModel):
    """An answer in one or more messages, and the level, 1 to 4, that it was written at; `privately` told to the bot
    alone, in one text."""

    author: str
    level: int = Field(ge=1, le=4)
    privately: bool = False
    messages: list[str]


class Discussion(BaseModel):
    """`about` wrote the answer; who revises which rows of their score of it to what and `says` why, and who records
    which ruling, by field of its form, and who confirms it."""

    about: str
    reviser: str
    says: str
    revised: dict[str, str]
    recorder: str
    confirmer: str
    ruling: dict[str, str]


class History(BaseModel):
    """How the weeks that are filled in were scored: `leans` above as written and `strays`, a standard deviation, are
    in levels as of the first week; `fades` is the part of both that each next week keeps."""

    scorers: list[str]
    leans: dict[str, float]
    strays: float = Field(gt=0)
    fades: float = Field(gt=0, le=1)


class Stories(BaseModel):
    """`people` maps names to time zones; `leans` tells by person and row how many levels they read above as written.

    `reasons` has by person how a sentence begins that decides it for them, and the line that they write about it.
    """

    question: str
    manager: str
    interviewers: list[str]
    people: dict[str, str]
    leans: dict[str, dict[str, int]]
    reasons: dict[str, dict[str, str]]
    evidence: list[str]
    discussion: Discussion
    history: History
    stories: list[Story]


def load_stories() -> Stories:
    return read_document(Path(__file__).with_name("stories.yaml"), Stories)
