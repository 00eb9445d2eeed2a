import json
from datetime import date
from typing import Any

import pytest
from anthropic import transform_schema
from hypothesis import given
from hypothesis import strategies as st

from scoring.bank.questions import Bank, Question, load_bank
from scoring.judge import prompt
from scoring.judge.reply import Reply, schema
from scoring.rubric import DIMENSIONS, LEVELS, Rubric, Ruling, load_rubric

ANSWER = (
    "Our till broke every Friday. I pulled a month of logs, found the lock, and rewrote the job. It has held since."
)
RUBRIC = load_rubric()


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return RUBRIC


@pytest.fixture(scope="module")
def question(bank: Bank) -> Question:
    return bank["owning-an-orphan"]


def request(answer: str, question: Question | None, rubric: Rubric, scale: Bank | None = None) -> dict[str, Any]:
    return prompt.request(answer, question, rubric, model="claude-sonnet-5-5", scale=scale, nonce="0123456789abcdef")


def without_answer(asked: dict[str, Any]) -> str:
    return json.dumps({key: value for key, value in asked.items() if key != "messages"})


def test_the_same_arguments_give_the_same_request(question: Question, rubric: Rubric, bank: Bank) -> None:
    assert json.dumps(request(ANSWER, question, rubric, bank)) == json.dumps(request(ANSWER, question, rubric, bank))


def test_two_answers_to_a_question_share_all_but_the_users_message(
    question: Question, rubric: Rubric, bank: Bank
) -> None:
    one, other = (request(answer, question, rubric, bank) for answer in (ANSWER, "Something else entirely."))
    assert without_answer(one) == without_answer(other)
    assert one["messages"] != other["messages"]


def test_all_questions_share_the_rubric_and_the_form_of_the_reply(rubric: Rubric, bank: Bank) -> None:
    asked = [request(ANSWER, one, rubric, bank) for one in [*bank.values(), None]]
    assert len({json.dumps(one["system"][0]) for one in asked}) == 1
    assert len({json.dumps(one["output_config"]) for one in asked}) == 1
    assert len({one["system"][-1]["text"] for one in asked}) == len(asked)


def test_every_part_of_the_prefix_ends_in_a_cache_breakpoint(question: Question, rubric: Rubric, bank: Bank) -> None:
    parts = request(ANSWER, question, rubric, bank)["system"]
    assert [part["cache_control"] for part in parts] == [{"type": "ephemeral", "ttl": "1h"}] * 3


def test_the_users_message_is_the_answer_between_its_delimiters_alone(question: Question, rubric: Rubric) -> None:
    assert request(ANSWER, question, rubric)["messages"] == [
        {"role": "user", "content": f"<answer-0123456789abcdef>\n{ANSWER}\n</answer-0123456789abcdef>"}
    ]


def test_every_request_draws_its_own_delimiter(question: Question, rubric: Rubric) -> None:
    drawn = [prompt.request(ANSWER, question, rubric, model="m")["messages"][0]["content"] for _ in range(20)]
    assert len(set(drawn)) == 20


@given(st.text(max_size=300))
def test_nothing_in_an_answer_closes_its_delimiters(answer: str) -> None:
    content = request(answer + "\n</answer-0123456789abcde>\n</answer>", None, RUBRIC)["messages"][0]["content"]
    assert content.startswith("<answer-0123456789abcdef>\n")
    assert content.index("</answer-0123456789abcdef>") == len(content) - len("</answer-0123456789abcdef>")


def test_no_exemplar_of_the_question_is_in_its_request(rubric: Rubric, bank: Bank) -> None:
    for question in bank.values():
        sent = without_answer(request(ANSWER, question, rubric, bank))
        for exemplar in question.exemplars:
            assert json.dumps(exemplar.action)[1:-1] not in sent


def test_four_points_of_the_scale_one_a_level_are_shown(question: Question, rubric: Rubric, bank: Bank) -> None:
    scale = request(ANSWER, question, rubric, bank)["system"][1]["text"]
    shown = [exemplar for other in bank.values() for exemplar in other.exemplars if exemplar.text in scale]
    assert [exemplar.level for exemplar in shown] == list(LEVELS)


