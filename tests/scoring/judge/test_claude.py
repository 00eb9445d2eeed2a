import json
import subprocess
import sys
from typing import Any

import pytest

from scoring.evaluation.items import FORMS, field_items
from scoring.judge import prices, prompt
from scoring.judge.claude import ClaudeJudge, check_reply
from scoring.judge.verdict import Usage
from scoring.rubric import DIMENSIONS
from tests.kit.asked_of_claude import ANSWER, BANK, FABRICATED, GOOD, QUESTION, RUBRIC, score
from tests.kit.claude_server import USAGE, ClaudeServer, Turn, fails, reply_to, says


def changed(**fields: Any) -> Turn:
    return says(json.dumps(json.loads(GOOD) | fields))


def test_a_good_reply_is_scored_and_signed(claude: ClaudeServer, judge: ClaudeJudge) -> None:
    verdict = score(judge, claude, says(GOOD))
    assert (verdict.status, verdict.reason, verdict.overall) == ("scored", None, "mid")
    assert (verdict.judge, verdict.model) == ("claude", "claude-sonnet-5-5")
    assert (verdict.rubric_version, verdict.prompt_version) == (RUBRIC.version, prompt.version(BANK))
    assert verdict.usage.cache_read_tokens == USAGE["cache_read_input_tokens"]
    assert verdict.usage.cost == pytest.approx((400 * 2 + 4000 * 0.2 + 700 * 10) / 1e6)
    assert verdict.usage.latency > 0


def test_the_service_receives_exactly_the_request_that_is_shown(claude: ClaudeServer, judge: ClaudeJudge) -> None:
    score(judge, claude, says(GOOD))
    (received,) = claude.received
    nonce = received.body["messages"][0]["content"][len("<answer-") :][:16]
    shown = prompt.request(ANSWER, QUESTION, RUBRIC, model="claude-sonnet-5-5", scale=BANK, nonce=nonce)
    assert received.body == shown
    assert received.path == "/v1/messages"
    headers = {name.lower(): value for name, value in received.headers.items()}
    assert headers["authorization"] == "Bearer sk-test"
    assert headers["anthropic-version"] == "2026-10-21"
    assert {"tools", "temperature", "stream", "thinking"}.isdisjoint(received.body)


def test_a_fabricated_quote_is_asked_for_again_and_the_better_reply_counts(
    claude: ClaudeServer, judge: ClaudeJudge
) -> None:
    verdict = score(judge, claude, says(FABRICATED), says(GOOD))
    first, second = claude.bodies
    assert (verdict.status, verdict.overall) == ("scored", "mid")
    assert verdict.usage.output_tokens == 2 * USAGE["output_tokens"]
    assert {**second, "messages": second["messages"][:1]} == first
    reply, again = second["messages"][1:]
    assert reply == {"role": "assistant", "content": FABRICATED}
    assert again["role"] == "user"
    assert "for scope no quote of 4 words or more stands word for word" in again["content"]


@pytest.mark.parametrize(
    ("turn", "fault"),
    [
        (says(FABRICATED), "for scope no quote of 4 words or more stands word for word in the answer"),
        (says("Overall this is a solid mid-level answer."), "it is not JSON"),
        (says(""), "it is not JSON"),
        (changed(dimensions=json.loads(GOOD)["dimensions"][1:]), "scope is missing"),
        (changed(dimensions=json.loads(GOOD)["dimensions"] * 2), "is there more than once"),
        (
            changed(acts=["I took over the whole company"]),
            "no act of 4 words or more stands word for word in the answer",
        ),
        (changed(overall="principal"), "overall is not in the asked form"),
    ],
    ids=["fabricated", "not JSON", "empty", "dimension missing", "dimension twice", "fabricated act", "unknown level"],
)
def test_what_fails_its_checks_twice_is_for_a_person_and_has_no_levels(
    claude: ClaudeServer, judge: ClaudeJudge, turn: Turn, fault: str
) -> None:
    verdict = score(judge, claude, turn, turn)
    assert all(said["content"] for said in claude.bodies[1]["messages"])
    assert len(claude.received) == 2
    assert verdict.status == "needs_review"
    assert verdict.reason
    assert verdict.reason.startswith("Claude's reply failed its checks twice: ")
    assert fault in verdict.reason
    assert (verdict.overall, verdict.evidence, verdict.dimensions) == (None, None, ())
    assert verdict.usage.output_tokens == 2 * USAGE["output_tokens"]


