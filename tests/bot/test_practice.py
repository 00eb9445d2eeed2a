"""Practice: alone, at once, and without a trace for others."""

from collections import Counter

from world import World, fill

from bot.calibration.practising import RUN, draw, practised
from scoring.questions import load_bank
from scoring.rubric import LEVELS
from storage.models import PracticeScore


def scores(*pairs: tuple[str, str]) -> list[PracticeScore]:
    """Practice scores from (written, read)."""
    return [PracticeScore(person="U", run=1, slug=f"q{n}", level=a, overall=b) for n, (a, b) in enumerate(pairs)]


def test_four_exemplars_each_with_its_feedback_and_a_look_back(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ana.command("/calibrate", "practice", channel)
    titles = []
    for _ in range(RUN):
        assert ana.modal is not None
        titles.append(ana.modal["title"]["text"])
        assert "written as" not in str(ana.modal), "the level is not told before it is scored"
        assert fill(ana, "mid", "adequate") is None
        assert ana.modal["callback_id"] == "practice_next"
        assert "written as" in str(ana.modal["blocks"])
        ana.submit()
    assert titles == [f"Practice {n} of 4" for n in range(1, RUN + 1)]
    assert "as they were written" in str(ana.modal)
    assert "8 exemplars to go" in str(ana.modal)


def test_a_run_that_was_left_goes_on_where_it_stood_and_another_person_sees_nothing_of_it(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ana.command("/calibrate", "practice", channel)
    fill(ana, "senior", "strong")
    ana.submit()
    second = ana.modal
    ana.close_modal()
    ana.command("/calibrate", "practice", channel)
    assert ana.modal is not None
    assert second is not None
    assert (ana.modal["title"], ana.modal["blocks"][1]) == (second["title"], second["blocks"][1])
    ben.command("/calibrate", "practice", channel)
    assert ben.modal is not None
    assert ben.modal["title"]["text"] == "Practice 1 of 4"


def test_somebody_elses_exercise_cannot_be_scored(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ana.command("/calibrate", "practice", channel)
    ben.command("/calibrate", "practice", channel)
    hers = ana.modal
    assert hers is not None
    rows = world.look(lambda session: session.get(PracticeScore, int(hers["private_metadata"])))
    fill(ben, "mid", "thin")
    after = world.look(lambda session: session.get(PracticeScore, int(hers["private_metadata"])))
    assert (rows.person, after.scored_at) == (ana.id, None)


def test_a_draw_gives_four_different_questions_not_met_before_and_none_that_is_open() -> None:
    bank = load_bank()
    busy = set(list(bank)[:5])
    met = [(slug, level) for slug in list(bank)[5:10] for level in LEVELS]
    for seed in map(str, range(50)):
        drawn = draw(bank, met, busy, seed)
        slugs = {slug for slug, _ in drawn}
        assert len(drawn) == len(slugs) == RUN
        assert not slugs & busy
        assert not set(drawn) & set(met)


def test_the_fourth_level_cannot_be_told_from_the_first_three() -> None:
    bank = load_bank()
    fourths = [len({level for _, level in draw(bank, [], set(), str(seed))}) for seed in range(200)]
    assert Counter(fourths)[4] < 150, "four different levels every time would give the last one away"


def test_over_many_runs_every_level_comes_up_about_as_often() -> None:
    bank, met = load_bank(), []
    for seed in range(12):
        met += draw(bank, met, set(), str(seed))
    counts = Counter(level for _, level in met)
    assert max(counts.values()) - min(counts.values()) <= 3


def test_practised_takes_three_of_each_level_read_within_half_a_level_without_a_lean() -> None:
    right = [(level, level) for level in LEVELS for _ in range(3)]
    assert practised(scores(*right[:-1])).missing == 1
    assert practised(scores(*right)).earned
    one_off = [(a, "mid" if a == "junior" else b) for a, b in right]
    assert practised(scores(*one_off)).gap == 0.25
    assert practised(scores(*one_off)).earned
    lenient = [(a, {"junior": "mid", "mid": "senior"}.get(a, b)) for a, b in right]
    assert practised(scores(*lenient)).gap == 0.5
    assert not practised(scores(*lenient)).earned, "half a level away, all of it upwards, is a lean"


def test_practised_lapses_when_newer_readings_are_off() -> None:
    right = [(level, level) for level in LEVELS for _ in range(3)]
    newer = [("staff", "junior")] * 3
    assert practised(scores(*right)).earned
    assert not practised(scores(*right, *newer)).earned
