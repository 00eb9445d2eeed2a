"""The demo's last step: twelve weeks later.

This step alone writes history instead of playing it: ten rounds with answers and scorecards go into the database in one
unit. They are opened and scored by the bot's own rules, as fast as it can, and nothing of them is told to Slack
(bot.demo.quarter makes the answers and scores up). The last round's answers and scores are filled in too, but the bot
asks it, shows its answers and brings its scores out itself.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlmodel import select

from bot.calibration.access import Person
from bot.calibration.calendar import last_due, next_due
from bot.calibration.dealing import letter
from bot.calibration.rounds import open_due, schedule_of
from bot.calibration.rulings import team_rubric
from bot.calibration.scorecards import save
from bot.calibration.verdicts import record
from bot.demo.quarter import FILLED, RATERS, Told, answers
from bot.demo.scene import Scene
from bot.demo.week import revealed
from bot.deps import offer
from bot.outward.channel import unposted_answers
from bot.work import Work
from scoring.judge.offline import OfflineJudge
from storage.models import Answer, Assignment, Round
from storage.reads import answers_of
from storage.stages import Stage


def twelve_weeks_later(scene: Scene) -> None:
    """Fills in the rounds, has the bot play the last one, and lets two people ask for their reports."""
    if not _is_filled(scene):
        fill_in(scene)
    if scene.round.message_ts is None:
        planned = scene.schedule.next_at
        if planned is None:
            raise RuntimeError("the weekly question is paused; `/calibrate resume` takes it up again")
        scene.clock.jump_to(planned)
    scene.wait(lambda: scene.round.message_ts, "the last round's question")
    scene.pace(2)
    _play_last(scene)
    scene.pace(3)
    _ask(scene, scene.told.manager, "report team", "How the panel reads")
    scene.pace(2)
    _ask(scene, scene.told.discussion.reviser, "report", "How you score")
    scene.pace(2)


def _play_last(scene: Scene) -> None:
    """The last round, from its scores on: they are filled in, the rest is the bot's."""
    if scene.round.stage == Stage.COLLECTING and not _fill_last(scene):
        scene.clock.jump_to(scene.round.closes_at)  # somebody answered by hand: then it is theirs to score
    unposted = partial(unposted_answers, scene.deps, scene.sandbox.team_id, scene.round.id)
    scene.wait(lambda: scene.round.stage != Stage.COLLECTING and not unposted(), "the last round's answers")
    scene.pace(1)
    revealed(scene)


def _ask(scene: Scene, name: str, command: str, title: str) -> None:
    """Somebody asks for a report, and gets it by direct message."""
    person = scene.people[name]
    before = len(person.dms())
    person.command("/calibrate", command, scene.channel)
    scene.wait(lambda: any(title in one["text"] for one in person.dms()[before:]), f"{name}'s report")


def _is_filled(scene: Scene) -> bool:
    """Whether there is history already: closed rounds that no message in Slack belongs to."""
    return any(one.message_ts is None and one.stage == Stage.CLOSED for one in scene.rounds)


def fill_in(scene: Scene) -> None:
    """Writes the quarter after the newest time that was due; the schedule goes on from the week after it.

    Raises RuntimeError where a question is still open: the bot never asks a second one beside it.
    """
    with scene.deps.work(scene.sandbox.team_id) as work:
        planned = schedule_of(work.session, scene.channel)
        rubric = team_rubric(work.session, scene.deps.rubric)
        due = last_due(planned.weekday, planned.at, planned.zone, scene.clock.now())
        for number in range(1, FILLED + 1):
            due = next_due(planned.weekday, planned.at, planned.zone, due)
            open_due(replace(work, now=due, queue=lambda *_: None), planned, offer(work.session, scene.deps))
            opened = select(Round).where(Round.schedule_id == planned.id, Round.due_at == due)
            round_ = work.session.exec(opened).first()
            if round_ is None:
                raise RuntimeError("a question is still open; `/calibrate next` moves it on")
            told = answers(scene, round_, number, rubric)
            round_.stage = Stage.SCORING
            written = _write(work, round_, told)
            round_.stage, round_.revealed_at = Stage.REVEALED, round_.reveals_at
            _think_again(work, round_, told, written)
            round_.stage, round_.refresh_at = Stage.CLOSED, None


def _fill_last(scene: Scene) -> bool:
    """Puts answers and everybody's scores into the open round and closes its answers; not where it has answers."""
    round_id = scene.round.id
    with scene.deps.work(scene.sandbox.team_id) as work:
        round_ = work.session.exec(select(Round).where(Round.id == round_id).with_for_update()).one()
        if round_.stage != Stage.COLLECTING or answers_of(work.session, round_id):
            return False
        rubric = team_rubric(work.session, scene.deps.rubric)
        told = answers(scene, round_, FILLED + 1, rubric)
        round_.stage = Stage.SCORING
        _write(work, round_, told)
        work.enqueue("close", round_id)
    return True


def _write(work: Work, round_: Round, told: Sequence[Told]) -> list[int]:
    """A round's answers with their letters, assignments, and everybody's blind scorecards; the answers' ids."""
    written = []
    for place, one in enumerate(told):
        answer = Answer(
            round_id=round_.id,
            author=one.author,
            slug=None if one.author else round_.slug,
            exemplar=None if one.author else one.written.level,
            origin="private" if one.author else "exemplar",
            pitch=one.written.level if one.author else None,
            letter=letter(place),
            text=one.written.text,
        )
        work.session.add(answer)
        work.session.flush()
        dealt = one.cards[:RATERS]
        work.session.add_all(Assignment(answer_id=answer.id, rater=card.rater) for card in dealt)
        if one.verdict is not None:
            record(replace(work, now=round_.closes_at), answer.id, answer.version, OfflineJudge.kind, one.verdict)
        scoring = replace(work, now=round_.closes_at + timedelta(hours=3))
        for card in one.cards:
            save(scoring, _inside(round_, card.rater), answer.id, card.scores, submit=True, blind=True)
        written.append(answer.id)
    return written


def _inside(round_: Round, rater: str) -> Person:
    return Person(rater, frozenset({round_.channel_id}))


def _think_again(work: Work, round_: Round, told: Sequence[Told], written: Sequence[int]) -> None:
    """Whoever was far off revises their overall level an hour after the reveal."""
    later = replace(work, now=round_.reveals_at + timedelta(hours=1))
    for one, answer_id in zip(told, written, strict=True):
        for card in one.cards:
            if card.revised:
                scores = replace(card.scores, overall=card.revised)
                save(later, _inside(round_, card.rater), answer_id, scores, submit=True, blind=False)
