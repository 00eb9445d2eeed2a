"""The demo's last step: twelve weeks later.

This step alone writes history instead of playing it: ten rounds with answers and scorecards go into the database in one
unit, through storage.models (bot.demo.quarter makes them up). The last round's answers and scores are filled in too,
but the bot asks it, shows its answers and opens its scores itself.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, select

from bot.calibration.agreeing import team_rubric
from bot.calibration.answering import word_count
from bot.calibration.calendar import next_due
from bot.calibration.dealing import letter
from bot.calibration.verdicts import record
from bot.demo.quarter import FILLED, RATERS, Card, Told, Week, answers, quarter
from bot.demo.stage import Stage, newest, rounds, schedule, stage_of
from bot.posting import unposted_answers
from scoring.offline import OfflineJudge
from scoring.questions import Question
from storage.database import unit
from storage.models import Answer, Assignment, Rating, Round, Schedule, Scorecard
from storage.reads import answers_of


def twelve_weeks_later(stage: Stage) -> None:
    """Fills in the rounds, has the bot play the last one, and lets two people ask for their reports."""
    if not _is_filled(stage):
        fill_in(stage)
    if newest(stage).message_ts is None:
        planned = schedule(stage).next_at
        if planned is None:
            raise RuntimeError("the weekly question is paused; `/calibrate resume` takes it up again")
        stage.clock.jump_to(planned)
    stage.wait(lambda: newest(stage).message_ts, "the last round's question")
    stage.pace(2)
    _play_last(stage)
    stage.pace(3)
    _ask(stage, stage.told.manager, "report team", "How the panel reads")
    stage.pace(2)
    _ask(stage, stage.told.discussion.reviser, "report", "How you score")
    stage.pace(2)


def _play_last(stage: Stage) -> None:
    """The last round, from its scores on: they are filled in, the rest is the bot's."""
    if stage_of(stage) == "collecting" and not _fill_last(stage):
        stage.clock.jump_to(newest(stage).closes_at)  # somebody answered by hand: then it is theirs to score
    stage.wait(lambda: stage_of(stage) != "collecting" and not _unposted(stage), "the last round's answers")
    stage.pace(1)
    if stage_of(stage) == "scoring":
        stage.clock.jump_to(newest(stage).reveals_at)
    stage.wait(lambda: any("Scores are out" in one["text"] for one in stage.thread[1:]), "the last reveal")
    stage.wait(lambda: "Scores are out" in stage.thread[0]["text"], "the last question to say so")


def _unposted(stage: Stage) -> list[int]:
    return unposted_answers(stage.deps, stage.sandbox.team_id, newest(stage).id)


def _ask(stage: Stage, name: str, command: str, title: str) -> None:
    """Somebody asks for a report, and gets it by direct message."""
    person = stage.people[name]
    before = len(person.dms())
    person.command("/calibrate", command, stage.channel)
    stage.wait(lambda: any(title in one["text"] for one in person.dms()[before:]), f"{name}'s report")


def _is_filled(stage: Stage) -> bool:
    """Whether there is history already: closed rounds that no message in Slack belongs to."""
    return any(one.message_ts is None and one.stage == "closed" for one in rounds(stage))


def fill_in(stage: Stage) -> None:
    """Writes the quarter, and plans the channel's next question for the week after it."""
    weeks = quarter(stage)
    with unit(stage.deps.engine, stage.sandbox.team_id) as session:
        planned = session.exec(select(Schedule).where(Schedule.channel_id == stage.channel).with_for_update()).one()
        for old in session.exec(select(Round).where(Round.schedule_id == planned.id, Round.stage == "revealed")):
            old.stage = "closed"
        version = team_rubric(session, stage.deps.rubric).version
        for week in weeks:
            round_ = _round(week, planned, version)
            session.add(round_)
            session.flush()
            _write(session, round_, week.answers)
        planned.next_at = next_due(planned.weekday, planned.at, planned.zone, weeks[-1].due)


def _round(week: Week, planned: Schedule, rubric_version: str) -> Round:
    closes_at = week.due + timedelta(hours=planned.answers_hours)
    reveals_at = closes_at + timedelta(hours=planned.scores_hours)
    return Round(
        schedule_id=planned.id,
        channel_id=planned.channel_id,
        due_at=week.due,
        opened_at=week.due,
        stage="closed",
        slug=week.question.slug,
        question=week.question.model_dump(mode="json"),
        rubric_version=rubric_version,
        closes_at=closes_at,
        reveals_at=reveals_at,
        revealed_at=reveals_at,
    )


def _fill_last(stage: Stage) -> bool:
    """Puts answers and everybody's scores into the open round and closes its answers; not where it has answers."""
    round_id = newest(stage).id
    told = answers(stage, Question.model_validate(newest(stage).question), FILLED + 1)
    with unit(stage.deps.engine, stage.sandbox.team_id) as session:
        round_ = session.exec(select(Round).where(Round.id == round_id).with_for_update()).one()
        if round_.stage != "collecting" or answers_of(session, round_id):
            return False
        round_.stage = "scoring"
        _write(session, round_, told)
        stage.deps.queue(session, "close", f"close:{round_id}", round_.team_id, round_id)
    return True


def _write(session: Session, round_: Round, told: Sequence[Told]) -> None:
    """A round's answers with their letters, assignments, and everybody's scorecards."""
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
        for card in one.cards:
            _score(session, round_, answer.id, card)


def _score(session: Session, round_: Round, answer_id: int, card: Card) -> None:
    """A blind scorecard, and where its rater thought again one of after the discussion."""
    given = [("blind", card.levels, round_.closes_at + timedelta(hours=3))]
    if card.revised and round_.revealed_at:
        given.append(("discussed", {**card.levels, "overall": card.revised}, round_.revealed_at + timedelta(hours=1)))
    for phase, levels, at in given:
        row = Scorecard(
            answer_id=answer_id,
            rater=card.rater,
            phase=phase,
            state="submitted",
            overall=levels["overall"],
            evidence=card.evidence,
            rubric_version=round_.rubric_version,
            changed_at=at,
            submitted_at=at,
        )
        session.add(row)
        session.flush()
        session.add_all(
            Rating(scorecard_id=row.id, dimension=dimension, level=level)
            for dimension, level in levels.items()
            if dimension != "overall"
        )