@pytest.mark.parametrize(
    ("turn", "reason"),
    [
        (says("", stop_reason="refusal"), "Claude declined to score this answer: score it yourself."),
        (says(GOOD[:200], stop_reason="max_tokens"), "Claude's reply was cut off at its longest"),
        (says(GOOD, stop_reason="model_context_window_exceeded"), "Claude stopped early (model_context_window_exc"),
        (Turn(body="<html>Please sign in</html>"), "What came back is not a message: check ANTHROPIC_BASE_URL."),
        (Turn(body="{not JSON", type="application/json"), "What came back is not a message"),
        (Turn(body={"ok": True}), "What came back is not a message"),
        (Turn(body=[1, 2]), "What came back is not a message"),
        (fails(400, "max_tokens is too high"), "Claude refused the request (400): max_tokens is too high"),
        (fails(413, "too large"), "Claude refused the request (413): too large"),
    ],
)
def test_what_cannot_be_scored_is_unscored_with_the_reason_and_not_asked_again(
    claude: ClaudeServer, judge: ClaudeJudge, turn: Turn, reason: str
) -> None:
    verdict = score(judge, claude, turn)
    assert len(claude.received) == 1
    assert verdict.status == "unscored"
    assert verdict.reason
    assert verdict.reason.startswith(reason)
    assert (verdict.overall, verdict.dimensions) == (None, ())


def test_what_the_model_thought_is_no_part_of_its_reply(claude: ClaudeServer, judge: ClaudeJudge) -> None:
    thought = {"type": "thinking", "thinking": "Staff, surely.", "signature": "x"}
    message = says(GOOD).body
    assert score(judge, claude, Turn(body=message | {"content": [thought, *message["content"]]})).overall == "mid"


def test_a_refusal_on_the_second_asking_is_a_refusal(claude: ClaudeServer, judge: ClaudeJudge) -> None:
    verdict = score(judge, claude, says(FABRICATED), says("", stop_reason="refusal"))
    assert verdict.status == "unscored"
    assert verdict.usage.output_tokens == 2 * USAGE["output_tokens"]


def test_an_endpoint_that_refuses_structured_outputs_is_told_the_schema_from_then_on(
    claude: ClaudeServer, judge: ClaudeJudge
) -> None:
    refusal = fails(400, "output_config: Extra inputs are not permitted")
    assert score(judge, claude, refusal, says(f"```json\n{GOOD}\n```")).status == "scored"
    first, second = claude.bodies
    assert second == prompt.unstructured(first)
    assert score(judge, claude, says(GOOD)).status == "scored"
    assert "output_config" not in claude.bodies[0]


def test_an_endpoint_known_to_pass_over_structured_outputs_is_told_the_schema_at_once(claude: ClaudeServer) -> None:
    local = ClaudeJudge("none", "local-model", base_url=claude.url, structured=False)
    verdict = score(local, claude, says(GOOD))
    assert verdict.status == "scored"
    assert verdict.usage.cost is None
    assert "output_config" not in claude.bodies[0]


def test_tokens_that_an_endpoint_does_not_count_are_none(claude: ClaudeServer, judge: ClaudeJudge) -> None:
    message = says(GOOD).body | {"usage": {"input_tokens": "many"}}
    assert score(judge, claude, Turn(body=message)).usage.input_tokens == 0


