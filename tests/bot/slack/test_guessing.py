"""Nothing secret can be worked out from what clients hold: a member who tries, with another app's help, only guesses.

They know this source, all messages with their metadata, and the forms they open themselves. What they would be after:
which answer is the exemplar, its level, what a colleague was dealt to answer as, and whose column is whose.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from bot.calibration.access import Person as Rater
from bot.calibration.comparisons import result
from bot.calibration.scorecards import Scores, save
from sandbox.people.person import Person
from scoring.rubric import LEVELS
from storage.models import Answer
from tests.kit.look import notice
from tests.kit.play import World, story
from tests.kit.ways_out import Walk

ROUNDS = 16
TOO_MANY = 15  # right guesses: by chance, of 16 with at least four ways each, one in eighty million
GIVEN = ("junior", "mid", "staff")


@dataclass(frozen=True)
class Game:
    """One round as the attacker has it, and what they would like to know."""

    number: int
    held: list[str]  # every id and time that they can read before the reveal
    posts: list[dict[str, Any]]  # the bot's own, before it tells the letters
    forms: list[str]  # private_metadata of the scoring forms, by letter
    author: str
    exemplar: str  # the ts of its post
    exemplar_letter: str
    letters: list[str]
    level: str
    pitch: str
    columns: list[str]  # levels of the unnamed columns as shown; given in the order of GIVEN


@pytest.fixture(scope="module")
def games(world: World) -> list[Game]:
    gil, hao, ida = world.people("Gil", "Hao", "Ida")
    ana, ben, cem = world.people("Ana", "Ben", "Cem")
    opened = [world.open_round([ana, ben, cem], [gil, hao, ida]) for _ in range(ROUNDS)]
    for channel, ts in opened:
        for person in (ben, cem):
            person.press(channel, ts, "answer")
            person.fill({"answer": story(70, f"{person.name}'s export")})
            assert person.submit() is None
            person.close_modal()
        ana.post(channel, story(80, "Ana's export"), thread_ts=ts)
    world.advance(minutes=1)
    for channel, _ in opened:
        ana.command("/calibrate", "next", channel)
        ana.submit()
    world.work()
    found = []
    for channel, ts in opened:
        answers = world.answers(channel)
        forms = sorted(_forms(gil, channel, answers))
        thread = world.sandbox.thread(channel, ts)
        posts = [one for one in thread if one["text"].startswith("Answer ") and one.get("bot_id")]
        (exemplar,) = [answer for answer in answers if answer.exemplar]
        (hers,) = [answer for answer in answers if answer.author == ben.id]
        for rater, level in zip((gil, hao, ida), GIVEN, strict=True):
            scores = Scores(level, "adequate", {}, "")
            world.change(
                lambda work, r=rater, s=scores, a=hers, c=channel: save(
                    work, Rater(r.id, frozenset({c})), a.id, s, submit=True, blind=True
                )
            )
        found.append(
            Game(
                number=len(found),
                held=_held([thread, forms, channel]),
                posts=posts,
                forms=[form for _, form in forms],
                author=ben.id,
                exemplar=str(exemplar.message_ts),
                exemplar_letter=str(exemplar.letter),
                letters=sorted(str(answer.letter) for answer in answers),
                level=str(exemplar.exemplar),
                pitch=str(hers.pitch),
                columns=_columns(world, channel, hers.id),
            )
        )
    return found


def _forms(person: Person, channel: str, answers: Iterable[Answer]) -> Iterator[tuple[str, str]]:
    """What the forms of all answers carry, by letter."""
    for answer in answers:
        person.shortcut("score_answer", channel, str(answer.message_ts))
        assert person.modal is not None
        yield str(answer.letter), json.dumps(person.modal)
        person.close_modal()


def _held(things: Any) -> list[str]:
    return list(dict.fromkeys(re.findall(r"\b[0-9a-f]{16}\b|\bC\d{9}\b|\b\d{10}\.\d{6}\b", json.dumps(things))))


def _columns(world: World, channel: str, answer_id: int) -> list[str]:
    with world.changing(channel) as round_:
        round_.stage = "revealed"
    found, _ = world.look(lambda session: result(session, world.round(channel)))
    (one,) = [one for one in found if one.answer_id == answer_id]
    return [column.levels["overall"] for column in one.columns]


def no_better_than_chance(games: list[Game], guesses: Any, truth: Any) -> None:
    """`guesses` gives each way of guessing a name and its guess in one game."""
    right: Counter[str] = Counter()
    for game in games:
        right.update(way for way, guess in guesses(game).items() if guess == truth(game))
    assert len(games) == ROUNDS
    assert not {way: count for way, count in right.items() if count >= TOO_MANY}


def seeded(game: Game, templates: Iterable[str]) -> Iterator[tuple[str, Random]]:
    """A generator for each thing held, and each number a row may have, and each way that a seed could be made of it."""
    rows = {f"row {n} and {step} more each": n + step * game.number for n in range(3 * ROUNDS) for step in (1, 2)}
    for way, thing in {**{f"thing {place}": held for place, held in enumerate(game.held)}, **rows}.items():
        for template in templates:
            yield f"{template} of {way}", Random(template.format(thing, author=game.author))


def test_which_answer_is_the_exemplar_cannot_be_told(games: list[Game]) -> None:
    def guesses(game: Game) -> dict[str, str]:
        by_key = sorted(game.posts, key=lambda one: str(one["metadata"]))
        by_time = sorted(game.posts, key=lambda one: float(one["ts"]))
        found = {"first": by_time[0]["ts"], "last": by_time[-1]["ts"]}
        found |= {"lowest key": by_key[0]["ts"], "highest key": by_key[-1]["ts"]}
        shapes = Counter(json.dumps([sorted(one), sorted(one["metadata"]["event_payload"])]) for one in game.posts)
        assert len(shapes) == 1, "all posts are made alike"
        assert not any(one.get("reactions") for one in game.posts)
        return found

    no_better_than_chance(games, guesses, lambda game: game.exemplar)

    def letters(game: Game) -> dict[str, str]:
        found = {}
        for way, luck in seeded(game, ("letters:{}", "{}")):
            order = list(range(len(game.letters)))
            luck.shuffle(order)
            found[way] = game.letters[order.index(len(order) - 1)]
        ids = [re.findall(r"\b[0-9a-f]{16}\b", form)[0] for form in game.forms]
        return found | {"lowest id": game.letters[ids.index(min(ids))], "highest id": game.letters[ids.index(max(ids))]}

    no_better_than_chance(games, letters, lambda game: game.exemplar_letter)


def test_the_exemplars_level_cannot_be_told(games: list[Game]) -> None:
    def guesses(game: Game) -> dict[str, str]:
        found = {}
        for way, luck in seeded(game, ("exemplar:{}", "{}")):
            levels = list(LEVELS)
            luck.shuffle(levels)
            found[way] = levels[0]
        return found

    no_better_than_chance(games, guesses, lambda game: game.level)


def test_what_a_colleague_was_dealt_to_answer_as_cannot_be_told(games: list[Game]) -> None:
    def guesses(game: Game) -> dict[str, str]:
        return {way: luck.choice(LEVELS) for way, luck in seeded(game, ("{}:{author}", "pitch:{}"))}

    no_better_than_chance(games, guesses, lambda game: game.pitch)


def test_whose_column_is_whose_cannot_be_told(games: list[Game]) -> None:
    def guesses(game: Game) -> dict[str, list[str]]:
        found = {"as they began": list(GIVEN), "the other way round": list(GIVEN[::-1])}
        for way, luck in seeded(game, ("columns:{}", "{}")):
            order = list(GIVEN)
            luck.shuffle(order)
            found[way] = order
        return found

    no_better_than_chance(games, guesses, lambda game: game.columns)


def test_a_pitch_is_the_same_whenever_the_form_is_opened(world: World) -> None:
    people = world.people(*(f"Writer {number}" for number in range(4)))
    channel, ts = world.open_round(people)
    for person in people:
        seen = set()
        for _ in range(6):
            person.press(channel, ts, "answer")
            seen.add(re.search(r"Answer as a \*(.+?)\* candidate", notice(person))[1])  # type: ignore[index]
        assert len(seen) == 1


CARRIED = ("value", "block_id", "action_id", "private_metadata", "key", "answer")
NUMBERS = ("weekday", "at", "zone", "answers_hours", "scores_hours", "report_weeks", "sentence")  # of real numbers


def carried(node: Any, inside: str = "") -> Iterator[str]:
    """Everything in what is sent to Slack that comes back from clients, or that other apps can read."""
    if isinstance(node, dict):
        inside = str(node.get("block_id") or inside or node.get("action_id") or "").partition(":")[0]
        for key, value in node.items():
            is_point = key == "value" and not isinstance(value, str)  # of a chart
            if key in CARRIED and inside not in NUMBERS and not is_point:
                yield str(value)
            yield from carried(value, inside)
    elif isinstance(node, list):
        for one in node:
            yield from carried(one, inside)
    elif isinstance(node, str) and node[:1] in "[{":
        try:
            yield from carried(json.loads(node), inside)
        except ValueError:
            return


def test_no_number_of_a_row_is_ever_sent_to_slack(world: World) -> None:
    began = len(world.sandbox.log)
    channel, ts, (ana, _), (gil, hao) = world.open_scoring()
    gil.command("/calibrate", "practice", channel)
    gil.close_modal()
    with world.managed_by(ana):
        world.score(gil, channel, ts, "mid")
        world.score(hao, channel, ts, "staff")
        Walk(world, gil, channel, ts, [], channel).walk()
        world.next(ana, channel)
        Walk(world, ana, channel, ts, [], channel).walk()
    sent = [entry.request for entry in list(world.sandbox.log)[began:] if entry.direction == "in"]
    found = [text for request in sent for text in carried(request)]
    (mine,) = [file for message in gil.dms() for file in message.get("files", [])]
    told = world.sandbox.workspace.files[mine["id"]].content.decode()
    found += carried(json.loads(told))
    assert len(found) > 500, "else there was nothing to be seen"
    numbers = [text for text in found if any(p.isdigit() and len(p) < 16 for p in re.split(r"[^0-9a-zA-Z]", text))]
    assert not numbers, "an id of ours may happen to be all digits"
    assert not re.search(r'"subject": "[a-z]+ \d+"', told)
