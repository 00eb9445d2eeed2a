"""Reminders in working hours, two at most, put off or stopped by who gets them; and a nudge by who manages."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from sandbox.people.person import Person
from storage.models import AuditEvent
from tests.kit.look import form, notice, said, words
from tests.kit.play import World


def scoring(world: World, *interviewers: Person) -> tuple[str, str, Person]:
    """A round with one answer and the exemplar, open for scoring since ten on a Monday; its channel, ts and author."""
    world.clock.to_monday()
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana], interviewers)
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    return channel, ts, ana


def waits(person: Person) -> list[str]:
    """What tells a person that answers wait."""
    return [one["text"] for one in person.dms() if "for your score" in one["text"]]


def press(person: Person, action_id: str) -> str:
    person.press(person.dm, person.dms()[0]["ts"], action_id)
    return notice(person)


def test_an_invitation_comes_when_answers_close_or_else_in_the_persons_next_working_hours(world: World) -> None:
    gil = world.sandbox.add_person("Gil", tz="Asia/Tokyo")
    hao = world.sandbox.add_person("Hao", tz="UTC")
    scoring(world, gil, hao)  # at seven in the evening in Tokyo
    assert (len(waits(gil)), len(waits(hao))) == (0, 1)
    world.advance(hours=13, minutes=55)
    assert waits(gil) == []
    world.advance(minutes=5)
    there = world.clock.at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert (there.hour, len(waits(gil))) == (9, 1)
    world.advance(hours=2)
    assert (len(waits(gil)), len(waits(hao))) == (1, 1)


def test_who_scored_before_their_working_hours_began_is_not_invited(world: World) -> None:
    gil = world.sandbox.add_person("Gil", tz="Asia/Tokyo")
    channel, ts, _ = scoring(world, gil)
    world.score(gil, channel, ts)
    world.advance(hours=15)
    assert gil.dms() == []


def test_an_invitation_comes_at_night_where_scores_are_out_by_the_morning(world: World) -> None:
    gil = world.sandbox.add_person("Gil", tz="Asia/Tokyo")
    world.clock.to_monday()
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana], [gil])
    world.stories(channel, ts, [ana])
    with world.changing(channel) as round_:
        round_.reveals_at = world.clock.now() + timedelta(hours=12)
    world.next(ana, channel)
    assert len(waits(gil)) == 1


def test_a_reminder_comes_in_working_hours_on_the_persons_own_clock(world: World) -> None:
    gil = world.sandbox.add_person("Gil", tz="Asia/Tokyo")
    hao = world.sandbox.add_person("Hao", tz="UTC")
    channel, *_ = scoring(world, gil, hao)
    world.advance(hours=15)
    world.advance(hours=9)  # seven in the evening in Tokyo, once more
    with world.changing(channel) as round_:
        round_.remind_at = world.clock.now()
    world.work()
    assert (len(waits(gil)), len(waits(hao))) == (1, 2)
    world.advance(hours=15)
    there = world.clock.at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert (there.hour, len(waits(gil))) == (10, 2)


def test_who_is_still_to_be_invited_is_not_reminded_too(world: World) -> None:
    gil = world.sandbox.add_person("Gil", tz="Asia/Tokyo")
    channel, *_ = scoring(world, gil)
    with world.changing(channel) as round_:
        round_.remind_at = world.clock.now()
    world.work()
    world.advance(hours=15)
    assert len(waits(gil)) == 1


def test_nobody_hears_of_a_round_more_than_twice_by_the_clock(world: World) -> None:
    gil, hao = world.people("Gil", "Hao")
    channel, *_ = scoring(world, gil, hao)
    for day in range(3):
        with world.changing(channel) as round_:
            round_.remind_at, round_.reveals_at = world.clock.now(), world.clock.now() + timedelta(days=9)
        world.work()
        assert len(waits(gil)) == 2, day
        world.advance(days=1)


def test_tomorrow_moves_the_second_word_to_the_next_morning_and_there_is_no_third(world: World) -> None:
    gil, hao = world.people("Gil", "Hao")
    channel, *_ = scoring(world, gil, hao)
    assert press(gil, "remind_tomorrow").startswith("I'll remind you once more: <!date^")
    last_day = world.round(channel).remind_at
    with world.changing(channel) as round_:
        round_.remind_at = world.clock.now()
    world.work()
    assert (len(waits(gil)), len(waits(hao))) == (1, 2), "who chose a time is not reminded at another"
    world.advance(hours=20)
    assert len(waits(gil)) == 1
    world.advance(hours=3)  # Tuesday morning
    assert len(waits(gil)) == 2
    with world.changing(channel) as round_:
        round_.remind_at = last_day
    world.advance_to(last_day)
    assert (len(waits(gil)), len(waits(hao))) == (2, 2)


def test_tomorrow_is_no_promise_where_scores_come_out_before(world: World) -> None:
    gil, hao = world.people("Gil", "Hao")
    channel, *_ = scoring(world, gil, hao)
    with world.changing(channel) as round_:
        round_.reveals_at = world.clock.now() + timedelta(hours=5)
    assert press(gil, "remind_tomorrow") == "Scores come out before that, so this was my last word on it."


def test_not_this_week_means_nothing_before_monday_and_home_says_so(world: World) -> None:
    gil, hao = world.people("Gil", "Hao")
    channel, ts, ana = scoring(world, gil, hao)
    assert press(gil, "remind_not_this_week").startswith("No reminders before <!date^")
    world.advance_to(world.round(channel).remind_at + timedelta(hours=2))
    assert (len(waits(gil)), len(waits(hao))) == (1, 2)
    assert "Reminders rest until <!date^" in words(world.home(gil))
    world.next(ana, channel)
    other, ts = world.open_round([ana], [gil, hao])
    world.stories(other, ts, [ana])
    world.next(ana, other)
    assert len(waits(gil)) == 0, "the first is settled, and no other came"
    with world.changing(other) as round_:
        round_.reveals_at += timedelta(days=9)
        round_.remind_at = world.clock.to_sunday() + timedelta(hours=16)
        monday = round_.remind_at
    world.advance_to(monday)
    assert len(waits(gil)) == 1
    assert "Reminders are on" in words(world.home(gil))


def test_never_is_undone_on_home_and_so_is_not_this_week(world: World) -> None:
    gil, hao = world.people("Gil", "Hao")
    scoring(world, gil, hao)
    for action, told in (("reminders_off", "Reminders are off."), ("remind_not_this_week", "Reminders rest until")):
        press(gil, action)
        assert told in words(world.home(gil))
        gil.press_home("change_reminders")
        world.advance(seconds=3)
        assert "Reminders are on" in words(gil.home)


def test_a_manager_nudges_one_person_once_a_day_and_they_read_no_score(world: World) -> None:
    gil, hao = world.people("Gil", "Hao")
    channel, ts, ana = scoring(world, gil, hao)
    world.score(gil, channel, ts)
    with world.managed_by(ana):
        world.home(ana)
        ana.press_home("nudges")
        own = world.round(channel).public_id
        assert f"<@{gil.id}> in <#{channel}>" not in said(ana), "who is done is left alone"
        ana.tap("nudge_person", f"{own}:{hao.id}")
        world.work()
        (_, told) = waits(hao)
        assert told.startswith(
            "Whoever runs the round asks if you can find the time. 2 answers still wait for your score"
        )
        assert f"<@{hao.id}> in <#{channel}>, Raising the bar. Asked today." in said(ana)
        world.forge_tap(ana, form(ana), "nudge_person", value=f"{own}:{hao.id}")
        assert notice(ana) == "They had a nudge within the last day. One a day is enough."
        world.work()
        assert len(waits(hao)) == 2
        with world.changing(channel) as round_:
            round_.remind_at, round_.reveals_at = None, round_.reveals_at + timedelta(days=2)
        world.advance(days=1, minutes=1)
        ana.press_home("nudges")
        ana.tap("nudge_person", f"{own}:{hao.id}")
        world.work()
        assert len(waits(hao)) == 3
        ana.close_modal()
    noted = select(AuditEvent.what).where(AuditEvent.actor == ana.id, AuditEvent.what == "nudge")
    assert len(world.look(lambda session: session.exec(noted).all())) == 2


def test_a_nudge_waits_for_working_hours_and_for_nobody_who_is_done_or_away(world: World) -> None:
    gil = world.sandbox.add_person("Gil", tz="Asia/Tokyo")
    hao, ida = world.people("Hao", "Ida")
    channel, ts, ana = scoring(world, gil, hao, ida)
    ida.command("/calibrate", "away 2027-12-31" if world.clock.at.year == 2027 else "away 31 December", channel)
    world.score(hao, channel, ts)
    own = world.round(channel).public_id
    world.home(ana)
    for person, told in ((hao, "Nothing waits for them in this round any more."), (ida, "They are away")):
        ana.press_home("nudges")
        world.forge_tap(ana, form(ana), "nudge_person", value=f"{own}:{person.id}")
        assert notice(ana).startswith(told)
    ana.press_home("nudges")
    ana.tap("nudge_person", f"{own}:{gil.id}")
    world.work()
    assert waits(gil) == []
    world.advance(hours=15)
    (told,) = waits(gil)
    assert told.startswith("Whoever runs the round asks"), "and the invitation, which waited too, is not sent beside it"
    ana.close_modal()


def test_only_who_manages_the_channel_nudges(world: World) -> None:
    gil, hao, zoe = world.people("Gil", "Hao", "Zoe")
    channel, _, ana = scoring(world, gil, hao)
    own = world.round(channel).public_id
    world.home(ana)
    ana.press_home("nudges")
    shown = form(ana)
    with world.managed_by(ana):
        world.forge_tap(hao, shown, "nudge_person", value=f"{own}:{gil.id}")
    world.forge_tap(zoe, shown, "nudge_person", value=f"{own}:{gil.id}")
    world.work()
    assert len(waits(gil)) == 1
    ana.close_modal()
