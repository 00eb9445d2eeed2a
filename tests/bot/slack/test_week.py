"""A week, as the people of a channel live it."""

from tests.kit.play import World


def test_a_question_answers_blind_scores_and_the_reveal(world: World) -> None:
    ana, ben, eli, fay = world.people("Ana", "Ben", "Eli", "Fay")
    channel = world.channel([ana, ben, eli, fay])
    world.advance_to(world.plan(channel, interviewers=[eli, fay]))
    question = world.sandbox.messages(channel)[0]
    assert question["text"].startswith("This week: ")

    answers = [world.answer(person, channel, question["ts"]) for person in (ana, ben)]
    world.advance(minutes=1)
    assert all(world.reactions(channel, ts) >= {"inbox_tray"} for ts in answers)

    world.advance(hours=48)
    assert world.score(eli, channel, question["ts"], "senior") == 3, "two answers and an exemplar"
    assert world.score(fay, channel, question["ts"], "mid") == 3
    world.advance(hours=48)

    thread = [message["text"] for message in world.sandbox.thread(channel, question["ts"])]
    assert sum(text.startswith("Answer ") and ": Mid to Senior" in text for text in thread) == 3
    assert "3 of 3 pairs of scores lie within one level" in thread[-1]
