"""Somebody who has only README and Home: runs a round, drops one, changes the next question and goes on holiday."""

from datetime import timedelta

from sandbox.people.person import Person
from tests.kit.look import form, notice, said, words
from tests.kit.play import World, fill


def choose(world: World, person: Person, channel: str, word: str) -> None:
    """Picks from the menu beside a channel on Home."""
    world.home(person)
    menus = [block["accessory"] for block in person.home["blocks"] if block.get("accessory", {}).get("options")]
    (option,) = [one for menu in menus for one in menu["options"] if one["value"].startswith(f"{word}:")]
    assert option["value"].endswith(world.schedule(channel).public_id), "of the one channel that they are in"
    person.press_home("manage", selected=option["value"])


def ask(world: World, person: Person, channel: str) -> str:
    """Has the first question of the list asked now; its ts."""
    world.home(person)
    person.press_home("questions")
    person.tap("question_ask", form(person)["blocks"][3]["accessory"]["value"])
    assert form(person)["title"]["text"] == "Ask a question"
    assert not person.submit()
    world.work()
    person.close_modal()
    return str(world.round(channel).message_ts)


def test_a_manager_does_all_that_a_week_takes_from_home(world: World) -> None:
    world.clock.to_monday()
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel = world.channel([ana, gil, hao])

    assert "No channel has a weekly question yet." in words(world.home(ana))
    ana.press_home("setup")
    ana.fill({"channel": channel})
    ana.fill({f"interviewers:{channel}": [gil, hao]})
    assert ana.submit() is None
    assert notice(ana).startswith(f"Next question in <#{channel}>:")

    ts = ask(world, ana, channel)
    world.stories(channel, ts, [ana])
    choose(world, ana, channel, "next")
    assert "*Close answers now?*" in said(ana)
    assert not ana.submit()
    world.work()
    assert notice(ana).startswith("Answers are closed")
    for person in (gil, hao):
        world.home(person)
        person.press_home("score")
        while form(person)["callback_id"] == "scorecard":
            assert not fill(person, "mid", "adequate")
        person.close_modal()
    world.advance(minutes=1)
    choose(world, ana, channel, "next")
    assert "*Show the scores now?* 2 of 2 interviewers done." in said(ana)
    assert not ana.submit()
    world.work()
    assert notice(ana).startswith("Scores are out")
    world.home(ana)
    ana.press_home("seen")
    assert "*Seen:*" in notice(ana)

    ask(world, ana, channel)
    choose(world, ana, channel, "drop")
    assert "ends without scores" in said(ana)
    assert not ana.submit()
    world.work()
    assert notice(ana).startswith("The round is dropped.")
    assert world.round(channel).stage == "cancelled"

    world.home(ana)
    ana.press_home("next_questions")
    before = form(ana)["private_metadata"]
    ana.tap("ask_another")
    assert form(ana)["private_metadata"] != before
    assert not ana.submit()
    ana.close_modal()
    planned = world.schedule(channel).planned
    assert f"{channel}:{planned}" != before

    world.home(ana)
    ana.press_home("away")
    ana.fill({"back": str(world.clock.at.date() + timedelta(days=10))})
    assert not ana.submit()
    assert notice(ana).startswith("You are away")
    world.advance_to(world.schedule(channel).next_at)
    assert world.round(channel).slug == planned, "and all goes on without her"
