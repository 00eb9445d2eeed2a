"""Who is away is dealt nothing and not written to; managers see it; it ends by itself."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.people.person import Person
from tests.kit.look import form, notice, words
from tests.kit.play import World


def say(person: Person, text: str, channel: str) -> str:
    person.command("/calibrate", text, channel)
    return str(person.ephemerals(channel)[-1]["text"])


def to_monday(world: World) -> date:
    """A Monday at ten in UTC, eleven or twelve in Berlin where the sandbox's people live."""
    world.clock.to_sunday()
    world.advance(hours=16)
    return world.clock.at.date()


def in_days(world: World, days: int) -> str:
    day = world.clock.at.date() + timedelta(days=days)
    return f"{day.day} {day:%B}"


def test_who_is_away_is_dealt_nothing_and_not_invited(world: World) -> None:
    to_monday(world)
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = world.open_round([ana], [gil, hao])
    told = say(gil, f"away until {in_days(world, 3)}", channel)
    assert told.startswith(f"You are away and back on {world.clock.at.date() + timedelta(days=3):%A} ")
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    assert set(world.dealt(channel)) == {hao.id}
    assert gil.dms() == []
    assert len(hao.dms()) == 1


def test_it_ends_by_itself_at_midnight_of_their_own_zone(world: World) -> None:
    to_monday(world)
    (ana,) = world.people("Ana")
    gil = world.sandbox.add_person("Gil", tz="America/New_York")
    channel, ts = world.open_round([ana], [gil])
    say(gil, f"away {in_days(world, 1)}", channel)
    tomorrow = world.clock.at.date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, datetime.min.time(), tzinfo=ZoneInfo("America/New_York"))
    world.stories(channel, ts, [ana])
    world.advance_to(midnight)
    world.next(ana, channel)
    assert gil.id in world.dealt(channel)


def test_who_goes_away_with_answers_to_score_gets_no_reminder_and_comes_back_when_they_say_so(world: World) -> None:
    to_monday(world)
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = world.open_round([ana], [gil, hao])
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    for person in (gil, hao):
        say(person, f"away {in_days(world, 20)}", channel)
    assert say(hao, "back", channel) == "Welcome back. The next answers can be dealt to you again."
    assert say(hao, "back", channel) == "You weren't away."
    remind_at = world.round(channel).remind_at
    assert remind_at is not None
    world.advance_to(remind_at)
    assert (len(gil.dms()), len(hao.dms())) == (1, 2)


def test_what_is_written_at_the_reveal_waits_until_they_are_back(world: World) -> None:
    to_monday(world)
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    for person in (gil, hao):
        world.score(person, channel, ts)
    say(gil, f"away {in_days(world, 3)}", channel)
    world.next(ana, channel)
    world.work()
    assert not [one for one in gil.dms() if "You stood" in one["text"]]
    world.advance(days=3)
    assert [one for one in gil.dms() if "You stood" in one["text"]]


def test_only_managers_see_who_is_away_in_status_and_on_home(world: World) -> None:
    to_monday(world)
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, _ = world.open_round([ana], [gil, hao])
    say(gil, f"away {in_days(world, 3)}", channel)
    with world.managed_by(ana):
        for told in (say(ana, "status", channel), words(world.home(ana))):
            assert f"Away: <@{gil.id}> (back <!date^" in told
        for told in (say(hao, "status", channel), words(world.home(hao))):
            assert gil.id not in told
    world.advance(days=3)
    assert "Away" not in say(ana, "status", channel)


def test_on_home_one_goes_away_and_comes_back(world: World) -> None:
    to_monday(world)
    (gil,) = world.people("Gil")
    world.home(gil)
    gil.press_home("away")
    assert form(gil)["callback_id"] == "away"
    gil.fill({"back": "2020-01-01"})
    assert "isn't within the year to come" in (gil.submit() or {})["back"]
    gil.fill({"back": str(world.clock.at.date() + timedelta(days=5))})
    assert not gil.submit()
    assert "You are away and back on Saturday" in notice(gil)
    assert "You are away, and back <!date^" in words(world.home(gil))
    gil.press_home("back")
    world.advance(seconds=3)
    assert "You are away" not in words(gil.home)
    assert "Reminders are on" in words(gil.home)


def test_a_day_that_is_none_or_over_is_refused_in_words(world: World) -> None:
    to_monday(world)
    (gil,) = world.people("Gil")
    channel = world.channel([gil])
    assert say(gil, "away", channel).startswith("Write the day you are back")
    assert say(gil, "away soon <!here>", channel).startswith("I can't read ‘soon &lt;!here&gt;’ as a day.")
    assert say(gil, "away until Whenever", channel).startswith("I can't read ‘until Whenever’ as a day.")
    assert "isn't within the year to come" in say(gil, "away 2020-01-01", channel)
    assert say(gil, "back", channel) == "You weren't away."
