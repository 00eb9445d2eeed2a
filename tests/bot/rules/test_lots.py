"""What is drawn evenly is not foretold by who has seen all that was drawn before."""

from collections import Counter
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from bot.calibration.exemplars import exemplar_for
from bot.calibration.lots import drawn
from scoring.bank.questions import load_bank
from scoring.rubric import LEVELS
from storage.models import Answer, Round
from tests.kit.play import World
from tests.kit.rows import MONDAY, a_round, a_schedule, put


@given(st.integers())
def test_who_knows_that_three_came_up_guesses_the_fourth_about_every_second_time(seed: int) -> None:
    luck = Random(seed)
    found = Counter(drawn(luck, LEVELS, [1, 1, 1, 0]) for _ in range(200))
    assert 60 < found["staff"] < 140
    assert set(found) == set(LEVELS)


def test_in_the_long_run_all_come_up_about_as_often() -> None:
    luck, found = Random(1), Counter[str]()
    for _ in range(400):
        found[drawn(luck, LEVELS, [found[level] for level in LEVELS])] += 1
    assert max(found.values()) - min(found.values()) <= 4


def test_the_level_of_an_exemplar_does_not_follow_from_those_that_the_channel_has_met(world: World) -> None:
    """Three rounds had one of three levels, and all can read which: the fourth may be any of the four."""
    bank = list(load_bank().values())

    def draws(session: Session) -> set[str]:
        schedule = put(session, a_schedule("C_LOTS", next_at=None))
        for week, level in enumerate(LEVELS[:3]):
            due = MONDAY + timedelta(weeks=week)
            past = put(session, a_round(schedule, stage="closed", due_at=due, slug=bank[week].slug))
            put(session, Answer(round_id=past.id, slug=past.slug, exemplar=level, origin="exemplar"))
        now = Round(**a_round(schedule, slug=bank[3].slug, question=bank[3].model_dump(mode="json")).model_dump())
        found = (exemplar_for(session, now, [], 3, Random(seed)) for seed in range(40))
        levels = {str(one.exemplar) for one in found if one}
        session.rollback()
        return levels

    assert world.look(draws) == set(LEVELS)
