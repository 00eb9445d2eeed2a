"""What stands in the form in which somebody scores: the newest text of an answer dealt to them, and not their own."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.errors import Json
from simulation.seen import Seen, words
from simulation.watch import Watch

QUARTER = timedelta(minutes=15)


def form(watch: Watch, user: str, view: Json) -> Seen | None:
    """A scoring form on somebody's screen, blind; the round that it is of, None where two ask the same."""
    body = " ".join(
        block["text"]["text"]
        for block in view["blocks"]
        if block["type"] == "section" and block["text"]["type"] == "plain_text"
    )
    about = next((one for one in reversed(watch.rounds) if body in one.texts), None)
    if about is None:
        if body not in watch.exemplars:
            watch.blame("lost", f"a form shows a text that nobody wrote: {body[:60]}")
        return _asking(watch, words(view["blocks"][:1]).partition(" · ")[2])
    author = about.texts[body]
    if author == user:
        watch.blame("early", f"{user} is given their own answer to score")
    held = about.private.get(author)
    allowed = [text for _, text in held] if held else [text for text, _ in watch.allowed(about, author)]
    newest = {held[-1][1]} if held and author not in about.unsure else set(allowed)
    if body not in newest and not watch.lenient and not watch.was_not_read(about, author):
        watch.blame("lost", f"{user} scores an old text of {author}")
    dealt = re.match(r"Answer \d+ of \d+", view["title"]["text"])
    if dealt and user not in about.invited and not about.excused and _worked(watch, user, about.closed_at):
        watch.blame("unseen", f"{user} was dealt answers and not invited")
    return about


def _asking(watch: Watch, prompt: str) -> Seen | None:
    """The one round that is blind and asks this."""
    newest = [one for place in watch.managers if (one := watch.newest(place)) and not one.is_out(watch.now)]
    found = [one for one in newest if prompt in one.question]
    return found[0] if len(found) == 1 else None


def _worked(watch: Watch, user: str, since: datetime | None) -> bool:
    """Whether any of a person's working hours has passed since then: nobody is invited in the night."""
    zone, at = ZoneInfo(watch.ws.users[user]["tz"]), since or watch.now
    while at < watch.now - QUARTER:
        there = at.astimezone(zone)
        if there.weekday() < 5 and 9 <= there.hour < 17:
            return True
        at += QUARTER
    return False
