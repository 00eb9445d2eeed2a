"""The durable workflows: everything slow or outward. Arguments and results are ids and status words, never text.

A workflow that a crash cut off runs again from its last finished step; what it posts it looks for first.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from dbos import DBOS
from slack_sdk.errors import SlackApiError

from bot.deps import Deps
from bot.outward import channel, comparisons, direct_messages, reports, threads
from bot.outward.judging import BUSY, give_up, judge_answer
from bot.queue import JUDGE, SLACK, Job
from bot.slack import PASSING, error_of

PAUSES = (2, 10, 30, 60, 120)  # seconds between tries of a busy judge
LONGEST = 90  # seconds, of a pause that the judge asks for; so the sum stays well inside the lease
TRIES = 10  # with pauses of 2, 4, 8 … s: longer than the lease, so an outage of Slack ends no job; rescue runs it again
JUDGE_WAIT = 60  # seconds that a reveal waits for the judge's last scores


SIMPLE: dict[Job, Callable[..., str]] = {  # jobs of one step
    "mark": channel.mark_taken_in,
    "refresh": channel.refresh_question,
    "catch_up": threads.catch_up,
    "compare": comparisons.post_comparison,
    "announce": channel.announce_ruling,
    "dropped": channel.tell_dropped,
    "passed_over": channel.tell_passed_over,
    "erase": comparisons.erase_answer,
    "nudge": direct_messages.tell_short,
    "frozen": direct_messages.tell_frozen,
    "greet": direct_messages.greet,
    "my_data": direct_messages.send_data,
    "export": direct_messages.send_export,
    "home": direct_messages.publish_home,
    "report": reports.send_personal,
    "report_team": reports.send_team,
}


class Refused(RuntimeError):
    """Slack refused a call: its own word for why. The error itself holds token and text, and DBOS would keep them."""


def register(deps: Deps) -> None:
    """Makes the workflows known to DBOS under the names that bot.queue uses. Call once, before its launch."""
    for job in (ask, score, close, remind, reveal):
        DBOS.workflow(name=job.__name__)(wraps(job)(partial(job, deps)))
    for name, work in SIMPLE.items():
        DBOS.workflow(name=name)(wraps(work)(partial(_step, work.__name__, work, deps)))


def register_queues(judge_calls_a_minute: int) -> None:
    """Declares the queues. Call once, after DBOS's launch."""
    DBOS.register_queue(SLACK, worker_concurrency=4, polling_interval_sec=0.2, on_conflict="always_update")
    DBOS.register_queue(
        JUDGE,
        worker_concurrency=4,
        limiter={"limit": judge_calls_a_minute, "period": 60.0},
        polling_interval_sec=0.2,
        on_conflict="always_update",
    )


def ask(deps: Deps, team_id: str, round_id: int) -> str:
    """Posts the question and collects its thread, with what came in while the post was on its way to the database."""
    status = str(_step("post", channel.post_question, deps, team_id, round_id))
    _step("read", threads.catch_up, deps, team_id, round_id)
    _publish_homes(deps, team_id, round_id)
    return status


def score(deps: Deps, team_id: str, answer_id: int, version: int) -> str:
    """Has the judge score one version of an answer, trying again later while it is busy."""
    status, wait = _step("judge", judge_answer, deps, team_id, answer_id, version)
    for pause in PAUSES:
        if status != BUSY:
            break
        DBOS.sleep(max(pause, min(wait or 0, LONGEST)))
        status, wait = _step("judge", judge_answer, deps, team_id, answer_id, version)
    if status == BUSY:
        status = _step("give up", give_up, deps, team_id, answer_id, version)
    if status == "scored":
        _step("react", channel.mark_scored, deps, team_id, answer_id)
    return str(status)


def close(deps: Deps, team_id: str, round_id: int) -> str:
    """Posts private answers and the exemplar in the thread, by letter, and opens the scoring on the question."""
    for answer_id in _step("list", channel.unposted_answers, deps, team_id, round_id):
        _step("post", channel.post_answer, deps, team_id, answer_id)
    _step("tell", channel.post_letters, deps, team_id, round_id)
    status = str(_step("refresh", channel.refresh_question, deps, team_id, round_id))
    _invite(deps, team_id, round_id, again=False)
    _publish_homes(deps, team_id, round_id)
    return status


def remind(deps: Deps, team_id: str, round_id: int) -> str:
    """Tells interviewers who are not done, a day before scores come out."""
    return _invite(deps, team_id, round_id, again=True)


def reveal(deps: Deps, team_id: str, round_id: int) -> str:
    """Posts the comparisons with the widest gaps and the summary, once the judge's scores are in or overdue."""
    for _ in range(JUDGE_WAIT):
        if not _step("pending", comparisons.judge_pending, deps, team_id, round_id):
            break
        DBOS.sleep(1)
    for answer_id in _step("choose", comparisons.widest_gaps, deps, team_id, round_id):
        _step("compare", comparisons.post_comparison, deps, team_id, round_id, answer_id)
    _step("summarise", comparisons.post_summary, deps, team_id, round_id)
    _publish_homes(deps, team_id, round_id)
    return str(_step("refresh", channel.refresh_question, deps, team_id, round_id))


def _invite(deps: Deps, team_id: str, round_id: int, again: bool) -> str:
    for user in _step("list", direct_messages.to_invite, deps, team_id, round_id):
        _step("tell", direct_messages.invite, deps, team_id, round_id, user, again)
    return "told"


def _publish_homes(deps: Deps, team_id: str, round_id: int) -> None:
    for user in _step("list", direct_messages.concerned, deps, team_id, round_id):
        _step("publish", direct_messages.publish_home, deps, team_id, user)


def _step(name: str, work: Callable[..., Any], *args: Any) -> Any:
    return DBOS.run_step(
        {
            "name": name,
            "retries_allowed": True,
            "interval_seconds": 2.0,
            "backoff_rate": 2.0,
            "max_attempts": TRIES,
            "should_retry": _is_passing,
        },
        _without_secrets,
        work,
        *args,
    )


def _without_secrets(work: Callable[..., Any], *args: Any) -> Any:
    try:
        return work(*args)
    except SlackApiError as error:
        raise Refused(error_of(error)) from None


def _is_passing(error: BaseException) -> bool:
    """A rate limit or a lost connection passes; what Slack refuses it will refuse again."""
    return isinstance(error, OSError) or (isinstance(error, Refused) and str(error) in PASSING)
