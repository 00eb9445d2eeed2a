"""Reads stories.yaml: the people of the demo, what they answer, and how the interviewers read it."""

from pathlib import Path

from pydantic import BaseModel, Field

from scoring.documents import read_document


class Story(BaseModel):
    """An answer in one or more messages, and the level, 1 to 4, that it was written at."""

    author: str
    level: int = Field(ge=1, le=4)
    messages: list[str]


class Stories(BaseModel):
    """`people` maps names to time zones; `leans` tells by person and row how many levels they read above as written."""

    question: str
    manager: str
    interviewers: list[str]
    people: dict[str, str]
    leans: dict[str, dict[str, int]]
    notes: dict[str, str]
    evidence: list[str]
    stories: list[Story]


def load_stories() -> Stories:
    return read_document(Path(__file__).with_name("stories.yaml"), Stories)
