"""Channels shared with other organisations, and Enterprise Grid: what happens there is found in our own workspace."""

from collections.abc import Iterator

import pytest

from sandbox.people.person import Person
from tests.kit.look import notice, words
from tests.kit.play import World, story


@pytest.fixture
def shared(world: World) -> tuple[str, Person, Person, Person]:
    """A channel that another organisation made, with two of ours and one of theirs."""
    globex = world.sandbox.add_team("Globex", enterprise=True)
    ana, gil = world.people("Ana", "Gil")
    vic = world.sandbox.add_person("Vic", team=globex)
    channel = world.sandbox.add_channel(f"joint-{ana.id}", members=[ana, gil, vic], host=globex)
    return channel, ana, gil, vic


def test_what_is_said_changed_and_deleted_in_a_channel_that_others_made_counts(
    world: World, shared: tuple[str, Person, Person, Person]
) -> None:
    channel, ana, gil, vic = shared
    ts = world.ask(channel, by=ana)
    ours, theirs, gone = (world.answer(person, channel, ts) for person in (ana, vic, gil))
    assert {answer.author for answer in world.answers(channel)} == {ana.id, vic.id, gil.id}
    assert "inbox_tray" in world.reactions(channel, theirs)
    vic.edit(channel, theirs, story(90, "the second thought"))
    gil.delete(channel, gone)
    world.work()
    assert {answer.author for answer in world.answers(channel)} == {ana.id, vic.id}
    assert any("second thought" in text for text in world.texts(channel))
    assert ours != theirs


def test_forms_of_people_elsewhere_are_taken_where_the_app_is_installed(
    world: World, shared: tuple[str, Person, Person, Person]
) -> None:
    channel, ana, gil, vic = shared
    world.plan(channel, [gil, vic])
    ts = world.ask(channel, by=ana)
    vic.press(channel, ts, "answer")
    vic.fill({"answer": story(70, "Vic's export")})
    assert vic.submit() is None
    assert notice(vic).startswith("Your answer is kept: ")
    world.answer(ana, channel, ts)
    world.next(ana, channel)
    assert world.score(vic, channel, ts, "senior") == 2, "Ana's and the exemplar, in one go"
    assert {card.rater for card in world.scorecards(channel)} == {vic.id}
    assert world.score(gil, channel, ts) == 3
    world.next(ana, channel)
    vic.press(channel, ts, "where_was_i_all")
    assert "you read *Senior*" in notice(vic)
    vic.press(channel, ts, "record_any")
    vic.fill({"text": "Asking another team is Mid."})
    assert vic.submit() is None
    assert notice(vic).startswith("It is in the thread now")


def test_a_channel_that_others_made_is_greeted_and_its_archiving_heard(
    world: World, shared: tuple[str, Person, Person, Person]
) -> None:
    channel, ana, gil, _ = shared
    world.plan(channel, [ana, gil])
    ana.remove_bot(channel)
    ana.invite_bot(channel)
    world.work()
    assert any("Hi, I'm Calibrate" in words(one.get("blocks")) for one in world.sandbox.messages(channel))
    ana.archive(channel)
    world.work()
    assert world.schedule(channel).archived


@pytest.fixture
def grid(world: World) -> Iterator[str]:
    """The workspace is part of an Enterprise Grid for a while; its id."""
    ws = world.sandbox.workspace
    ws.enterprise_id = ws.teams[ws.team_id].enterprise_id = "E000000001"
    yield "E000000001"
    ws.enterprise_id = ws.teams[ws.team_id].enterprise_id = None


def test_on_an_enterprise_grid_a_round_goes_its_usual_way(world: World, grid: str) -> None:
    channel, ts, (ana, _), (gil, hao) = world.open_scoring()
    assert world.sandbox.workspace.users[ana.id]["enterprise_user"]["enterprise_id"] == grid
    assert (world.score(gil, channel, ts), world.score(hao, channel, ts, "senior")) == (3, 3)
    assert world.next(ana, channel).startswith("Scores are out in")
    assert "Full report" in words(world.home(gil))


def test_a_colleague_of_another_workspace_of_our_grid_is_no_partner(world: World, grid: str) -> None:
    other = world.sandbox.add_team("Acme East", enterprise=True)
    ana, gil = world.people("Ana", "Gil")
    eve = world.sandbox.add_person("Eve", team=other)
    grid_user = world.sandbox.workspace.users[eve.id]["enterprise_user"]
    grid_user |= {"enterprise_id": grid, "teams": [other.id, world.sandbox.team_id]}
    channel, ts = world.open_round([ana, eve], [gil])
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    assert world.score(eve, channel, ts) == 1, "dealt to others, so one at a time"
