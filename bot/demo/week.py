"""The demo's week, step by step: everything in it is done by people in the sandbox, or by the bot on its own clock."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from bot.calibration.rating import progress, waiting
from bot.demo.stage import Stage, hand_in, submit
from bot.demo.stories import Story
from sandbox.person import Person
from scoring.rubric import DIMENSIONS, LEVELS, level_value
from storage.models import Answer


def set_up(stage: Stage) -> None:
    """The manager sets the channel up, as she would in Slack."""
    priya = stage.people[stage.told.manager]
    priya.command("/calibrate", "setup", stage.channel)
    priya.suggest(f"zone:{stage.channel}", "berlin")
    priya.fill(
        {
            f"zone:{stage.channel}": stage.told.people[stage.told.manager],
            f"interviewers:{stage.channel}": [stage.people[name] for name in stage.told.interviewers],
        }
    )
    submit(priya)
    priya.close_modal()


def asked(stage: Stage) -> None:
    """Monday, nine o'clock: the schedule is due and the bot posts the question by itself."""
    if not stage.rounds:
        stage.clock.jump_to(stage.schedule.next_at)  # type: ignore[arg-type]  # set_up planned it
    stage.wait(lambda: stage.rounds and stage.round.stage != "opening", "the question")
    stage.pace(3)


def answered(stage: Stage) -> None:
    """Four people tell their stories, one of them privately; the judge scores each once it has been quiet."""
    posted: list[list[str]] = []
    for story in stage.told.stories:
        if not _has_answered(stage, story.author):
            stage.clock.pass_time(timedelta(minutes=40))
            posted.append(_write_privately(stage, story) if story.privately else _tell(stage, story))
    _wait_collecting(stage, [ts for told in posted for ts in told], "inbox_tray", "every message to count")
    if stage.deps.judge(stage.round.judge) is None:
        return
    stage.clock.pass_time(timedelta(minutes=2))
    _wait_collecting(stage, [told[0] for told in posted if told], "white_check_mark", "the judge")
    stage.pace(1)


def closed(stage: Stage) -> None:
    """Wednesday, nine o'clock: answers close, the private one and an exemplar are posted, and scoring opens."""
    if stage.round.stage == "collecting":
        stage.clock.jump_to(stage.round.closes_at)
    stage.wait(lambda: stage.round.stage != "collecting", "answers to close")
    stage.wait(lambda: stage.round.stage != "scoring" or "Score answers" in _panel(stage), "scoring to open")
    stage.pace(2.5)


def scored(stage: Stage) -> None:
    """Each interviewer scores what was dealt to them, alone."""
    for name in stage.told.interviewers:
        if stage.round.stage != "scoring":
            return
        stage.clock.pass_time(timedelta(hours=3))
        _score_pile(stage, name)
    stage.clock.pass_time(timedelta(minutes=1))
    stage.wait(lambda: stage.round.stage != "scoring" or _done(stage) in _panel(stage), "the question to say who did")
    stage.pace(1.5)


def revealed(stage: Stage) -> None:
    """Friday, nine o'clock: all scores appear side by side."""
    if stage.round.stage == "scoring":
        stage.clock.jump_to(stage.round.reveals_at)
    stage.wait(lambda: any("Scores are out" in one["text"] for one in stage.thread[1:]), "the reveal")
    stage.wait(lambda: "Scores are out" in stage.thread[0]["text"], "the question to say so")
    stage.sandbox.settled()


def _tell(stage: Stage, story: Story) -> list[str]:
    """Posts a story as its author, as far as answers are still taken; the messages' ts."""
    posted = []
    for message in story.messages:
        if stage.round.stage == "collecting":
            stage.clock.pass_time(timedelta(minutes=2))
            posted.append(stage.people[story.author].post(stage.channel, message, thread_ts=stage.question_ts))
            stage.sandbox.settled()  # or two messages overtake each other, and letters and deals are others each time
            stage.pace(1.2)
    return posted


def _write_privately(stage: Stage, story: Story) -> list[str]:
    """Hands a story in by the button, if answers are still taken; no message stands in the thread yet."""
    if stage.round.stage == "collecting":
        author = stage.people[story.author]
        author.press(stage.channel, stage.question_ts, "answer")
        stage.pace(1)
        hand_in(author, "answer", {"answer": "\n\n".join(story.messages)})
    return []


def _wait_collecting(stage: Stage, posted: list[str], reaction: str, what: str) -> None:
    """Waits until the bot has reacted to all of these messages; not beyond the close of answers."""
    stage.wait(lambda: stage.round.stage != "collecting" or all(_reacted(stage, ts, reaction) for ts in posted), what)


def _score_pile(stage: Stage, name: str) -> None:
    """What waits for one interviewer, answer by answer; what is scored already is left alone."""
    person = stage.people[name]
    while _waiting(stage, person) and stage.round.stage == "scoring":
        if person.modal is None or person.modal["callback_id"] != "scorecard":
            person.press(stage.channel, stage.question_ts, "score")
        stage.pace(0.4)
        if person.modal is not None:  # closed by somebody's hand while the story was paused
            person.fill(_reading(stage, name, person.modal))
            stage.pace(0.4)
            submit(person)
    if person.modal is not None:
        person.close_modal(all_of_them=True)


def _reading(stage: Stage, name: str, form: dict[str, Any]) -> dict[str, str]:
    """How an interviewer fills in the form for an answer: its level as written, bent by how they lean."""
    text = " ".join(block["text"]["text"] for block in form["blocks"] if block["type"] == "section")
    level = next((story.level for story in stage.told.stories if story.messages[0][:40] in text), None)
    exemplar = next((one for one in stage.question.exemplars if one.situation[:40] in text), None)
    filled: dict[str, str] = {}
    for block in (block for block in form["blocks"] if block["type"] == "input"):
        row = block["block_id"].partition(":")[0]
        written = level or (level_value(exemplar.written(row)) if exemplar else None) or 2
        if row in (*DIMENSIONS, "overall"):
            filled[block["block_id"]] = LEVELS[min(max(written + stage.told.leans[name].get(row, 0), 1), 4) - 1]
        elif row == "evidence":
            filled[block["block_id"]] = stage.told.evidence[written - 1]
        elif name in stage.told.notes:
            filled[block["block_id"]] = stage.told.notes[name]
    return filled


def _has_answered(stage: Stage, name: str) -> bool:
    query = select(Answer).where(Answer.round_id == stage.round.id, Answer.author == stage.people[name].id)
    return stage.look(lambda session: session.exec(query).first()) is not None


def _waiting(stage: Stage, person: Person) -> list[int]:
    round_id = stage.round.id
    return stage.look(lambda session: waiting(session, person.id, round_id))


def _done(stage: Stage) -> str:
    round_id = stage.round.id
    done = stage.look(lambda session: progress(session, round_id))
    return f"{done.dealt} of {done.dealt} interviewer"


def _panel(stage: Stage) -> str:
    """The question message's blocks as text."""
    return str(stage.thread[0]["blocks"])


def _reacted(stage: Stage, ts: str, name: str) -> bool:
    """Whether the bot put this reaction on a message, or the message is gone."""
    message = next((one for one in stage.thread if one["ts"] == ts), {})
    return not message or any(reaction["name"] == name for reaction in message.get("reactions", []))
