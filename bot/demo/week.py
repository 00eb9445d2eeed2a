"""The demo's week, step by step: everything in it is done by people in the sandbox, or by the bot on its own clock."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, select

from bot.calibration.piles import waiting
from bot.calibration.state import state_of
from bot.demo.scene import Form, Scene, hand_in, put_away, rows, submit
from bot.demo.stories import Story
from bot.outward.channel import uncompared
from bot.views.words import stage_words
from sandbox.people.person import Person
from scoring.rubric import DIMENSIONS, LEVELS, level_value
from storage.models import Answer, Letter, Told
from storage.reads import round_of, row_id
from storage.stages import OUT, Stage


def set_up(scene: Scene) -> None:
    """The manager sets the channel up, as she would in Slack."""
    priya = scene.people[scene.told.manager]
    priya.command("/calibrate", "setup", scene.channel)
    priya.suggest(f"zone:{scene.channel}", "berlin")
    priya.fill(
        {
            f"zone:{scene.channel}": scene.told.people[scene.told.manager],
            f"interviewers:{scene.channel}": [scene.people[name] for name in scene.told.interviewers],
        }
    )
    submit(priya)
    priya.close_modal()


def asked(scene: Scene) -> None:
    """Monday, nine o'clock: the schedule is due and the bot posts the question by itself."""
    if not scene.rounds:
        scene.clock.jump_to(scene.schedule.next_at)  # type: ignore[arg-type]  # set_up planned it
    scene.wait(lambda: scene.rounds and scene.round.stage != Stage.OPENING, "the question")
    scene.pace(3)


def answered(scene: Scene) -> None:
    """Four people tell their stories, one of them privately; the judge scores each once it has been quiet."""
    posted: list[list[str]] = []
    for story in scene.told.stories:
        if not _has_answered(scene, story.author):
            scene.clock.pass_time(timedelta(minutes=40))
            posted.append(_write_privately(scene, story) if story.privately else _tell(scene, story))
    _wait_collecting(scene, [ts for told in posted for ts in told], "inbox_tray", "every message to count")
    scene.clock.pass_time(timedelta(minutes=2))
    if scene.deps.judge(scene.round.judge) is not None:
        _wait_collecting(scene, [told[0] for told in posted if told], "white_check_mark", "the judge")
    _wait_for_question(scene, Stage.COLLECTING)
    scene.pace(1)


def closed(scene: Scene) -> None:
    """Wednesday, nine o'clock: answers close, the private one and an exemplar are posted, and scoring opens."""
    if scene.round.stage == Stage.COLLECTING:
        scene.clock.jump_to(scene.round.closes_at)
    scene.wait(lambda: scene.round.stage != Stage.COLLECTING, "answers to close")
    scene.wait(
        lambda: scene.round.stage != Stage.SCORING or any("Answers are closed" in one["text"] for one in scene.thread),
        "the answers in the thread",
    )
    _wait_for_question(scene, Stage.SCORING)
    scene.pace(2.5)


def scored(scene: Scene) -> None:
    """Each interviewer scores what was dealt to them, alone."""
    for name in scene.told.interviewers:
        if scene.round.stage != Stage.SCORING:
            return
        scene.clock.pass_time(timedelta(hours=3))
        _score_pile(scene, name)
    scene.clock.pass_time(timedelta(minutes=1))
    _wait_for_question(scene, Stage.SCORING)
    scene.pace(1.5)


def revealed(scene: Scene) -> None:
    """Friday, nine o'clock: all scores appear side by side."""
    if scene.round.stage == Stage.SCORING:
        scene.clock.jump_to(scene.round.reveals_at)
    scene.wait(lambda: any("Scores are out" in one["text"] for one in scene.thread[1:]), "the reveal")
    _wait_for_question(scene, *OUT)
    scene.wait(lambda: _are_told(scene), "everybody to hear where they stood")
    scene.sandbox.settled()


def _tell(scene: Scene, story: Story) -> list[str]:
    """Posts a story as its author, as far as answers are still taken; the messages' ts."""
    posted = []
    for message in story.messages:
        if scene.round.stage == Stage.COLLECTING:
            scene.clock.pass_time(timedelta(minutes=2))
            posted.append(scene.people[story.author].post(scene.channel, message, thread_ts=scene.question_ts))
            scene.sandbox.settled()  # or two messages overtake each other, and letters and deals are others each time
            scene.pace(1.2)
    return posted


def _write_privately(scene: Scene, story: Story) -> list[str]:
    """Hands a story in by the button, if answers are still taken; no message stands in the thread yet."""

    def wanted(_form: Form) -> bool:
        return scene.round.stage == Stage.COLLECTING and not _has_answered(scene, story.author)

    if scene.round.stage == Stage.COLLECTING:
        author = scene.people[story.author]
        author.press(scene.channel, scene.question_ts, "answer")
        scene.pace(1)
        if hand_in(scene, author, "answer", rows({"answer": "\n\n".join(story.messages)}), wanted):
            put_away(author)
    return []


