"""The quarter that the demo fills in behind its one round, and what the reports find in it."""

from datetime import datetime

import pytest
from sqlmodel import col, select

from bot.calibration.reports.panel import Team, team
from bot.calibration.reports.personal import personal
from bot.demo.discussion import discussed
from bot.demo.history import fill_in
from bot.demo.quarter import FILLED
from bot.demo.scene import Scene
from storage.models import Answer, Assignment, Round, Scorecard
from tests.kit.play import World
from tests.kit.story import asked


@pytest.fixture(scope="module")
def scene(world: World) -> Scene:
    """A channel where a question was asked and nobody answered, with a quarter filled in behind it."""
    staged = asked(world)
    world.advance(hours=48)
    world.advance(hours=48)
    fill_in(staged)
    return staged


def test_the_reports_find_the_leans_that_were_filled_in(scene: Scene) -> None:
    leans = scene.told.history.leans
    found = {
        name: scene.look(lambda session, name=name: personal(session, scene.people[name].id, 13, later(scene))).severity
        for name in scene.told.history.scorers
    }
    assert leans["Tomás"] < 0 < leans["Ingrid"]
    assert max(found, key=lambda name: found[name].severity or 0) == "Tomás", "who leans low is severe"
    assert min(found, key=lambda name: found[name].severity or 0) == "Ingrid"
    assert found["Tomás"].low is not None
    assert found["Tomás"].low > 0, "and it shows"


def test_agreement_rises_as_the_noise_fades(scene: Scene) -> None:
    trend = _team(scene).trend
    assert trend[-1].alpha > trend[0].alpha + 0.1


def test_the_judge_has_read_every_answer(scene: Scene) -> None:
    assert _team(scene).judge == "offline"
    written = select(Answer.id).join(Round).where(Round.channel_id == scene.channel)
    judged = select(Scorecard.answer_id).where(Scorecard.kind == "judge", col(Scorecard.answer_id).in_(written))
    found = scene.look(lambda session: (session.exec(written).all(), session.exec(judged).all()))
    assert sorted(found[0]) == sorted(found[1])
    assert len(found[0]) == 4 * FILLED + 1, "the round that was played has its exemplar"


def test_nobody_scores_their_own_answer(scene: Scene) -> None:
    scored = select(Answer.author, Scorecard.rater).join(Scorecard)
    dealt = select(Answer.author, Assignment.rater).join(Assignment)
    pairs = scene.look(lambda session: [*session.exec(scored), *session.exec(dealt)])
    assert [author for author, rater in pairs if author == rater] == []


def test_a_story_that_was_never_told_is_not_discussed(scene: Scene) -> None:
    before = scene.clock.now()
    discussed(scene)
    assert (scene.clock.now() - before).seconds < 60


def test_no_history_is_written_beside_a_question_that_is_still_open(world: World) -> None:
    staged = asked(world)
    with pytest.raises(RuntimeError, match="still open; `/calibrate next` moves it on"):
        fill_in(staged)
    assert [one.stage for one in staged.rounds] == ["collecting"]


def later(scene: Scene) -> datetime:
    """When the newest scores came out."""
    assert scene.round.revealed_at is not None
    return scene.round.revealed_at


def _team(scene: Scene) -> Team:
    return scene.look(lambda session: team(session, scene.channel, 13, later(scene)))
