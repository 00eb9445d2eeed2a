"""A service that answers as it is told to, and a judge that asks it."""

from collections.abc import Iterator

import pytest

from scoring.judge.claude import ClaudeJudge
from tests.kit.asked_of_claude import BANK
from tests.kit.claude_server import ClaudeServer


@pytest.fixture(scope="module")
def claude() -> Iterator[ClaudeServer]:
    with ClaudeServer().running() as server:
        yield server


@pytest.fixture
def judge(claude: ClaudeServer) -> ClaudeJudge:
    return ClaudeJudge("sk-test", "claude-sonnet-5-5", base_url=claude.url, scale=BANK, timeout=20)
