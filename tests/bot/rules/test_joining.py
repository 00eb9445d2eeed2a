"""Which of a person's messages make their answer: the rule itself, and that the order of delivery does not matter."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from bot.calibration.answers import joined
from bot.calibration.messages import Incoming, take_in
from bot.settings import Settings, load_settings
from bot.work import Work
from scoring.text import count_words
from storage.database import make_engine, unit, view
from storage.models import Answer, AnswerMessage, InboxMessage, Round, Schedule

LEAST, WINDOW = 60, timedelta(minutes=10)
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def written(words: int, minute: float, counts: bool | None = None, deleted: bool = False) -> AnswerMessage:
    return AnswerMessage(
        channel_id="C", ts=f"{minute * 60:017.6f}", author="U", text="word " * words, counts=counts, deleted=deleted
    )


def answer(*messages: AnswerMessage) -> list[AnswerMessage]:
    return joined(messages, LEAST, WINDOW)


def test_sixty_words_begin_an_answer_and_fifty_nine_do_not() -> None:
    assert len(answer(written(60, 0))) == 1
    assert answer(written(59, 0)) == []


def test_what_follows_within_ten_minutes_of_the_message_before_joins() -> None:
    begin, soon, later, much_later = written(60, 0), written(3, 9), written(80, 19), written(80, 29.1)
    assert answer(begin, soon, later, much_later) == [begin, soon, later]


def test_a_short_opening_and_the_rest_are_one_answer_in_order() -> None:
    opening, rest = written(8, 0), written(60, 2)
    assert answer(opening, rest) == [opening, rest]
    first, second, story = written(8, 0), written(40, 4), written(60, 10)
    assert answer(first, second, story) == [first, second, story]


def test_what_was_said_long_before_the_story_or_asks_something_is_talk() -> None:
    early, opening, story = written(10, 0), written(10, 5), written(60, 10.1)
    assert answer(early, opening, story) == [opening, story]
    for mark in ("?", "？", "؟ "):
        asks = written(8, 0)
        asks.text += f"may it be from school{mark}"
        assert answer(asks, story) == [story]


def test_short_messages_do_not_add_up_to_an_answer() -> None:
    assert answer(written(40, 0), written(40, 1), written(40, 2)) == []


def test_what_the_author_left_out_opens_nothing() -> None:
    assert len(answer(written(8, 0, counts=False), written(60, 1))) == 1


def test_a_deleted_message_leaves_the_others_as_they_are() -> None:
    begin, second = written(60, 0), written(60, 5)
    assert answer(written(60, 0, deleted=True), second) == [second]
    assert answer(begin, written(60, 5, deleted=True)) == [begin]


def test_what_the_author_decided_comes_before_the_rule() -> None:
    short, story = written(5, 0, counts=True), written(60, 30, counts=False)
    assert answer(short, story) == [short]


MESSAGES = st.lists(
    st.builds(
        written, st.integers(0, 90), st.integers(0, 60), st.sampled_from([None, None, True, False]), st.booleans()
    ),
    max_size=8,
    unique_by=lambda message: message.ts,
).map(lambda found: sorted(found, key=lambda message: message.ts))


@given(MESSAGES)
def test_an_answer_holds_all_that_was_counted_by_hand_and_nothing_that_is_gone(messages: list[AnswerMessage]) -> None:
    parts = answer(*messages)
    there = [message for message in messages if not message.deleted]
    assert all(message in there and message.counts is not False for message in parts)
    assert all(message in parts for message in there if message.counts)
    assert [message for message in messages if message in parts] == parts, "in the order they were written"


@given(MESSAGES)
def test_by_the_rule_alone_an_answer_has_a_story_a_short_opening_and_no_gap(messages: list[AnswerMessage]) -> None:
    alone = [message for message in messages if message.counts is None and not message.deleted]
    parts = answer(*alone)
    assert all(apart(a, b) <= WINDOW for a, b in pairwise(parts))
    long = [message for message in alone if count_words(message.text) >= LEAST]
    assert bool(parts) == bool(long)
    if parts:
        story = parts.index(long[0])
        assert all(apart(opening, long[0]) <= WINDOW for opening in parts[:story])
        left_out = [one for one in alone if one not in parts and one.text]  # what says nothing is no part
        assert all(apart(one, long[0]) > WINDOW for one in left_out if one.ts < long[0].ts)
        assert all(apart(parts[-1], one) > WINDOW for one in left_out if one.ts > long[0].ts)


def apart(earlier: AnswerMessage, later: AnswerMessage) -> timedelta:
    return timedelta(seconds=float(later.ts) - float(earlier.ts))


@given(MESSAGES)
def test_joining_what_was_joined_changes_nothing(messages: list[AnswerMessage]) -> None:
    parts = answer(*messages)
    if all(message.counts is None for message in parts):
        assert answer(*parts) == parts


@given(
    st.lists(st.text(st.characters(categories=["L", "N"], max_codepoint=0x0DFF), min_size=1), max_size=20),
    st.sampled_from([" ", "\n", "  \t"]),
)
def test_words_are_counted_whatever_stands_between_them(spoken: list[str], between: str) -> None:
    assert count_words(between.join(spoken)) == len(spoken)


def test_dashes_and_bullets_are_no_words() -> None:
    assert count_words("– I decided, * and - did … it •") == 5


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'joining.sqlite'}")
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


def collecting(engine: Engine, number: int) -> str:
    """A round that collects; the ts of its question."""
    with unit(engine, "T") as session:
        schedule = Schedule(channel_id=f"C{number}")
        session.add(schedule)
        session.flush()
        session.add(
            Round(
                schedule_id=schedule.id,
                channel_id=schedule.channel_id,
                due_at=NOW,
                opened_at=NOW,
                stage="collecting",
                slug="any",
                question={},
                rubric_version="",
                message_ts="1.0",
                closes_at=NOW + timedelta(days=2),
                reveals_at=NOW + timedelta(days=4),
            )
        )
    return schedule.channel_id


def state(engine: Engine, settings: Settings, number: int, events: tuple[tuple[str, str, str, bool], ...]) -> list[str]:
    """The texts of the answers that count after these deliveries: (ts, text, edited at, deleted)."""
    channel = collecting(engine, number)
    with unit(engine, "T") as session:
        for ts, text, edited, deleted in events:
            incoming = Incoming(channel, "1.0", ts, "U", text, edited, deleted)
            session.add(InboxMessage(**asdict(incoming)))
            session.flush()
            take_in(Work(session, "T", NOW, settings, lambda *_: None), channel, "1.0")
    with view(engine, "T") as session:
        (round_,) = session.exec(select(Round).where(Round.channel_id == channel))
        answers = session.exec(select(Answer).where(Answer.round_id == round_.id))
        return [answer.text for answer in answers if answer.withdrawn_at is None]


ORIGINAL = ("100.0", "word " * 60 + "first", "", False)
EDITS = [("100.0", "word " * 60 + f"edit {number}", f"20{number}.0", False) for number in (1, 2)]
SECOND = ("160.0", "and one more thing", "", False)
GONE = ("100.0", "word " * 60 + "edit 2", "", True)  # Slack need not say when it was edited last


def test_in_whatever_order_slack_delivers_the_answer_comes_out_the_same(database: Engine) -> None:
    settings = load_settings()
    for number, events in enumerate(permutations([ORIGINAL, *EDITS, SECOND])):
        found = state(database, settings, number, events)
        assert found == ["word " * 60 + "edit 2\n\nand one more thing"], events


def test_an_opening_is_found_in_whatever_order_it_comes(database: Engine) -> None:
    settings = load_settings()
    opening = ("10.0", "I once had to choose", "", False)
    for number, events in enumerate(permutations([opening, ORIGINAL, SECOND])):
        (found,) = state(database, settings, number, events)
        assert found == "\n\n".join([opening[1], ORIGINAL[1], SECOND[1]]), events


def test_a_deletion_is_final_even_if_it_arrives_first(database: Engine) -> None:
    settings = load_settings()
    for number, events in enumerate(permutations([ORIGINAL, EDITS[1], GONE])):
        assert state(database, settings, number, events) == [], events


def test_what_is_delivered_twice_counts_once(database: Engine) -> None:
    assert state(database, load_settings(), 0, (ORIGINAL, ORIGINAL, SECOND, SECOND, ORIGINAL)) == [
        ORIGINAL[1] + "\n\n" + SECOND[1]
    ]
