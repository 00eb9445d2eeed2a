from collections.abc import Iterator

import pytest

from scoring.judge.endpoint import Endpoint
from tests.kit.claude_server import ClaudeServer, Turn, fails


@pytest.fixture(scope="module")
def claude() -> Iterator[ClaudeServer]:
    with ClaudeServer().running() as server:
        yield server


@pytest.fixture(scope="module")
def endpoint(claude: ClaudeServer) -> Endpoint:
    return Endpoint("sk-test", claude.url, timeout=20)


MODEL = {
    "id": "claude-sonnet-5-5",
    "type": "model",
    "display_name": "Claude Sonnet 5.5",
    "created_at": "2026-09-01T00:00:00Z",
    "lifecycle": "active",
    "capabilities": {"structured_outputs": {"supported": True}},
}


@pytest.mark.parametrize(
    ("turn", "warning"),
    [
        (Turn(body=MODEL | {"lifecycle": "retired"}), "claude-sonnet-5-5 is retired and no longer answers"),
        (
            Turn(body=MODEL | {"lifecycle": "deprecated", "retires_at": "2027-03-01T00:00:00Z"}),
            "claude-sonnet-5-5 will be retired on 2027-03-01",
        ),
        (Turn(body=MODEL | {"lifecycle": "deprecated"}), "claude-sonnet-5-5 will be retired: "),
        (
            Turn(body=MODEL | {"capabilities": {"structured_outputs": {"supported": False}}}),
            "claude-sonnet-5-5 has no structured outputs",
        ),
        (fails(404), "This endpoint knows no model claude-sonnet-5-5"),
        (fails(401), "Claude refused the API key"),
        (Turn(body={}, cut=True), "Claude could not be reached"),
        (Turn(body="{", type="application/json"), "Claude could not be reached"),
    ],
)
def test_the_operator_is_warned_of_a_model_that_will_not_do(
    claude: ClaudeServer, endpoint: Endpoint, turn: Turn, warning: str
) -> None:
    claude.will(turn)
    (said,) = endpoint.lifecycle("claude-sonnet-5-5")
    assert said.startswith(warning)
    assert claude.received[0].path == "/v1/models/claude-sonnet-5-5"


def test_nothing_is_said_of_a_model_that_will_do(claude: ClaudeServer, endpoint: Endpoint) -> None:
    claude.will(Turn(body=MODEL), Turn(body={"id": "local-model"}))
    assert endpoint.lifecycle("claude-sonnet-5-5") == []
    assert endpoint.lifecycle("claude-sonnet-5-5") == []
