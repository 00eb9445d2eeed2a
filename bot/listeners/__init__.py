"""What comes in from Slack, a file a surface; all of them are registered here."""

from slack_bolt import App

from bot.deps import Deps
from bot.listeners import (
    commands,
    greeting,
    home,
    messages,
    my_data,
    practice,
    question,
    questions,
    reports,
    rulings,
    scoring,
    setup,
    shortcuts,
)


def register(app: App, deps: Deps) -> None:
    for surface in (
        messages,
        commands,
        question,
        scoring,
        rulings,
        practice,
        setup,
        shortcuts,
        greeting,
        my_data,
        reports,
        questions,
        home,
    ):
        surface.register(app, deps)
