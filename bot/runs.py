"""One try of a job: its steps, done once each, and what becomes of what goes wrong in them.

What cannot be done is held (bot/retries.py) and tried again as a new workflow, from the start.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

from bot.deps import Deps
from bot.outward.troubles import trouble_of
from bot.queue import Job, once_of
from bot.retries import hold, settle
from bot.steps import Steps
from bot.trouble import Trouble
from storage.models import Answer, AnswerMessage, Letter, OfTeam, Round
from storage.reads import channel_of

QUICK = (0.5, 2.0)  # seconds before a step is tried again at once; longer trouble gives the slot to other jobs
ABOUT: Mapping[str, type[OfTeam]] = {"round": Round, "answer": Answer, "message": AnswerMessage, "letter": Letter}
JUDGED = ("scored", "unscored", "needs_review")  # a judge answered; else nothing was left for it to score


@dataclass
class Run:
    """One try of a job: its steps, and what went wrong in those that the others need not wait for."""

    deps: Deps
    team_id: str
    troubles: list[Trouble] = field(default_factory=list)
    steps: Steps = field(default_factory=Steps)

    def step(self, name: str, work: Callable[..., Any], *ids: Any) -> Any:
        """Does a step, for good once it is done. Raises Trouble.

        The name is kept with work in flight: a step that is renamed strands it.
        """
        return self.steps.once(name, _tried, work, self.deps, self.team_id, *ids)

    def attempt(self, name: str, work: Callable[..., Any], *ids: Any) -> Any:
        """Does a step that must not stop the others; None where it did not get done."""
        try:
            return self.step(name, work, *ids)
        except Trouble as trouble:
            self.troubles.append(trouble)
            return None


@dataclass(frozen=True)
class Task:
    """A job: what it does, given ids, and which of these ids tells its channel."""

    run: Callable[..., str]
    about: Literal["round", "answer", "message", "letter", "channel", "person"] = "person"


def perform(deps: Deps, steps: Steps, name: Job, task: Task, team_id: str, *ids: str | int) -> str:
    """One try of a job. Whatever goes wrong ends in a held job, never in an error that nobody sees."""
    workflow_id = steps.workflow_id
    once, again = once_of(workflow_id)
    ours = partial(steps.is_ours, workflow_id)
    run = Run(replace(deps, still_ours=ours, posted={}, job=f"{name}:{once}"), team_id, steps=steps)
    status = "held"
    try:
        status = task.run(run, *ids)
    except Trouble as trouble:
        run.troubles.insert(0, trouble)
    if run.troubles:
        worst = next((trouble for trouble in run.troubles if not trouble.passing), run.troubles[0])
        steps.patiently("hold", hold_job, deps, team_id, name, task, once, ids, worst)
    elif again:
        steps.patiently("settle", _settle, deps, team_id, name, once, status in JUDGED)
    return status


def hold_job(
    deps: Deps, team_id: str, name: Job, task: Task, once: str, ids: tuple[str | int, ...], trouble: Trouble
) -> None:
    """Has a job held."""
    with deps.view(team_id) as session:
        model = ABOUT.get(task.about)
        of_row = channel_of(session, model, int(ids[0])) if model else None
    channel_id = str(ids[0]) if task.about == "channel" else of_row
    with deps.work(team_id) as work:
        hold(work, name, once, ids, trouble, channel_id)


def _settle(deps: Deps, team_id: str, name: Job, once: str, judged: bool) -> None:
    with deps.work(team_id) as work:
        settle(work, name, once, judged)


def _tried(work: Callable[..., Any], deps: Deps, team_id: str, *ids: Any) -> Any:
    """Does the work, again at once where what went wrong passes quickly. Raises Trouble."""
    for pause in (*QUICK, None):
        try:
            return work(deps, team_id, *ids)
        except Exception as error:
            trouble = trouble_of(error)
            if pause is None or not trouble.passing or (trouble.retry_after or 0) > QUICK[-1]:
                raise trouble from None
            deps.wait(max(pause, trouble.retry_after or 0))
    raise AssertionError("unreachable")
