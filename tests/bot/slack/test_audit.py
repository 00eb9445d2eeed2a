"""Who changed what: managers read it of their own channels, operators of all."""

from bot.terminal.export import deeds
from sandbox.people.person import Person
from tests.kit.look import notice, words
from tests.kit.play import World


def changes(world: World, person: Person) -> str:
    person.open_home()
    world.work()
    person.press_home("changes")
    text = words(person.modal or {})
    person.close_modal()
    return text


def test_a_manager_reads_who_changed_what_in_their_own_channels(world: World) -> None:
    ana, ben, zoe = world.people("Ana", "Ben", "Zoe")
    channel, elsewhere = world.channel([ana, ben]), world.channel([zoe])
    world.ask(channel, by=ana)
    world.next(ben, channel)
    world.ask(elsewhere, by=zoe)
    for person in (ana, ben):
        text = changes(world, person)
        assert f"<@{ana.id}> asked a question in <#{channel}> (Raising the bar)" in text
        assert text.index(f"<@{ben.id}> moved the round on") < text.index(f"<@{ana.id}> asked")
        assert zoe.id not in text
        assert elsewhere not in text


def test_who_manages_nothing_is_neither_offered_nor_shown_it(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    world.ask(channel, by=ana)
    with world.managed_by(ana):
        ben.open_home()
        world.work()
        assert '"changes"' not in str(ben.home).replace("'", '"')
        assert ben.home is not None
        world.forge_tap(ben, ben.home, "changes")
        assert ben.modal is None
        assert ana.id in changes(world, ana)


def test_who_was_forgotten_is_somebody(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    world.ask(channel, by=ana)
    ana.open_home()
    world.work()
    ana.press_home("my_data")
    ana.tap("forget_me")
    assert "Your words are gone" in notice(ana)
    assert f"Somebody asked a question in <#{channel}>" in changes(world, ben)


def test_the_terminal_shows_the_newest_of_all_channels(world: World) -> None:
    ana, zoe = world.people("Ana", "Zoe")
    channel, elsewhere = world.channel([ana]), world.channel([zoe])
    world.ask(channel, by=ana)
    world.ask(elsewhere, by=zoe)
    newest, before = deeds(world.deps.engine, 2)
    assert (newest["actor"], newest["what"], newest["channel"]) == (zoe.id, "ask", elsewhere)
    assert (before["actor"], before["channel"], before["about"]) == (ana.id, channel, "Raising the bar")
