"""What should not happen and does: forged ids, windows that Slack has closed, errors of Slack. Each gets one line."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import Session

from storage.database import unit
from storage.models import Answer, Round, Schedule
from tests.kit.look import form, notice, said, words
from tests.kit.play import World, story


def copy_of_a_round(session: Session) -> int:
    """A round open for scoring with one answer, in the session's workspace; the answer's id."""
    now = datetime(2099, 3, 1, tzinfo=UTC)  # never due here
    schedule = Schedule(channel_id="C999")
    session.add(schedule)
    session.flush()
    round_ = Round(
        schedule_id=schedule.id,
        channel_id="C999",
        due_at=now,
        opened_at=now,
        stage="scoring",
        slug="any",
        question={"prompt": "Why?", "focus": ["scope", "impact", "delivery"]},
        rubric_version="",
        closes_at=now,
        reveals_at=now,
    )
    session.add(round_)
    session.flush()
    answer = Answer(round_id=round_.id, author="U1", origin="thread", letter="A", text="their secret story")
    session.add(answer)
    session.flush()
    return answer.id


def test_forged_ids_in_a_form_get_a_line_and_store_nothing(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring(authors=1)
    gil.press(channel, ts, "score")
    for ids in ("", "x:blind", "999999999:blind", "0", ":", "9" * 30, "-3:discussed", "<!here>", "١:blind"):
        reply = world.forge_submit(gil, form(gil), private_metadata=ids, state={"values": {}})
        assert words(reply["view"]["blocks"]).startswith("This answer isn't open for scoring")
        world.forge_tap(gil, form(gil) | {"private_metadata": ids}, "draft")
        world.forge_tap(gil, form(gil) | {"private_metadata": ids}, "more_dimensions")
    assert world.scorecards(channel) == []


def test_forged_buttons_get_a_line(world: World) -> None:
    (gil,) = world.people("Gil")
    channel, ts = world.open_round([gil])
    for action in ("score", "revise", "where_was_i", "record", "answer"):
        for value in ("x", "0", "12345678901234567890", "²"):
            world.forge_press(gil, channel, ts, action, value)
            assert form(gil)["callback_id"] == "notice"
            assert len(said(gil)) > 20
            gil.close_modal()


def test_an_answer_of_another_workspace_does_not_exist_here(world: World) -> None:
    with unit(world.deps.engine, "T999") as session:
        theirs = copy_of_a_round(session)
    (gil,) = world.people("Gil")
    channel, ts = world.open_round([gil])
    world.forge_press(gil, channel, ts, "revise", str(theirs))
    assert said(gil).startswith("This answer isn't open for scoring")


def test_the_form_of_one_answer_cannot_be_submitted_for_another(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    first = form(gil)["private_metadata"].partition(":")[0]
    other = next(answer.public_id for answer in world.answers(channel) if answer.public_id != first)
    reply = world.forge_submit(gil, form(gil), private_metadata=f"{other}:blind", state={"values": {}})
    assert reply["view"]["callback_id"] == "notice"
    assert world.scorecards(channel) == []


def test_a_window_that_slack_closed_is_explained_where_the_person_is(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    world.sandbox.faults.fail("views.open", "expired_trigger_id")
    gil.press(channel, ts, "score")
    assert gil.ephemerals(channel)[-1]["text"] == (
        "Slack closed the window before I could open it. Nothing was lost; press again."
    )
    outside = world.channel([gil], bot=False)
    world.sandbox.faults.fail("views.open", "expired_trigger_id")
    gil.command("/calibrate", "score", outside)
    assert gil.ephemerals(outside)[-1]["text"].startswith("Slack closed the window"), "which takes no call to Slack"
    gil.press(channel, ts, "score")
    world.sandbox.faults.fail("views.push", "expired_trigger_id")
    gil.tap("rubric_push")
    assert gil.dms()[-1]["text"].startswith("Slack closed the window")
    assert form(gil)["callback_id"] == "scorecard"


def test_an_error_of_slack_is_told_in_a_line_and_the_next_press_works(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    world.sandbox.faults.fail("views.open", "account_inactive")
    gil.press(channel, ts, "score")
    assert gil.ephemerals(channel)[-1]["text"] == (
        "Something went wrong on my side. Nothing you wrote is lost; please try again."
    )
    caplog.clear()
    gil.press(channel, ts, "score")
    assert form(gil)["callback_id"] == "scorecard"


@pytest.mark.parametrize(
    "fault", [{"error": "ratelimited", "retry_after": 5}, {"error": "internal_error"}, {"status": 503}]
)
def test_where_slack_is_busy_a_command_and_a_button_are_answered_at_once(world: World, fault: dict[str, Any]) -> None:
    """A trigger is good for three seconds, so a pause of five cannot be waited for."""
    channel, ts, _, (gil, _) = world.open_scoring()
    busy = "Slack is too busy to open the window just now. Nothing was lost; try again in a moment."
    world.sandbox.faults.fail("views.open", **fault)
    world.sandbox.faults.fail("chat.postEphemeral", **fault)
    gil.command("/calibrate", "score", channel)
    assert gil.ephemerals(channel)[-1]["text"] == busy, "it needs no further call, which may be refused as well"
    world.sandbox.faults.clear()
    world.sandbox.faults.fail("views.open", **fault)
    gil.press(channel, ts, "score")
    assert gil.ephemerals(channel)[-1]["text"] == busy
    gil.press(channel, ts, "score")
    assert form(gil)["callback_id"] == "scorecard"


@pytest.mark.parametrize("value", ["", "x", "-1", "١", "9" * 40, "0"])
def test_a_forged_round_is_answered_with_a_line(world: World, value: str) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    world.forge_press(ana, channel, ts, "answer", value)
    assert notice(ana) == "Answers are closed for this question. The next one comes soon."
    ana.press(channel, ts, "answer")
    ana.fill({"answer": story(70)})
    reply = world.forge_submit(ana, form(ana), private_metadata=f"{value}:boss")
    assert "Answers closed" in str(reply["errors"])
