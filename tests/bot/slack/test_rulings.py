"""What a team agrees on: recorded in a minute, under the rubric from then on, for people and for the judge."""

from typing import Any

import pytest
from sqlmodel import col, select

from bot.calibration.rulings import team_rubric
from sandbox.people.person import Person
from scoring.judge.prompt import request
from storage.models import Round, Ruling
from tests.kit.look import compares, notice, words
from tests.kit.play import World

RULING = "Asking a neighbouring team for help is Mid; getting them to change their plan is Senior."


def comparison(world: World, channel: str, ts: str) -> dict[str, Any]:
    return next(one for one in world.sandbox.thread(channel, ts) if one["text"].startswith("Answer A:"))


Out = tuple[str, str, Person, Person]  # a channel, its round whose scores are out, and who scored it


def revealed(world: World, answers: int = 1) -> Out:
    """A channel with a revealed round that two interviewers scored differently."""
    eli, fay, *others = world.people("Eli", "Fay", *(f"Author {n}" for n in range(answers)))
    channel = world.channel([eli, fay, *others])
    world.plan(channel, interviewers=[eli, fay])
    ts = world.ask(channel)
    for person in others:
        world.answer(person, channel, ts)
    world.pass_deadline(channel)
    world.score(eli, channel, ts, "mid")
    world.score(fay, channel, ts, "staff")
    world.pass_deadline(channel)
    return channel, ts, eli, fay


@pytest.fixture(scope="module")
def one_round(world: World) -> Out:
    return revealed(world)


@pytest.fixture
def out(one_round: Out) -> Out:
    """A round for all of these tests: what one records in it another does not look at."""
    for person in one_round[2:]:
        if person.modal is not None:
            person.close_modal(all_of_them=True)
    return one_round


def record(world: World, person: Person, channel: str, ts: str, text: str = RULING) -> dict[str, str] | None:
    person.press(channel, comparison(world, channel, ts)["ts"], "record")
    person.fill({"dimension": "influence", "one": "senior", "other": "mid", "text": text})
    errors: dict[str, str] | None = person.submit()
    world.work()
    return errors


def announced(world: World, channel: str) -> dict[str, Any]:
    """The newest ruling of a channel, as its thread reads it."""
    ruling = rulings_of(world, channel)[-1]
    return world.message(channel, str(ruling.message_ts))


def confirm(world: World, person: Person, channel: str) -> str:
    """Has a person confirm the newest ruling; what they are told."""
    person.press(channel, announced(world, channel)["ts"], "confirm_ruling")
    told = notice(person)
    world.work()
    return told


def test_a_ruling_counts_once_a_second_person_confirms_it(world: World, out: Out) -> None:
    channel, ts, eli, fay = out
    assert record(world, eli, channel, ts) is None
    eli.close_modal()
    told = announced(world, channel)
    assert f"Written by <@{eli.id}>. It counts once a second person confirms it." in told["text"]
    assert RULING not in str(world.look(lambda session: team_rubric(session, world.deps.rubric)).rulings)
    assert confirm(world, eli, channel) == "You wrote this one, so somebody else has to confirm it."
    assert RULING not in str(world.look(lambda session: team_rubric(session, world.deps.rubric)).rulings)
    assert "under the rubric" in confirm(world, fay, channel)
    assert RULING in str(world.look(lambda session: team_rubric(session, world.deps.rubric)).rulings)
    assert f"confirmed by <@{fay.id}>" in announced(world, channel)["text"]
    assert "confirm_ruling" not in str(announced(world, channel))


def test_its_author_or_a_manager_withdraws_it_and_nobody_else(world: World, out: Out) -> None:
    channel, ts, eli, fay = out
    (mia,) = world.people("Mia")
    mia.join(channel)
    with world.managed_by(mia):
        for person in (eli, mia):
            record(world, eli, channel, ts)
            eli.close_modal()
            confirm(world, fay, channel)
            place = announced(world, channel)["ts"]
            fay.press(channel, place, "withdraw_ruling")
            assert notice(fay).startswith("The person who wrote it can withdraw it")
            person.press(channel, place, "withdraw_ruling")
            assert "no longer counts" in notice(person)
            world.work()
            assert "withdrawn since" in announced(world, channel)["text"]
            assert "withdraw_ruling" not in str(announced(world, channel))
            assert rulings_of(world, channel)[-1].retired_at is not None


def test_a_ruling_of_another_channel_cannot_be_confirmed(world: World, out: Out) -> None:
    channel, ts, eli, _ = out
    record(world, eli, channel, ts)
    eli.close_modal()
    (gus,) = world.people("Gus")
    elsewhere = world.channel([gus])
    posted = gus.post(elsewhere, "Hello")
    world.forge_press(gus, elsewhere, posted, "confirm_ruling", rulings_of(world, channel)[-1].public_id)
    assert "for the people in its channel" in notice(gus)
    assert rulings_of(world, channel)[-1].agreed_at is None


def test_a_ruling_is_announced_and_stands_in_the_rubric_the_form_and_the_judges_prompt(world: World, out: Out) -> None:
    channel, ts, eli, fay = out
    before = world.look(lambda session: team_rubric(session, world.deps.rubric))
    assert record(world, eli, channel, ts) is None
    eli.close_modal()
    confirm(world, fay, channel)
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


def test_the_form_begins_where_the_scores_lay_furthest_apart(world: World, out: Out) -> None:
    channel, ts, eli, _ = out
    eli.press(channel, comparison(world, channel, ts)["ts"], "record")
    assert eli.modal is not None
    chosen = [block["element"].get("initial_option", {}).get("value") for block in eli.modal["blocks"][1:4]]
    assert chosen[0] in world.deps.bank["raising-the-bar"].focus
    assert chosen[1:] == ["mid", "staff"]


