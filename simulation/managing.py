"""What whoever manages the channel does."""

from datetime import UTC, datetime, timedelta
from functools import partial

from sandbox.errors import SandboxError
from sandbox.people.person import Person
from simulation.places import SETUPS, Place


def set_up_first(place: Place) -> None:
    """Sets a channel up as it is to be."""
    manager, of, wanted = place.manager, place.channel, place.setup
    manager.command("/calibrate", "setup", of)
    raters = [place.world.people[name] for name in wanted.raters]
    manager.fill({f"interviewers:{of}": raters, f"judge:{of}": wanted.judge})
    if wanted is not SETUPS[0]:
        _set_rest(place)
    assert manager.submit() is None, f"{wanted.name} was not set up"
    manager.close_modal()


def _set_rest(place: Place) -> None:
    """What the first channel leaves as it is offered."""
    manager, of, wanted = place.manager, place.channel, place.setup
    manager.tap("setup_more")
    manager.fill(
        {
            f"every:{of}": "two_weeks" if wanted.every == 2 else "week",
            f"weekday:{of}": str(wanted.weekday),
            f"at:{of}": f"{wanted.at:%H:%M}",
            f"zone:{of}": wanted.zone,
            f"names:{of}": "yes" if wanted.names else "no",
        }
    )


def invite_bot(place: Place) -> None:
    if not place.world.ws.channels[place.channel].archived:
        place.manager.invite_bot(place.channel)


def join(place: Place, person: Person) -> None:
    ws = place.world.ws
    if not ws.channels[place.channel].archived and not ws.users[person.id]["deleted"]:
        if ws.channels[place.channel].kind == "group":
            place.manager.invite(place.channel, person)
        else:
            person.join(place.channel)


def command(place: Place, words: str) -> None:
    try:
        place.manager.command("/calibrate", words, place.channel)
    except SandboxError as error:
        place.world.note("not done", str(error))


def pause(place: Place) -> None:
    """Stops the weekly questions. Where nobody answers nothing is stopped, and a question that comes is no fault."""
    place.paused = (place.world.clock.now(), datetime.max.replace(tzinfo=UTC))
    command(place, "pause")


def resume(place: Place) -> None:
    """Takes the weekly questions up again; who is not told of the next one tries again in an hour."""
    before = len(place.manager.ephemerals(place.channel))
    command(place, "resume")
    if any("Next question" in one["text"] for one in place.manager.ephemerals(place.channel)[before:]):
        place.paused = (place.paused[0], place.world.clock.now())
    else:
        place.world.at(place.world.clock.now() + timedelta(hours=1), partial(resume, place))


def set_up(place: Place, names: list[str]) -> None:
    """Sets the channel up anew with these interviewers."""
    manager, channel = place.manager, place.channel
    try:
        while manager.modal is not None:
            manager.close_modal()
        manager.command("/calibrate", "setup", channel)
        if manager.modal is not None and manager.modal["callback_id"] == "setup":
            manager.fill({f"interviewers:{channel}": [place.world.people[name] for name in names]})
            manager.submit()
        while manager.modal is not None:
            manager.close_modal()
    except SandboxError as error:
        place.world.note("not done", str(error))
