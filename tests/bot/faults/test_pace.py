"""How often the judge is asked: as the key allows, and as whoever runs the bot allows."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from dbos import DBOS

from bot.deps import Deps
from bot.jobs import FIRST_PACE, pace
from bot.queue import JUDGE
from bot.steps import Steps
from scoring.bank.questions import load_bank
from scoring.judge.claude import ClaudeJudge
from scoring.rubric import load_rubric
from tests.kit.claude_server import ClaudeServer, reply_to, says
from tests.kit.play import World


@pytest.fixture
def claude() -> Iterator[ClaudeServer]:
    with ClaudeServer().running() as server:
        yield server


@pytest.fixture
def by_claude(world: World, claude: ClaudeServer) -> Deps:
    """The bot's parts with Claude for a judge, whose calls nobody limits but its key."""
    judge = ClaudeJudge("sk-test", "claude-sonnet-5-5", base_url=claude.url)
    settings = world.deps.settings.model_copy(update={"judge_calls_a_minute": None})
    return replace(world.deps, judges={"claude": judge}, settings=settings)


def hear(deps: Deps, claude: ClaudeServer, limit: str) -> None:
    """Has a story scored by a key that allows so many requests a minute."""
    turn = says(json.dumps(reply_to({}, "none")))
    claude.will(replace(turn, headers={"anthropic-ratelimit-requests-limit": limit}), turn)
    question = load_bank()["owning-an-orphan"]
    deps.judges["claude"].score(question.exemplar("mid").text, question, load_rubric())


def test_the_queue_follows_what_the_service_says_of_the_key(
    world: World, by_claude: Deps, claude: ClaudeServer
) -> None:
    try:
        for limit in ("900", "40"):
            hear(by_claude, claude, limit)
            Steps().keep_pace(pace(by_claude))
            queue = DBOS.retrieve_queue(JUDGE)
            assert queue
            assert queue.limiter == {"limit": int(limit), "period": 60.0}
    finally:
        Steps().keep_pace(pace(world.deps))


def test_before_the_service_has_spoken_the_pace_is_that_of_a_small_key(by_claude: Deps) -> None:
    assert pace(by_claude) == FIRST_PACE


def test_a_setting_holds_below_what_the_key_allows_and_the_key_below_a_setting(
    by_claude: Deps, claude: ClaudeServer
) -> None:
    hear(by_claude, claude, "900")
    for setting, calls in ((30, 30), (2000, 900)):
        settings = by_claude.settings.model_copy(update={"judge_calls_a_minute": setting})
        assert pace(replace(by_claude, settings=settings)) == calls


def test_a_judge_of_ones_own_is_asked_at_any_pace(world: World) -> None:
    settings = world.deps.settings.model_copy(update={"judge_calls_a_minute": None})
    assert pace(replace(world.deps, settings=settings)) is None