def test_a_faulty_form_is_told_at_its_fields(world: World, out: Out) -> None:
    channel, ts, eli, _ = out
    eli.press(channel, comparison(world, channel, ts)["ts"], "record")
    eli.fill({"one": "mid", "other": "mid", "text": "x is Senior"})
    assert eli.submit() == {
        "other": "Choose two different levels.",
        "text": "One sentence: at least 4 words, at most 200 characters.",
    }


def test_a_retired_ruling_is_gone_everywhere(world: World, out: Out) -> None:
    channel, ts, eli, fay = out
    text = "A retired sentence about influence."
    record(world, eli, channel, ts, text)
    eli.close_modal()
    confirm(world, fay, channel)
    eli.press(channel, ts, "rubric")
    assert eli.modal is not None
    ruling = next(block for block in eli.modal["blocks"] if text in str(block))
    eli.tap("retire_ruling", ruling["accessory"]["value"])
    assert text not in str(eli.modal)
    assert text not in str(world.look(lambda session: team_rubric(session, world.deps.rubric)).rulings)


def test_text_of_a_ruling_is_shown_and_not_obeyed(world: World, out: Out) -> None:
    channel, ts, eli, _ = out
    record(world, eli, channel, ts, "<!channel> & <https://example.com|click> me")
    announced = world.sandbox.thread(channel, ts)[-1]
    assert "&lt;!channel&gt; &amp;" in announced["text"]
    assert "<!channel>" not in str(announced["blocks"])


def test_what_is_not_among_the_six_widest_gaps_can_be_brought_up_once(world: World) -> None:
    channel, ts, eli, fay = revealed(world, answers=8)
    posted = [one for one in world.sandbox.thread(channel, ts) if compares(one)]
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


def test_before_the_reveal_there_is_no_form_and_a_forged_one_is_refused(world: World) -> None:
    channel, ts, _, (gil, hao) = world.open_scoring(authors=1)
    world.score(gil, channel, ts, "junior")
    world.score(hao, channel, ts, "staff")
    round_id, posted = world.round(channel).public_id, len(world.sandbox.thread(channel, ts))
    for name, value in (("record", world.answers(channel)[0].public_id), ("record_any", round_id)):
        world.forge_press(gil, channel, ts, name, value)
        assert "aren't out" in notice(gil)
    gil.press(channel, ts, "rubric")
    assert gil.modal is not None
    reply = world.forge_submit(gil, gil.modal, callback_id="ruling", private_metadata=round_id, state=held(RULING))
    assert "aren't out" in reply["errors"]["text"]
    world.work()
    assert rulings_of(world, channel) == []
    assert len(world.sandbox.thread(channel, ts)) == posted


def test_a_ruling_has_at_most_200_characters_whatever_a_form_sends(world: World, out: Out) -> None:
    channel, ts, eli, _ = out
    eli.press(channel, ts, "record_any")
    assert eli.modal is not None
    before = len(rulings_of(world, channel))
    reply = world.forge_submit(eli, eli.modal, state=held("as " * 67 + "is"))
    assert "200" in reply["errors"]["text"]
    assert len(rulings_of(world, channel)) == before
    world.forge_submit(eli, eli.modal, state=held("as " * 66 + "is"))
    world.work()
    assert [len(one.text) for one in rulings_of(world, channel)[before:]] == [200]


def test_a_ruling_stands_with_its_date_in_the_rubric_and_in_the_form(world: World, out: Out) -> None:
    channel, ts, eli, fay = out
    record(world, eli, channel, ts, "A sentence with a date.")
    eli.close_modal()
    confirm(world, fay, channel)
    day = f"{world.clock.now().day} {world.clock.now():%B %Y}"
    fay.press(channel, ts, "rubric")
    assert fay.modal is not None
    (shown,) = [words(block) for block in fay.modal["blocks"] if "A sentence with a date." in words(block)]
    assert day in shown
    fay.close_modal()
    fay.press(channel, comparison(world, channel, ts)["ts"], "revise")
    assert fay.modal is not None
    (hint,) = [words(block["hint"]) for block in fay.modal["blocks"] if "A sentence with a date." in str(block)]
    assert day in hint


def test_only_managers_retire_a_ruling_and_only_they_see_a_button_for_it(world: World, out: Out) -> None:
    channel, ts, eli, fay = out
    record(world, eli, channel, ts)
    eli.close_modal()
    confirm(world, fay, channel)
    ruling = rulings_of(world, channel)[-1]
    with world.managed_by(eli):
        fay.press(channel, ts, "rubric")
        assert fay.modal is not None
        assert "retire_ruling" not in str(fay.modal)
        world.forge_tap(fay, fay.modal, "retire_ruling", value=ruling.public_id)
        assert rulings_of(world, channel)[-1].retired_at is None
        eli.press(channel, ts, "rubric")
        eli.tap("retire_ruling", ruling.public_id)
    assert rulings_of(world, channel)[-1].retired_at is not None


def held(text: str) -> dict[str, Any]:
    """The state of a form for a ruling that holds this text."""
    chosen = {"dimension": "influence", "one": "mid", "other": "senior"}
    picked = {name: {"value": {"selected_option": {"value": value}}} for name, value in chosen.items()}
    return {"values": {**picked, "text": {"value": {"value": text}}}}


def rulings_of(world: World, channel: str) -> list[Ruling]:
    """What was recorded for the rounds of a channel, retired or not."""
    query = select(Ruling).join(Round, col(Round.id) == Ruling.round_id).where(Round.channel_id == channel)
    query = query.order_by(col(Ruling.id))
    found: list[Ruling] = world.look(lambda session: session.exec(query).all())
    return found
