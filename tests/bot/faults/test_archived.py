"""A channel that is archived pauses its questions, says so once, and goes on once it is open again, however that is
heard of."""

from bot.outward.reopened import look_for_open
from sandbox.people.person import Person
from tests.kit.play import World


def archived(world: World) -> tuple[str, Person]:
    """A channel whose weekly question pauses because it was archived, and who set it up."""
    world.clock.to_monday()
    ana, gil = world.people("Ana", "Gil")
    channel = world.channel([ana, gil])
    ana.command("/calibrate", "setup", channel)
    ana.fill({f"interviewers:{channel}": [ana, gil]})
    assert ana.submit() is None
    ana.close_modal()
    ana.archive(channel)
    world.work()
    assert world.schedule(channel).next_at is None
    return channel, ana


def test_who_answers_for_it_hears_once_and_it_goes_on_when_the_bot_is_back(world: World) -> None:
    channel, ana = archived(world)
    look_for_open(world.deps)
    assert world.schedule(channel).next_at is None, "it is shut still"
    (told,) = [one["text"] for one in ana.dms() if "was archived" in one["text"]]
    assert "It goes on once the channel is open again and I am in it." in told
    ana.unarchive(channel)
    ana.invite_bot(channel)
    world.work()
    assert world.schedule(channel).next_at is not None


def test_that_it_was_archived_is_not_told_once_it_is_open_again(world: World) -> None:
    channel, ana = archived(world)
    ana.unarchive(channel)
    ana.invite_bot(channel)
    world.advance(minutes=1)
    told = len(ana.dms())
    world.sandbox.faults.fail("chat.postMessage", "internal_error", times=50)
    ana.archive(channel)
    world.work()
    ana.unarchive(channel)
    ana.invite_bot(channel)
    world.work()
    world.sandbox.faults.clear()
    world.advance(hours=1)
    assert [one["text"] for one in ana.dms()[told:] if "was archived" in one["text"]] == []


def test_it_goes_on_also_where_nobody_heard_that_it_is_open_again(world: World) -> None:
    channel, _ = archived(world)
    place = world.sandbox.workspace.channels[channel]
    place.archived = False
    place.members.append(world.sandbox.workspace.bot_user_id)
    world.sandbox.faults.fail("conversations.info", "internal_error")
    look_for_open(world.deps)
    assert world.schedule(channel).next_at is None, "Slack could not be asked"
    look_for_open(world.deps)
    assert world.schedule(channel).next_at is not None
