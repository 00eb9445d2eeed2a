"""The story under somebody's thumb: it plays, pauses and steps as the page says."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.demo.scene import Scene
from bot.demo.steps import Step, play_step

JUDGES = {"claude": "Scores by Claude", "offline": "Scores by a rule of thumb"}


class Over(RuntimeError):
    """The playback is to end."""


@dataclass(frozen=True)
class Progress:
    """watched: a page has looked; done: how many steps are; hurried: the step under way is finished without pauses;
    trouble: why a step failed."""

    watched: bool = False
    done: int = 0
    playing: bool = True
    hurried: bool = False
    ended: bool = False
    trouble: str = ""


class Playback:
    """Plays steps one after another in a thread of its own, from the moment that a page looks.

    Playing, it leaves watchers the time they need; at "next" it finishes the step under way without waiting, and
    pauses. A step that fails pauses it, and is tried again when it plays on.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._stage: Scene | None = None
        self._at = Progress()
        self._condition = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="playback")

    def start(self, scene: Scene) -> None:
        self._stage = replace(scene, pace=self._pace)
        self._thread.start()

    def stop(self) -> None:
        """Ends it at its next pause for breath, and waits for that."""
        self._change(ended=True)
        self._thread.join()

    def tell(self, wish: str) -> None:
        """`play`, `pause` or `next`. Raises ValueError for anything else."""
        if wish not in ("play", "pause", "next"):
            raise ValueError("do must be one of: play, pause, next")
        self._change(playing=wish != "pause", hurried=wish == "next", trouble="")

    def look(self) -> dict[str, Any]:
        """The state, for a page: the story begins with the first one that looks."""
        if not self._at.watched:
            self._change(watched=True)
        return self.state()

    def state(self) -> dict[str, Any]:
        """{steps: [{name, says}], done, playing, hurried, trouble}, and once it has begun {judge: a line, roles: by
        user id}."""
        shown = {
            "steps": [{"name": step.name, "says": step.says} for step in self._steps],
            "done": self._at.done,
            "playing": self._at.playing and self._at.done < len(self._steps),
            "hurried": self._at.hurried,
            "trouble": self._at.trouble,
        }
        return shown | (_about(self._stage) if self._stage else {})

    def _pace(self, seconds: float) -> None:
        """Waits that long, or as long as the playback is paused. Raises Over."""
        with self._condition:
            self._condition.wait_for(lambda: self._at.ended or self._at.hurried or not self._at.playing, seconds)
            self._condition.wait_for(lambda: self._at.ended or self._at.playing)
            if self._at.ended:
                raise Over("the playback has ended")

    def _run(self) -> None:
        assert self._stage is not None
        with self._condition:
            self._condition.wait_for(lambda: self._at.watched or self._at.ended)
        with suppress(Over):
            while self._at.done < len(self._steps):
                self._pace(0)
                try:
                    play_step(self._stage, self._steps[self._at.done])
                except Over:
                    raise
                except RuntimeError as error:
                    self._change(playing=False, hurried=False, trouble=str(error))
                else:
                    self._change(done=self._at.done + 1, playing=not self._at.hurried, hurried=False)

    def _change(self, **fields: Any) -> None:
        with self._condition:
            self._at = replace(self._at, **fields)
            self._condition.notify_all()
        if self._stage:
            self._stage.sandbox.workspace.changed()


def routes(playback: Playback) -> list[Route]:
    """GET /story: its state; POST /story {"do": "play" | "pause" | "next"}."""

    async def show(_request: Request) -> JSONResponse:
        return JSONResponse(playback.look())

    async def tell(request: Request) -> JSONResponse:
        try:
            playback.tell(str((await request.json()).get("do")))
        except (ValueError, AttributeError) as error:
            return JSONResponse({"ok": False, "error": str(error)}, 400)
        return JSONResponse({"ok": True})

    return [Route("/story", show), Route("/story", tell, methods=["POST"])]


def _about(scene: Scene) -> dict[str, Any]:
    authors = {story.author for story in scene.told.stories}
    groups = {"manages": {scene.told.manager}, "scores": set(scene.told.interviewers), "answers": authors}
    roles = {
        person.id: ", ".join(does for does, names in groups.items() if name in names)
        for name, person in scene.people.items()
    }
    judge = scene.deps.judge(None)
    return {"judge": JUDGES[judge.kind] if judge else "Scored by people only", "roles": roles}
