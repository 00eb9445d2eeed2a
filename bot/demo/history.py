"""The demo's last step: twelve weeks later.

This step alone writes history instead of playing it: ten rounds with answers and scorecards go into the database in one
unit. They are opened and scored by the bot's own rules, as fast as it can, and nothing of them is told to Slack
(bot.demo.quarter makes the answers and scores up). The last round's answers and scores are filled in too, but the bot
asks it, shows its answers and brings its scores out itself.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session, select

from bot.calibration.answers import word_count
from bot.calibration.calendar import last_due, next_due
from bot.calibration.dealing import letter
from bot.calibration.rounds import open_due, schedule_of
from bot.calibration.rulings import team_rubric
from bot.calibration.scorecards import save
from bot.calibration.verdicts import record
from bot.demo.quarter import FILLED, RATERS, Told, answers
from bot.demo.scene import Stage
from bot.demo.week import revealed
from bot.deps import offer
from bot.outward.channel import unposted_answers
from scoring.judge.offline import OfflineJudge
from storage.database import unit
from storage.models import Answer, Assignment, Round
from storage.reads import answers_of


def twelve_weeks_later(stage: Stage) -> None:
    """Fills in the rounds, has the bot play the last one, and lets two people ask for their reports."""
    if not _is_filled(stage):
        fill_in(stage)
    if stage.round.message_ts is None:
        planned = stage.schedule.next_at
        if planned is None:
            raise RuntimeError("the weekly question is paused; `/calibrate resume` takes it up again")
        stage.clock.jump_to(planned)
    stage.wait(lambda: stage.round.message_ts, "the last round's question")
    stage.pace(2)
    _play_last(stage)
    stage.pace(3)
    _ask(stage, stage.told.manager, "report team", "How the panel reads")
    stage.pace(2)
    _ask(stage, stage.told.discussion.reviser, "report", "How you score")
    stage.pace(2)


def _play_last(stage: Stage) -> None:
    """The last round, from its scores on: they are filled in, the rest is the bot's."""
    if stage.round.stage == "collecting" and not _fill_last(stage):
        stage.clock.jump_to(stage.round.closes_at)  # somebody answered by hand: then it is theirs to score
    stage.wait(lambda: stage.round.stage != "collecting" and not _unposted(stage), "the last round's answers")
    stage.pace(1)
    revealed(stage)


def _unposted(stage: Stage) -> list[int]:
    return unposted_answers(stage.deps, stage.sandbox.team_id, stage.round.id)


def _ask(stage: Stage, name: str, command: str, title: str) -> None:
    """Somebody asks for a report, and gets it by direct message."""
    person = stage.people[name]
    before = len(person.dms())
    person.command("/calibrate", command, stage.channel)
    stage.wait(lambda: any(title in one["text"] for one in person.dms()[before:]), f"{name}'s report")


def _is_filled(stage: Stage) -> bool:
    """Whether there is history already: closed rounds that no message in Slack belongs to."""
    return any(one.message_ts is None and one.stage == "closed" for one in stage.rounds)


def fill_in(stage: Stage) -> None:
    """Writes the quarter after the newest time that was due; the schedule goes on from the week after it.

    Raises RuntimeError where a question is still open: the bot never asks a second one beside it.
    """
    with unit(stage.deps.engine, stage.sandbox.team_id) as session:
        planned = schedule_of(session, stage.channel)
        rubric = team_rubric(session, stage.deps.rubric)
        due = last_due(planned.weekday, planned.at, planned.zone, stage.clock.now())
        for number in range(1, FILLED + 1):
            due = next_due(planned.weekday, planned.at, planned.zone, due)
            open_due(session, planned, offer(session, stage.deps), due, queue=lambda *_: None)
            round_ = session.exec(select(Round).where(Round.schedule_id == planned.id, Round.due_at == due)).first()
            if round_ is None:
                raise RuntimeError("a question is still open; `/calibrate next` moves it on")
            told = answers(stage, round_, number, rubric)
            round_.stage = "scoring"
            written = _write(session, round_, told)
            round_.stage, round_.revealed_at = "revealed", round_.reveals_at
            _think_again(session, round_, told, written)
            round_.stage, round_.refresh_at = "closed", None


def _fill_last(stage: Stage) -> bool:
    """Puts answers and everybody's scores into the open round and closes its answers; not where it has answers."""
    round_id = stage.round.id
    with unit(stage.deps.engine, stage.sandbox.team_id) as session:
        round_ = session.exec(select(Round).where(Round.id == round_id).with_for_update()).one()
        if round_.stage != "collecting" or answers_of(session, round_id):
            return False
        rubric = team_rubric(session, stage.deps.rubric)
        told = answers(stage, round_, FILLED + 1, rubric)
        round_.stage = "scoring"
        _write(session, round_, told)
        stage.deps.queue(session, "close", f"close:{round_id}", round_.team_id, round_id)
    return True


def _write(session: Session, round_: Round, told: Sequence[Told]) -> list[int]:
    """A round's answers with their letters, assignments, and everybody's blind scorecards; the answers' ids."""
    written = []
    for place, one in enumerate(told):
        answer = Answer(
            round_id=round_.id,
            author=one.author,
            exemplar=None if one.author else one.written.level,
            origin="private" if one.author else "exemplar",
            pitch=one.written.level if one.author else None,
            letter=letter(place),
            text=one.written.text,
            words=word_count(one.written.text),
        )
        session.add(answer)
        session.flush()
        dealt = one.cards[:RATERS]
        session.add_all(Assignment(answer_id=answer.id, rater=card.rater, dealt_at=round_.closes_at) for card in dealt)
        if one.verdict is not None:
            record(session, answer.id, answer.version, OfflineJudge.kind, one.verdict, round_.closes_at)
        at = round_.closes_at + timedelta(hours=3)
        for card in one.cards:
            save(session, card.rater, answer.id, card.scores, submit=True, blind=True, now=at)
        written.append(answer.id)
    return written


def _think_again(session: Session, round_: Round, told: Sequence[Told], written: Sequence[int]) -> None:
    """Whoever was far off revises their overall level an hour after the reveal."""
    at = round_.reveals_at + timedelta(hours=1)
    for one, answer_id in zip(told, written, strict=True):
        for card in one.cards:
            if card.revised:
                scores = replace(card.scores, overall=card.revised)
                save(session, card.rater, answer_id, scores, submit=True, blind=False, now=at)
