"""What people write becomes their answer, and follows them until answers close."""

from datetime import timedelta

from dbos import DBOS

from bot.calibration.verdicts import record
from scoring.judge.verdict import Verdict
from tests.kit.look import notice, words
from tests.kit.play import World, story


def judged(answer_id: int) -> int:
    """How often the judge was asked about an answer."""
    return len(DBOS.list_workflows(workflow_id_prefix=f"score:{answer_id}:"))


# in the thread


def test_a_short_opening_and_the_story_after_it_are_one_answer(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    opening = ana.post(channel, "I once had to choose, and fast.", thread_ts=ts)
    world.work()
    assert world.reactions(channel, opening) == set()
    world.clock.at += timedelta(minutes=2)
    rest = world.answer(ana, channel, ts)
    (answer,) = world.answers(channel)
    assert answer.text.startswith("I once had to choose, and fast.\n\nI owned")
    assert [world.reactions(channel, one) & {"inbox_tray"} for one in (opening, rest)] == [{"inbox_tray"}] * 2
    assert answer.message_ts == opening


def test_a_story_is_taken_in_and_a_remark_is_not(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    told = world.answer(ana, channel, ts, story(60))
    remark = world.answer(ben, channel, ts, story(59))
    assert world.texts(channel) == [story(60)]
    assert "inbox_tray" in world.reactions(channel, told)
    assert world.reactions(channel, remark) == set()


def test_what_the_same_person_adds_joins_and_what_another_says_does_not(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    world.answer(ana, channel, ts)
    world.answer(ben, channel, ts, "And what did your lead say?")
    added = world.answer(ana, channel, ts, "It has held for a year.")
    world.clock.at += timedelta(minutes=11)
    late = world.answer(ana, channel, ts, "Thanks, everybody!")
    (text,) = world.texts(channel)
    assert text == story(about="Ana's export") + "\n\nIt has held for a year."
    assert "inbox_tray" in world.reactions(channel, added)
    assert world.reactions(channel, late) == set()


def test_until_answers_close_edits_and_deletions_follow(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    first, second = world.stories(channel, ts, [ana, ben])
    ana.edit(channel, first, story(70, "another matter"))
    ben.delete(channel, second)
    world.work()
    assert world.texts(channel) == [story(70, "another matter")]
    ana.edit(channel, first, "Never mind.")
    world.work()
    assert world.texts(channel) == []
    assert world.reactions(channel, first) == set()
    ana.edit(channel, first, story(80))
    world.work()
    assert world.texts(channel) == [story(80)]
    assert "inbox_tray" in world.reactions(channel, first)


def test_once_answers_are_closed_texts_stay_and_a_deleted_message_does_not_stop_the_reveal(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    first, second = world.stories(channel, ts, [ana, ben])
    world.next(ana, channel)
    before = world.texts(channel)
    ana.edit(channel, first, story(90, "something else"))
    ben.delete(channel, second)
    late = world.answer(ben, channel, ts, story(80, "a late one"))
    assert world.texts(channel) == before
    assert world.reactions(channel, late) == set()
    assert world.next(ana, channel).startswith("Scores are out in")
    thread = world.sandbox.thread(channel, ts)
    assert thread[-1]["text"].startswith("*Scores are out.*")
    assert sum(message["text"].startswith("Answer ") and ": " in message["text"][:12] for message in thread) == 3


def test_a_reply_that_is_also_sent_to_the_channel_and_one_with_a_file_are_answers(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    ana.post(channel, story(60), thread_ts=ts, broadcast=True)
    ben.post(channel, story(61), thread_ts=ts, files=[("drawing.png", "boxes and lines")])
    world.work()
    assert sorted(map(len, world.texts(channel))) == sorted((len(story(60)), len(story(61))))


def test_bots_other_threads_and_the_channel_itself_are_left_alone(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    world.sandbox.post_as_other_bot(channel, story(80), thread_ts=ts)
    other = ana.post(channel, story(80))
    ana.post(channel, story(80), thread_ts=other)
    world.work()
    assert world.texts(channel) == []


def test_a_story_that_slack_delivers_twice_is_one_answer_judged_once(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    world.sandbox.faults.deliver_twice()
    world.answer(ana, channel, ts)
    (answer,) = world.answers(channel)
    assert answer.version == 1
    world.advance(seconds=31)
    assert judged(answer.id) == 1


def test_an_empty_message_is_no_answer_and_a_huge_one_is_taken_in_whole(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    huge = " ".join(["elephant"] * 4444)
    ana.post(channel, "", thread_ts=ts, files=[("empty.txt", "nothing")])
    world.answer(ben, channel, ts, huge)
    assert world.texts(channel) == [huge]
    world.next(ana, channel)
    ana.shortcut("score_answer", channel, world.answers(channel)[0].message_ts)
    assert ana.modal is not None
    told = [block for block in ana.modal["blocks"] if block["type"] == "section"]
    assert words(told).count("elephant") == 4444


def test_markup_in_a_story_is_kept_as_the_words_it_shows(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    world.answer(ana, channel, ts, story(60) + " Then <!channel> & <@U123> saw <https://example.com>, 1 < 2.")
    assert world.texts(channel) == [story(60) + " Then @channel & @someone saw https://example.com, 1 < 2."]


def test_what_was_written_while_the_bot_was_down_reads_the_same_once_it_catches_up(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    with world.changing(channel) as round_:
        round_.stage = "opening"  # the bot does not listen yet
    ana.post(channel, story(60) + " R&D said 1 < 2.", thread_ts=ts)
    world.idle()
    assert world.texts(channel) == []
    with world.changing(channel) as round_:
        round_.stage = "collecting"
    world.catch_up(channel)
    assert world.texts(channel) == [story(60) + " R&D said 1 < 2."]


# by hand


def test_a_short_message_counts_when_its_author_says_so_and_not_when_they_take_it_back(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    short = world.answer(ana, channel, ts, "I cut the list in half.")
    counted = "Counted as your answer. 6 words; from 150 on there is usually enough to score."
    for shortcut, said, taken in (
        ("count_as_answer", counted, {"inbox_tray"}),
        ("leave_out_of_answer", "Left out of your answer.", set()),
        ("count_as_answer", counted, {"inbox_tray"}),
    ):
        ana.shortcut(shortcut, channel, short)
        world.work()
        assert notice(ana) == said
        assert world.reactions(channel, short) == taken
        assert len(world.texts(channel)) == len(taken)


def test_leaving_a_message_out_takes_every_sign_off_it(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    told = world.answer(ana, channel, ts)
    world.advance(seconds=31)
    assert world.reactions(channel, told) == {"inbox_tray", "white_check_mark"}
    ana.shortcut("leave_out_of_answer", channel, told)
    world.work()
    assert world.reactions(channel, told) == set()


def test_nobody_decides_about_another_persons_message(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    told = world.answer(ana, channel, ts)
    ben.shortcut("leave_out_of_answer", channel, told)
    assert notice(ben) == "Only the person who wrote a message can say whether it's their answer."
    assert len(world.texts(channel)) == 1


def test_a_closed_round_and_an_unrelated_message_are_told_apart(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    told, chat = world.answer(ana, channel, ts), ana.post(channel, "lunch?")
    world.next(ana, channel)
    ana.shortcut("leave_out_of_answer", channel, told)
    assert notice(ana) == "Answers are closed for this question, so what counts is fixed."
    ana.shortcut("count_as_answer", channel, chat)
    assert notice(ana) == "This message isn't in the thread of an open question, so there's nothing to change."


# the judge


def test_the_judge_scores_after_thirty_quiet_seconds_and_a_changed_text_once_more(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    told = world.answer(ana, channel, ts)
    (answer,) = world.answers(channel)
    world.advance(seconds=20)
    ana.edit(channel, told, story(90, "a better one"))
    world.work()
    world.advance(seconds=20)
    assert world.scorecards(channel, "judge") == []
    assert "white_check_mark" not in world.reactions(channel, told)
    world.advance(seconds=11)
    assert [card.answer_version for card in world.scorecards(channel, "judge")] == [2]
    assert judged(answer.id) == 1, "the first text was superseded before its time came"
    assert "white_check_mark" in world.reactions(channel, told)
    ana.edit(channel, told, story(95, "the best one"))
    world.work()
    for _ in range(3):
        world.advance(seconds=31)
    assert judged(answer.id) == 2
    (card,) = world.scorecards(channel, "judge")
    assert (card.answer_version, card.sentence, card.note) == (3, "", ""), "a rule of thumb has no reason of its own"


def test_what_claude_went_by_and_why_is_kept_with_its_levels(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    world.answer(ana, channel, ts)
    (answer,) = world.answers(channel)
    verdict = Verdict(status="scored", overall="mid", acts=("I asked the two.", "I wrote it."), why="It was theirs.")
    world.change(lambda work: record(work, answer.id, answer.version, "claude", verdict))
    (card,) = world.scorecards(channel, "judge")
    assert (card.overall, card.sentence, card.note) == ("mid", "I asked the two.", "It was theirs.")


def test_what_was_withdrawn_is_not_scored(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    told = world.answer(ana, channel, ts)
    (answer,) = world.answers(channel)
    ana.delete(channel, told)
    world.advance(seconds=31)
    assert judged(answer.id) == 0
