"""What is said of each trouble helps somebody: what to do, or that it is tried on by itself."""

import re

import pytest
from sqlalchemy import Engine

from bot.jobs import TASKS
from bot.settings import load_settings
from bot.slack import ARCHIVED, NOT_THERE
from bot.terminal.doctor import examine
from bot.trouble import PASSING, Ours
from bot.views import held
from storage.database import unit
from storage.models import HeldJob
from tests.kit.rows import MONDAY

# What Slack's own page lists for chat.postMessage, chat.update, conversations.replies and views.publish, as far as
# somebody outside our code has to act on it.
NEEDS_SOMEBODY = (
    *("restricted_action", "restricted_action_read_only_channel", "account_inactive", "invalid_auth", "not_authed"),
    *("token_expired", "token_revoked", "missing_scope", "no_permission", "msg_too_long", "thread_not_found"),
)
DOES = re.compile(
    r"/invite|/calibrate drop|open again|I try on|[Aa]n admin can|installs the app|check ANTHROPIC|report it|"
    r"calibrate doctor --try"
)


@pytest.mark.parametrize("reason", [*Ours, *PASSING, *NOT_THERE, *ARCHIVED, *NEEDS_SOMEBODY, "unheard_of", "KeyError"])
def test_each_reason_says_what_to_do_or_that_it_is_tried_on(reason: str) -> None:
    assert DOES.search(held.why(reason)), held.why(reason)


@pytest.mark.parametrize("reason", [one for one in (*Ours, *NOT_THERE, *ARCHIVED, *NEEDS_SOMEBODY) if one != Ours.HTTP])
def test_what_is_known_has_words_of_its_own(reason: str) -> None:
    assert reason in held.WHY


def test_what_slack_says_of_itself_is_not_called_a_refusal_and_neither_is_a_fault_of_ours() -> None:
    assert "trouble of its own (`internal_error`)" in held.why("internal_error")
    assert "my own code failed (`KeyError`)" in held.why("KeyError")


def test_every_job_that_concerns_a_channel_is_named_in_what_could_not_be_done() -> None:
    telling = {"dropped", "passed_over", "replanned", "turnout", "archived", "absent", "missed", "letter"}
    telling |= {"settle_invitation", "unscored", "nudge", "length", "other_file", "frozen"}
    about = {name for name, task in TASKS.items() if task.about != "person"} - telling
    assert about <= set(held.WHAT)
    assert set(held.WHAT) <= set(TASKS)


def test_doctor_lists_all_that_is_held_and_says_what_helps_but_finds_no_fault_in_what_is_tried_again(
    fresh_engine: Engine, database_url: str
) -> None:
    with unit(fresh_engine, "T1") as session:
        known = {"ids": [1], "since": MONDAY, "channel_id": "C1"}
        session.add(HeldJob(job="reveal", once="1", reason="not_in_channel", told=True, **known))
        session.add(HeldJob(job="refresh", once="2", reason="network", **known))
    settings = load_settings(database_url=database_url, slack_bot_token="", judge="offline")
    lines = [one.line() for one in examine(settings) if "held" in one.what]
    assert len(lines) == 2
    assert lines[0].startswith("FAULT held since")
    assert "reveal in C1: I'm not in the channel. Type `/invite @Calibrate` there" in lines[0]
    assert lines[1].startswith("ok    held since")
    assert lines[1].endswith("refresh in C1: it is tried again")
