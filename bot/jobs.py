"""The durable workflows: everything slow or outward. Arguments and results are ids and status words, never text.

A workflow that a crash cut off runs again from its last finished step; what it posts it looks for first.
"""

from collections.abc import Callable
from functools import partial

from dbos import DBOS

from bot.deps import Deps
from bot.outward import (
    answerable,
    channel,
    comparisons,
    debriefs,
    direct_messages,
    files,
    judging,
    pages,
    reports,
    threads,
)
from bot.outward.posting import Sent, note_told
from bot.queue import JUDGE, SLACK, Job
from bot.runs import Run, Task, perform
from bot.steps import Steps, limiter

JUDGE_WAIT = 60  # seconds that a reveal waits for the judge's last scores
FIRST_PACE = 50  # calls a minute until the service has said what Claude's key allows: as many as the smallest may
SLOTS, JUDGE_SLOTS = 32, 64  # jobs under way on a node: they mostly wait for Slack, or for seconds for the judge
POLLING = 1.0  # seconds between looks for new jobs; at a fifth of it a node at rest took a tenth of a core


def ask(run: Run, round_id: int) -> str:
    """Posts the question and collects its thread, with what came in while the post was on its way to the database."""
    status = str(run.step("post", channel.post_question, round_id))
    run.attempt("read", threads.catch_up, round_id)
    return status


def score(run: Run, answer_id: int, version: int, asked: str = "", until: str = "") -> str:
    """Has the judge score one version of an answer; anew where somebody `asked` for it, `until` a time."""
    status = str(run.step("judge", judging.judge_answer, answer_id, version, asked, until))
    if "claude" in run.deps.judges:
        run.steps.keep_pace(pace(run.deps))
    if status == "scored":
        run.attempt("react", channel.mark_scored, answer_id)
    return status


def close(run: Run, round_id: int) -> str:
    """Hears the thread out, closes answers, posts private answers and the exemplar, and opens the scoring."""
    run.step("read", threads.catch_up, round_id)
    for message_id in run.step("unread", files.list_unread, round_id):
        run.step("read_files", files.read_files, message_id)
    status = str(run.step("freeze", channel.freeze, round_id))
    for answer_id in run.step("list", channel.unposted_answers, round_id):
        run.attempt("post", channel.post_answer, answer_id)
    run.attempt("tell", channel.post_letters, round_id)
    run.attempt("refresh", channel.refresh_question, round_id)
    run.attempt("invite", direct_messages.invite_all, round_id, False)
    return status


def remind(run: Run, round_id: int) -> str:
    """Tells interviewers who are not done, a day before scores come out."""
    return str(run.step("invite", direct_messages.invite_all, round_id, True))


def reveal(run: Run, round_id: int) -> str:
    """Posts the comparisons with the widest gaps and the summary, once the judge's scores are in or overdue."""
    for _ in range(JUDGE_WAIT):
        if not run.step("pending", comparisons.judge_pending, round_id):
            break
        run.steps.sleep(1)
    for answer_id in run.step("choose", comparisons.to_post, round_id):
        run.attempt("compare", comparisons.post_comparison, round_id, answer_id)
    run.attempt("summarise", comparisons.post_summary, round_id)
    run.attempt("address", debriefs.address_all, round_id)
    run.attempt("turnout", answerable.look_at_turnout, round_id)
    return str(run.attempt("refresh", channel.refresh_question, round_id))


def half_time(run: Run, round_id: int) -> str:
    """Tells a channel that nobody has answered, once its thread was read: what was said may have reached nobody."""
    run.step("read", threads.catch_up, round_id)
    return str(run.step("tell_half_time", channel.tell_half_time, round_id))


def clear(run: Run, round_id: int) -> str:
    """Deletes what the bot posted of a dropped round, and tells who was invited to score it."""
    status = str(run.attempt("delete", channel.delete_posts, round_id))
    run.attempt("settle", debriefs.settle_all, round_id)
    return status


def _one(name: str, work: Callable[..., str]) -> Callable[..., str]:
    """A job of one step."""
    return lambda run, *ids: str(run.step(name, work, *ids))


def _telling(name: str, work: Callable[..., Sent | str]) -> Callable[..., str]:
    """A job that tells one person something. It is noted in a step of its own, lest it be said again where only the
    noting failed: direct messages cannot be looked for."""

    def tell(run: Run, *ids: str | int) -> str:
        done: Sent | str = run.step(name, work, *ids)
        if isinstance(done, str):
            return done
        run.steps.patiently("note", note_told, run.deps, run.team_id, done.what, done.place)
        return "told" if done.place else "not reached"

    return tell


