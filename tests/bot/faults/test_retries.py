"""What Slack, the judge or the database refuse is held, told of once, and gone on with; an outage loses nothing."""

import pytest
from slack_sdk.errors import SlackApiError
from sqlmodel import select

from bot.outward.troubles import trouble_of
from bot.retries import hold
from bot.trouble import Trouble
from sandbox.people.person import Person
from storage.models import HeldJob
from tests.kit.look import words
from tests.kit.play import World, story

FINAL = ("restricted_action", "msg_too_long", "channel_not_found", "not_in_channel", "account_inactive")
PASSING = ("ratelimited", "rate_limited", "team_added_to_org", "internal_error", "fatal_error")


def test_which_refusals_pass_by_themselves_is_known() -> None:
    """What comes of either kind is played below, with some of them."""
    found = {one: trouble_of(SlackApiError("", {"error": one})) for one in (*FINAL, *PASSING)}
    assert [one for one, trouble in found.items() if trouble.passing] == list(PASSING)
    assert [trouble.reason for trouble in found.values()] == list(found)


@pytest.fixture
def manager(world: World) -> Person:
    """Who set the channels up, as far as trouble is told of."""
    (person,) = world.people("Mia")
    return person


def held(world: World, channel: str) -> list[HeldJob]:
    return world.look(lambda session: list(session.exec(select(HeldJob).where(HeldJob.channel_id == channel)).all()))


def answerable(world: World, channel: str, manager: Person) -> None:
    """Lets this person be the one who set the channel up."""
    manager.join(channel)
    world.change(lambda work: work.note(manager.id, "setup", f"schedule {world.schedule(channel).public_id}"))


@pytest.mark.parametrize("error", ["msg_too_long", "channel_not_found", "not_in_channel"])
def test_a_reveal_that_slack_refuses_is_held_told_of_once_and_goes_on_by_a_press(
    world: World, manager: Person, error: str
) -> None:
    channel, ts, (ana, _), (gil, hao) = world.open_scoring()
    answerable(world, channel, manager)
    world.score(gil, channel, ts, "mid")
    world.score(hao, channel, ts, "staff")
    world.sandbox.faults.fail("chat.postMessage", error, times=50, channel=channel)
    world.next(ana, channel)
    assert [job.job for job in held(world, channel)] == ["reveal"]
    assert len([one for one in manager.dms() if "I couldn't post the comparisons" in one["text"]]) == 1
    world.sandbox.faults.clear()
    assert "Held" in words(world.home(manager))
    manager.press_home("try_again")
    world.work()
    assert held(world, channel) == []
    assert any("within one level" in one["text"] for one in world.sandbox.thread(channel, ts))


@pytest.mark.parametrize("error", ["ratelimited", "internal_error"])
def test_trouble_that_passes_is_tried_again_without_a_word(world: World, manager: Person, error: str) -> None:
    channel, _, (ana, _), _ = world.open_scoring()
    answerable(world, channel, manager)
    world.sandbox.faults.fail("chat.postMessage", error, times=20, channel=channel)
    world.next(ana, channel)
    assert all(job.passing for job in held(world, channel))
    world.sandbox.faults.clear()
    world.advance(minutes=1)
    assert held(world, channel) == []
    assert manager.dms() == []


def test_one_refused_post_does_not_stop_the_posts_beside_it(world: World) -> None:
    world.clock.to_monday()
    ana, ben, gil = world.people("Ana", "Ben", "Gil")
    channel, ts = world.open_round([ana, ben], [gil])
    for person in (ana, ben):
        person.press(channel, ts, "answer")
        person.fill({"answer": story(about=f"{person.name}'s lighthouse")})
        assert person.submit() is None
    world.sandbox.faults.fail("chat.postMessage", "msg_too_long", channel=channel)
    world.next(gil, channel)
    assert world.round(channel).stage == "scoring"
    posted = [answer for answer in world.answers(channel) if answer.message_ts]
    assert len(posted) == len(world.answers(channel)) - 1
    assert gil.dms(), "interviewers are invited all the same"


