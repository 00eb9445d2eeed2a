import json
from collections.abc import Iterator

import pytest

from scoring.bank.questions import load_bank
from scoring.judge import prompt
from scoring.judge.claude import ClaudeJudge
from scoring.rubric import load_rubric
from scoring.text import count_words
from tests.kit.attacks import MASTER_KEYS, attacks
from tests.kit.claude_server import ClaudeServer, reply_to, says

BANK, RUBRIC = load_bank(), load_rubric()
QUESTION = BANK["owning-an-orphan"]
ANSWER = QUESTION.exemplar("mid").text
ATTACKS = attacks(ANSWER)
SENT = [(name, text) for name, text in ATTACKS if not name.startswith("master-key")]


EMPTY = prompt.request("", QUESTION, RUBRIC, model="claude-sonnet-5-5", scale=BANK)
PREFIX = {key: value for key, value in EMPTY.items() if key != "messages"}


@pytest.fixture(scope="module")
def claude() -> Iterator[ClaudeServer]:
    with ClaudeServer().running() as server:
        yield server


@pytest.fixture(scope="module")
def judge(claude: ClaudeServer) -> ClaudeJudge:
    return ClaudeJudge("key", "claude-sonnet-5-5", base_url=claude.url, scale=BANK)


def fair_reply() -> str:
    shown = {"scope": ("mid", "I would take it, all of it"), "impact": ("mid", "140 grey boxes were left")}
    return json.dumps(reply_to(shown, "mid"))


def test_there_are_forty_of_ten_kinds() -> None:
    assert len(ATTACKS) == len(dict(ATTACKS)) == 40
    assert len({name.split("-")[0] for name, _ in ATTACKS}) == 10


@pytest.mark.parametrize("text", [text for _, text in SENT], ids=[name for name, _ in SENT])
def test_an_attack_is_sent_inside_the_delimiters_and_nowhere_else(
    claude: ClaudeServer, judge: ClaudeJudge, text: str
) -> None:
    claude.will(says(fair_reply()))
    verdict = judge.score(text, QUESTION, RUBRIC)
    (body,) = claude.bodies
    (message,) = body["messages"]
    first, _, rest = message["content"].partition("\n")
    inside, _, last = rest.rpartition("\n")
    assert message["role"] == "user"
    assert last == first.replace("<answer-", "</answer-")
    assert len(first) == len("<answer->") + 16
    assert inside == prompt.shown(text)
    assert first[1:-1] not in inside
    assert {key: value for key, value in body.items() if key != "messages"} == PREFIX
    assert verdict.status in ("scored", "needs_review")
    assert verdict.overall == "mid"


@pytest.mark.parametrize("key", MASTER_KEYS)
def test_a_master_key_alone_is_never_sent(claude: ClaudeServer, judge: ClaudeJudge, key: str) -> None:
    claude.will()
    verdict = judge.score(key, QUESTION, RUBRIC)
    assert verdict.status == "unscored"
    assert verdict.overall is None
    assert verdict.reason == f"The answer is too short to score: {count_words(key)} words, of at least 25."
    assert claude.received == []
