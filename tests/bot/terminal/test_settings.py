"""Settings: each is documented, and a wrong one is named in a line that says how to mend it."""

import re
from pathlib import Path

import pytest

from bot.choices import judges_of
from bot.settings import Settings, SettingsError, check_tokens, load_settings

BOT, APP = "xoxb-1234567890-abcdefgh", "xapp-1-A0123456-abcdefgh"


def environment_name(name: str) -> str:
    return str(Settings.model_fields[name].alias or name).upper()


def test_every_setting_is_in_the_table_of_the_docs_and_nothing_else_is() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)`", Path("docs/running.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(environment_name(name) for name in Settings.model_fields)


@pytest.mark.parametrize(
    ("bot", "app", "says"),
    [
        ("", APP, "SLACK_BOT_TOKEN is missing"),
        ("xoxb-your-token-here", APP, "SLACK_BOT_TOKEN is not a real token"),
        ("xoxp-1234567890-abcdefgh", APP, "SLACK_BOT_TOKEN is not a real token: it begins with xoxb-"),
        (BOT, "", "SLACK_APP_TOKEN is missing"),
        (BOT, "xapp-...", "SLACK_APP_TOKEN is not a real token"),
    ],
)
def test_a_missing_or_placeholder_token_is_named_with_the_place_to_find_it(bot: str, app: str, says: str) -> None:
    settings = load_settings(slack_bot_token=bot, slack_app_token=app)
    with pytest.raises(SettingsError, match=re.escape(says)) as caught:
        check_tokens(settings)
    assert "api.slack.com/apps" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_real_looking_tokens_pass() -> None:
    check_tokens(load_settings(slack_bot_token=BOT, slack_app_token=APP))


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("database_url", "mysql://somewhere/else", "DATABASE_URL must be a SQLite file or PostgreSQL"),
        ("database_url", "calibrate.sqlite", "DATABASE_URL is not an address"),
        ("CALIBRATE_JUDGE", "oracle", "CALIBRATE_JUDGE"),
        ("CALIBRATE_MIN_WORDS", "many", "CALIBRATE_MIN_WORDS"),
        ("CALIBRATE_MANAGERS", "priya", "CALIBRATE_MANAGERS: priya is no Slack user id"),
        ("CALIBRATE_QUESTIONS", "/nonexistent", "CALIBRATE_QUESTIONS: /nonexistent is no folder"),
        ("SLACK_API_URL", "slack.example", "SLACK_API_URL: must begin with http"),
        ("CALIBRATE_LEVEL_NAMES", "L3,L4", "CALIBRATE_LEVEL_NAMES needs four names"),
    ],
)
def test_a_wrong_value_names_its_setting_in_one_line(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as caught:
        load_settings(**{name: value})
    assert "\n" not in str(caught.value)


def test_the_judge_is_claude_where_there_is_a_key_and_elsewhere_people_score_alone() -> None:
    assert load_settings(anthropic_api_key="").judge_kind == "none"
    assert load_settings(anthropic_api_key="").lacks_key
    assert not load_settings(anthropic_api_key="", judge="none").lacks_key
    assert load_settings(anthropic_api_key="sk-ant-1").judge_kind == "claude"
    assert load_settings(anthropic_api_key="sk-ant-1", judge="none").judge_kind == "none"


def test_lists_are_written_with_commas() -> None:
    settings = load_settings(managers=" U1, U2 ,", level_names="L3,L4,L5,L6")
    assert settings.managers == ("U1", "U2")
    assert settings.level_names == ("L3", "L4", "L5", "L6")


def test_claude_can_be_chosen_by_a_channel_only_where_the_settings_do_not_keep_answers_at_home() -> None:
    assert set(judges_of(load_settings(anthropic_api_key="sk-ant-1"))) == {"offline", "claude"}
    for judge in ("offline", "none"):
        assert set(judges_of(load_settings(anthropic_api_key="sk-ant-1", judge=judge))) == {"offline"}
    with pytest.raises(SettingsError, match="ANTHROPIC_API_KEY is missing"):
        judges_of(load_settings(anthropic_api_key="", judge="claude"))
