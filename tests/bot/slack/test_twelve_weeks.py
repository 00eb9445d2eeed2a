"""Twelve weeks of nine simulated interviewers, whose severity and noise are known.

The first and the last are played through the sandbox; those between are written straight into the database, for a week
that is over is the same however it came about, and playing it takes twenty times as long.
"""

import json
import random
import re
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import Session

from bot.calibration.calendar import next_due
from bot.calibration.rounds import schedule_of
from sandbox.people.person import Person
from scoring.rubric import LEVELS, level_value, load_rubric
from tests.kit.look import form, notice, words
from tests.kit.play import World, story
from tests.kit.rows import Given, put_past_round

pytestmark = (
    pytest.mark.slow
)  # it measures how well severity is recovered; test_demo_quarter asks for the same of a quarter
WEEKS = 12
SEVERITY = {"Ada": 0.9, "Bo": 0.9, "Cy": -0.9, "Dee": -0.9, "Eli": 0.0, "Fay": 0.0, "Gus": 0.0, "Hal": 0.0, "Ivy": 0.0}
AUTHORS = ("Zoe", "Max")
LAST = WEEKS - 1  # the week in which reports are asked for between the first scorecard and the reveal
NAMES = tuple(level.name for level in load_rubric().levels)


def noise(week: int) -> float:
    """How far a reading strays up or down, in levels: 1.5 in the first week, less than 0.1 in the last."""
    return 1.5 * 0.75**week


def to_score(name: str, week: int) -> list[int]:
    """Which two of a week's three answers an interviewer scores, so that everybody meets everybody."""
    return [answer for answer in range(3) if answer != (list(SEVERITY).index(name) + week) % 3]


def reading(name: str, week: int, answer: int, truth: int) -> str:
    """The level that an interviewer reads: one of the two answers too high, the other too low, by the week's noise."""
    stray = random.Random(f"{week}:{name}").sample([-1, 1], 2)[to_score(name, week).index(answer)]
    return LEVELS[min(max(round(truth - SEVERITY[name] + stray * noise(week)), 1), 4) - 1]


@dataclass
class Season:
    """The twelve weeks as they went: what each reveal summed up, and everything that leaked before one."""

    channel: str
    raters: dict[str, Person]
    authors: list[Person]
    agreement: list[str]
    leaks: list[str]
    changed: list[str]


def test_the_reports_find_who_is_severe_and_who_is_lenient(world: World, season: Season) -> None:
    said = {name: report(world, person, season.channel, "report") for name, person in season.raters.items()}
    for name, severity in SEVERITY.items():
        way = "stricter than" if severity > 0 else "more generous than"
        if severity:
            assert way in said[name], (name, said[name])
            assert "zero" not in said[name]
        else:
            assert "treat it as no difference" in said[name], (name, said[name])
        assert "24 scorecards, an early reading" in said[name], "firm is said from thirty"


def test_agreement_rises_when_noise_falls(season: Season) -> None:
    assert "of the 20 answers needed so far" in season.agreement[0], "too little to tell in the first week"
    assert "over all of them it has risen since" in season.agreement[-1]


def test_no_blind_score_is_visible_before_its_reveal(season: Season) -> None:
    assert not season.leaks
    assert not season.changed, "reports count rounds only whose scores are out"


def test_nothing_is_added_up_by_author(world: World, season: Season) -> None:
    views = [
        report(world, person, season.channel, asked) for person in season.authors for asked in ("report", "report team")
    ]
    views += [json.dumps(season.raters["Ada"].dms()), json.dumps(world.home(season.raters["Ada"])), *season.agreement]
    for author in season.authors:
        assert not [text for text in views if author.id in text or author.name in text]
        own = report(world, author, season.channel, "report")
        assert "You have scored nothing yet" in own
        assert not any(name in own for name in NAMES)


def test_home_shows_the_lean_with_its_chart_or_without_where_slack_has_none(world: World, season: Season) -> None:
    ada = season.raters["Ada"]
    assert "stricter* than the panel" in words(world.home(ada))
    assert "data_visualization" in json.dumps(world.home(ada))
    world.sandbox.faults.refuse_blocks({"data_visualization"})
    try:
        shown = world.home(ada)
    finally:
        world.sandbox.faults.refuse_blocks(set())
    assert "stricter* than the panel" in words(shown)
    assert "data_visualization" not in json.dumps(shown)


def test_the_team_report_names_nobody(world: World, season: Season) -> None:
    said = report(world, season.raters["Ada"], season.channel, "report team 52")
    assert "12 rounds, 24 answers by 2 people, 216 blind scorecards by 9 interviewers" in said
    assert not [name for name, person in season.raters.items() if person.id in said or re.search(rf"\b{name}\b", said)]


@pytest.fixture(scope="module")
def season(world: World) -> Season:
    """The twelve weeks, once for all that looks at them."""
    raters = {name: world.sandbox.add_person(name) for name in SEVERITY}
    authors = world.people(*AUTHORS)
    channel = world.channel([*raters.values(), *authors])
    found = Season(channel, raters, authors, [], [], [])
    world.clock.at = world.plan(channel, interviewers=raters.values())
    play_week(world, found, 0)
    world.look_and_change(lambda session: write_weeks(world, session, found))
    due = world.schedule(channel).next_at
    assert due is not None
    world.clock.at = due
    play_week(world, found, LAST)
    return found


