"""What has to be true once a round's week is over, and once all is: every stage reached, or somebody told."""

import re
from datetime import datetime, timedelta

from sandbox.errors import Json
from simulation.seen import Seen, has, words
from simulation.watch import Watch

LASTING = ("archived", "I'm not in")  # trouble that is told of once, and lasts until somebody does something
PASSING = ("couldn't", "dropped", "No new question", "didn't let me", "deleted", "Claude refuses")


def was_told(
    watch: Watch, channel: str, since: datetime, until: datetime, signs: tuple[str, ...] = LASTING + PASSING
) -> bool:
    """Whether who answers for a channel was told of trouble with one of these signs."""
    return any(
        since <= at <= until and user == watch.managers[channel] and any(sign in text for sign in signs)
        for at, user, text in watch.told
    )


def settle(watch: Watch, about: Seen, final: bool) -> None:
    """A round's week is over: was everything reached, or somebody told?"""
    if about.dropped:
        if final and not was_told(watch, about.channel, about.at, watch.now):
            watch.blame("unseen", f"the question of {about.at:%Y-%m-%d} was deleted, and nobody was told", about)
        return
    told = was_told(watch, about.channel, about.at, watch.now)
    stages = (
        (about.closed_at, about.closes, "answers closed"),
        (about.out_at, about.reveals or about.closes + timedelta(days=2), "scores out"),
    )
    for reached, due, name in stages:
        if reached is None and due < watch.now - timedelta(hours=1) and (final or not told):
            watch.blame("unseen", f"the question of {about.at:%Y-%m-%d} never came to: {name}", about)
    if about.out_at is None or about.closed_at is None or not final:
        return
    thread = watch.ws.channels[about.channel].thread(about.ts)
    ours = [one for one in thread if one.get("bot_id") == watch.ws.bot_id]
    _private_kept(watch, about, ours)
    compared = {m[1]: one for one in ours if (m := re.match(r"Answer ([A-Z]+):", one["text"]))}
    judged = about.channel in watch.judged and not any(kind.startswith("judge") for kind in about.excused)
    scored = set(about.letters) if judged else {letter for _, letter, _ in about.cards}
    if len(compared) < min(6, len(scored)):
        watch.blame("unseen", f"{len(compared)} of {len(scored)} comparisons of {about.at:%Y-%m-%d}", about)
    if not any("Scores are out" in one["text"] for one in ours):
        watch.blame("unseen", f"no summary of {about.at:%Y-%m-%d}", about)
    for rater, letter, word in about.cards:
        shown = compared.get(letter)
        if shown and word not in str(shown) and not has(shown.get("blocks") or [], "reasons"):
            watch.blame("lost", f"the scorecard of {rater} on {letter} is not in its comparison", about)
    if not about.excused:
        _told_after(watch, about)
        _marked(watch, about, thread)


def _private_kept(watch: Watch, about: Seen, ours: list[Json]) -> None:
    bodies = [words((one.get("blocks") or [])[1:]) for one in ours if re.match(r"Answer [A-Z]+\. ", one["text"])]
    for author, states in about.private.items():
        allowed = {text for _, text in states} if author in about.unsure else {states[-1][1]}
        count = sum(body in allowed for body in bodies)
        if None not in allowed and count != 1:
            watch.blame(
                "lost" if not count else "doubled", f"{author}'s private answer stands there {count} times", about
            )
        if any(about.texts.get(body) == author and body not in allowed for body in bodies):
            watch.blame("lost", f"an old text of {author}'s private answer was posted", about)


def _told_after(watch: Watch, about: Seen) -> None:
    raters = {rater for rater, _, _ in about.cards}
    for rater in sorted(raters):
        heard = any(
            user == rater and f"Scores are out in <#{about.channel}>" in text and at >= about.at
            for at, user, text in watch.told
        )
        if not heard:
            watch.blame("unseen", f"{rater} scored and got no letter", about)


def _marked(watch: Watch, about: Seen, thread: list[Json]) -> None:
    for author in about.states:
        allowed = watch.allowed(about, author)
        first = allowed[-1][1]
        message = next((one for one in thread if one["ts"] == first), None)
        if message and {"inbox_tray"} - {one["name"] for one in message.get("reactions", [])}:
            watch.blame("unseen", f"{author}'s answer was never marked as taken in", about)
