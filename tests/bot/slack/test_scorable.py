"""Which answers somebody may score, and when."""

from bot.listeners.caller import Caller
from bot.listeners.commands import answer_command
from tests.kit.look import form, said, words
from tests.kit.play import World


def test_nobody_scores_their_own_answer(world: World) -> None:
    channel, ts, (ana, _), _ = world.open_scoring()
    own = next(answer for answer in world.answers(channel) if answer.author == ana.id)
    ana.shortcut("score_answer", channel, own.message_ts)
    assert said(ana) == "This answer is yours; others score it."
    ana.press(channel, ts, "score")
    reply = world.forge_submit(ana, form(ana), private_metadata=f"{own.public_id}:blind", state={"values": {}})
    assert "This answer is yours" in words(reply["view"])
    assert world.scorecards(channel) == []


def test_who_was_dealt_nothing_can_score_in_the_channel_they_are_in_and_in_no_other(world: World) -> None:
    channel, ts, (ana, _), _ = world.open_scoring()
    (guest,) = world.people("Guest")
    elsewhere = world.channel([guest])
    reply = answer_command(world.deps, Caller(world.sandbox.team_id, guest.id, elsewhere, ""), "score")
    assert isinstance(reply, dict)
    assert reply["callback_id"] == "notice", "answers of a channel they may not be in are not shown"
    guest.join(channel)
    assert world.score(guest, channel, ts) == 1
    assert world.score(guest, channel, ts) == 1, "the button brings the next"
    assert {card.rater for card in world.scorecards(channel)} == {guest.id}
    assert world.score(ana, channel, ts) == 1, "an author scores what others wrote"


def test_an_answer_is_not_scored_before_answers_close(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, ts = world.open_round([ana, gil], [gil])
    told = world.answer(ana, channel, ts)
    gil.shortcut("score_answer", channel, told)
    assert said(gil) == "This answer isn't open for scoring: it was withdrawn, or answers are still coming in."
    gil.shortcut("score_answer", channel, gil.post(channel, "lunch?"))
    assert said(gil) == "This message isn't part of an answer, so there's nothing to score."
    gil.command("/calibrate", "score", channel)
    assert said(gil).startswith("Nothing waits for you here.")


def test_an_answer_that_was_dealt_to_others_is_offered_as_one_more(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring(authors=1)
    (sam,) = world.people("Sam")
    sam.join(channel)
    sam.press(channel, ts, "score")
    assert form(sam)["title"]["text"] == "One more answer"
    assert "It was dealt to others: score it if you like." in said(sam)
    gil.press(channel, ts, "score")
    assert form(gil)["title"]["text"] == "Answer 1 of 2"
    assert "dealt to others" not in said(gil)
