"""The reveal, as the people of a channel live it."""

from typing import Any

from sqlmodel import select

from bot.calibration.forgetting import forget
from sandbox.people.person import Person
from storage.database import unit
from storage.models import Scorecard
from tests.kit.look import compares, form, notice, said, words
from tests.kit.play import World, fill


def comparisons(world: World, channel: str, ts: str) -> dict[str, dict[str, Any]]:
    """The comparisons in a thread, by letter."""
    thread = world.sandbox.thread(channel, ts)
    return {words(message["blocks"][0])[7:].partition(":")[0]: message for message in thread if compares(message)}


def table(message: dict[str, Any]) -> list[list[str]]:
    (found,) = [block for block in message["blocks"] if block["type"] == "table"]
    return [[cell["text"] for cell in line] for line in found["rows"]]


def played(world: World, levels: dict[Person, str], author: Person) -> tuple[str, str]:
    """A round with one answer and an exemplar, scored and revealed."""
    channel, ts = world.open_round([author], list(levels))
    world.stories(channel, ts, [author])
    world.next(author, channel)
    for rater, level in levels.items():
        assert world.score(rater, channel, ts, level) == 2
    world.next(author, channel)
    return channel, ts


def test_at_the_reveal_every_answer_stands_with_its_scores_and_only_exemplars_name_raters(world: World) -> None:
    ana, gil, hao, ida = world.people("Ana", "Gil Grün", "Hao", "Ida")
    channel, ts = played(world, {gil: "junior", hao: "mid", ida: "staff"}, ana)
    found = comparisons(world, channel, ts)
    (own,) = [answer for answer in world.answers(channel) if answer.author]
    (exemplar,) = [answer for answer in world.answers(channel) if answer.exemplar]
    assert sorted(found) == ["A", "B"]
    named = table(found[str(exemplar.letter)])
    assert dict(zip(named[0][2:-2], named[1][2:-2], strict=True)) == {
        "Gil Grün": "Junior (-1)",
        "Hao": "Mid",
        "Ida": "Staff+ (+2)",
    }
    unnamed = table(found[str(own.letter)])
    assert unnamed[0][2:-2] == ["Rater 1", "Rater 2", "Rater 3"]
    assert sorted(unnamed[1][2:-2]) == ["Junior (-1)", "Mid", "Staff+ (+2)"]
    spoken = str([found[str(own.letter)][part] for part in ("text", "blocks")])
    assert not any(word in spoken for person in (ana, gil, hao, ida) for word in (person.name, person.id))
    assert "A practice story written as " in str(found[str(exemplar.letter)]["blocks"])
    assert "A colleague's answer, so no names show" in str(found[str(own.letter)]["blocks"])
    assert words(found["A"]["blocks"][0]) == "Answer A: Junior to Staff+"
    last = world.sandbox.thread(channel, ts)[-1]
    address = f"/archives/{channel}/p{found['A']['ts'].replace('.', '')}"
    assert last["text"].startswith("*Scores are out.* <")
    assert f"{address}?" in last["text"] or f"{address}|" in last["text"]
    assert "Answer A> was read as Junior, Mid and Staff+: start there." in last["text"]
    assert "2 of 6 pairs of scores lie within one level." in last["text"]
    assert "figures" not in str(last["blocks"]), "one round says nothing of how well they agree"
    assert last["subtype"] == "thread_broadcast"
    link = words(found[str(own.letter)]["blocks"][1])
    assert f"/archives/{channel}/p{str(own.message_ts).replace('.', '')}" in link


