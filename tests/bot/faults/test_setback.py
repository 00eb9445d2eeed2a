"""A clock that ran ahead and was set back loses no question, and what it asked in the future ends in the present."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot import due
from bot.calibration.debriefs import Kind, write_at
from bot.calibration.members import member_of
from bot.calibration.rounds import schedule_of
from bot.intake import work_off
from bot.retries import held_jobs, hold
from bot.trouble import Trouble
from storage.models import Letter
from tests.kit.play import World, story


@contextmanager
def clock_ahead(world: World, days: int) -> Iterator[None]:
    """The bot's own clock runs ahead; the world's, and Slack's, go on."""
    before = world.deps.now
    object.__setattr__(world.deps, "now", lambda: before() + timedelta(days=days))
    try:
        yield
    finally:
        object.__setattr__(world.deps, "now", before)


def in_future(world: World, moment: datetime | None, days: int = 7) -> bool:
    return moment is not None and moment > world.clock.at + timedelta(days=days, hours=2)


def test_no_question_is_lost_where_the_clock_ran_fifteen_days_ahead(world: World) -> None:
    world.clock.to_sunday()
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    first = world.plan(channel, [ana, ben])
    with clock_ahead(world, 15):
        world.work()
    assert in_future(world, world.schedule(channel).next_at)
    due.look_back(world.deps)
    assert world.schedule(channel).next_at == first
    asked_ahead = world.round(channel)
    assert asked_ahead.stage == "collecting"
    assert not in_future(world, asked_ahead.reveals_at), "its deadlines are counted from today"
    for day in range(15):
        world.advance_to(first + timedelta(days=day))
    asked = {round_.due_at: round_.message_ts for round_ in world.rounds(channel)[1:]}
    assert {first + timedelta(days=7), first + timedelta(days=14)} <= set(asked)
    assert None not in asked.values(), "each was posted: also the one for whose time another was asked ahead"


def test_where_a_round_was_open_its_next_question_comes_too(world: World) -> None:
    world.clock.to_sunday()
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    first = world.plan(channel, [ana, ben])
    world.advance_to(first)
    with world.changing(channel) as round_:
        round_.closes_at = round_.reveals_at = first + timedelta(days=30)
    with clock_ahead(world, 15):
        world.work()
    due.look_back(world.deps)
    assert world.schedule(channel).next_at == first + timedelta(days=7)


def test_a_pause_is_kept_and_a_clock_that_is_right_changes_nothing(world: World) -> None:
    world.clock.to_sunday()
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    first = world.plan(channel, [ana, ben])
    world.advance_to(first)
    ana.command("/calibrate", "skip", channel)
    world.work()
    skipped = world.schedule(channel)
    due.look_back(world.deps)
    assert world.schedule(channel).next_at == skipped.next_at

    def ahead(session: Session) -> None:
        session.merge(skipped).handed_at = world.clock.at + timedelta(days=15)

    world.look_and_change(ahead)
    due.look_back(world.deps)
    assert world.schedule(channel).next_at == skipped.next_at
    assert world.schedule(channel).handed_at is None


