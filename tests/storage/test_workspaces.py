"""Workspaces are kept apart: a unit of one team neither sees nor changes a row of another."""

from typing import Any

import pytest
from sqlalchemy import Engine, event, exists, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col, delete, func, select, union_all, update

from storage.database import EVERY_TEAM, unit, view
from storage.models import Answer, Round, Schedule, Workspace
from tests.kit.rows import a_schedule, a_story, an_answer, put

US, THEM = "T1", "T2"
OTHER = aliased(Answer)
TEXT = select(Answer.text)
SAME_ROUND = col(Round.id) == Answer.round_id


@pytest.fixture
def two_teams(engine: Engine) -> Engine:
    """An answer in each of two workspaces, told by the same user id in a channel of the same name."""
    for team, text in ((THEM, "their story"), (US, "our story")):
        with unit(engine, team) as session:
            a_story(session, text=text)
            session.add(Workspace(bot_user_id="U0"))
    return engine


def stored(engine: Engine, what: Any) -> dict[str, Any]:
    """A column of all workspaces, by workspace."""
    with view(engine, EVERY_TEAM) as session:
        return dict(session.exec(select(what.class_.team_id, what)).all())


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(TEXT, id="columns"),
        pytest.param(TEXT.join(Round, SAME_ROUND), id="a join"),
        pytest.param(TEXT.select_from(Round).join(Answer, SAME_ROUND), id="a join from the other side"),
        pytest.param(select(Round.slug, Answer.text).join_from(Round, Answer, true()), id="a product"),
        pytest.param(select(OTHER.text), id="an alias"),
        pytest.param(TEXT.join(OTHER, OTHER.author == Answer.author), id="a join with itself"),
        pytest.param(select(TEXT.subquery().c.text), id="a subquery"),
        pytest.param(TEXT.where(col(Answer.round_id).in_(select(Round.id))), id="an IN"),
        pytest.param(union_all(TEXT, TEXT), id="a union"),
        pytest.param(TEXT.with_for_update(), id="a lock"),
        pytest.param(TEXT.order_by(col(Answer.id)).limit(1), id="the first"),
        pytest.param(select(func.max(Answer.text)), id="an aggregate"),
    ],
)
def test_a_read_of_any_shape_stays_in_its_workspace(two_teams: Engine, query: Any) -> None:
    with view(two_teams, US) as session:
        assert {row[-1] for row in session.execute(query)} == {"our story"}
    with view(two_teams, EVERY_TEAM) as session:
        assert "their story" in {row[-1] for row in session.execute(query)}


def test_counts_and_existence_are_those_of_the_workspace(two_teams: Engine) -> None:
    with view(two_teams, US) as session:
        assert session.exec(select(func.count()).select_from(Answer)).one() == 1
        assert session.exec(select(func.count(col(Answer.id)))).one() == 1
        theirs = exists().where(col(Answer.text) == "their story")
        assert session.exec(select(func.count()).select_from(Round).where(theirs)).one() == 0
    with view(two_teams, EVERY_TEAM) as session:
        assert session.exec(select(func.count()).select_from(Answer)).one() == 2


def test_a_row_of_another_workspace_is_not_got_by_its_id(two_teams: Engine) -> None:
    with view(two_teams, EVERY_TEAM) as session:
        ids = {answer.team_id: answer.id for answer in session.exec(select(Answer))}
    with view(two_teams, US) as session:
        assert session.get(Answer, ids[THEM]) is None
        assert session.get(Workspace, THEM) is None
        ours = session.get(Answer, ids[US])
        assert ours is not None
        assert ours.text == "our story"


def test_updates_and_deletes_change_only_the_workspaces_own_rows(two_teams: Engine) -> None:
    with unit(two_teams, US) as session:
        session.exec(update(Answer).values(text="changed"))
    assert stored(two_teams, Answer.text) == {US: "changed", THEM: "their story"}
    with unit(two_teams, US) as session:
        session.exec(delete(Answer))
    assert stored(two_teams, Answer.text) == {THEM: "their story"}


def test_what_is_new_belongs_to_the_units_workspace(engine: Engine) -> None:
    with unit(engine, US) as session:
        put(session, a_schedule("C1"), a_schedule("C2", team_id=US))
    with unit(engine, THEM) as session:
        session.add_all([a_schedule("C1"), a_schedule("C2")])
    with view(engine, EVERY_TEAM) as session:
        owners = session.exec(select(Schedule.team_id).order_by(col(Schedule.id))).all()
    assert owners == [US, US, THEM, THEM]


def test_across_workspaces_what_is_new_must_name_its_own(engine: Engine) -> None:
    with unit(engine, EVERY_TEAM) as session:
        session.add(a_schedule("C1", team_id=US))
    with pytest.raises(IntegrityError), unit(engine, EVERY_TEAM) as session:
        session.add(a_schedule("C2"))
    assert stored(engine, Schedule.channel_id) == {US: "C1"}


def test_a_new_row_of_another_workspace_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="a row of workspace T2 in a unit of T1"), unit(engine, US) as session:
        session.add(a_schedule("C1", team_id=THEM))
    assert stored(engine, Schedule.channel_id) == {}


def test_a_row_of_another_workspace_is_not_changed_through_a_unit(two_teams: Engine) -> None:
    with view(two_teams, THEM) as session:
        theirs = session.exec(select(Answer)).one()
    theirs.text = "changed"
    with pytest.raises(ValueError, match="a row of workspace T2 in a unit of T1"), unit(two_teams, US) as session:
        session.add(theirs)
    with view(two_teams, THEM) as session:
        theirs = session.exec(select(Answer)).one()
    with pytest.raises(ValueError, match="a row of workspace T2 in a unit of T1"), unit(two_teams, US) as session:
        session.delete(theirs)
    assert stored(two_teams, Answer.text) == {US: "our story", THEM: "their story"}


def test_a_row_is_not_given_away_to_another_workspace(two_teams: Engine) -> None:
    with pytest.raises(ValueError, match="a row of workspace T2 in a unit of T1"), unit(two_teams, US) as session:
        session.exec(select(Answer)).one().team_id = THEM
    assert stored(two_teams, Answer.text) == {US: "our story", THEM: "their story"}


def test_every_table_is_kept_apart(engine: Engine) -> None:
    """A table that is added later and forgets OfTeam would be read across workspaces."""
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *about: statements.append(about[2]))
    for mapper in SQLModel._sa_registry.mappers:
        with view(engine, US) as session:
            session.exec(select(mapper.class_)).all()
        assert f"WHERE {mapper.local_table.name}.team_id = " in statements[-1].replace("\n", "").replace('"', "")


def test_the_same_channel_may_be_set_up_in_two_workspaces_and_only_once_in_each(engine: Engine) -> None:
    for team in (US, THEM):
        with unit(engine, team) as session:
            session.add(a_schedule("C1"))
    with pytest.raises(IntegrityError), unit(engine, US) as session:
        session.add(a_schedule("C1"))


def test_an_answer_is_one_a_person_and_round(two_teams: Engine) -> None:
    with pytest.raises(IntegrityError), unit(two_teams, US) as session:
        session.add(an_answer(session.exec(select(Round)).one()))
