"""Who may do what: the table as it reads, and that nobody who is not in the channel may do anything in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.calibration.access import Act, Person, may, must
from bot.refusals import Refusal
from storage.database import unit, view
from tests.kit.rows import a_schedule, put

MEMBER, GUEST = Person("U1", frozenset({"C1"})), Person("U1", frozenset({"C1"}), is_colleague=False)
INTERVIEWER = Person("UI", frozenset({"C1"}), is_colleague=False)
MANAGER = Person("U1", frozenset({"C1"}), is_colleague=False, manages=True)
MAY = {
    "a colleague": (MEMBER, {Act.SEE, Act.ANSWER, Act.SCORE, Act.AGREE}),
    "a guest": (GUEST, {Act.SEE, Act.ANSWER}),
    "a guest named as an interviewer": (INTERVIEWER, {Act.SEE, Act.ANSWER, Act.SCORE, Act.AGREE}),
    "a guest named as a manager": (MANAGER, set(Act)),
}


@pytest.fixture
def engine(fresh_engine: Engine) -> Engine:
    with unit(fresh_engine, "T1") as session:
        put(session, a_schedule("C1", interviewers=["UI"]))
    return fresh_engine


@pytest.mark.parametrize("who", MAY)
def test_who_may_what(engine: Engine, who: str) -> None:
    person, acts = MAY[who]
    with view(engine, "T1") as session:
        assert {act for act in Act if may(session, person, act, "C1")} == acts
        for act in set(Act) - acts:
            with pytest.raises(Refusal):
                must(session, person, act, "C1")


@given(st.sampled_from(Act), st.booleans(), st.booleans(), st.sampled_from(["U1", "UI"]), st.sampled_from(["", "C2"]))
def test_who_is_not_in_the_channel_may_nothing(
    act: Act, is_colleague: bool, manages: bool, user: str, elsewhere: str
) -> None:
    outsider = Person(user, frozenset({elsewhere} - {""}), is_colleague, manages)

    class Unread:
        """A session that must not be needed."""

    assert not may(Unread(), outsider, act, "C1")  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="for the people in its channel"):
        must(Unread(), outsider, act, "C1")  # type: ignore[arg-type]
