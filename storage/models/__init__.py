"""The tables. Times are UTC. Table models do not validate: what comes from outside is checked before it gets here.

Every row belongs to a workspace (`OfTeam`); storage.database stamps and filters `team_id`, nobody else does.

An index begins with what a query selects by, and only in small tables with `team_id`: every query has that, so SQLite,
which keeps no figures of what is stored, would often take such an index and read the whole workspace.
"""

from sqlmodel import SQLModel

from storage.models.base import OfTeam, Shown
from storage.models.messages import AnswerMessage, InboxMessage
from storage.models.people import AuditEvent, Member, Pseudonym
from storage.models.questions import CustomQuestion, SuggestedQuestion
from storage.models.rounds import Answer, Pitch, Round, Schedule, Workspace
from storage.models.scores import Assignment, PracticeScore, Rating, Ruling, Scorecard
from storage.models.sending import HeldJob, Letter, Pace, Told

__all__ = [
    "Answer",
    "AnswerMessage",
    "Assignment",
    "AuditEvent",
    "CustomQuestion",
    "HeldJob",
    "InboxMessage",
    "Letter",
    "Member",
    "OfTeam",
    "Pace",
    "Pitch",
    "PracticeScore",
    "Pseudonym",
    "Rating",
    "Round",
    "Ruling",
    "Schedule",
    "Scorecard",
    "Shown",
    "SuggestedQuestion",
    "Told",
    "Workspace",
]

for _table in SQLModel.metadata.tables.values():
    if "id" in _table.primary_key.columns:  # jobs name rows by id for good: SQLite would give a deleted row's id again
        _table.dialect_kwargs["sqlite_autoincrement"] = True
