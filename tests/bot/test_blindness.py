"""Before the reveal nobody learns what anybody gave: whatever a score says, what others see stays the same."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, update
from world import World, fill, words

from bot.listeners.caller import Caller
from bot.listeners.commands import COMMANDS, answer_command
from sandbox.person import Person
from storage.database import unit
from storage.models import Rating, Scorecard

CHANGING = {"ask", "next", "skip", "pause", "resume"}


def screen(person: Person) -> str:
    """What the window in front of a person says, with what is chosen in it; it is closed."""
    if person.modal is None:
        return "nothing"
    view = person.modal
    person.close_modal()
    chosen = [element.get("initial_option") for block in view["blocks"] for element in [block.get("element") or {}]]
    return f"{words(view)} {chosen}"


def everything(world: World, person: Person, channel: str, ts: str) -> list[str]:
    """All that a person can see of a round, wherever they look."""
    seen = [
        f"{message['text']} {words(message.get('blocks') or [])} {message.get('reactions')}"
        for message in world.sandbox.thread(channel, ts)
    ]
    for command in COMMANDS:
        if command.word not in CHANGING:
            reply = answer_command(world.deps, Caller(world.sandbox.team_id, person.id, channel, ""), command.word)
            seen.append(reply if isinstance(reply, str) else words(reply))
    person.open_home()
    world.sandbox.settled()
    seen.append(words(person.home or {}))
    for answer in world.answers(channel):
        person.shortcut("score_answer", channel, answer.message_ts)
        seen.append(screen(person))
        for action in ("where_was_i", "revise", "record"):
            world.forge_press(person, channel, ts, action, str(answer.id))
            seen.append(screen(person))
    for block in world.message(channel, ts)["blocks"]:
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            person.press(channel, ts, element["action_id"])
            seen.append(screen(person))
    world.idle()
    told: list[dict[str, Any]] = [*person.dms(), *person.ephemerals(channel)]
    private = [f"{message['text']} {words(message.get('blocks') or [])}" for message in told]
    return [*seen, *dict.fromkeys(private)]


def test_scores_and_notes_show_nowhere_before_the_reveal(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    author, rater, other, manager, stranger = people = world.people("Ana", "Gil", "Hao", "Mia", "Sam")
    channel, ts = world.open_round(people, [rater, other])
    world.stories(channel, ts, [author])
    world.next(manager, channel)

    def score(level: str, evidence: str) -> None:
        for answer in world.answers(channel):
            rater.shortcut("score_answer", channel, answer.message_ts)
            rater.fill({"note": f"zebra {level}"})
            assert fill(rater, level, evidence) is None
            rater.close_modal()
        world.clock.at += timedelta(seconds=15)
        world.work()

    def judge(level: str) -> None:
        with unit(world.deps.engine, world.sandbox.team_id) as session:
            cards = [card.id for card in world.scorecards(channel, "judge")]
            assert len(cards) == 2
            session.exec(update(Scorecard).where(col(Scorecard.id).in_(cards)).values(overall=level, evidence="thin"))
            session.exec(update(Rating).where(col(Rating.scorecard_id).in_(cards)).values(level=level))

    def seen() -> dict[str, list[str]]:
        return {person.name: everything(world, person, channel, ts) for person in (author, other, manager, stranger)}

    score("junior", "thin")
    judge("junior")
    before = seen()
    score("staff", "strong")
    judge("staff")
    after = seen()
    for name, lines in before.items():
        assert after[name] == lines, name
    assert not any("zebra" in line for lines in after.values() for line in lines)
    assert "zebra" not in caplog.text
    assert "Ana's export" not in caplog.text

    world.next(manager, channel)
    assert "Staff+" in " ".join(message["text"] for message in world.sandbox.thread(channel, ts))


def test_nothing_that_leaves_for_slack_before_the_reveal_names_who_scored_what(world: World) -> None:
    author, rater = world.people("Ana", "Gil")
    channel, ts = world.open_round([author], [rater])
    world.stories(channel, ts, [author])
    world.next(author, channel)
    known = len(world.sandbox.log)
    world.score(rater, channel, ts, "senior", "strong")
    world.advance(seconds=15)
    sent = [entry for entry in list(world.sandbox.log)[known:] if entry.kind == "call" and "chat" in entry.name]
    assert sent, "the question message was brought up to date"
    assert not any(word in str(entry.request) for entry in sent for word in ("Senior", "senior", "Strong", rater.id))
