"""What a team agrees on: recorded in a minute, under the rubric from then on, for people and for the judge."""

from typing import Any

from world import World

from bot.calibration.agreeing import team_rubric
from sandbox.person import Person
from scoring.prompt import request

RULING = "Asking a neighbouring team for help is Mid; getting them to change their plan is Senior."


def comparison(world: World, channel: str, ts: str) -> dict[str, Any]:
    return next(one for one in world.sandbox.thread(channel, ts) if one["text"].startswith("Answer A:"))


def revealed(world: World, answers: int = 1) -> tuple[str, str, Person, Person]:
    """A channel with a revealed round that two interviewers scored differently."""
    eli, fay, *others = world.people("Eli", "Fay", *(f"Author {n}" for n in range(answers)))
    channel = world.channel([eli, fay, *others])
    world.plan(channel, interviewers=[eli, fay])
    ts = world.ask(channel)
    for person in others:
        world.answer(person, channel, ts)
    world.advance(hours=49)
    world.score(eli, channel, ts, "mid")
    world.score(fay, channel, ts, "staff")
    world.advance(hours=49)
    return channel, ts, eli, fay


def record(world: World, person: Person, channel: str, ts: str, text: str = RULING) -> dict[str, str] | None:
    person.press(channel, comparison(world, channel, ts)["ts"], "record")
    person.fill({"dimension": "influence", "one": "senior", "other": "mid", "text": text})
    errors: dict[str, str] | None = person.submit()
    world.work()
    return errors


def test_a_ruling_is_announced_and_stands_in_the_rubric_the_form_and_the_judges_prompt(world: World) -> None:
    channel, ts, eli, fay = revealed(world)
    before = world.look(lambda session: team_rubric(session, world.deps.rubric))
    assert record(world, eli, channel, ts) is None
    eli.close_modal()
    told = world.sandbox.thread(channel, ts)[-1]["text"]
    assert RULING in told
    assert "for the judge" not in told, "the rule of thumb reads no rulings"
    after = world.look(lambda session: team_rubric(session, world.deps.rubric))
    assert after.version != before.version
    question = world.deps.bank["raising-the-bar"]
    assert RULING in str(request("An answer.", question, after, model="any")["system"])
    fay.press(channel, ts, "rubric")
    assert RULING in str(fay.modal)
    fay.close_modal()
    fay.press(channel, comparison(world, channel, ts)["ts"], "revise")
    assert RULING in str(fay.modal)
    fay.close_modal()


def test_the_form_begins_where_the_scores_lay_furthest_apart(world: World) -> None:
    channel, ts, eli, _ = revealed(world)
    eli.press(channel, comparison(world, channel, ts)["ts"], "record")
    assert eli.modal is not None
    chosen = [block["element"].get("initial_option", {}).get("value") for block in eli.modal["blocks"][1:4]]
    assert chosen[0] in world.deps.bank["raising-the-bar"].focus
    assert chosen[1:] == ["mid", "staff"]


def test_a_faulty_form_is_told_at_its_fields(world: World) -> None:
    channel, ts, eli, _ = revealed(world)
    eli.press(channel, comparison(world, channel, ts)["ts"], "record")
    eli.fill({"one": "mid", "other": "mid", "text": " "})
    assert eli.submit() == {"other": "Choose two different levels.", "text": "One sentence, at most 200 characters."}


def test_a_retired_ruling_is_gone_everywhere(world: World) -> None:
    channel, ts, eli, _ = revealed(world)
    text = "A retired sentence about influence."
    record(world, eli, channel, ts, text)
    eli.close_modal()
    eli.press(channel, ts, "rubric")
    assert eli.modal is not None
    ruling = next(block for block in eli.modal["blocks"] if text in str(block))
    eli.tap("retire_ruling", ruling["accessory"]["value"])
    assert text not in str(eli.modal)
    assert text not in str(world.look(lambda session: team_rubric(session, world.deps.rubric)).rulings)


def test_text_of_a_ruling_is_shown_and_not_obeyed(world: World) -> None:
    channel, ts, eli, _ = revealed(world)
    record(world, eli, channel, ts, "<!channel> & <https://example.com|click>")
    announced = world.sandbox.thread(channel, ts)[-1]
    assert "&lt;!channel&gt; &amp;" in announced["text"]
    assert "<!channel>" not in str(announced["blocks"])


def test_what_is_not_among_the_six_widest_gaps_can_be_brought_up_once(world: World) -> None:
    channel, ts, eli, fay = revealed(world, answers=8)
    posted = [one for one in world.sandbox.thread(channel, ts) if ": panel" in one["text"]]
    unseen = next(
        element
        for block in world.message(channel, ts)["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "bring_up"
    )
    assert len(posted) <= 6
    assert len(unseen["options"]) == 3, "nine answers, six of them shown"
    letter = unseen["options"][0]["text"]["text"]
    for person in (eli, fay):  # at the same time
        person.press(channel, ts, "bring_up", selected=letter)
    world.work()
    brought = [one for one in world.sandbox.thread(channel, ts) if one["text"].startswith(f"{letter}:")]
    assert len(brought) == 1
