"""The stages of a round: by time and by hand, each once, and what is left of it afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.due import tick
from sandbox.people.person import Person
from tests.kit.look import notice, words
from tests.kit.play import World


def next_in_pair(world: World, channel: str, pair: list[Person]) -> list[str]:
    """Two people type `next` and say that they mean it at the same time; what each is told."""
    for person in pair:
        person.command("/calibrate", "next", channel)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda person: person.submit(), pair))
    world.work()
    return [notice(person) for person in pair]


def said(world: World, channel: str, ts: str) -> list[str]:
    return [message["text"] for message in world.sandbox.thread(channel, ts)]


def state(world: World, channel: str, ts: str) -> str:
    """The last line of the question message."""
    return words(world.message(channel, ts)["blocks"][-1])


def test_answers_close_and_scores_open_when_it_is_time_and_once(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, ts = world.open_round([ana], [gil])
    world.stories(channel, ts, [ana])
    opened = world.round(channel)
    world.clock.at = opened.closes_at - timedelta(seconds=1)
    world.work()
    assert world.round(channel).stage == "collecting"
    for moment, stage in ((opened.closes_at, "scoring"), (opened.reveals_at, "revealed")):
        world.clock.at = moment
        for _ in range(4):
            tick(world.deps)
        world.work()
        assert world.round(channel).stage == stage
    thread = said(world, channel, ts)
    assert sum(text.startswith("Answer ") and ". " in text[:11] for text in thread) == 1, "one exemplar"
    assert sum(text.startswith("*Scores are out.*") for text in thread) == 1
    world.advance(hours=100)
    assert said(world, channel, ts) == thread


def test_next_moves_the_round_on_a_stage_at_a_time(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, _ = world.open_round([ana], [gil])
    assert world.next(ana, channel) == f"Answers are closed in <#{channel}>; interviewers can score now."
    assert world.round(channel).stage == "scoring"
    assert world.next(ana, channel) == f"Scores are out in <#{channel}>; the comparisons follow in the thread."
    assert world.round(channel).stage == "revealed"
    assert world.next(ana, channel) == f"No question is open in <#{channel}>. `/calibrate ask` posts one."


def test_two_people_who_press_next_together_move_the_round_one_stage(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    world.clock.at += timedelta(minutes=1)
    told = sorted(next_in_pair(world, channel, [ana, ben]))
    assert told[0].startswith("Answers are closed in ")
    assert told[1].startswith("Answers were closed a moment ago, so I left it at that.")
    assert world.round(channel).stage == "scoring"
    world.clock.at += timedelta(minutes=1)
    told = sorted(next_in_pair(world, channel, [ana, ben]))
    assert told[0].startswith("Scores are out in")
    assert told[1].startswith("The round has moved on meanwhile")
    assert sum(text.startswith("*Scores are out.*") for text in said(world, channel, ts)) == 1


def test_next_in_a_channel_without_a_round_says_what_to_do(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    world.plan(channel, [ana])
    assert world.next(ana, channel) == f"No question is open in <#{channel}>. `/calibrate ask` posts one."


def test_the_question_counts_answers_but_is_updated_at_most_every_ten_seconds(world: World) -> None:
    people = world.people("Ana", "Ben", "Cem", "Dot")
    channel, ts = world.open_round(people)

    def updates() -> int:
        calls = world.sandbox.log.calls("chat.update")
        return sum((entry.request or {}).get("ts") == ts for entry in calls)

    assert state(world, channel, ts).startswith("0 answers so far; answers close <!date^")
    for person in people:
        world.answer(person, channel, ts)  # five seconds apart
    assert updates() <= 3
    world.advance(seconds=10)
    assert state(world, channel, ts).startswith("4 answers so far")
    before = updates()
    world.advance(seconds=60)
    assert updates() == before, "nothing changed, nothing is sent"


def test_the_question_tells_how_far_the_scoring_is_and_never_who_is_missing(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = world.open_round([ana], [gil, hao])
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    assert state(world, channel, ts).startswith("2 answers. 0 of 2 interviewers done, scores come out <!date^")
    world.score(gil, channel, ts)
    world.advance(seconds=11)
    assert "1 of 2 interviewers done" in state(world, channel, ts)
    spoken = str([world.message(channel, ts)[part] for part in ("text", "blocks")])
    assert not any(person.id in spoken or person.name in spoken for person in (ana, gil, hao))
    world.next(ana, channel)
    assert state(world, channel, ts) == "2 answers. Scores are out, in the thread."


def test_buttons_change_with_the_stage(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])

    def buttons() -> set[str]:
        found = [block for block in world.message(channel, ts)["blocks"] if block["type"] == "actions"]
        return {element["action_id"] for block in found for element in block["elements"]} & {"answer", "score"}

    assert buttons() == {"answer"}
    world.next(ana, channel)
    assert buttons() == {"score"}
    world.next(ana, channel)
    assert buttons() == set()


def test_a_button_of_a_round_that_is_over_answers_with_a_line(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, ts = world.open_round([ana, gil])
    world.stories(channel, ts, [ana])
    old = world.round(channel).public_id
    for stage, told in (("closed", "Scores are out for this question"), ("cancelled", "Nothing waits for you here.")):
        with world.changing(channel) as round_:
            round_.stage = stage
        world.forge_press(gil, channel, ts, "answer", old)
        assert gil.modal is not None
        assert words(gil.modal["blocks"]) == "Answers are closed for this question. The next one comes soon."
        world.forge_press(gil, channel, ts, "score", old)
        assert words(gil.modal["blocks"]).startswith(told)
        late = gil.post(channel, "word " * 70, thread_ts=ts)
        world.work()
        assert world.reactions(channel, late) == set()
    assert len(world.answers(channel)) == 1


def test_the_round_of_last_week_is_closed_when_the_next_one_opens(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    world.next(ana, channel)
    world.next(ana, channel)
    assert world.round(channel).stage == "revealed"
    first = world.round(channel).id
    world.ask(channel, "saying-no", by=ana)
    assert world.round(channel).id != first
    assert [round_.stage for round_ in world.rounds(channel)] == ["closed", "collecting"]
    assert ts != world.round(channel).message_ts