def test_what_the_channel_sees_is_brought_up_to_date_soon_after_the_clock_is_right(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    with world.changing(channel) as round_:
        round_.refresh_at = round_.refreshed_at = world.clock.at + timedelta(days=15)
    world.answer(ana, channel, ts)
    world.advance(seconds=15)
    assert "1 answer so far" in str(world.message(channel, ts)["blocks"])


def test_what_is_set_up_while_the_clock_runs_ahead_counts_from_today_once_it_is_right(world: World) -> None:
    world.clock.to_sunday()
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    with clock_ahead(world, 15):
        ana.command("/calibrate", "setup", channel)
        ana.fill({f"interviewers:{channel}": [ana, ben], f"every:{channel}": "two_weeks"})
        assert ana.submit() is None
    assert in_future(world, world.schedule(channel).next_at)
    due.look_back(world.deps)
    assert not in_future(world, world.schedule(channel).next_at), "the first one comes this week"


@pytest.mark.parametrize("words", [("skip",), ("pause", "resume")], ids=" and ".join)
def test_what_is_skipped_or_resumed_while_the_clock_runs_ahead_costs_one_question_at_most(
    world: World, words: tuple[str, ...]
) -> None:
    world.clock.to_sunday()
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    first = world.plan(channel, [ana, ben])
    world.advance_to(first)
    with clock_ahead(world, 15):
        for word in words:
            ana.command("/calibrate", word, channel)
    due.look_back(world.deps)
    weeks = 2 if words == ("skip",) else 1
    assert world.schedule(channel).next_at == first + timedelta(days=7 * weeks)


def test_a_pause_until_a_day_that_was_set_while_the_clock_ran_ahead_lasts_until_that_day(world: World) -> None:
    sunday = world.clock.to_sunday()
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    first = world.plan(channel, [ana, ben])
    day = (sunday + timedelta(days=37)).date()
    with clock_ahead(world, 15):
        ana.command("/calibrate", f"pause {day}", channel)
    due.look_back(world.deps)
    assert world.schedule(channel).next_at == first + timedelta(days=42)


def test_a_letter_that_was_put_off_to_that_future_comes_in_the_next_working_hours(world: World) -> None:
    world.clock.to_monday()
    channel, ts, _, (gil, *_) = world.open_scoring(authors=1)
    world.score(gil, channel, ts, "mid")
    world.clock.at = world.clock.at.replace(hour=19)
    with clock_ahead(world, 15):
        world.work()
        with world.deps.work(world.sandbox.team_id) as work:
            schedule_of(work.session, channel).handed_at = work.now
        (round_,) = [one for one in world.rounds(channel) if one.message_ts == ts]
        assert round_.stage == "revealed", "its deadlines were over"
    due.look_back(world.deps)
    world.advance(hours=14)
    assert [one for one in gil.dms() if one["text"].startswith(f"Scores are out in <#{channel}>: ")]


def test_what_was_to_be_tried_again_in_that_future_is_tried_now(world: World) -> None:
    channel = world.channel(world.people("Ana"))
    world.plan(channel, [])
    trouble = Trouble("is_archived", passing=False)
    with clock_ahead(world, 15), world.deps.work(world.sandbox.team_id) as work:
        hold(work, "refresh", "sometime", (0,), trouble, channel)
        schedule_of(work.session, channel).handed_at = work.now
    due.look_back(world.deps)
    (held,) = world.look(lambda session: held_jobs(session))
    assert (held.again_at, held.since) == (world.clock.at, world.clock.at)


def test_so_is_a_letter_of_any_kind_but_the_reminder_that_somebody_chose(world: World) -> None:
    channel = world.channel(world.people("Ana"))
    world.plan(channel, [])
    kinds: set[Kind] = {"reveal", "dropped", "welcome", "invite", "nudge", "turnout", "absent"}
    with clock_ahead(world, 15), world.deps.work(world.sandbox.team_id) as work:
        for kind in (*kinds, "remind"):
            write_at(work, kind, 999_999, "U1", work.now)
        schedule_of(work.session, channel).handed_at = work.now
    due.look_back(world.deps)
    about = select(Letter.kind, Letter.due_at).where(Letter.about == 999_999)
    found = dict(world.look(lambda session: session.exec(about).all()))
    assert found.pop("remind") == world.clock.at + timedelta(days=15)
    assert found == dict.fromkeys(kinds, world.clock.at)
    world.rest()


def test_an_answer_is_scored_and_somebody_can_be_nudged_as_if_it_had_been_now(world: World) -> None:
    world.clock.to_monday()
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    posted = ana.post(channel, story(), thread_ts=ts)
    world.sandbox.settled()
    with clock_ahead(world, 1):
        work_off(world.deps)
        with world.deps.work(world.sandbox.team_id) as work:
            member_of(work.session, ana.id).nudged_at = schedule_of(work.session, channel).handed_at = work.now
    assert in_future(world, world.answers(channel)[0].judge_at, days=0), posted
    due.look_back(world.deps)
    assert world.look(lambda session: member_of(session, ana.id).nudged_at) == world.clock.at
    world.work()
    assert len(world.scorecards(channel, "judge")) == 1
