"""Setting a channel up: one form, errors where they belong, and a date on the channel's own clock."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import select
from world import World, words

from bot.listeners.caller import Caller
from bot.listeners.setup import setup_view
from sandbox.person import Person
from storage.models import AuditEvent, Schedule


def schedule(world: World, channel: str) -> Schedule:
    found: Schedule = world.look(
        lambda session: session.exec(select(Schedule).where(Schedule.channel_id == channel)).one()
    )
    return found


def set_up(person: Person, channel: str, *interviewers: Person) -> dict[str, str] | None:
    """Fills the form in for Wednesdays at half past ten in New York; the errors at its fields, or None."""
    person.command("/calibrate", "setup", channel)
    person.fill(
        {
            "weekday": "Wednesday",
            "at": "10:30",
            "zone": "America/New_York",
            "answers_hours": "1 day",
            "scores_hours": "3 days",
            "interviewers": interviewers,
        }
    )
    return person.submit()


def test_what_the_form_holds_is_stored_and_the_next_question_told_on_the_channels_clock(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    world.clock.at = datetime(2027, 9, 1, 15, 0, tzinfo=UTC)  # a Wednesday, half past ten in New York is over
    assert set_up(ana, channel, ana, ben) is None
    assert ana.modal is not None
    assert words(ana.modal["blocks"]) == (
        f"The next question comes to <#{channel}> on Wednesday 8 September, 10:30 New York."
    )
    stored = schedule(world, channel)
    assert (stored.weekday, stored.at, stored.zone) == (2, time(10, 30), "America/New_York")
    assert (stored.answers_hours, stored.scores_hours) == (24, 72)
    assert stored.interviewers == [ana.id, ben.id]
    assert stored.next_at == datetime(2027, 9, 8, 10, 30, tzinfo=ZoneInfo("America/New_York"))
    noted = world.look(
        lambda session: session.exec(
            select(AuditEvent.actor).where(AuditEvent.subject == f"schedule {stored.id}", AuditEvent.what == "setup")
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
    state = ben.modal["state"]["values"]
    assert state["weekday"]["value"]["selected_option"]["text"]["text"] == "Wednesday"
    assert state["at"]["value"]["selected_time"] == "10:30"
    assert state["zone"]["zone"]["selected_option"]["value"] == "America/New_York"
    assert state["interviewers"]["value"]["selected_users"] == [ana.id, ben.id]


def test_one_interviewer_is_too_few_and_the_form_says_so_at_the_field(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    assert set_up(ana, channel, ana) == {"interviewers": "Choose at least two: comparing takes two scorecards."}
    assert ana.modal is not None
    assert ana.modal["callback_id"] == "setup", "the form stays open with what was filled in"


def test_a_forged_form_gets_errors_at_its_fields(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ana.command("/calibrate", "setup", channel)
    assert ana.modal is not None
    state = ana.modal["state"]["values"]
    wrong = {
        "zone": {"zone": {"selected_option": {"value": "Moon/Base"}}},
        "weekday": {"value": {"selected_option": {"value": "9"}}},
        "at": {"value": {"selected_time": "25:99"}},
        "answers_hours": {"value": {"selected_option": {"value": "-4"}}},
        "scores_hours": {"value": {"selected_option": None}},
    }
    reply = world.forge_submit(ana, ana.modal, state={"values": state | wrong})
    assert set(reply["errors"]) == {*wrong, "interviewers"}
    assert all(text.endswith(".") for text in reply["errors"].values())


def test_zones_are_found_by_city_and_never_more_than_slack_takes(world: World) -> None:
    (ana,) = world.people("Ana")
    ana.command("/calibrate", "setup", world.channel([ana]))

    def found(typed: str) -> list[str]:
        return [option["value"] for option in ana.suggest("zone", typed)]

    assert "America/New_York" in found("new york")
    assert "Europe/Berlin" in found("BERL")
    assert "UTC" in found("utc")
    assert "UTC" not in found("tokyo")
    assert 0 < len(found("a")) <= 100
    assert found("nowhere at all") == []


def test_only_managers_set_up_even_with_a_form_that_was_open_before(world: World) -> None:
    deps = replace(world.deps, settings=world.deps.settings.model_copy(update={"managers": ("UBOSS",)}))
    shown = setup_view(deps, Caller(world.sandbox.team_id, "U1", "C1", ""), "C1")
    assert shown["callback_id"] == "notice"


def test_who_set_up_a_channel_without_the_bot_hears_of_it_when_the_question_cannot_come(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben], bot=False)
    assert set_up(ana, channel, ana, ben) is None
    next_at = schedule(world, channel).next_at
    assert next_at is not None
    world.clock.at = next_at
    world.work()
    assert world.round(channel).stage == "cancelled"
    (told,) = ana.dms()
    assert told["text"].startswith(f"I'm not in <#{channel}> yet, so I couldn't post the question.")
    assert ben.dms() == []
