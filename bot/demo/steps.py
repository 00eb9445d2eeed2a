"""The steps of the demo's story, in their order."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.discussion import discussed
from bot.demo.history import twelve_weeks_later
from bot.demo.quarter import FILLED
from bot.demo.scene import Scene
from bot.demo.week import answered, asked, closed, revealed, scored
from sandbox.errors import SandboxError


@dataclass(frozen=True)
class Step:
    name: str
    says: str
    play: Callable[[Scene], None]


def play_step(scene: Scene, step: Step) -> None:
    """Plays one step. What people did by hand before is left as it is. Raises RuntimeError where it does not happen."""
    try:
        step.play(scene)
    except SandboxError as error:
        raise RuntimeError(f"{step.name}: {error}") from error


STEPS = (
    Step("asked", "Monday 09:00. The question is posted.", asked),
    Step("answered", "Three people answer in the thread, a fourth privately: nobody reads that one yet.", answered),
    Step("closed", "Wednesday 09:00. Answers close; the private one and an exemplar join, without a name.", closed),
    Step("scored", "Four interviewers score, each alone and blind.", scored),
    Step("revealed", "Friday 09:00. All scores, side by side.", revealed),
    Step("discussed", "The team talks, one revises a score, and two agree on a ruling under the rubric.", discussed),
    Step(
        "twelve weeks later",
        f"Twelve weeks later. {FILLED} rounds are filled in, not played, and so are the last one's answers and scores. "
        "Two people ask for their reports.",
        twelve_weeks_later,
    ),
)
