"""Home of who manages: the rounds they look after, how these are moved on, and the export of what was compared."""

import csv
import io
import re
from dataclasses import replace
from itertools import product

from bot.calibration.access import Person as Somebody
from bot.calibration.piles import Progress
from bot.calibration.reports.home import desk
from bot.views.home import ADD_KEY, MANAGING, home_view
from sandbox.people.person import Person
from tests.kit.look import notice, words
from tests.kit.play import World


def somebody(world: World, person: Person, manages: bool) -> Somebody:
    """A person as the bot knows them, who manages or does not, in every channel that they are in."""
    places = world.sandbox.workspace.channels.values()
    return Somebody(person.id, frozenset(one.id for one in places if person.id in one.members), True, manages)


def test_a_manager_of_nothing_yet_finds_the_way_to_set_a_channel_up(world: World) -> None:
    (ana,) = world.people("Ana")
    assert "No channel has a weekly question yet." in words(world.home(ana))
    ana.press_home("setup")
    assert ana.modal is not None
    assert ana.modal["title"]["text"] == "Set up Calibrate"
    ana.close_modal()


def test_only_managers_see_who_is_not_done_yet(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = world.open_round([ana], [gil, hao])
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    world.score(gil, channel, ts)
    now = world.clock.now()
    managed = world.look(lambda session: desk(session, somebody(world, ana, True), now)).managed
    (mine,) = [one.state for one in managed if one.schedule.channel_id == channel]
    assert mine.progress == Progress(2, 1, (hao.id,))
    assert world.look(lambda session: desk(session, somebody(world, ana, False), now)).managed == ()


def test_a_manager_exports_what_a_channels_comparisons_showed_and_no_more(world: World) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    world.score(gil, channel, ts, "junior")
    world.score(hao, channel, ts, "senior")
    assert export(world, ana, channel).startswith("No scores are out in this channel yet")
    assert ana.dms() == [], "nothing leaves before the reveal"
    world.next(ana, channel)
    assert export(world, ana, channel) == f"The scores of <#{channel}> come as a file, in a direct message."
    rows = exported(ana)
    own = [row for row in rows if not row["written_as"]]
    assert sorted(row["level"] for row in own) == ["junior", "senior"]
    assert all(re.fullmatch("Rater [B-Z]{4}", row["rater"]) for row in own)
    assert {row["rater"] for row in rows if row["written_as"]} == {"Gil", "Hao"}
    assert {row["judge"] for row in rows} == {"offline"}
    assert "export" not in str(rows), "no text of an answer"


def test_only_who_manages_is_offered_the_export(world: World) -> None:
    _, _, _, (gil, _) = world.open_scoring(authors=1)
    assert not world.deps.settings.model_copy(update={"managers": ("UBOSS",)}).lets_manage(gil.id)
    assert "Export" not in words(
        home_view(world.look(lambda session: desk(session, somebody(world, gil, False), world.clock.now())))
    )


def export(world: World, person: Person, channel: str) -> str:
    """Has a person choose Export for a channel on Home; what they are told."""
    words(world.home(person))
    assert person.home is not None
    own = world.schedule(channel).public_id
    world.forge_tap(person, person.home, "manage", selected_option={"value": f"export:{own}"})
    told = notice(person)
    world.work()
    return told


def exported(person: Person) -> list[dict[str, str]]:
    """The rows of the file that came last."""
    *_, file = [file for message in person.dms() for file in message.get("files", [])]
    assert file["name"] == "calibrate.csv"
    return list(csv.DictReader(io.StringIO(person.ws.files[file["id"]].content.decode("utf-8-sig"))))


def test_a_manager_moves_the_round_on_from_home_and_a_forged_choice_moves_nothing(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, _ = world.open_round([ana], [gil])
    words(world.home(ana))
    assert ana.home is not None
    own = world.schedule(channel).public_id
    for forged in ("next:x", f"boom:{own}", "next:999999999", ":", ""):
        world.forge_tap(ana, ana.home, "manage", selected_option={"value": forged})
    world.work()
    assert world.round(channel).stage == "collecting"
    world.forge_tap(ana, ana.home, "manage", selected_option={"value": f"next:{own}"})
    assert ana.modal is not None
    assert words(ana.modal["blocks"]).startswith("*Close answers now?* 0 answers so far.")
    assert world.round(channel).stage == "collecting", "it is asked first: there is no way back"
    asked = ana.modal
    assert ana.submit() is None
    assert words(ana.modal["blocks"]).startswith(f"Answers are closed in <#{channel}>")
    world.work()
    assert world.round(channel).stage == "scoring"
    late = world.forge_submit(ana, asked)
    assert words(late["view"]["blocks"]) == "The round has moved on meanwhile, so I left it at that."
    world.work()
    assert world.round(channel).stage == "scoring"


def test_a_managers_home_names_who_is_not_done(world: World) -> None:
    ana, gil, hao, ida = world.people("Ana", "Gil", "Hao", "Ida")
    channel, ts = world.open_round([ana], [gil, hao, ida])
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    world.score(gil, channel, ts)
    # drawn without the channels of other tests: Home has room for twenty
    whole = world.look(lambda session: desk(session, somebody(world, ana, True), world.clock.now()))
    mine = tuple(one for one in whole.managed if one.schedule.channel_id == channel)
    said = words(home_view(replace(whole, managed=mine)))
    assert re.search(rf"not yet <@{hao.id}>, <@{ida.id}>", said, re.IGNORECASE)
    assert gil.id not in said
    with world.managed_by(ana):
        assert hao.id not in words(world.home(gil))
        assert ida.id not in words(world.home(gil))


def test_only_who_manages_is_told_how_to_add_a_key_and_only_where_there_is_none(world: World) -> None:
    (ana,) = world.people("Ana")
    for manages, lacks_key in product((True, False), repeat=2):
        found = world.look(
            lambda session, manages=manages: desk(session, somebody(world, ana, manages), world.clock.now())
        )
        assert (ADD_KEY in words(home_view(found, lacks_key=lacks_key))) == (manages and lacks_key)


def test_who_does_not_manage_opens_no_list_moves_no_round_and_gets_no_export(world: World) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    world.score(hao, channel, ts)
    with world.managed_by(ana):
        words(world.home(gil))
        assert gil.home is not None
        world.forge_tap(gil, gil.home, "look")
        schedule_id = world.schedule(channel).public_id
        for word in MANAGING:
            world.forge_tap(gil, gil.home, "manage", selected_option={"value": f"{word}:{schedule_id}"})
        world.work()
        assert gil.modal is None
        assert world.round(channel).stage == "scoring"
        assert [file for message in gil.dms() for file in message.get("files", [])] == []
        world.forge_tap(ana, gil.home, "look")
        assert ana.modal is not None
