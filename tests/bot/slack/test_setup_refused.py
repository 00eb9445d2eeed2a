"""Set-ups that are refused or come to nothing: each is told, at its field where it has one."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot.listeners.caller import Caller
from bot.listeners.setup import setup_view
from bot.refusals import Refusal
from storage.models import Schedule
from tests.kit.look import words
from tests.kit.play import World
from tests.kit.setting_up import set_up


def test_a_round_of_more_than_a_week_is_refused(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ana.command("/calibrate", "setup", channel)
    ana.fill({f"answers_hours:{channel}": "5 days", f"scores_hours:{channel}": "5 days"})
    ana.fill({f"interviewers:{channel}": [ana, ben]})
    assert ana.submit() == {f"scores_hours:{channel}": "That makes 10 days; with a question a week, 7 at most."}


def test_a_tap_in_a_form_that_was_closed_meanwhile_troubles_nobody(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ana.command("/calibrate", "setup", channel)
    shown = ana.modal
    assert shown is not None
    ana.close_modal()
    world.forge_tap(ana, shown, "setup_more")
    assert ana.dms() == []
    assert ana.notices == []


def test_one_interviewer_is_too_few_and_the_form_says_so_at_the_field(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    assert set_up(ana, channel, ana) == {
        f"interviewers:{channel}": "Choose at least two: comparing takes two scorecards."
    }
    assert ana.modal is not None
    assert ana.modal["callback_id"] == "setup", "the form stays open with what was filled in"


def test_a_forged_form_gets_errors_at_its_fields(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ana.command("/calibrate", "setup", channel)
    assert ana.modal is not None
    state = ana.modal["state"]["values"]
    wrong = {
        f"zone:{channel}": {"zone": {"selected_option": {"value": "Moon/Base"}}},
        f"weekday:{channel}": {"value": {"selected_option": {"value": "9"}}},
        f"at:{channel}": {"value": {"selected_time": "25:99"}},
        f"answers_hours:{channel}": {"value": {"selected_option": {"value": "-4"}}},
        f"scores_hours:{channel}": {"value": {"selected_option": None}},
        f"judge:{channel}": {"value": {"selected_option": {"value": "claude"}}},
    }
    reply = world.forge_submit(ana, ana.modal, state={"values": state | wrong})
    assert set(reply["errors"]) == {*wrong, f"interviewers:{channel}"}
    assert all(text.endswith(".") for text in reply["errors"].values())
    nowhere = world.forge_submit(ana, ana.modal, state={"values": {"channel": {"channel": {}}}}, private_metadata="")
    assert nowhere["errors"]


def test_only_managers_set_up_even_with_a_form_that_was_open_before(world: World) -> None:
    deps = replace(world.deps, settings=world.deps.settings.model_copy(update={"managers": ("UBOSS",)}))
    with pytest.raises(Refusal, match=r"^The people who manage the rounds here set it up\.$"):
        setup_view(deps, Caller(world.sandbox.team_id, "U1", "C1", ""), "C1")


def test_a_form_submitted_by_who_does_not_manage_any_more_sets_nothing_up(world: World) -> None:
    ana, ben, mia = world.people("Ana", "Ben", "Mia")
    channel = world.channel([ana, ben, mia])
    ana.command("/calibrate", "setup", channel)
    ana.fill({f"interviewers:{channel}": [ana, ben]})
    with world.managed_by(mia):
        assert ana.submit() is None
    assert "All set" not in str(ana.modal)
    query = select(Schedule).where(Schedule.channel_id == channel)
    assert world.look(lambda session: session.exec(query).all()) == []
    assert set_up(ana, channel, ana, ben) is None, "the same form is taken from who manages"
    assert world.schedule(channel).interviewers == [ana.id, ben.id]


def test_who_set_up_a_channel_without_the_bot_hears_of_it_when_the_question_cannot_come(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben], bot=False)
    assert set_up(ana, channel, ana, ben) is None
    assert f"I'm not in <#{channel}> yet: type `/invite @Calibrate` there" in words(ana.modal)
    next_at = world.schedule(channel).next_at
    assert next_at is not None
    world.clock.at = next_at
    world.work()
    assert world.round(channel).stage == "cancelled"
    (told,) = ana.dms()
    assert told["text"].startswith(f"I'm not in <#{channel}> yet, so I couldn't post the question.")
    assert not [one for one in ben.dms() if "couldn't post" in one["text"]], "a hello is all that they get"


def test_what_was_never_set_up_is_not_paused(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ana.command("/calibrate", "ask", channel)
    assert not ana.submit()
    world.work()
    ana.command("/calibrate", "pause", channel)
    assert ana.ephemerals(channel)[-1]["text"].startswith("No weekly question is set up here yet")
