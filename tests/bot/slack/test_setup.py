"""Setting a channel up: one form, errors where they belong, and a date on the channel's own clock."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from sandbox.people.person import Person
from storage.models import AuditEvent
from tests.kit.look import notice, words
from tests.kit.play import World
from tests.kit.setting_up import set_up


def chosen(person: Person) -> dict[str, Any]:
    """What the form on a person's screen holds, by the name of its field."""
    assert person.modal is not None
    state = person.modal["state"]["values"]
    held = {block_id.partition(":")[0]: next(iter(elements.values())) for block_id, elements in state.items()}
    return {name: next(value for key, value in one.items() if key != "type") for name, one in held.items()}


def foreseen(person: Person) -> str:
    """The line of the form that says what follows."""
    assert person.modal is not None
    (line,) = [block for block in person.modal["blocks"] if "Next question" in words(block)]
    return words(line).strip("*")


def test_what_the_form_holds_is_stored_and_the_next_question_told_on_the_channels_clock(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    world.clock.at = world.clock.to_sunday() + timedelta(days=3)  # a Wednesday, half past ten in New York is over
    following = world.clock.at + timedelta(weeks=1)
    assert set_up(ana, channel, ana, ben) is None
    assert ana.modal is not None
    assert words(ana.modal["blocks"]) == (f"Next question in <#{channel}>: {day(following)}, 10:30 New York.")
    stored = world.schedule(channel)
    assert (stored.weekday, stored.at, stored.zone) == (2, time(10, 30), "America/New_York")
    assert (stored.answers_hours, stored.scores_hours) == (24, 72)
    assert stored.interviewers == [ana.id, ben.id]
    there = ZoneInfo("America/New_York")
    assert stored.next_at == following.astimezone(there).replace(hour=10, minute=30)
    noted = world.look(
        lambda session: session.exec(
            select(AuditEvent.actor).where(
                AuditEvent.subject == f"schedule {stored.public_id}", AuditEvent.what == "setup"
            )
        ).all()
    )
    assert noted == [ana.id]


def test_the_form_says_what_the_app_is_and_starts_from_what_was_set_up(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ana.command("/calibrate", "setup", channel)
    assert ana.modal is not None
    assert ana.modal["submit"]["text"] == "Start"
    assert "I never decide a hire" in words(ana.modal["blocks"])
    assert "don't feed it real candidates" in words(ana.modal["blocks"])
    ana.close_modal()
    set_up(ana, channel, ana, ben)
    ben.command("/calibrate", "setup", channel)
    assert ben.modal is not None
    assert ben.modal["submit"]["text"] == "Save"
    held = chosen(ben)
    assert held["channel"] == channel
    assert held["weekday"]["text"]["text"] == "Wednesday"
    assert held["at"] == "10:30"
    assert held["zone"]["value"] == "America/New_York"
    assert held["interviewers"] == [ana.id, ben.id]


def test_a_line_says_what_follows_from_what_was_chosen_so_far(world: World) -> None:
    sunday = world.clock.to_sunday()
    monday, wednesday, thursday, friday, after = (day(sunday + timedelta(days=n)) for n in (1, 3, 4, 5, 8))
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ana.command("/calibrate", "setup", channel)
    ana.fill({f"zone:{channel}": "Europe/Berlin"})
    assert foreseen(ana) == (
        f"Next question {monday}, 09:00 Berlin; answers close {wednesday}, 09:00; scores come out {friday}, 09:00."
    )
    ana.fill({f"weekday:{channel}": "Thursday", f"at:{channel}": "14:15", f"answers_hours:{channel}": "4 hours"})
    assert foreseen(ana) == (
        f"Next question {thursday}, 14:15 Berlin; answers close {thursday}, 18:15; scores come out {after}, 18:15."
    )
    ana.fill({f"at:{channel}": None})
    assert foreseen(ana).startswith(f"Next question {thursday}, 09:00 Berlin"), "a field left empty breaks nothing"
    assert ana.submit() == {f"at:{channel}": "Please complete this required field.", **too_few(channel)}


def day(moment: datetime) -> str:
    """Such as "Monday 1 March"."""
    return f"{moment:%A} {moment.day} {moment:%B}"


def too_few(channel: str) -> dict[str, str]:
    return {f"interviewers:{channel}": "Please complete this required field."}


def test_the_form_starts_in_the_persons_own_zone_also_where_the_bot_said_hello_before(world: World) -> None:
    ana = world.sandbox.add_person("Ana", tz="America/New_York")
    channel = world.channel([ana], bot=False)
    ana.invite_bot(channel)
    world.work()
    ana.command("/calibrate", "setup", channel)
    assert chosen(ana)["zone"]["value"] == "America/New_York"


def test_another_channel_chosen_in_the_form_brings_up_what_that_one_is_set_up_to(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    first, other, third = world.channel([ana, ben]), world.channel([ana, ben]), world.channel([ana, ben])
    assert set_up(ana, other, ana, ben) is None
    ana.close_modal()
    ana.command("/calibrate", "setup", first)
    ana.fill({f"at:{first}": "07:00", "channel": other})
    assert (chosen(ana)["at"], chosen(ana)["interviewers"]) == ("10:30", [ana.id, ben.id])
    ana.fill({"channel": third})
    assert chosen(ana)["at"] == "10:30", "one that was never set up starts from what the form holds"
    ana.fill({f"at:{third}": "08:00", f"interviewers:{third}": [ben, ana]})
    assert ana.submit() is None
    assert (world.schedule(third).at, world.schedule(third).interviewers) == (time(8, 0), [ben.id, ana.id])
    assert world.schedule(other).at == time(10, 30)


def test_set_up_from_a_direct_message_asks_for_the_channel(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ana.command("/calibrate", "setup", ana.dm)
    assert ana.submit() is not None
    assert chosen(ana)["channel"] is None
    ana.fill({"channel": channel})
    ana.fill({f"interviewers:{channel}": [ana, ben]})
    assert ana.submit() is None
    assert world.schedule(channel).next_at is not None


def test_the_judge_is_each_channels_own_and_claude_is_offered_only_where_there_is_a_key(world: World) -> None:
    ana, ben, cem = world.people("Ana", "Ben", "Cem")
    channel = world.channel([ana, ben, cem])
    ana.command("/calibrate", "setup", channel)
    assert chosen(ana)["judge"]["text"]["text"] == "Offline: rule of thumb"
    assert "Claude: answers go to Anthropic" not in words(ana.modal)
    assert "whoever runs me sets ANTHROPIC_API_KEY" in words(ana.modal)
    ana.fill({f"judge:{channel}": "People only", f"interviewers:{channel}": [ana, ben]})
    assert ana.submit() is None
    ts = world.ask(channel, by=ana)
    world.stories(channel, ts, [cem])
    world.advance(minutes=1)
    world.next(ana, channel)
    world.next(ana, channel)
    assert world.scorecards(channel, kind="judge") == []
    assert "Rule of thumb" not in str(world.sandbox.thread(channel, ts)[2:])


def test_a_change_of_judge_counts_from_the_next_question_on(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    set_up(ana, channel, ana, ben)
    ana.close_modal()
    world.ask(channel, by=ana)
    ana.command("/calibrate", "setup", channel)
    ana.fill({f"judge:{channel}": "People only"})
    ana.submit()
    assert "The one that is open goes on as it began." in words(ana.modal)
    ts = world.round(channel).message_ts
    world.stories(channel, str(ts), [ben])
    world.advance(minutes=1)
    assert len(world.scorecards(channel, kind="judge")) == 1


def test_a_team_can_choose_to_name_raters_on_colleagues_answers(world: World) -> None:
    ana, ben, cem = world.people("Ana", "Ben", "Cem")
    channel = world.channel([ana, ben, cem])
    ana.command("/calibrate", "setup", channel)
    ana.tap("setup_more")
    ana.fill({f"names:{channel}": "By name", f"interviewers:{channel}": [ana, ben]})
    assert ana.submit() is None
    ana.close_modal()
    ts = world.ask(channel, by=ana)
    world.stories(channel, ts, [cem])
    world.next(ana, channel)
    for person in (ana, ben):
        world.score(person, channel, ts)
    world.next(ana, channel)
    (own,) = [answer for answer in world.answers(channel) if answer.author == cem.id]
    compared = words(world.message(channel, str(own.compared_ts))["blocks"])
    assert "Ana" in compared
    assert "Rater 1" not in compared


def test_a_change_of_settings_ends_neither_a_pause_nor_a_skip(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    due = world.plan(channel, [ana, ben])
    ana.command("/calibrate", "skip", channel)
    change_hours(ana, channel)
    assert world.schedule(channel).next_at == due + timedelta(weeks=1)
    ana.command("/calibrate", "pause", channel)
    assert "Weekly questions stay paused" in change_hours(ana, channel)
    assert world.schedule(channel).next_at is None
    ana.command("/calibrate", "setup", channel)
    assert "Paused: `/calibrate resume`" in words(ana.modal)


def change_hours(person: Person, channel: str) -> str:
    """Changes one thing in the settings; what the person is told."""
    person.command("/calibrate", "setup", channel)
    person.fill({f"answers_hours:{channel}": "1 day"})
    assert person.submit() is None
    return notice(person)


def test_zones_are_found_by_city_and_never_more_than_slack_takes(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ana.command("/calibrate", "setup", channel)

    def found(typed: str) -> list[str]:
        return [option["value"] for option in ana.suggest(f"zone:{channel}", typed)]

    assert "America/New_York" in found("new york")
    assert "Europe/Berlin" in found("BERL")
    assert "UTC" in found("utc")
    assert "UTC" not in found("tokyo")
    assert 0 < len(found("a")) <= 100
    assert found("nowhere at all") == []