def truths_of(week: int) -> list[int]:
    """At which levels the two stories of a week are told, 1 to 4: in turn, so that all are met."""
    return [(2 * week + place + week // 2) % 4 + 1 for place in range(2)]


def write_weeks(world: World, session: Session, season: Season) -> None:
    """The weeks between the first and the last, as if they had been played; the last is due next."""
    schedule = schedule_of(session, season.channel)
    questions = list(world.deps.bank.values())
    for week in range(1, LAST):
        due = schedule.next_at
        assert due is not None
        told = LEVELS[week % 4]
        truths = [*truths_of(week), level_value(told) or 0]
        given = [
            Given(person.id, answer, reading(name, week, answer, truths[answer]))
            for name, person in season.raters.items()
            for answer in to_score(name, week)
        ]
        put_past_round(session, schedule, due, questions[week], [one.id for one in season.authors], told, given)
        schedule.next_at = next_due(schedule.weekday, schedule.at, schedule.zone, due)


def play_week(world: World, season: Season, week: int) -> None:
    world.work()
    ts = str(world.round(season.channel).message_ts)
    stories = [author.post(season.channel, story(about=f"project {week}"), thread_ts=ts) for author in season.authors]
    world.work()
    world.advance(hours=48)
    (exemplar,) = [answer for answer in world.answers(season.channel) if answer.exemplar]
    answers = [*stories, str(exemplar.message_ts)]
    truths = [*truths_of(week), level_value(exemplar.exemplar) or 0]
    before = asked(world, season) if week == LAST else []
    for name, person in season.raters.items():
        for answer in to_score(name, week):
            score(season, person, answers[answer], reading(name, week, answer, truths[answer]), week)
    assert len(world.scorecards(season.channel)) == 2 * len(season.raters)
    if week == LAST:
        season.changed += [text for text, old in zip(asked(world, season), before, strict=True) if text != old]
    season.leaks += leaks(world, season, week, ts)
    world.advance(hours=48)
    summary = world.sandbox.thread(season.channel, ts)[-1]
    assert summary["text"].startswith("*Scores are out.*")
    assert ("figures" in str(summary["blocks"])) == (week == LAST), "figures only once they mean something"
    assert (" in the 8 rounds before." in summary["text"]) == (week == LAST)
    author = season.authors[0]
    world.forge_press(author, season.channel, summary["ts"], "figures", world.round(season.channel).public_id)
    season.agreement.append(notice(author))


def score(season: Season, person: Person, answer_ts: str, level: str, week: int) -> None:
    """One interviewer scores one answer from its message, in the form as it opens."""
    person.shortcut("score_answer", season.channel, answer_ts)
    blocks = form(person)["blocks"]
    assert form(person)["callback_id"] == "scorecard", blocks
    if "initial_option" in json.dumps(blocks):
        season.leaks.append(f"week {week}: a form of {person.name} was filled in before they began")
    choices = [block for block in blocks if block["type"] == "input" and not block["block_id"].startswith("sentence")]
    person.fill({block["block_id"]: choice(block, level, person, week) for block in choices})
    assert person.submit() is None
    person.close_modal()


def choice(block: dict[str, Any], level: str, person: Person, week: int) -> str:
    row = block["block_id"].partition(":")[0]
    return {"evidence": "adequate", "note": secret(person, week)}.get(row, level)


def secret(person: Person, week: int) -> str:
    return f"secret-{person.name}-{week}"


def leaks(world: World, season: Season, week: int, ts: str) -> list[str]:
    """What anybody can see of this week's scores while they are blind."""
    everyone = [*season.raters.values(), *season.authors]
    bots = [one for one in world.sandbox.thread(season.channel, ts) if one.get("bot_id")]
    stage = words(bots[0]["blocks"]) + bots[0]["text"]
    found = [f"week {week}: the question says {name}" for name in NAMES if re.search(rf"\b{re.escape(name)}\b", stage)]
    for looker in everyone:
        looker.open_home()
    world.work()
    for looker in everyone:
        shown = looker.home
        screen = json.dumps([looker.dms(), looker.notices, shown, looker.modals])
        screen += json.dumps(world.sandbox.messages(season.channel))
        found += [
            f"week {week}: {looker.name} sees {one.name}'s note" for one in everyone if secret(one, week) in screen
        ]
        found += [f"week {week}: {looker.name}'s Home says {name}" for name in NAMES if name in words(shown)]
    return found


def asked(world: World, season: Season) -> list[str]:
    """What the reports say to one interviewer now."""
    ada = season.raters["Ada"]
    return [report(world, ada, season.channel, "report"), report(world, ada, season.channel, "report team")]


def report(world: World, person: Person, channel: str, command: str) -> str:
    """What the report says that a person is sent when they ask for it."""
    return str(world.sent(person, channel, command)["text"])
