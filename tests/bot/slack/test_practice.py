"""Practice: alone, at once, and without a trace for others."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlmodel import select

from bot.calibration.export import channel_table
from bot.calibration.practice import RUN, draw, ending, practised
from bot.terminal.export import export
from bot.views.practice import ending_modal
from sandbox.people.person import Person
from scoring.agreement.thresholds import HABIT_STORIES
from scoring.bank.questions import load_bank
from scoring.rubric import LEVELS
from storage.models import PracticeScore, Round
from storage.stages import OPEN, Stage
from tests.kit.look import notice, words
from tests.kit.play import World, fill


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
    assert "8 practice stories to go" in str(ana.modal)


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
    reply = world.forge_submit(ben, ben.modal or {}, private_metadata=hers["private_metadata"])
    assert "There is no new practice story for you now" in words(reply["view"]["blocks"])
    query = select(PracticeScore).where(PracticeScore.public_id == hers["private_metadata"])
    row = world.look(lambda session: session.exec(query).one())
    assert (row.person, row.scored_at) == (ana.id, None)


def test_a_draw_gives_four_different_questions_not_met_before_and_none_that_is_open() -> None:
    bank = load_bank()
    busy = set(list(bank)[:5])
    met = [(slug, level) for slug in list(bank)[5:10] for level in LEVELS]
    for seed in range(50):
        drawn = draw(bank, met, busy, Random(seed))
        slugs = {slug for slug, _ in drawn}
        assert len(drawn) == len(slugs) == RUN
        assert not slugs & busy
        assert not set(drawn) & set(met)


def test_the_fourth_level_cannot_be_told_from_the_first_three() -> None:
    bank = load_bank()
    fourths = [len({level for _, level in draw(bank, [], set(), Random(seed))}) for seed in range(200)]
    assert Counter(fourths)[4] < 150, "four different levels every time would give the last one away"


def test_over_many_runs_every_level_comes_up_about_as_often() -> None:
    bank, met = load_bank(), []
    for seed in range(12):
        met += draw(bank, met, set(), Random(seed))
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


def test_feedback_keeps_the_story_in_sight_and_sets_the_chosen_anchor_beside_the_right_one(world: World) -> None:
    (ana,) = world.people("Ana")
    rubric, question = world.deps.rubric, world.deps.bank["raising-the-bar"]
    exemplar = question.exemplar("senior")
    shown = words(feedback_on(world, ana, "senior"))
    assert question.prompt in shown
    assert all(part in shown for part in exemplar.text.split("\n\n"))
    for dimension in question.focus:
        anchors = rubric.row(dimension).anchors
        assert f"_Junior_: {anchors['junior'].long}" in shown
        written = exemplar.dimensions[dimension]
        assert f"_{rubric.name(written)}_: {anchors[written].long}" in shown
    ana.close_modal()


def practised_on(world: World, person: Person, *read: str) -> str:
    """Has a person read senior exemplars, the last one now; what they are told at the end of that run."""
    slugs = list(world.deps.bank)[-len(read) :]
    for run, (slug, overall) in enumerate(zip(slugs, read, strict=True), 1):
        row = PracticeScore(person=person.id, run=run, slug=slug, level="senior", overall=overall)
        row.dimensions = dict.fromkeys(world.deps.bank[slug].focus, "mid")
        row.scored_at = world.clock.at
        world.look_and_change(lambda session, row=row: session.add(row))
    found = world.look(lambda session: ending(session, person.id, world.deps.bank))
    return words(ending_modal(found, world.deps.rubric)["blocks"])


def test_no_habit_is_drawn_from_one_story(world: World) -> None:
    ana, ben, cem = world.people("Ana", "Ben", "Cem")
    told = practised_on(world, ana, "junior")
    assert "What you tend to do shows over 4 stories; you have read 1." in told
    assert "lower" not in told
    assert "you read the level overall about 2 levels lower" in practised_on(world, ben, *["junior"] * HABIT_STORIES)
    even = practised_on(world, cem, "senior", "senior", "mid", "staff")
    assert "you read the level overall" not in even


def test_the_feedback_says_where_the_panel_stood_only_once_its_scores_are_out(world: World) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    world.score(gil, channel, ts, "mid")
    world.score(hao, channel, ts, "senior")
    exemplar = next(answer for answer in world.answers(channel) if answer.exemplar)
    world.next(ana, channel)
    (cem,) = world.people("Cem")
    assert panel(feedback_on(world, cem, str(exemplar.exemplar))) >= 2, "other channels may have read it as well"


def test_an_exemplar_rests_while_its_question_is_open_though_it_was_dealt_before(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    row = PracticeScore(person=ben.id, run=1, slug="raising-the-bar", level="mid")
    world.look_and_change(lambda session: session.add(row))
    ben.command("/calibrate", "practice", ben.dm)
    before = ben.modal or {}
    channel, _ = world.open_round([ana])
    assert fill(ben, "mid", "thin") is None
    assert notice(ben).startswith("This question is being asked just now")
    ben.command("/calibrate", "practice", ben.dm)
    assert ben.modal is not None
    assert ben.modal["private_metadata"] != before["private_metadata"]
    ben.close_modal()
    with world.changing(channel) as round_:
        round_.stage = Stage.CLOSED
    ben.command("/calibrate", "practice", ben.dm)
    assert ben.modal["private_metadata"] == before["private_metadata"]
    ben.close_modal()


def test_no_question_that_is_open_anywhere_is_practised_on(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, _ = world.open_round([ana])
    first, free = world.round(channel), set(list(world.deps.bank)[-RUN:])
    for number, slug in enumerate(sorted({*world.deps.bank} - free), 1):
        other = first.model_dump(exclude={"id", "public_id", "team_id"}) | {"slug": slug, "message_ts": None}
        other |= {"due_at": first.due_at + timedelta(days=number), "stage": OPEN[number % len(OPEN)]}
        world.look_and_change(lambda session, other=other: session.add(Round(**other)))
    ben.command("/calibrate", "practice", ben.dm)
    assert set(drawn(world, ben)) == free


def test_practice_begins_at_a_button_of_the_first_hello_and_of_home(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana], bot=False)
    ana.invite_bot(channel)
    world.work()
    (hello,) = world.sandbox.messages(channel)
    assert "Practise now" in words(hello["blocks"])
    ana.press(channel, hello["ts"], "practise")
    ben.open_home()
    world.sandbox.settled()
    assert "Practise" in words(ben.home)
    ben.press_home("practise")
    for person in (ana, ben):
        assert person.modal is not None
        assert person.modal["callback_id"] == "practice"


def test_what_one_practised_leaves_no_trace_with_others(world: World, tmp_path: Path) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    exemplar = next(answer for answer in world.answers(channel) if answer.exemplar)
    for rater in (gil, hao):
        world.score(rater, channel, ts, "mid")
    world.next(ana, channel)

    def looked(name: str) -> list[str]:
        gil.open_home()
        for text in ("report", "report team"):
            gil.command("/calibrate", text, channel)
        world.idle()
        files = [tmp_path / f"{name}.{kind}" for kind in ("csv", "jsonl")]
        for file in files:
            export(world.deps.engine, file)
        reports = [words(message["blocks"]) for message in gil.dms()[-2:]]
        table = world.look(lambda session: channel_table(session, Random(1), channel))
        return [words(gil.home), *sorted(reports), str(table), *(file.read_text(encoding="utf-8") for file in files)]

    before = looked("before")
    feedback_on(world, hao, str(exemplar.exemplar))
    assert looked("after") == before
    assert "mid" in before[-1]


def feedback_on(world: World, person: Person, level: str, slug: str = "raising-the-bar") -> list[Any]:
    """What a person reads after they practised on an exemplar; they read it as junior."""
    row = PracticeScore(person=person.id, run=1, slug=slug, level=level)
    world.look_and_change(lambda session: session.add(row))
    person.command("/calibrate", "practice", person.dm)
    assert fill(person, "junior", "thin") is None
    assert person.modal is not None
    assert person.modal["callback_id"] == "practice_next"
    shown: list[Any] = person.modal["blocks"]
    return shown


def panel(shown: list[Any]) -> int:
    """How many interviewers the feedback on an exemplar speaks of."""
    found = re.search(r"(\d+) interviewers? here read it as (Junior|Mid|Senior|Staff)", words(shown))
    return int(found[1]) if found else 0


def drawn(world: World, person: Person) -> list[str]:
    """The questions of a person's exemplars."""
    query = select(PracticeScore.slug).where(PracticeScore.person == person.id)
    found: list[str] = world.look(lambda session: session.exec(query).all())
    return found
