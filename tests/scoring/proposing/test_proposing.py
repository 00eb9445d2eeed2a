"""What a page lacks is proposed, by rule or by Claude, and each proposal waits for a person."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from scoring.bank.cues import dimension_of
from scoring.bank.drafts import CHECK
from scoring.bank.importing import Draft, read_page
from scoring.bank.lint import lint
from scoring.bank.questions import load_bank
from scoring.judge.endpoint import Endpoint
from scoring.judge.verdict import JudgeBusy
from scoring.proposing.by_claude import fill_by_claude, request
from scoring.proposing.by_rule import fill_by_rule
from scoring.rubric import DIMENSIONS, LEVELS, load_rubric
from tests.kit.claude_server import ClaudeServer, Turn, fails, says
from tests.kit.layouts import LEVEL_NAMES, Style, pasted

RUBRIC = load_rubric()
MODEL = "claude-sonnet-5-5"
QUESTION = load_bank()["raising-the-bar"].model_dump(mode="json")
PAGE = pasted(QUESTION | {"probes": [each["text"] for each in QUESTION["probes"]]}, Style(levels=LEVEL_NAMES[0]))


@pytest.fixture(scope="module")
def claude() -> Iterator[ClaudeServer]:
    with ClaudeServer().running() as server:
        yield server


@pytest.fixture(scope="module")
def endpoint(claude: ClaudeServer) -> Endpoint:
    return Endpoint("sk-test", claude.url, timeout=20)


@pytest.fixture
def draft() -> Draft:
    return read_page(PAGE, "a-draft")


def whole_reply() -> dict[str, Any]:
    """What a good reply says of the page: the bank's own question."""
    keys = ("level", "evidence", "dimensions", "shows")
    return {
        **{key: QUESTION[key] for key in ("prompt", "competency", "why", "focus")},
        "probes": [{"number": at, "dimension": each["dimension"]} for at, each in enumerate(QUESTION["probes"])],
        "mistakes": [
            {"number": at, "name": "Another name", "notice": each["notice"], "better": "Another way."}
            for at, each in enumerate(QUESTION["mistakes"])
        ],
        "exemplars": [{key: each[key] for key in keys} for each in QUESTION["exemplars"]],
    }


@pytest.mark.parametrize(
    ("probe", "dimension"),
    [
        ("What did you learn from it?", "reflection"),
        ("What would you do differently?", "reflection"),
        ("Which metrics moved, and by how much?", "impact"),
        ("What was the outcome for the customer?", "impact"),
        ("How did you convince the other team?", "influence"),
        ("Who pushed back?", "influence"),
        ("Which alternatives did you weigh?", "judgement"),
        ("What trade-offs did you make?", "judgement"),
        ("What steps did you take first?", "delivery"),
        ("How did you roll it out?", "delivery"),
        ("How many people were affected?", "scope"),
        ("What was your role?", "scope"),
    ],
)
def test_a_follow_up_is_about_what_its_words_say(probe: str, dimension: str) -> None:
    found = dimension_of(probe)
    assert found
    assert found[0] == dimension


@pytest.mark.parametrize("probe", ["And then?", "Where was that?", "Go on."])
def test_a_follow_up_whose_words_say_nothing_stays_open(probe: str) -> None:
    assert dimension_of(probe) is None


def test_of_the_banks_own_follow_ups_the_words_say_a_third_and_are_right_in_seven_of_ten() -> None:
    probes = [probe for question in load_bank().values() for probe in question.probes]
    told = [(probe.dimension, found[0]) for probe in probes if (found := dimension_of(probe.text))]
    assert len(told) > len(probes) / 3
    assert sum(written == read for written, read in told) > 0.7 * len(told)


def test_by_rule_nothing_is_proposed_that_only_a_person_can_say(draft: Draft) -> None:
    filled = fill_by_rule(draft, RUBRIC)
    question = filled.question
    assert (question["prompt"], question["competency"], question["why"]) == ("", "", "")
    assert [each["notice"] for each in question["mistakes"]] == [each["notice"] for each in draft.question["mistakes"]]
    assert not any(shown["why"] for each in question["exemplars"] for shown in each["shows"])
    for exemplar in question["exemplars"]:
        text = "\n\n".join(exemplar[part] for part in ("situation", "task", "action", "result"))
        assert all(shown["quote"] in text for shown in exemplar["shows"])
    assert yaml.safe_load(filled.yaml) == question
    assert filled.yaml.count(CHECK) >= len(filled.proposed) - 4  # some stand at one place
    assert draft.question["exemplars"][0]["evidence"] == ""