def _wait_collecting(scene: Scene, posted: list[str], reaction: str, what: str) -> None:
    """Waits until the bot has reacted to all of these messages; not beyond the close of answers."""
    scene.wait(
        lambda: scene.round.stage != Stage.COLLECTING or all(_reacted(scene, ts, reaction) for ts in posted), what
    )


def _score_pile(scene: Scene, name: str) -> None:
    """What waits for one interviewer, answer by answer; what is scored already is left alone."""
    person = scene.people[name]

    def wanted(form: Form) -> bool:
        shown = form["private_metadata"].partition(":")[0]
        return scene.look(lambda session: row_id(session, Answer, shown)) in _waiting(scene, person)

    while _waiting(scene, person):
        if person.modal is None or person.modal["callback_id"] != "scorecard":
            person.press(scene.channel, scene.question_ts, "score")
        scene.pace(0.4)
        hand_in(scene, person, "scorecard", lambda form: _reading(scene, name, form), wanted)
    put_away(person)


def _reading(scene: Scene, name: str, form: Form) -> dict[str, str]:
    """How an interviewer fills in the form for an answer: its level as written, bent by how they lean."""
    text = " ".join(block["text"]["text"] for block in form["blocks"] if block["type"] == "section")
    level = next((story.level for story in scene.told.stories if story.messages[0][:40] in text), None)
    exemplar = next((one for one in scene.question.exemplars if one.situation[:40] in text), None)
    filled: dict[str, str] = {}
    for block in (block for block in form["blocks"] if block["type"] == "input"):
        row = block["block_id"].partition(":")[0]
        written = level or (level_value(exemplar.written(row)) if exemplar else None) or 2
        if row in (*DIMENSIONS, "overall"):
            filled[block["block_id"]] = LEVELS[min(max(written + scene.told.leans[name].get(row, 0), 1), 4) - 1]
        elif row == "evidence":
            filled[block["block_id"]] = (exemplar and exemplar.evidence) or scene.told.evidence[written - 1]
        elif row == "sentence" and (found := _reason(scene, name, block["element"]["options"])):
            filled[block["block_id"]], filled[f"note:{block['block_id'].partition(':')[2]}"] = found
    return filled


def _reason(scene: Scene, name: str, options: Sequence[Form]) -> tuple[str, str] | None:
    """The sentence that decides it for an interviewer and their line on it, if the answer has one of theirs."""
    reasons = scene.told.reasons[name].items()
    found = ((one["value"], line) for one in options for begins, line in reasons if begins in one["text"]["text"])
    return next(found, None)


def _has_answered(scene: Scene, name: str) -> bool:
    query = select(Answer).where(Answer.round_id == scene.round.id, Answer.author == scene.people[name].id)
    return scene.first(query) is not None


def _waiting(scene: Scene, person: Person) -> list[int]:
    round_id = scene.round.id
    return scene.look(lambda session: waiting(session, person.id, round_id))


def _wait_for_question(scene: Scene, *stages: str) -> None:
    """Waits until the question message is up to date; not beyond these stages of the round."""
    scene.wait(lambda: scene.round.stage not in stages or _is_up_to_date(scene), "the question to be up to date")


def _is_up_to_date(scene: Scene) -> bool:
    """Whether the question says where the round stands, and offers to bring up just what is not in the thread."""
    round_id = scene.round.id

    def now(session: Session) -> tuple[str, bool]:
        round_ = round_of(session, round_id)
        return stage_words(state_of(session, round_)), bool(uncompared(session, round_))

    words, has_unseen = scene.look(now)
    panel = str(scene.thread[0]["blocks"])
    return words in panel and ("bring_up" in panel) == has_unseen


def _are_told(scene: Scene) -> bool:
    """Whether who scored was told of it, or has their working hours still to come."""
    round_id, now = scene.round.id, scene.clock.now()

    def waiting_letters(session: Session) -> list[int]:
        letters = session.exec(select(Letter).where(Letter.kind == "reveal", Letter.about == round_id)).all()
        told = set(session.exec(select(Told.what)))
        return [one.id for one in letters if f"letter:{one.id}" not in told and not (one.due_at and one.due_at > now)]

    return not scene.look(waiting_letters)


def _reacted(scene: Scene, ts: str, name: str) -> bool:
    """Whether the bot put this reaction on a message, or the message is gone."""
    message = next((one for one in scene.thread if one["ts"] == ts), {})
    return not message or any(reaction["name"] == name for reaction in message.get("reactions", []))
