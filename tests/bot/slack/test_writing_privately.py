"""Answers that are written privately: pitched at a level, kept until answers close, posted without a name."""

from collections import Counter

from sqlmodel import select

from sandbox.people.person import Person
from storage.models import Answer
from tests.kit.look import form, notice, words
from tests.kit.play import World, story

LEVEL_NAMES = {"Junior", "Mid", "Senior", "Staff+"}


def write(person: Person, channel: str, ts: str, text: str) -> dict[str, str] | None:
    """Writes a private answer; the errors at its field, or None."""
    person.press(channel, ts, "answer")
    person.fill({"answer": text})
    return person.submit()


def dealt(person: Person) -> str:
    """The level that the form in front of a person deals them."""
    (level,) = [level for level in LEVEL_NAMES if f"Answer as a *{level}* candidate" in words(person.modal)]
    return level


def test_a_level_is_swapped_once_and_stays_then(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ts = world.ask(channel)
    ana.press(channel, ts, "answer")
    first, before = dealt(ana), form(ana)
    ana.tap("swap_pitch")
    second = dealt(ana)
    assert second != first
    assert "swap_pitch" not in str(ana.modal)
    world.forge_tap(ana, before, "swap_pitch", value=world.round(channel).public_id)
    ana.close_modal()
    ana.press(channel, ts, "answer")
    assert dealt(ana) == second
    ana.fill({"answer": story()})
    ana.submit()
    assert [world.deps.rubric.name(str(answer.pitch)) for answer in world.answers(channel)] == [second]


def test_a_level_that_an_answer_was_written_for_stays(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ts = world.ask(channel)
    ana.press(channel, ts, "answer")
    first, before = dealt(ana), form(ana)
    ana.fill({"answer": story()})
    ana.submit()
    ana.close_modal()
    ana.press(channel, ts, "answer")
    assert "swap_pitch" not in str(ana.modal)
    world.forge_tap(ana, before, "swap_pitch", value=world.round(channel).public_id)
    ana.close_modal()
    ana.press(channel, ts, "answer")
    assert dealt(ana) == first


def test_a_long_answer_is_not_told_what_would_be_enough(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    assert write(ana, channel, ts, story(160)) is None
    assert notice(ana).startswith("Your answer is kept: 160 words. Until")


def test_private_answers_are_pitched_at_all_four_levels_about_as_often(world: World) -> None:
    people = world.people(*(f"Writer {number}" for number in range(8)))
    channel, ts = world.open_round(people)
    pitches: Counter[str] = Counter()
    for person in people:
        assert write(person, channel, ts, story(70)) is None
        assert notice(person).startswith("Your answer is kept: 70 words; from 150 on there is usually enough to score.")
        person.press(channel, ts, "answer")
        assert person.modal is not None
        pitches += Counter(level for level in LEVEL_NAMES if f"Answer as a *{level}* candidate" in words(person.modal))
        person.close_modal()
    assert sum(pitches.values()) == 8
    assert max(pitches.values()) <= 6, "more, once in a million times"


def test_a_private_answer_stays_private_until_answers_close_and_can_be_edited_until_then(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    assert write(ana, channel, ts, story(20)) == {"answer": "20 words so far; an answer starts at 60."}
    ana.close_modal()
    assert write(ana, channel, ts, story(70, "the first draft")) is None
    ana.close_modal()
    ana.press(channel, ts, "answer")
    assert ana.modal is not None
    assert ana.modal["state"]["values"]["answer"]["value"]["value"] == story(70, "the first draft")
    ana.fill({"answer": story(75, "the second draft <!here>")})
    assert ana.submit() is None
    world.answer(ben, channel, ts)
    assert len(world.sandbox.thread(channel, ts)) == 2, "the question and Ben's story"
    assert "1 answer so far" not in words(world.message(channel, ts)["blocks"])

    world.next(ben, channel)
    posted = [one for one in world.sandbox.thread(channel, ts) if one.get("bot_id") and one["ts"] != ts]
    assert posted.pop()["text"].startswith("Answers are closed: 3 answers.")
    assert len(posted) == 2, "Ana's answer and an exemplar, and nothing tells which is which"
    assert not any(one.get("reactions") for one in posted)
    assert {one["text"].partition(".")[0] for one in posted} < {"Answer A", "Answer B", "Answer C"}
    (mine,) = [one for one in posted if "the second draft" in one["text"]]
    assert "&lt;!here&gt;" in mine["text"]
    assert all("Ana" not in str(one) and ana.id not in str(one) for one in posted)
    letters = {answer.letter for answer in world.answers(channel)}
    assert letters == {"A", "B", "C"}


def test_letters_do_not_follow_the_order_of_writing(world: World) -> None:
    people = world.people(*(f"Teller {number}" for number in range(7)))
    channel, ts = world.open_round(people)
    world.stories(channel, ts, people)
    world.next(people[0], channel)
    letters = [str(answer.letter) for answer in world.answers(channel)]
    assert sorted(letters) == list("ABCDEFGH")
    assert letters != sorted(letters)


def test_who_told_it_in_the_thread_is_not_asked_again(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    world.answer(ana, channel, ts)
    ana.press(channel, ts, "answer")
    assert notice(ana) == "You answered in the thread already; edit your message there and I follow."


def test_who_wrote_privately_may_talk_in_the_thread(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    write(ana, channel, ts, story(70, "the private one"))
    ana.close_modal()
    said = world.answer(ana, channel, ts, story(80, "something long to say"))
    assert world.texts(channel) == [story(70, "the private one")]
    ana.shortcut("count_as_answer", channel, said)
    assert notice(ana).startswith("You answered privately, and that is what counts.")
    assert world.texts(channel) == [story(70, "the private one")]


def test_a_private_answer_that_comes_too_late_stays_on_the_screen(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    ana.press(channel, ts, "answer")
    ana.fill({"answer": story(70)})
    world.next(ben, channel)
    assert ana.submit() == {"answer": "Answers closed while this was open, so it can't be added any more."}
    assert ana.modal is not None
    assert ana.modal["state"]["values"]["answer"]["value"]["value"] == story(70)
    ana.close_modal()
    world.forge_press(ana, channel, ts, "answer", world.round(channel).public_id)
    assert notice(ana) == "Answers are closed for this question. The next one comes soon."


def test_an_answer_that_was_taken_back_leaves_no_word_and_the_thread_is_open_again(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    assert write(ana, channel, ts, story(80, "the lighthouse keeper")) is None
    world.advance(minutes=1)
    assert len(world.scorecards(channel, kind="judge")) == 1
    ana.press(channel, ts, "answer")
    ana.tap("take_back")
    assert "nothing of it is kept" in notice(ana)
    assert world.answers(channel) == []
    assert world.scorecards(channel, kind="judge") == []
    kept = world.look(lambda session: session.exec(select(Answer.text).where(Answer.author == ana.id)).all())
    assert kept == [""]
    world.answer(ana, channel, ts, story(80, "another one"))
    (mine,) = world.answers(channel)
    assert (mine.origin, mine.pitch) == ("thread", None)


def test_a_deleted_story_leaves_no_word_either(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    told = world.answer(ana, channel, ts)
    world.advance(minutes=1)
    ana.delete(channel, told)
    world.work()
    assert world.scorecards(channel, kind="judge") == []
    assert world.look(lambda session: session.exec(select(Answer.text).where(Answer.author == ana.id)).all()) == [""]


def test_what_no_database_keeps_is_taken_out_of_forms_and_messages(world: World) -> None:
    """PostgreSQL refuses a NUL, and nothing keeps half a character: the row, and all in its batch, would be lost."""
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    assert write(ana, channel, ts, f"\0{story(70)} \ud83d and on") is None
    world.answer(ben, channel, ts, f"\0{story(70)} \ud83d and on")
    assert [answer.text for answer in world.answers(channel)] == [f"{story(70)}  and on"] * 2