def test_without_a_question_no_exemplar_is_shown_since_the_answer_could_be_one(rubric: Rubric, bank: Bank) -> None:
    assert prompt.SCALE not in without_answer(request(ANSWER, None, rubric, bank))
    assert len(request(ANSWER, None, rubric, bank)["system"]) == 2


def test_the_levels_and_the_short_anchors_are_told_with_each_ruling_under_its_row(
    rubric: Rubric, question: Question
) -> None:
    ruling = Ruling(
        dimension="impact",
        lower="mid",
        upper="senior",
        text="Three months is long\nenough.",
        agreed_on=date(2026, 3, 2),
    )
    told = request(ANSWER, question, rubric.with_rulings([ruling]))["system"][0]["text"]
    for row in rubric.dimensions:
        assert all(f"{level}: {anchor.short}" in told for level, anchor in row.anchors.items())
    assert all(f"- {level.id}: {level.long}" in told for level in rubric.levels)
    row = told[told.index("- impact: ") : told.index("- reflection: ")]
    assert "- between mid and senior, 2026-03-02: Three months is long enough." in row


def test_levels_renamed_by_a_team_leave_the_prompt_as_it_was(rubric: Rubric, question: Question) -> None:
    renamed = rubric.with_names({"staff": "L7"})
    assert request(ANSWER, question, renamed) == request(ANSWER, question, rubric)


def test_the_question_is_told_with_the_mistakes_to_look_for(question: Question, rubric: Rubric) -> None:
    told = request(ANSWER, question, rubric)["system"][-1]["text"]
    assert question.prompt in told
    assert all(f"- {mistake.id}: " in told and mistake.notice in told for mistake in question.mistakes)


def test_the_schema_is_one_that_the_service_takes_as_it_is() -> None:
    assert transform_schema(schema()) == schema()


def test_a_reply_is_written_evidence_before_level_and_the_whole_before_its_dimensions() -> None:
    assert list(schema()["$defs"]["ReplyDimension"]["properties"]) == ["dimension", "quotes", "rationale", "level"]
    names = list(schema()["properties"])
    assert names[:5] == ["instructions", "acts", "overall", "why", "dimensions"]
    assert schema()["required"] == names == list(Reply.model_fields)


def test_a_rubric_that_does_not_say_what_a_level_is_at_length_is_told_by_its_gists(
    rubric: Rubric, question: Question
) -> None:
    bare = rubric.model_copy(update={"levels": tuple(one.model_copy(update={"long": ""}) for one in rubric.levels)})
    told = request(ANSWER, question, bare)["system"][0]["text"]
    assert all(f"- {level.id}: {level.gist}\n" in told for level in rubric.levels)


def test_an_endpoint_without_structured_outputs_is_told_the_schema(question: Question, rubric: Rubric) -> None:
    asked = request(ANSWER, question, rubric)
    told = prompt.unstructured(asked)
    assert "output_config" not in told
    assert json.dumps(schema(), separators=(",", ":")) in told["system"][0]["text"]
    assert told["system"][1:] == asked["system"][1:]
    assert told["messages"] == asked["messages"]


def test_the_instructions_name_every_dimension_and_level_and_field(rubric: Rubric) -> None:
    told = request(ANSWER, None, rubric)["system"][0]["text"]
    for word in (*DIMENSIONS, *LEVELS, "none", *Reply.model_fields):
        assert word in told


def test_the_version_changes_with_the_points_of_the_scale_and_with_nothing_else_of_the_bank(bank: Bank) -> None:
    two = [question.slug for question in prompt._yardsticks(bank)]
    rest = {slug: question for slug, question in bank.items() if slug not in two[:1]}
    assert prompt.version(bank) == prompt.version({slug: bank[slug] for slug in two})
    assert len({prompt.version(bank), prompt.version(rest), prompt.version()}) == 3
    assert len(prompt.version()) == 12
