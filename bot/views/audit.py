"""Who changed what, for those who manage: the newest changes, a line each."""

from collections.abc import Sequence

from bot.calibration.audit import Deed
from bot.calibration.forgetting import is_forgotten
from bot.markup import escape, when
from bot.views.blocks import View, modal, notice, section

TITLE = "Changes"
A_SECTION = 10  # lines: a section holds 3,000 characters
DONE = {
    "setup": "changed the setup",
    "plan": "chose the next question",
    "skip": "skipped the next question",
    "pause": "paused the weekly questions",
    "resume": "took the weekly questions up again",
    "ask": "asked a question",
    "nudge": "nudged an interviewer",
    "next": "moved the round on",
    "score again": "had the judge score again",
    "drop": "dropped the round",
    "ruling": "wrote down what was agreed",
    "confirm": "confirmed what was agreed",
    "withdraw": "withdrew what was agreed",
    "retire": "retired what was agreed",
    "question added": "added a question",
    "question changed": "changed a question",
    "question retired": "retired a question",
    "suggestion approved": "took up a question that was suggested",
    "suggestion declined": "declined a question that was suggested",
    "exemplars changed": "changed the practice stories of a question",
}


def trail_modal(deeds: Sequence[Deed]) -> View:
    """The changes, the newest first."""
    if not deeds:
        return notice(TITLE, "Nobody has changed anything yet.")
    lines = [_line(deed) for deed in deeds]
    parts = ["\n".join(lines[place : place + A_SECTION]) for place in range(0, len(lines), A_SECTION)]
    return modal("notice", TITLE, [section(part) for part in parts])


def _line(deed: Deed) -> str:
    who = "Somebody" if is_forgotten(deed.actor) else f"<@{deed.actor}>"
    place = f" in <#{deed.channel_id}>" if deed.channel_id else ""
    about = f" ({escape(deed.about)})" if deed.about else ""
    return f"{when(deed.at)}: {who} {DONE.get(deed.what, deed.what)}{place}{about}"
