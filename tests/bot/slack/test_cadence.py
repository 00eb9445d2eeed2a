"""A channel's rhythm and days off, from setup to the question that comes or does not."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sandbox.people.person import Person
from tests.kit.look import notice, said, words
from tests.kit.play import World

BERLIN = ZoneInfo("Europe/Berlin")


def set_up(person: Person, channel: str, **fields: str) -> dict[str, str] | None:
    """Opens all of the form for a channel that is set up, and fills these fields in."""
    person.command("/calibrate", "setup", channel)
    person.tap("setup_more")
    person.fill({f"{name}:{channel}": value for name, value in fields.items()})
    return person.submit()


def status(person: Person, channel: str) -> str:
    person.command("/calibrate", "status", channel)
    return str(person.ephemerals(channel)[-1]["text"])


def a_channel(world: World) -> tuple[str, Person, Person]:
    """A channel with a question each Monday at nine, and its two interviewers."""
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    world.clock.to_sunday()
    world.plan(channel, [ana, ben])
    return channel, ana, ben


def close(world: World, channel: str) -> None:
    for _ in range(2):
        world.pass_deadline(channel)


def test_every_two_weeks_means_every_other_monday(world: World) -> None:
    channel, ana, _ = a_channel(world)
    monday = world.schedule(channel).next_at
    assert set_up(ana, channel, every="Every two weeks, from the next question on") is None
    ana.close_modal()
    world.advance_to(monday)
    assert len(world.rounds(channel)) == 1
    assert world.schedule(channel).next_at.astimezone(BERLIN).date() == monday.date() + timedelta(weeks=2)
    close(world, channel)
    world.advance_to(monday + timedelta(weeks=1, hours=2))
    assert len(world.rounds(channel)) == 1
    set_up(ana, channel, scores_hours="3 days")
    ana.close_modal()
    world.advance_to(monday + timedelta(weeks=2, hours=2))
    assert len(world.rounds(channel)) == 2, "a change of something else does not count anew"


def test_on_a_day_off_nothing_is_asked_and_status_home_and_setup_say_so(world: World) -> None:
    channel, ana, ben = a_channel(world)
    monday = world.schedule(channel).next_at
    there = monday.astimezone(BERLIN)
    assert set_up(ana, channel, off=f"{there:%Y-%m-%d}: public holiday") is None
    assert f"Days off: {there.day} {there:%B %Y}." in notice(ana)
    following = world.schedule(channel).next_at
    assert following.astimezone(BERLIN).date() == there.date() + timedelta(weeks=1)
    told = f"None on Monday {there.day} {there:%B}: that is a day off."
    assert told in status(ana, channel)
    assert told in words(world.home(ben))
    world.advance_to(monday)
    assert world.rounds(channel) == []
    assert "day off" not in status(ana, channel)
    world.advance_to(following)
    assert len(world.rounds(channel)) == 1


def test_days_off_that_are_taken_back_bring_the_question_back_and_a_skip_stays(world: World) -> None:
    channel, ana, _ = a_channel(world)
    monday = world.schedule(channel).next_at
    set_up(ana, channel, off=f"{monday:%Y-%m-%d}")
    ana.close_modal()
    set_up(ana, channel, off="")
    ana.close_modal()
    assert world.schedule(channel).next_at == monday
    ana.command("/calibrate", "skip", channel)
    set_up(ana, channel, off=f"{monday:%Y-%m-%d}")
    ana.close_modal()
    set_up(ana, channel, off="")
    ana.close_modal()
    assert world.schedule(channel).next_at > monday + timedelta(days=6)


def test_a_day_that_cannot_be_read_is_told_at_its_field_and_nothing_is_changed(world: World) -> None:
    channel, ana, _ = a_channel(world)
    before = world.schedule(channel)
    errors = set_up(ana, channel, off="Christmas")
    assert errors is not None
    assert errors[f"off:{channel}"].startswith("I can't read ‘Christmas’ as a day.")
    ana.close_modal()
    assert world.schedule(channel).off == before.off == []


def test_the_form_holds_the_days_off_as_they_are_kept(world: World) -> None:
    channel, ana, ben = a_channel(world)
    year = world.clock.at.year + 1
    set_up(ana, channel, off=f"{year}-12-21/{year + 1}-01-03")
    ana.close_modal()
    ben.command("/calibrate", "setup", channel)
    ben.tap("setup_more")
    assert f"21 December {year} to 3 January {year + 1}" in str(ben.modal)
    assert "On these no question comes" in said(ben) + str(ben.modal)
    assert ben.submit() is None
    assert world.schedule(channel).off == [f"{year}-12-21/{year + 1}-01-03"]


def test_nothing_is_due_on_a_day_off_and_setup_and_the_question_before_it_is_asked_say_the_true_day(
    world: World,
) -> None:
    channel, ana, _ = a_channel(world)
    monday = world.schedule(channel).next_at.astimezone(BERLIN)
    closes, reveals = monday + timedelta(days=3), monday + timedelta(days=8)
    told = [f"{one:%A} {one.day} {one:%B}, 09:00" for one in (closes, reveals)]
    # Wednesday is off, two days after Thursday is Saturday, and the Monday after it is off too.
    set_up(ana, channel, off=f"{monday + timedelta(days=2):%Y-%m-%d}\n{monday + timedelta(days=7):%Y-%m-%d}")
    ana.close_modal()
    ana.command("/calibrate", "setup", channel)
    assert "answers close {}; scores come out {}.".format(*told) in notice(ana)
    world.home(ana)
    ana.press_home("next_questions")
    assert "Answers close {}; scores come out {} Berlin.".format(*told) in notice(ana)
    world.advance_to(monday)
    round_ = world.round(channel)
    assert [at.astimezone(BERLIN) for at in (round_.closes_at, round_.reveals_at)] == [closes, reveals]


def test_after_a_downtime_scores_do_not_come_out_on_a_day_off_either(world: World) -> None:
    channel, ana, _ = a_channel(world)
    monday = world.schedule(channel).next_at.astimezone(BERLIN)
    set_up(ana, channel, off=f"{monday + timedelta(days=7):%Y-%m-%d}")
    ana.close_modal()
    world.advance_to(monday)
    world.clock.at = (monday + timedelta(days=3)).astimezone(
        world.clock.at.tzinfo
    )  # down on Wednesday, back a day later
    world.work()
    assert world.round(channel).stage == "scoring"
    there = world.round(channel).reveals_at.astimezone(BERLIN)
    assert there.date() == monday.date() + timedelta(days=8), "Friday and a day is Saturday, and Monday is off"


def test_status_promises_no_question_that_the_open_round_stands_in_the_way_of(world: World) -> None:
    channel, ana, ben = a_channel(world)
    monday = world.schedule(channel).next_at
    world.ask(channel, by=ana)
    for told in (status(ana, channel), words(world.home(ben))):
        assert "this round is still open then" in told
        assert f"^{int((monday + timedelta(weeks=1)).timestamp())}^" in told
        assert f"^{int(monday.timestamp())}^" not in told
    world.advance_to(monday)
    assert len(world.rounds(channel)) == 1
    for _ in range(2):
        world.next(ana, channel)
    assert "still open then" not in status(ana, channel)


def test_a_question_at_the_moment_of_the_reveal_comes(world: World) -> None:
    channel, ana, _ = a_channel(world)
    monday = world.schedule(channel).next_at
    world.ask(channel, by=ana)
    with world.changing(channel) as round_:
        round_.reveals_at = monday
    assert "still open then" not in status(ana, channel)


def test_a_bot_that_was_down_does_not_ask_on_a_day_off_what_it_missed_before(world: World) -> None:
    channel, ana, _ = a_channel(world)
    monday = world.schedule(channel).next_at
    set_up(ana, channel, off=f"{monday + timedelta(weeks=1):%Y-%m-%d}")
    ana.close_modal()
    world.advance_to(monday + timedelta(weeks=1, hours=1))
    assert world.rounds(channel) == []
    assert world.schedule(channel).next_at > monday + timedelta(days=13)