def test_where_was_i_tells_only_who_asks_and_revising_keeps_the_blind_score(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = played(world, {gil: "junior", hao: "senior"}, ana)
    message = next(iter(comparisons(world, channel, ts).values()))
    gil.press(channel, message["ts"], "where_was_i")
    assert gil.modal is not None
    assert words(gil.modal["blocks"]).count("Overall: you read *Junior*, panel Mid") == 1
    ana.press(channel, message["ts"], "where_was_i")
    assert ana.modal is not None
    assert words(ana.modal["blocks"]).startswith("You scored nothing here before the reveal")
    gil.press(channel, message["ts"], "revise")
    assert gil.modal["title"]["text"].startswith("Revise answer ")
    assert "Your blind score stays as it was" in words(gil.modal["blocks"])
    assert fill(gil, "mid", "strong") is None
    shown = message["blocks"][-1]["elements"][0]["value"]
    (answer_id,) = [answer.id for answer in world.answers(channel) if answer.public_id == shown]
    mine = [card for card in world.scorecards(channel) if card.rater == gil.id and card.answer_id == answer_id]
    assert [(card.phase, card.overall) for card in mine] == [("blind", "junior"), ("discussed", "mid")]
    gil.press(channel, message["ts"], "where_was_i")
    assert "you read *Junior*" in words(gil.modal["blocks"])


def test_the_question_leads_to_all_of_ones_own_scores_and_to_the_ruling_on_the_widest_gap(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = played(world, {gil: "junior", hao: "senior"}, ana)
    gil.press(channel, ts, "where_was_i_all")
    assert notice(gil).count("Overall: you read *Junior*") == 2, "the answer and the exemplar"
    ana.press(channel, ts, "where_was_i_all")
    assert notice(ana).startswith("You scored nothing here")
    gil.press(channel, ts, "record_any")
    assert gil.modal is not None
    assert gil.modal["title"]["text"] == "Record what we agreed"
    held = gil.modal["state"]["values"]
    assert [held[name]["value"]["selected_option"]["value"] for name in ("one", "other")] == ["junior", "senior"]


def test_a_slack_without_tables_gets_the_same_in_lines(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    world.sandbox.faults.refuse_blocks({"table"})
    try:
        channel, ts = played(world, {gil: "junior", hao: "senior"}, ana)
    finally:
        world.sandbox.faults.refuse_blocks(set())
    found = comparisons(world, channel, ts)
    assert len(found) == 2
    for message in found.values():
        assert "table" not in [block["type"] for block in message["blocks"]]
        assert "Panel: Mid;" in words(message["blocks"])
        assert "Junior (-1)" in words(message["blocks"])


def test_of_many_answers_the_six_widest_gaps_are_posted_and_columns_are_shuffled(world: World) -> None:
    people = world.people(*(f"Writer {number}" for number in range(8)))
    channel, ts = world.open_round(people)
    world.stories(channel, ts, people)
    world.next(people[0], channel)
    given = dict(
        zip("ABCDEFGHI", ("staff", "mid", "senior", "mid", "staff", "junior", "senior", "senior", "staff"), strict=True)
    )
    with unit(world.deps.engine, world.sandbox.team_id) as session:
        for answer in world.answers(channel):
            for rater in ("U1", "U2", "U3", "U4", "U5", "U6"):  # so many that chance puts no one of them first always
                level = "junior" if rater == "U1" else given[str(answer.letter)]
                session.add(
                    Scorecard(
                        answer_id=answer.id, rater=rater, state="submitted", overall=level, evidence="thin",
                        rubric_version="", changed_at=world.clock.at, column_key=world.deps.luck.random(),
                    )
                )  # fmt: skip
    world.next(people[0], channel)
    found = comparisons(world, channel, ts)
    assert list(found) == ["A", "C", "E", "G", "H", "I"], "those two and three levels apart, by letter"
    firsts = {table(message)[1][2].partition(" ")[0] for message in found.values()}
    assert len(firsts) > 1, "the same rater does not always stand first"
    assert world.look(lambda session: session.exec(select(Scorecard.id)).first())


def test_before_the_reveal_no_button_brings_scores_up_or_says_where_one_was(world: World) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    world.score(gil, channel, ts, "junior")
    world.score(hao, channel, ts, "staff")
    before = len(world.sandbox.messages(channel))
    for answer in world.answers(channel):
        for person in (ana, gil):
            world.forge_press(person, channel, ts, "bring_up", selected_option={"value": answer.public_id})
            assert notice(person) == "This answer has no scores to bring up.", "and none is asked for"
        world.forge_press(gil, channel, ts, "where_was_i", answer.public_id)
        assert not said_a_level(notice(gil))
    world.forge_press(gil, channel, ts, "where_was_i_all", world.round(channel).public_id)
    assert not said_a_level(notice(gil))
    world.idle()
    assert len(world.sandbox.messages(channel)) == before
    world.next(ana, channel)
    gil.press(channel, ts, "where_was_i_all")
    assert said_a_level(notice(gil))


def said_a_level(text: str) -> bool:
    return any(level in text for level in ("Junior", "Mid", "Senior", "Staff"))


def test_a_sentence_and_a_line_of_why_stand_at_the_reveal_and_nobody_sees_them_before(world: World) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    (own,) = [answer for answer in world.answers(channel) if answer.author]
    gil.shortcut("score_answer", channel, str(own.message_ts))
    block = next(block for block in form(gil)["blocks"] if block["block_id"] == f"sentence:{own.public_id}")
    picked = block["element"]["options"][2]
    assert form(gil)["blocks"].index(block) < next(
        place for place, one in enumerate(form(gil)["blocks"]) if one.get("element", {}).get("type") == "radio_buttons"
    ), "evidence before level"
    assert "without your name on a colleague's answer" in said(gil)
    gil.fill(
        {f"sentence:{own.public_id}": picked["value"], f"note:{own.public_id}": "She <!here> asked support first."}
    )
    assert fill(gil, "senior", "strong") is None
    gil.close_modal()
    world.score(hao, channel, ts, "junior")
    assert "asked support first" not in str(world.sandbox.thread(channel, ts))
    world.next(ana, channel)
    shown = words(comparisons(world, channel, ts)[str(own.letter)]["blocks"])
    assert "*Senior:* “My lead wanted the quick one.” She &lt;!here&gt; asked support first." in shown
    assert "Gil" not in shown

    world.change(lambda work: forget(work, gil.id))
    world.work()
    again = words(comparisons(world, channel, ts)[str(own.letter)]["blocks"])
    assert "asked support first" not in again
    assert "*Senior" not in again


def test_an_author_who_is_forgotten_takes_the_picked_sentences_along(world: World) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    (own,) = [answer for answer in world.answers(channel) if answer.author]
    gil.shortcut("score_answer", channel, str(own.message_ts))
    gil.fill({f"sentence:{own.public_id}": "1"})
    assert fill(gil, "senior", "strong") is None
    gil.close_modal()
    world.score(hao, channel, ts, "junior")
    world.next(ana, channel)
    assert "Our team had three weeks" in words(comparisons(world, channel, ts)[str(own.letter)]["blocks"])
    world.change(lambda work: forget(work, ana.id))
    world.work()
    assert "Our team had three weeks" not in str(comparisons(world, channel, ts))


def test_a_revision_moves_the_comparison_and_the_next_question_closes_the_thread(world: World) -> None:
    ana, gil, hao, ida = world.people("Ana", "Gil", "Hao", "Ida")
    channel, ts = played(world, {gil: "junior", hao: "mid", ida: "staff"}, ana)
    message = comparisons(world, channel, ts)["A"]
    posts = len(world.sandbox.thread(channel, ts))
    gil.press(channel, message["ts"], "revise")
    assert fill(gil, "mid", "strong") is None
    world.work()
    shown = words(comparisons(world, channel, ts)["A"]["blocks"])
    assert "*1 of 3 revised:* three levels apart, now two." in shown
    assert "Junior (-1)" in shown, "the blind scores stay"
    assert len(world.sandbox.thread(channel, ts)) == posts
    world.ask(channel, "near-miss", by=ana)
    last = world.sandbox.thread(channel, ts)[-1]["text"]
    assert "Moved by talking: A (three levels apart, now two)." in last
    assert "Still open: A (two levels apart), B (three levels apart)." in last
