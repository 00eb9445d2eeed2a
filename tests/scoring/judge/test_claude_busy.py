"""Claude's service in trouble: what an operator has to mend, what may work later, and how often its key may be used."""

from dataclasses import replace

import pytest

from scoring.judge.claude import ClaudeJudge
from scoring.judge.verdict import JudgeBusy, JudgeDown
from tests.kit.asked_of_claude import ANSWER, FABRICATED, GOOD, QUESTION, RUBRIC, score
from tests.kit.claude_server import ClaudeServer, Turn, fails, says


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "Claude refused the API key: check ANTHROPIC_API_KEY."),
        (402, "The Claude account cannot be charged"),
        (403, "This API key may not use claude-sonnet-5-5"),
        (404, "This endpoint knows no model claude-sonnet-5-5: check CALIBRATE_MODEL"),
    ],
)
def test_what_an_operator_has_to_mend_is_no_verdict(
    claude: ClaudeServer, judge: ClaudeJudge, status: int, reason: str
) -> None:
    claude.will(fails(status))
    with pytest.raises(JudgeDown, match=reason):
        judge.score(ANSWER, QUESTION, RUBRIC)
    assert len(claude.received) == 1


@pytest.mark.parametrize(
    ("turn", "retry_after"),
    [
        (fails(429, retry_after="7"), 7.0),
        (fails(429), None),
        (fails(429, retry_after="Wed, 21 Oct 2026 07:28:00 GMT"), None),
        (fails(529, retry_after="0.5"), 0.5),
        (fails(500), None),
        (fails(503), None),
        (fails(408), None),
        (Turn(502, "<html>Bad gateway</html>"), None),
        (Turn(body=says(GOOD).body, cut=True), None),
    ],
)
def test_what_may_work_later_is_left_to_the_caller_after_one_try(
    claude: ClaudeServer, judge: ClaudeJudge, turn: Turn, retry_after: float | None
) -> None:
    with pytest.raises(JudgeBusy) as caught:
        score(judge, claude, turn)
    assert caught.value.retry_after == retry_after
    assert len(claude.received) == 1


def test_a_service_that_does_not_answer_in_time_is_busy(claude: ClaudeServer) -> None:
    impatient = ClaudeJudge("sk-test", "claude-sonnet-5-5", base_url=claude.url, timeout=0.3)
    with pytest.raises(JudgeBusy):
        score(impatient, claude, Turn(hang=True))


def test_a_service_that_is_not_there_is_busy() -> None:
    with pytest.raises(JudgeBusy):
        ClaudeJudge("k", "m", base_url="http://127.0.0.1:9", timeout=2).score(ANSWER, QUESTION, RUBRIC)


def test_a_busy_service_on_the_second_asking_loses_nothing_but_that_try(
    claude: ClaudeServer, judge: ClaudeJudge
) -> None:
    with pytest.raises(JudgeBusy):
        score(judge, claude, says(FABRICATED), fails(529))
    assert score(judge, claude, says(GOOD)).status == "scored"


def allowing(**limits: str) -> Turn:
    """A good reply of a key with these limits a minute; a call uses 400 tokens in and 700 out beyond the cache."""
    named = {f"anthropic-ratelimit-{name.replace('_', '-')}-limit": limit for name, limit in limits.items()}
    return replace(says(GOOD), headers=named)


@pytest.mark.parametrize(
    ("limits", "calls"),
    [
        ({"requests": "1000"}, 1000),
        ({"requests": "1000", "output_tokens": "70000"}, 100),
        ({"requests": "50", "input_tokens": "400000"}, 50),
        ({"tokens": "500"}, 1),
        ({"requests": "many"}, None),
        ({}, None),
    ],
)
def test_a_reply_tells_how_often_its_key_may_be_used(
    claude: ClaudeServer, judge: ClaudeJudge, limits: dict[str, str], calls: int | None
) -> None:
    score(judge, claude, allowing(**limits))
    assert judge.calls_a_minute == calls


def test_a_reply_that_tells_no_limits_leaves_the_last_ones(claude: ClaudeServer, judge: ClaudeJudge) -> None:
    score(judge, claude, allowing(requests="90"))
    score(judge, claude, allowing())
    assert judge.calls_a_minute == 90
