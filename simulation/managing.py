"""What whoever manages the channel does."""

from sandbox.errors import SandboxError
from sandbox.people.person import Person
from simulation.world import World


def invite_bot(world: World) -> None:
    channel = world.ws.channels[world.channel]
    if not channel.archived:
        world.people["Maya"].invite_bot(world.channel)


def join(world: World, person: Person) -> None:
    if not world.ws.channels[world.channel].archived and not world.ws.users[person.id]["deleted"]:
        person.join(world.channel)


def command(world: World, words: str) -> None:
    try:
        world.people["Maya"].command("/calibrate", words, world.channel)
    except SandboxError as error:
        world.note("not done", str(error))


def set_up(world: World, names: list[str]) -> None:
    """Sets the channel up anew with these interviewers."""
    maya, channel = world.people["Maya"], world.channel
    try:
        while maya.modal is not None:
            maya.close_modal()
        maya.command("/calibrate", "setup", channel)
        if maya.modal is not None and maya.modal["callback_id"] == "setup":
            maya.fill({f"interviewers:{channel}": [world.people[name] for name in names]})
            maya.submit()
        while maya.modal is not None:
            maya.close_modal()
    except SandboxError as error:
        world.note("not done", str(error))
