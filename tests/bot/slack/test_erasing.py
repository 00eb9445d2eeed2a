"""What people wrote is deleted when its time is over; levels, and what is counted from them, stay."""

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from bot import due
from bot.calibration.export import everything
from sandbox.people.person import Person
from storage.models import InboxMessage, Pitch, Scorecard, SuggestedQuestion
from tests.kit.look import form, notice, words
from tests.kit.play import World, fill, story


def played(world: World, word: str) -> tuple[str, Person, Person]:
    """A revealed round with this word in a story in the thread, a private one, notes and quotes; its people."""
    (ana, ben), (gil,) = world.people("Ana", "Ben"), world.people("Gil")
    channel, ts = world.open_round([ana, ben], [gil])
    world.answer(ana, channel, ts, story(80, f"the {word}"))
    ben.press(channel, ts, "answer")
    ben.fill({"answer": story(80, f"the other {word}")})
    assert ben.submit() is None
    world.next(ana, channel)
    gil.press(channel, ts, "score")
    while gil.modal and gil.modal["callback_id"] == "scorecard":
        (note,) = [block["block_id"] for block in form(gil)["blocks"] if block.get("block_id", "").startswith("note")]
        gil.fill({note: f"All because of the {word}."})
        assert not fill(gil, "senior", "adequate")
    world.next(ana, channel)
    return channel, ana, gil


def tables_with(world: World, word: str) -> set[str]:
    """The tables, the queue's own too, in which this word stands anywhere."""
    with world.deps.engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return {name for name in names if word in str(connection.execute(text(f'SELECT * FROM "{name}"')).all())}


def pass_days(world: World, days: int) -> None:
    world.clock.at += timedelta(days=days)
    for _hour in range(3):  # a batch in each; other tests' rounds may come first
        due.purge(world.deps)


def levels(session: Session) -> list[object]:
    """Who gave what, everywhere: all that is counted."""
    rows = [(row, {name: one["level"] for name, one in row["dimensions"].items()}) for row in everything(session)]
    return [(row["answer"], row["rater"], row["phase"], row["overall"], row["evidence"], found) for row, found in rows]


def test_texts_go_180_days_after_scores_came_out_from_every_table_and_levels_stay(world: World) -> None:
    channel, _, _ = played(world, "observatory")
    before = world.look(levels)
    pass_days(world, 179)
    assert {"answer", "answermessage", "scorecard", "rating"} <= tables_with(world, "observatory")
    pass_days(world, 1)
    assert tables_with(world, "observatory") == set()
    assert world.look(levels) == before
    of_round = Pitch.round_id == world.round(channel).id
    assert not world.look(lambda session: session.exec(select(Pitch).where(of_round)).all())


def test_a_team_chooses_how_long_and_that_counts_for_past_questions_too(world: World) -> None:
    channel, ana, gil = played(world, "windmill")
    ana.command("/calibrate", "setup", channel)
    ana.tap("setup_more")
    assert ana.modal is not None
    assert "past questions too" in words(ana.modal)
    ana.fill({f"interviewers:{channel}": [ana.id, gil.id], f"keep_days:{channel}": "30"})
    assert ana.submit() is None
    pass_days(world, 29)
    assert tables_with(world, "windmill")
    pass_days(world, 1)
    assert tables_with(world, "windmill") == set()


def test_an_answer_whose_text_is_gone_is_scored_no_more_and_says_why(world: World) -> None:
    channel, _, gil = played(world, "aqueduct")
    (private,) = [one for one in world.answers(channel) if one.origin == "private"]
    pass_days(world, 180)
    gil.shortcut("score_answer", channel, str(private.message_ts))
    assert "Its text was deleted" in notice(gil)
    cards = select(Scorecard).where(Scorecard.answer_id == private.id, Scorecard.kind == "interviewer")
    assert [card.overall for card in world.look(lambda session: session.exec(cards).all())] == ["senior"]


def test_nothing_is_deleted_while_a_round_is_open_however_long_that_is(world: World) -> None:
    channel, _, (ana,), _ = world.open_scoring(authors=1)
    with world.changing(channel) as round_:
        round_.reveals_at += timedelta(days=900)
    pass_days(world, 800)
    (answer,) = [one for one in world.answers(channel) if one.author == ana.id]
    assert answer.text
    assert world.round(channel).erase_at is None


def test_a_message_that_could_not_be_worked_out_does_not_lie_in_the_inbox_for_ever(world: World) -> None:
    def put(ts: float) -> None:
        row = {"team_id": world.sandbox.team_id, "channel_id": "C0", "thread_ts": "1.0", "ts": f"{ts:.6f}"}
        world.deps.inbox.put({**row, "author": "U1", "text": "secret", "tries": 9})

    now = world.clock.at.timestamp()
    put(now - 31 * 86_400)
    put(now - 29 * 86_400)
    due.purge(world.deps)
    left = world.look(lambda session: session.exec(select(InboxMessage.ts).where(col(InboxMessage.tries) == 9)).all())
    assert left == [f"{now - 29 * 86_400:.6f}"]


def test_a_suggestion_is_emptied_180_days_after_it_was_settled(world: World) -> None:
    def put(session: Session) -> None:
        for word, settled in (("old", world.clock.at), ("waiting", None)):
            suggested = {"prompt": f"The {word} windmill?", "why": f"The {word} windmill.", "word": "No."}
            session.add(SuggestedQuestion(by="U1", at=world.clock.at, settled_at=settled, **suggested))

    world.look_and_change(put)
    pass_days(world, 180)
    assert tables_with(world, "The old windmill")
    pass_days(world, 1)
    assert not tables_with(world, "The old windmill")
    assert tables_with(world, "The waiting windmill"), "nobody has settled it yet"


def test_my_data_says_how_long_texts_are_kept(world: World) -> None:
    (ana,) = world.people("Ana")
    ana.open_home()
    world.work()
    ana.press_home("my_data")
    assert "180 days" in words(ana.modal or {})