TASKS: dict[Job, Task] = {
    "ask": Task(ask, "round"),
    "score": Task(score, "answer"),
    "close": Task(close, "round"),
    "remind": Task(remind, "round"),
    "reveal": Task(reveal, "round"),
    "mark": Task(_one("mark_taken_in", channel.mark_taken_in), "message"),
    "refresh": Task(_one("refresh_question", channel.refresh_question), "round"),
    "catch_up": Task(_one("catch_up", threads.catch_up), "round"),
    "compare": Task(_one("post_comparison", comparisons.post_comparison), "round"),
    "unscored": Task(_telling("tell", direct_messages.tell_unscored), "answer"),
    "compare_again": Task(_one("compare_again", comparisons.compare_again), "answer"),
    "conclude": Task(_one("post_ending", comparisons.post_ending), "round"),
    "letter": Task(_telling("deliver", debriefs.deliver), "letter"),
    "settle_invitation": Task(_one("settle_invitation", debriefs.settle_invitation), "round"),
    "clear": Task(clear, "round"),
    "announce": Task(_one("announce_ruling", channel.announce_ruling)),
    "dropped": Task(_one("tell_dropped", answerable.tell_dropped), "round"),
    "passed_over": Task(_one("tell_passed_over", answerable.tell_passed_over), "round"),
    "replanned": Task(_one("tell_replanned", answerable.tell_replanned), "round"),
    "half_time": Task(half_time, "round"),
    "turnout": Task(_one("tell_turnout", answerable.tell_turnout), "round"),
    "missed": Task(_one("tell_missed", answerable.tell_missed), "channel"),
    "archived": Task(_one("tell_archived", answerable.tell_archived), "channel"),
    "absent": Task(_one("tell_absent", answerable.tell_absent), "round"),
    "erase": Task(_one("erase_answer", comparisons.erase_answer), "answer"),
    "nudge": Task(_one("tell_short", direct_messages.tell_short), "message"),
    "length": Task(_one("tell_length", direct_messages.tell_length), "message"),
    "read_files": Task(_one("read_files", files.read_files), "message"),
    "read_page": Task(_one("show_page", pages.show_page)),
    "other_file": Task(_one("tell_other_file", direct_messages.tell_other_file), "message"),
    "frozen": Task(_one("tell_frozen", direct_messages.tell_frozen), "message"),
    "greet": Task(_one("greet", direct_messages.greet), "channel"),
    "invite": Task(_telling("invite", direct_messages.invite), "round"),
    "my_data": Task(_one("send_data", direct_messages.send_data)),
    "export": Task(_one("send_export", direct_messages.send_export)),
    "home": Task(_one("publish_home", direct_messages.publish_home)),
    "report": Task(_one("send_personal", reports.send_personal)),
    "report_team": Task(_one("send_team", reports.send_team)),
    "suggested": Task(_one("tell_suggested", answerable.tell_suggested)),
    "tell_held": Task(_one("tell_held", direct_messages.tell_held)),
    "tell_over": Task(_one("tell_over", direct_messages.tell_over)),
}


def register(deps: Deps, steps: Steps | None = None) -> None:
    """Makes the workflows known to DBOS under the names that bot.queue uses. Call once, before its launch.

    `steps`: what keeps their steps, DBOS unless given.
    """
    for name, task in TASKS.items():
        DBOS.workflow(name=name)(_named(name, partial(perform, deps, steps or Steps(), name, task)))


def _named(name: str, run: Callable[..., str]) -> Callable[..., str]:
    """A function of its own for each job: DBOS looks at the name that a function carries."""

    def workflow(team_id: str, *ids: str | int) -> str:
        return run(team_id, *ids)

    workflow.__name__ = workflow.__qualname__ = name
    return workflow


def register_queues(deps: Deps, polling: float) -> None:
    """Declares the queues, looked at every `polling` seconds. Call once, after DBOS's launch."""
    DBOS.register_queue(SLACK, worker_concurrency=SLOTS, polling_interval_sec=polling, on_conflict="always_update")
    DBOS.register_queue(
        JUDGE,
        worker_concurrency=JUDGE_SLOTS,
        limiter=limiter(pace(deps)),
        polling_interval_sec=polling,
        on_conflict="always_update",
    )


def pace(deps: Deps) -> int | None:
    """Calls to the judge a minute: as was set, and no more than Claude's key allows; None where nothing limits them."""
    claude = deps.judges.get("claude")
    known = [deps.settings.judge_calls_a_minute, claude.calls_a_minute if claude else None]
    return min((calls for calls in known if calls), default=FIRST_PACE if claude else None)
