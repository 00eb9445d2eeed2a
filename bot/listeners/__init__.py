"""What comes in from Slack, a file a surface; all of them are registered here."""

from slack_bolt import App

from bot.deps import Deps
from bot.listeners import (
    asking,
    away,
    commands,
    greeting,
    home,
    messages,
    moving,
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
)

IN_PUBLIC = (messages, commands, shortcuts, question, greeting, presence)
IN_WINDOWS = (scoring, rulings, practice, setup, questions, reports, my_data, home, moving, asking, away, reminders)


def register(app: App, deps: Deps) -> None:
    for surface in (*IN_PUBLIC, *IN_WINDOWS):
        surface.register(app, deps)