def test_what_was_said_during_an_outage_is_read_on_the_next_connection(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    with world.sandbox.outage():
        ana.post(channel, story(about="the outage"), thread_ts=ts)
        posted = ben.post(channel, story(about="a first version"), thread_ts=ts)
        ben.edit(channel, posted, story(about="a second version"))
        world.clock.advance(minutes=10)
    read = len(world.sandbox.log.calls("conversations.replies"))
    world.sandbox.wait(lambda: len(world.sandbox.log.calls("conversations.replies")) > read, 60, "the thread read")
    world.work()
    assert {answer.text for answer in world.answers(channel)} == {
        story(about="the outage"),
        story(about="a second version"),
    }


def test_answers_close_only_once_their_thread_was_read(world: World, manager: Person) -> None:
    (ana,) = world.people("Ana")
    channel, _ = world.open_round([ana])
    answerable(world, channel, manager)
    world.sandbox.faults.fail("conversations.replies", "internal_error", times=50)
    world.advance_to(world.round(channel).closes_at)
    assert world.round(channel).stage == "collecting"
    world.sandbox.faults.clear()
    world.advance(minutes=5)
    assert world.round(channel).stage == "scoring"


def test_a_bot_that_was_removed_goes_on_when_it_is_invited_again(world: World, manager: Person) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, ts = world.open_round([ana], [gil])
    answerable(world, channel, manager)
    world.stories(channel, ts, [ana])
    ana.remove_bot(channel)
    world.advance_to(world.round(channel).closes_at)
    assert [job.job for job in held(world, channel)] == ["close"]
    assert "/invite" in manager.dms()[-1]["text"]
    ana.invite_bot(channel)
    world.work()
    assert world.round(channel).stage == "scoring"
    assert held(world, channel) == []


def test_another_app_that_copies_our_key_suppresses_no_post(world: World) -> None:
    channel, ts, (ana, _), (gil, _) = world.open_scoring()
    world.score(gil, channel, ts)
    other = world.sandbox.add_bot("Copycat")
    ours = next(one for one in world.sandbox.messages(channel) if one["ts"] == ts)["metadata"]
    key = ours["event_payload"]["key"].replace("round", "summary", 1)
    other.post(channel, "nothing", thread_ts=ts, metadata=ours | {"event_payload": {"key": key}})
    world.next(ana, channel)
    assert any(
        one.get("user") == world.sandbox.bot_user_id and "scores are out" in one["text"].lower()
        for one in world.sandbox.thread(channel, ts)
    )


def test_tries_are_counted_and_come_further_and_further_apart(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, _ = world.open_round([ana])
    waits = []
    for _ in range(8):
        world.change(lambda work: hold(work, "refresh", "x", (1,), Trouble("network", True), channel))
        (job,) = held(world, channel)
        assert job.again_at is not None
        waits.append((job.again_at - world.clock.now()).total_seconds())
    assert waits == sorted(waits)
    assert waits[0] < 10
    assert waits[-1] > 3600
    world.change(lambda work: work.session.delete(work.session.merge(held(world, channel)[0])))


def test_who_was_told_is_not_told_again_because_somebody_else_could_not_be(world: World) -> None:
    mia, zoe = world.people("Mia", "Zoe")
    (ana,) = world.people("Ana")
    channel, _ = world.open_round([ana, mia, zoe])
    with world.managed_by(mia, zoe):
        world.sandbox.faults.fail("chat.postMessage", "internal_error", times=4, channel=zoe.id)
        refused = Trouble("msg_too_long", passing=False)
        world.change(lambda work: hold(work, "reveal", f"told {channel}", (1,), refused, channel))
        world.work()
        world.sandbox.faults.clear()
        world.advance(minutes=1)
        assert [len(one.dms()) for one in (mia, zoe)] == [1, 1]
    world.change(lambda work: work.session.delete(work.session.merge(held(world, channel)[0])))


def test_what_is_held_in_a_channel_is_shown_to_managers_who_are_in_it(world: World, manager: Person) -> None:
    (ana, zoe) = world.people("Ana", "Zoe")
    channel, _ = world.open_round([ana])
    world.channel([zoe])
    answerable(world, channel, manager)
    refused = Trouble("msg_too_long", passing=False)
    world.change(lambda work: hold(work, "reveal", "seen", (1,), refused, channel))
    (row,) = held(world, channel)
    assert f"in <#{channel}>: Slack says that the message is too long" in words(world.home(manager))
    assert "Held" not in words(world.home(zoe))
    world.forge_tap(zoe, zoe.home or {}, "try_again")
    assert held(world, channel)[0].again_at == row.again_at, "nor does who is not in it set anything off"
    gone = Trouble("not_in_channel", passing=False)
    world.change(lambda work: hold(work, "reveal", "seen", (1,), gone, channel))
    text = words(world.home(zoe))
    assert "I couldn't post the comparisons: I'm not in the channel" in text
    assert channel not in text, "where nobody can be seen to be in, it is told without its name"
    world.change(lambda work: work.session.delete(work.session.merge(held(world, channel)[0])))