def test_who_replies_in_no_form_at_all_is_shown_the_form(claude: ClaudeServer, judge: ClaudeJudge) -> None:
    assert score(judge, claude, says("Mid, I would say."), says(GOOD)).status == "scored"
    assert '"ReplyDimension"' in claude.bodies[1]["messages"][-1]["content"]


def test_a_long_answer_is_scored_as_far_as_it_was_read_and_says_so(claude: ClaudeServer, judge: ClaudeJudge) -> None:
    claude.will(says(GOOD))
    long = ANSWER + " And then there was a little more of it." * 600
    verdict = judge.score(long, QUESTION, RUBRIC)
    content = claude.bodies[0]["messages"][0]["content"]
    assert verdict.status == "scored"
    assert verdict.reason
    assert verdict.reason.startswith("The answer is long: only its first 19,9")
    assert content.endswith("of it.\n</answer-" + content[8:24] + ">")
    assert len(content) < 20_100


def test_a_quote_of_an_answer_with_slack_markup_is_shown_in_plain_words(
    claude: ClaudeServer, judge: ClaudeJudge
) -> None:
    quote = "I asked @someone & the crew"
    claude.will(says(json.dumps(reply_to({"influence": ("mid", quote)}, "mid"))))
    verdict = judge.score(f"{ANSWER} I asked\u200b <@U012AB3CD> &amp; the crew.", QUESTION, RUBRIC)
    assert verdict.dimensions[2].quotes == (quote,)


@pytest.mark.parametrize("answer", ["", "   ", "I fixed it. " * 8])
def test_an_answer_of_a_few_words_is_unscored_without_a_call(
    claude: ClaudeServer, judge: ClaudeJudge, answer: str
) -> None:
    claude.will()
    verdict = judge.score(answer, QUESTION, RUBRIC)
    assert verdict.status == "unscored"
    assert verdict.reason
    assert "too short" in verdict.reason
    assert claude.received == []


def test_a_reply_from_a_file_passes_the_same_checks_without_a_key() -> None:
    good = check_reply(GOOD, ANSWER, QUESTION, RUBRIC)
    assert (good.status, good.overall, good.judge, good.rubric_version) == ("scored", "mid", "claude", RUBRIC.version)
    bad = check_reply(FABRICATED, ANSWER, QUESTION, RUBRIC)
    assert (bad.status, bad.overall) == ("needs_review", None)
    assert bad.reason
    assert bad.reason.startswith("The reply failed its checks: for scope no quote")
    assert check_reply(GOOD, "Too short.", QUESTION, RUBRIC).status == "unscored"
    assert check_reply("rubbish", ANSWER, None, RUBRIC).status == "needs_review"


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_in_each_form_is_scored_through_the_check_of_replies(form: str) -> None:
    item = next(item for item in field_items("open") if item.form == form)
    told = [" ".join(line.split()[:12]) for line in item.answer.splitlines() if len(line.split()) >= 4]
    shown = {name: (item.level, told[place % len(told)]) for place, name in enumerate(DIMENSIONS)}
    reply = f"Here it is:\n```json\n{json.dumps(reply_to(shown, item.level, acts=told[:3]))}\n```"
    verdict = check_reply(reply, item.answer, BANK[item.question or ""], RUBRIC)
    assert (verdict.status, verdict.overall, verdict.reason) == ("scored", item.level, None)
    assert verdict.acts
    assert all(quote in item.answer for part in verdict.dimensions for quote in part.quotes)


def test_the_cost_of_a_model_without_a_known_price_is_not_guessed() -> None:
    assert prices.cost("another-model", Usage(input_tokens=1)) is None
    assert prices.cost("claude-opus-5-5", Usage(cache_write_tokens=1_000_000)) == 8.0


def test_who_does_not_ask_claude_does_not_wait_for_its_client() -> None:
    code = "import sys, scoring.judge.claude; sys.exit('anthropic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
