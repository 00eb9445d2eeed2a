"""`calibrate doctor --try`: proves an installation in a workspace, says what does not go, and leaves nothing behind."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings, load_settings
from bot.terminal.findings import Finding
from bot.terminal.trial import attempt, compare_scopes
from bot.terminal.trial_judge import ask_once
from sandbox import Sandbox
from sandbox.people.person import Person
from scoring.bank.questions import load_bank
from tests.kit.claude_server import ClaudeServer, fails, reply_to, says

MANIFEST = yaml.safe_load(Path("manifest.yml").read_text(encoding="utf-8"))
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
Office = tuple[Sandbox, Person, str]


def office_with(scopes: set[str]) -> Iterator[Office]:
    with Sandbox(manifest=MANIFEST, scopes=scopes) as sandbox:
        ana = sandbox.add_person("Ana")
        yield sandbox, ana, sandbox.add_channel("hiring", members=[ana], bot=True)


@pytest.fixture
def office() -> Iterator[Office]:
    yield from office_with(SCOPES)


def settings_of(sandbox: Sandbox) -> Settings:
    return load_settings(
        slack_bot_token=sandbox.bot_token, slack_app_token=sandbox.app_token, slack_api_url=sandbox.api_url
    )


def presses(sandbox: Sandbox, person: Person, channel: str) -> Callable[[str], None]:
    """What a person does who is told to press the button."""

    def told(text: str) -> None:
        if text.startswith("Press"):
            (root,) = [one for one in sandbox.messages(channel) if one.get("metadata")]
            sandbox.connected()
            person.press(channel, root["ts"], "trial_form")

    return told


def tried(sandbox: Sandbox, channel: str, told: Callable[[str], None], **more: Any) -> dict[str, str | None]:
    """Each thing tried, with its fault."""
    found: list[Finding] = list(attempt(settings_of(sandbox), channel, patience=0.2, told=told, **more))
    return {one.what: one.fault for one in found}


def test_a_whole_installation_passes_and_nothing_is_left_behind(office: Office) -> None:
    sandbox, ana, channel = office
    found = tried(sandbox, "#hiring", presses(sandbox, ana, channel))
    assert set(found.values()) == {None}
    assert {"post", "find the post again by its metadata", "form", "table: taken", "chart: taken", "file"} <= set(found)
    assert f"scopes: all {len(SCOPES)} granted" in found
    assert ana.modal is not None
    assert "trial" in str(ana.home)
    assert sandbox.messages(channel) == []
    assert ana.dms() == []
    assert not sandbox.workspace.files


def test_scopes_that_lack_are_named_and_so_is_what_fails_without_them() -> None:
    for sandbox, ana, channel in office_with(SCOPES - {"reactions:write", "files:write"}):
        found = tried(sandbox, channel, presses(sandbox, ana, channel))
        assert "files:write, reactions:write not granted" in str(found["scopes"])
        assert found["react to it"] == "needs the scope reactions:write, which was not granted"
        assert found["file"] == "needs the scope files:write, which was not granted"
        assert found["post"] is None
        assert sandbox.messages(channel) == []


def test_a_workspace_without_tables_and_charts_gets_text_and_that_is_no_fault(office: Office) -> None:
    sandbox, ana, channel = office
    sandbox.faults.refuse_blocks({"table", "data_visualization"})
    found = tried(sandbox, channel, presses(sandbox, ana, channel))
    assert set(found.values()) == {None}
    instead = "not shown in this workspace; text takes its place"
    assert {f"table: {instead}", f"chart: {instead}", f"chart on Home: {instead}"} <= set(found)


def test_where_nobody_presses_that_is_said_and_the_rest_goes_to_who_was_named(office: Office) -> None:
    sandbox, ana, channel = office
    said: list[str] = []
    found = tried(sandbox, channel, said.append)
    assert any(what.startswith("form: not tried, nobody pressed") for what in found)
    assert any("name somebody with --person" in what for what in found)
    found = tried(sandbox, channel, said.append, person=ana.id)
    assert "table: taken" in found
    assert sandbox.messages(channel) == ana.dms() == []


def test_a_channel_without_the_app_is_named_with_what_to_type(office: Office) -> None:
    sandbox, ana, _ = office
    elsewhere = sandbox.add_channel("elsewhere", members=[ana], bot=False)
    found = tried(sandbox, elsewhere, presses(sandbox, ana, elsewhere))
    assert found["post"] == "type `/invite @Calibrate` in the channel and try again"
    with pytest.raises(ValueError, match="in no channel called elsewhere: type `/invite @Calibrate` there"):
        tried(sandbox, "#elsewhere", print)


def test_posts_that_cannot_be_taken_away_are_named(office: Office) -> None:
    sandbox, ana, channel = office
    sandbox.faults.fail("chat.delete", "cant_delete_message", channel=channel)
    found = tried(sandbox, channel, presses(sandbox, ana, channel))
    assert f"still there, delete by hand: {channel}" in str(found["posts taken away again"])


def test_a_form_that_slack_refuses_is_a_fault(office: Office) -> None:
    sandbox, ana, channel = office
    sandbox.faults.fail("views.open", "expired_trigger_id")
    assert tried(sandbox, channel, presses(sandbox, ana, channel))["form"] == "refused: expired_trigger_id"


def test_scopes_are_compared_only_where_both_sides_are_known(tmp_path: Path) -> None:
    manifest = Path("manifest.yml")
    assert "not compared" in compare_scopes(None, manifest).what
    assert "not compared" in compare_scopes("chat:write", tmp_path / "none.yml").what
    more = compare_scopes(",".join([*SCOPES, "admin"]), manifest)
    assert (more.what, more.fault) == (f"scopes: all {len(SCOPES)} granted; not needed: admin", None)


def test_the_judge_scores_one_exemplar_and_tells_cost_and_time() -> None:
    exemplar = load_bank()["raising-the-bar"].exemplar("senior").text
    quote = exemplar.split(". ")[0]
    with ClaudeServer().running() as server:
        settings = load_settings(judge="claude", anthropic_api_key="sk-ant-1", anthropic_base_url=server.url)
        server.will(says(json.dumps(reply_to({"influence": ("senior", quote)}, "senior"))))
        (found,) = ask_once(settings)
        assert found.fault is None, found.fault
        assert found.what.startswith("judge: claude, claude-sonnet-5-5, read a Senior exemplar as Senior in ")
        assert found.what.endswith("s, $0.0086 (4400 tokens in, 700 out)")
        (sent,) = server.bodies
        assert exemplar[:50] in str(sent["messages"])
        server.will(fails(401, "invalid x-api-key"))
        (found,) = ask_once(settings)
        assert "did not answer" in str(found.fault)
    assert [one.what for one in ask_once(load_settings(judge="none"))] == ["judge: none, so none was asked"]
    (found,) = ask_once(load_settings(judge="claude", anthropic_api_key=""))
    assert "ANTHROPIC_API_KEY is missing" in str(found.fault)
