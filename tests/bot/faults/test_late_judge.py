"""A judge that was away at the reveal: it scores once it is back, marked late, or again when a manager asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from sandbox.people.person import Person
from scoring.bank.questions import Question
from scoring.judge.offline import OfflineJudge
from scoring.judge.verdict import JudgeBusy, JudgeDown, Verdict, unreached
from scoring.rubric import Rubric
from tests.kit.look import notice, words
from tests.kit.play import World, story
from tests.kit.setting_up import set_up


class Moody(OfflineJudge):
    """The offline judge on its good days."""

    def __init__(self) -> None:
        super().__init__()
        self.away, self.silent, self.refused, self.asked = True, False, False, 0

    def score(self, answer: str, question: Question | None, rubric: Rubric) -> Verdict:
        self.asked += 1
        if self.refused:
            raise JudgeDown("no credit")
        if self.away:
            raise JudgeBusy("overloaded")
        return unreached(self, rubric, "Nothing to say.") if self.silent else super().score(answer, question, rubric)


@contextmanager
def judged_by(world: World, judge: Moody) -> Iterator[Moody]:
    before = world.deps.judges
    object.__setattr__(world.deps, "judges", {"offline": judge})
    try:
        yield judge
    finally:
        object.__setattr__(world.deps, "judges", before)


def revealed(world: World) -> tuple[str, str, Person]:
    """A round that two scored and no judge, with its scores out; its channel, its post and somebody in it."""
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    world.score(gil, channel, ts, "mid")
    world.score(hao, channel, ts, "staff")
    world.next(ana, channel)
    return channel, ts, ana


def comparisons(world: World, channel: str) -> list[str]:
    return [
        words(world.message(channel, one.compared_ts)["blocks"]) for one in world.answers(channel) if one.compared_ts
    ]


def test_a_judge_that_is_back_after_the_reveal_scores_once_and_the_comparison_says_late(world: World) -> None:
    with judged_by(world, Moody()) as judge:
        channel, _, _ = revealed(world)
        assert all("rule of thumb" not in text.lower() for text in comparisons(world, channel))
        judge.away = False
        world.advance(minutes=10)
        assert len(comparisons(world, channel)) == 2
        assert all("scored this late, when scores were out" in text for text in comparisons(world, channel))
        asked = judge.asked
        world.advance(hours=12)
        assert judge.asked == asked
    assert {card.status for card in world.scorecards(channel, "judge")} == {"scored"}


def test_it_is_tried_no_more_once_the_talk_is_over(world: World) -> None:
    with judged_by(world, Moody()) as judge:
        channel, _, ana = revealed(world)
        world.ask(channel, slug="saying-no", by=ana)
        judge.asked = 0
        world.advance(hours=12)
        assert judge.asked == 0
    assert world.rounds(channel)[0].stage == "closed"


def test_a_score_that_came_in_time_is_not_called_late(world: World) -> None:
    channel, _, _ = revealed(world)
    assert all("late" not in text for text in comparisons(world, channel))
    assert all("Score again" not in text for text in comparisons(world, channel))


def test_who_answers_for_a_channel_hears_once_that_the_judge_refuses_there_and_once_that_it_works_again(
    world: World,
) -> None:
    ana, zoe, *raters = world.people("Ana", "Zoe", "Gil", "Hao")
    channels = {manager: world.channel([manager, *raters]) for manager in (ana, zoe)}
    with judged_by(world, Moody()) as judge:
        judge.away, judge.refused = False, True
        for manager, channel in channels.items():
            assert set_up(manager, channel, *raters) is None
            manager.close_modal()
            world.stories(channel, world.ask(channel, by=manager), [manager])
            world.advance(minutes=2)
        judge.refused = False
        world.advance(days=2)
    for manager, channel in channels.items():
        told = [one["text"] for one in manager.dms() if "Claude" in one["text"]]
        assert [f"<#{channel}>" in text for text in told] == [True, True]
        assert "Claude refuses me" in told[0]
        assert "works again" in told[1]


@pytest.mark.parametrize("pause", [2, 30, 80])
def test_that_the_judge_refuses_is_told_once_though_the_answer_that_met_it_first_is_gone(
    world: World, pause: int
) -> None:
    ana, *raters = world.people("Ana", "Gil", "Hao")
    channel = world.channel([ana, *raters])
    assert set_up(ana, channel, *raters) is None
    ana.close_modal()
    ts = world.ask(channel, by=ana)
    with world.changing(channel) as round_:
        round_.closes_at += timedelta(days=30)
    with judged_by(world, Moody()) as judge:
        judge.away, judge.refused = False, True
        for author in raters:
            sent = author.post(channel, story(90, author.name), thread_ts=ts)
            world.work()
            world.advance(minutes=2)
            author.delete(channel, sent)
            world.advance(hours=pause)
        ana.post(channel, story(90, "Ana's"), thread_ts=ts)
        world.work()
        world.advance(minutes=2)
        told = [one["text"] for one in ana.dms() if "Claude refuses me" in one["text"]]
        assert len(told) == (3 if pause > 72 else 1), "what was told days ago is news again"
        judge.refused = False
        world.advance(days=2)
        assert len([one for one in ana.dms() if "works again" in one["text"]]) == 1


def test_a_manager_has_the_judge_score_again_from_the_comparison(world: World) -> None:
    with judged_by(world, Moody()) as judge:
        judge.away, judge.silent = False, True
        channel, _, ana = revealed(world)
        answer = next(one for one in world.answers(channel) if one.author)
        world.clock.at = world.clock.at.replace(microsecond=0)
        (hao,) = world.people("Hao")
        hao.join(channel)
        with world.managed_by(ana):
            hao.press(channel, str(answer.compared_ts), "score_again")
            assert notice(hao) == "Only the people who manage the rounds can do that."
        judge.silent = False
        world.clock.advance(minutes=5)
        ana.press(channel, str(answer.compared_ts), "score_again")
        assert notice(ana).startswith("The judge is asked again")
        world.work()
        text = words(world.message(channel, str(answer.compared_ts))["blocks"])
        assert "scored this late" in text
        assert "Score again" not in text


@pytest.mark.parametrize("stage", ["scoring", "revealed"])
def test_a_manager_has_the_judge_score_again_from_what_needs_a_look(world: World, stage: str) -> None:
    with judged_by(world, Moody()) as judge:
        judge.away, judge.silent = False, True
        channel, _, (ana,), _ = world.open_scoring(authors=1)
        if stage == "revealed":
            world.next(ana, channel)
        judge.silent = False
        assert "Needs a look" in words(world.home(ana))
        ana.press_home("look")
        answer = next(one for one in world.answers(channel) if one.author)
        ana.tap("score_again_look", answer.public_id)
        assert notice(ana).startswith("The judge is asked again")
        world.work()
    cards = [card for card in world.scorecards(channel, "judge") if card.answer_id == answer.id]
    assert [card.status for card in cards] == ["scored"]


def unscored(person: Person) -> list[str]:
    return [one["text"] for one in person.dms() if "stopped trying" in one["text"]]


def test_a_judge_asked_by_hand_is_tried_for_three_days_and_then_whoever_asked_hears_it(world: World) -> None:
    with judged_by(world, Moody()) as judge:
        judge.away, judge.silent = False, True
        channel, _, ana = revealed(world)
        answer = next(one for one in world.answers(channel) if one.author)
        judge.away = True
        ana.press(channel, str(answer.compared_ts), "score_again")
        world.work()
        for _ in range(23):
            world.advance(hours=3)
        assert unscored(ana) == [], "it is still tried"
        tries = judge.asked
        for _ in range(8):
            world.advance(hours=3)
        (told,) = unscored(ana)
        assert f"Answer {answer.letter} in <#{channel}>" in told
        assert judge.asked > tries
        tries = judge.asked
        world.advance(days=2)
        assert judge.asked == tries
        assert unscored(ana) == [told]
        ana.press(channel, str(answer.compared_ts), "score_again")
        judge.away = judge.silent = False
        world.work()
        assert "scored this late" in words(world.message(channel, str(answer.compared_ts))["blocks"])


def test_a_judge_that_was_refused_to_the_last_is_not_said_to_work_again(world: World) -> None:
    with judged_by(world, Moody()) as judge:
        judge.away, judge.silent = False, True
        channel, _, ana = revealed(world)
        answer = next(one for one in world.answers(channel) if one.author)
        judge.refused = True
        with world.managed_by(ana):
            ana.press(channel, str(answer.compared_ts), "score_again")
            world.work()
            assert any("Claude refuses me" in one["text"] for one in ana.dms())
            for _ in range(4):
                world.advance(days=1)
            assert unscored(ana)
            assert not any("works again" in one["text"] for one in ana.dms())