def test_what_claude_proposes_makes_a_question_that_lint_passes_once_it_is_checked(
    claude: ClaudeServer, endpoint: Endpoint, draft: Draft, tmp_path: Path
) -> None:
    claude.will(says(json.dumps(whole_reply())))
    filled = fill_by_claude(draft, RUBRIC, endpoint, MODEL)
    assert filled.question["prompt"] == QUESTION["prompt"]
    for mistake, written in zip(filled.question["mistakes"], draft.question["mistakes"], strict=True):
        assert {key: value for key, value in mistake.items() if written[key]} == {k: v for k, v in written.items() if v}
        assert all(mistake.values())
    assert filled.question["mistakes"][0]["name"] == QUESTION["mistakes"][0]["name"]
    path = tmp_path / "a-draft.yaml"
    path.write_text(filled.yaml, encoding="utf-8")
    left = lint(path)
    assert {fault.rule for fault in left} <= {"proposed", "probes"}
    marks = [at for at, row in enumerate(filled.yaml.split("\n"), 1) if row.lstrip().startswith(CHECK)]
    assert [fault.line for fault in left if fault.rule == "proposed"] == marks
    assert len(marks) > 20


def test_the_page_is_sent_as_data_and_nothing_of_it_among_the_instructions(draft: Draft) -> None:
    asked = request(draft, RUBRIC, MODEL, nonce="abc")
    (message,) = asked["messages"]
    assert message["content"].startswith("<draft-abc>\n{")
    assert message["content"].endswith("\n</draft-abc>")
    assert QUESTION["exemplars"][0]["action"][:40] in message["content"]
    assert QUESTION["exemplars"][0]["action"][:40] not in json.dumps(asked["system"], ensure_ascii=False)


def test_a_quote_that_is_not_in_its_story_is_left_out_and_told(
    claude: ClaudeServer, endpoint: Endpoint, draft: Draft
) -> None:
    reply = whole_reply()
    reply["exemplars"][1]["shows"][0]["quote"] = "I did it all by myself."
    claude.will(says(json.dumps(reply)))
    filled = fill_by_claude(draft, RUBRIC, endpoint, MODEL)
    assert any("is not in it: left out" in note and "mid" in note for note in filled.notes)
    assert "I did it all by myself." not in filled.yaml


@pytest.mark.parametrize(
    "changed",
    [
        {"focus": ["impact", "impact", "scope"]},
        {"probes": [{"number": 99, "dimension": "scope"}, {"number": -1, "dimension": "scope"}]},
        {"mistakes": [{"number": 40, "name": "x", "notice": "x", "better": "x"}]},
        {"exemplars": []},
        {"slug": "another", "prompt": ""},
        {"prompt": "Tell me: # TODO\n- 'quoted' \"twice\": yes"},
    ],
)
def test_what_does_not_hold_in_a_reply_changes_nothing_else(
    changed: dict[str, Any], claude: ClaudeServer, endpoint: Endpoint, draft: Draft
) -> None:
    claude.will(says("Here you are:\n```json\n" + json.dumps(whole_reply() | changed) + "\n```"))
    filled = fill_by_claude(draft, RUBRIC, endpoint, MODEL)
    assert filled.question["slug"] == "a-draft"
    assert filled.question["competency"] == QUESTION["competency"]
    assert yaml.safe_load(filled.yaml) == filled.question


@pytest.mark.parametrize(
    "turn",
    [
        says("I would rather not."),
        says(""),
        says('{"focus": ["luck"]}'),
        says('{"prompt": "Tell', "max_tokens"),
        Turn(body="<html>"),
    ],
)
def test_a_reply_that_cannot_be_used_leaves_the_draft_and_says_so(
    turn: Turn, claude: ClaudeServer, endpoint: Endpoint, draft: Draft
) -> None:
    claude.will(turn)
    filled = fill_by_claude(draft, RUBRIC, endpoint, MODEL)
    assert filled == replace(draft, notes=filled.notes)
    assert "nothing of it was used" in filled.notes[-1]


def test_a_call_that_fails_is_one_line(claude: ClaudeServer, endpoint: Endpoint, draft: Draft) -> None:
    claude.will(fails(401))
    with pytest.raises(RuntimeError, match="ANTHROPIC_API_KEY"):
        fill_by_claude(draft, RUBRIC, endpoint, MODEL)
    claude.will(fails(529))
    with pytest.raises(JudgeBusy):
        fill_by_claude(draft, RUBRIC, endpoint, MODEL)


def test_an_endpoint_without_structured_outputs_is_asked_again_with_the_form_in_words(
    claude: ClaudeServer, endpoint: Endpoint, draft: Draft
) -> None:
    claude.will(fails(400, "output_config: unknown field"), says(json.dumps(whole_reply())))
    assert fill_by_claude(draft, RUBRIC, endpoint, MODEL).question["why"] == QUESTION["why"]
    assert "output_config" not in claude.bodies[1]
    assert "JSON schema" in claude.bodies[1]["system"][0]["text"]


def test_the_form_of_the_reply_names_every_level_and_dimension() -> None:
    form = json.dumps(request(read_page("Why?\nHow?", "x"), RUBRIC, MODEL)["output_config"])
    assert all(name in form for name in (*DIMENSIONS, *LEVELS))
