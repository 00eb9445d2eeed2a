"""What comes in from Slack, a file a surface; all of them are registered here."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.deps import Deps
from bot.listeners import (
    asking,
    away,
    commands,
    home,
    managing,
    messages,
    my_data,
    practice,
    presence,
    question,
    questions,
    reminders,
    reports,
    rulings,
    scoring,
    setup,
    shortcuts,
    suggestions,
)
from scoring.text import keepable

IN_PUBLIC = (messages, commands, shortcuts, question, presence)
IN_WINDOWS = (scoring, rulings, practice, questions, suggestions, reports, my_data)
FROM_HOME = (home, setup, managing, asking, away, reminders)


def register(app: App, deps: Deps) -> None:
    @app.middleware
    def keep_what_can_be(body: dict[str, Any], next: Callable[[], Any]) -> None:
        _make_keepable(body)
        next()

    for surface in (*IN_PUBLIC, *IN_WINDOWS, *FROM_HOME):
        surface.register(app, deps)


def _make_keepable(part: Any) -> Any:
    """Takes out of every text of a payload, in place, what no database keeps: one such row would hold up many."""
    if isinstance(part, str):
        return keepable(part)
    if isinstance(part, dict):
        part.update({name: _make_keepable(value) for name, value in part.items()})
    elif isinstance(part, list):
        part[:] = [_make_keepable(each) for each in part]
    return part
