"""Direct messages at the reveal and to a new interviewer, and what becomes of an invitation."""

from collections.abc import Sequence

from bot.calibration.comparisons import OVERALL
from bot.calibration.stood import Stood
from bot.markup import escape
from bot.views.blocks import Message, actions, button, section
from bot.views.words import joined, levels_words
from scoring.rubric import Rubric

ALONE = 2  # levels from the others, from which one stood alone


def reveal_letter(
    channel_id: str, competency: str, found: Sequence[Stood], link: str | None, rubric: Rubric
) -> Message:
    """Where a person stood with the panel and where alone; `link` leads to where they stood furthest away."""
    alone = [one for one in found if abs(one.off) >= ALONE]
    close = [one.letter for one in found if abs(one.off) < ALONE]
    furthest = furthest_of(found)
    parts = []
    if close:
        parts.append(f"You stood with the panel on {joined(close)}{' and alone on' if alone else '.'}")
    elif alone:
        parts.append("You stood alone on")
    if alone:
        parts.append(f"{joined([f'{one.letter} ({_way(one, rubric)})' for one in alone])}.")
    if not found:
        parts.append("Nobody else scored what you scored, so there is nothing to compare this time.")
    if furthest and link:
        read = f"Read {furthest.letter} again" if alone else f"Read what the others saw in {furthest.letter}"
        parts.append(f"<{link}|{read}>{', or practise on a few stories' if alone else ''}.")
    text = " ".join([f"*Scores are out in <#{channel_id}>: {escape(competency)}.*", *parts])
    step = [actions(button("Practise", "practise"))] if alone or not found else []
    return text.replace("*", ""), [section(text), *step]


def furthest_of(found: Sequence[Stood]) -> Stood | None:
    """Where a person lay furthest from the others."""
    return max(found, key=lambda one: abs(one.off), default=None)


def _way(one: Stood, rubric: Rubric) -> str:
    """Such as "two levels below on Influence"."""
    where = "as a whole" if one.row == OVERALL else f"on {escape(rubric.row(one.row).name)}"
    return f"{levels_words(abs(one.off))} {'above' if one.off > 0 else 'below'} {where}"


def dropped_letter(channel_id: str, competency: str) -> Message:
    about = f"The round in <#{channel_id}> was dropped: *{escape(competency)}*."
    text = f"{about} Your answer isn't scored, and nothing of it counts."
    return text.replace("*", ""), [section(text)]


def welcome_letter(channel_id: str) -> Message:
    text = (
        f"You are an interviewer in <#{channel_id}> now. Each round a few answers are dealt to you; you score them "
        "alone, three to four minutes an answer. When scores come out you see where you stood, and talk about the "
        "gaps. It is practice and never decides a hire. Four practice stories, ten minutes, show you how it goes."
    )
    return text, [section(text), actions(button("Practise now", "practise", primary=True))]


def settled_invitation(channel_id: str, competency: str, opens: str | None, link: str | None, dropped: bool) -> Message:
    """What stands in place of an invitation: "done" until scores come out at `opens`, None once they are."""
    where = f"<#{channel_id}>, {escape(competency)}"
    if dropped:
        text = f"This round was dropped, so there is nothing to score: {where}."
    elif opens is None:
        read = f" <{link}|Read them>." if link else ""
        text = f"Scores are out in {where}.{read}"
    else:
        text = f"Done, thanks: {where}. Scores come out {opens}."
    return text, [section(text)]
