"""Settings: each is documented, and a wrong one is named in a line that says how to mend it."""

import re
from pathlib import Path
from string import ascii_letters, digits

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.choices import judges_of
from bot.settings import Settings, SettingsError, check_tokens, load_settings

NUMBER = st.integers(10**9, 10**13 - 1)
BOT, APP = "xoxb-1234567890-abcdefgh", "xapp-1-A0123456-abcdefgh"


def environment_name(name: str) -> str:
    return str(Settings.model_fields[name].alias)


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
        ("xoxb-…", APP, "SLACK_BOT_TOKEN is not a real token"),
        ("xoxb-xxxxxxxxxxxx-xxxxxxxx", APP, "SLACK_BOT_TOKEN is not a real token"),
    ],
)
def test_a_missing_or_placeholder_token_is_named_with_the_place_to_find_it(bot: str, app: str, says: str) -> None:
    given_tokens = load_settings(slack_bot_token=bot, slack_app_token=app)
    with pytest.raises(SettingsError, match=re.escape(says)) as caught:
        check_tokens(given_tokens)
    assert "api.slack.com/apps" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_real_looking_tokens_pass() -> None:
    check_tokens(load_settings(slack_bot_token=BOT, slack_app_token=APP))


@settings(max_examples=30)
@given(st.builds("{}-{}-{}".format, NUMBER, NUMBER, st.text(ascii_letters + digits, min_size=24, max_size=24)))
@example("1234567890-1234567890-abxxxyourtokencdefghijkl")
def test_any_word_may_happen_to_be_in_a_real_token(rest: str) -> None:
    check_tokens(load_settings(slack_bot_token=f"xoxb-{rest}", slack_app_token=APP))


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
        ("SLACK_API_URL", "https://", "SLACK_API_URL: must begin with http"),
        ("SLACK_BOT_TOKEN", "xoxb-1234567890\nabcdefgh", "SLACK_BOT_TOKEN: has a space, a line break"),
        ("CALIBRATE_LEVEL_NAMES", "L3,L4", "CALIBRATE_LEVEL_NAMES needs four names"),
        ("CALIBRATE_LEVEL_NAMES", "L3,L4,L4,L5", "CALIBRATE_LEVEL_NAMES needs four names"),
        ("CALIBRATE_LEVEL_NAMES", f"L3,L4,L5,{'L' * 21}", "CALIBRATE_LEVEL_NAMES: a name has at most 20"),
        ("CALIBRATE_NODE", "", "CALIBRATE_NODE: must be a name"),
        ("CALIBRATE_MODEL", "claude \n", "CALIBRATE_MODEL: must be a name"),
        ("CALIBRATE_MIN_WORDS", "0", "CALIBRATE_MIN_WORDS"),
        ("CALIBRATE_MIN_WORDS", "1000000000000", "CALIBRATE_MIN_WORDS"),
        ("CALIBRATE_JOIN_MINUTES", "-1", "CALIBRATE_JOIN_MINUTES"),
        ("CALIBRATE_JOIN_MINUTES", "1e9", "CALIBRATE_JOIN_MINUTES"),
        ("CALIBRATE_QUIET_SECONDS", "nan", "CALIBRATE_QUIET_SECONDS"),
        ("CALIBRATE_RATERS_PER_ANSWER", "101", "CALIBRATE_RATERS_PER_ANSWER"),
        ("CALIBRATE_ANSWERS_PER_RATER", "-3", "CALIBRATE_ANSWERS_PER_RATER"),
        ("CALIBRATE_JUDGE_CALLS_A_MINUTE", "9" * 5000, "CALIBRATE_JUDGE_CALLS_A_MINUTE"),
        ("CALIBRATE_PLAIN_HTTP", "perhaps", "CALIBRATE_PLAIN_HTTP"),
    ],
)
def test_a_wrong_value_names_its_setting_in_one_line(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as caught:
        load_settings(**{name: value})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["slack_api_url", "anthropic_base_url"])
def test_plain_http_goes_to_this_machine_only_unless_somebody_says_so(name: str) -> None:
    for here in ("http://127.0.0.1:8400/api/", "http://localhost:11434", "http://[::1]:80", "https://slack.example"):
        load_settings(**{name: here})
    for there in ("http://proxy.example/api/", "http://10.0.0.4:8080", "http://127.0.0.1.example", "http://[::2]"):
        with pytest.raises(SettingsError, match=f"{name.upper()} is http:// on another machine.*CALIBRATE_PLAIN_HTTP"):
            load_settings(**{name: there})
        load_settings(plain_http=True, **{name: there})


def test_no_secret_is_in_what_settings_print_or_in_why_they_are_refused() -> None:
    secrets = {"slack_bot_token": BOT, "database_url": "postgresql://u:hunter2@db.example/c"}
    assert "hunter2" not in repr(load_settings(**secrets))
    assert BOT not in repr(load_settings(**secrets))
    with pytest.raises(SettingsError) as caught:
        load_settings(**secrets, slack_api_url="http://proxy.example")
    assert "hunter2" not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__cause__}"


def test_the_judge_is_claude_where_there_is_a_key_and_elsewhere_people_score_alone() -> None:
    assert load_settings(anthropic_api_key="").judge_kind == "none"
    assert load_settings(anthropic_api_key="").lacks_key
    assert not load_settings(anthropic_api_key="", judge="none").lacks_key
    assert load_settings(anthropic_api_key="sk-ant-1").judge_kind == "claude"
    assert load_settings(anthropic_api_key="sk-ant-1", judge="none").judge_kind == "none"


def test_lists_are_written_with_commas() -> None:
    lists = load_settings(managers=" U1, U2 ,", level_names="L3,L4,L5,L6")
    assert lists.managers == ("U1", "U2")
    assert lists.level_names == ("L3", "L4", "L5", "L6")


def test_claude_can_be_chosen_by_a_channel_only_where_the_settings_do_not_keep_answers_at_home() -> None:
    assert set(judges_of(load_settings(anthropic_api_key="sk-ant-1"))) == {"offline", "claude"}
    for judge in ("offline", "none"):
        assert set(judges_of(load_settings(anthropic_api_key="sk-ant-1", judge=judge))) == {"offline"}
    with pytest.raises(SettingsError, match="ANTHROPIC_API_KEY is missing"):
        judges_of(load_settings(anthropic_api_key="", judge="claude"))
