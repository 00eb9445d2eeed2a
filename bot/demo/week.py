"""The demo's week, step by step: everything in it is done by people in the sandbox, or by the bot on its own clock."""

from datetime import timedelta

from sqlmodel import Session, select

from bot.calibration.comparisons import result
from bot.calibration.scorecards import waiting
from bot.calibration.state import state_of
from bot.demo.scene import Form, Stage, hand_in, put_away, rows, submit
from bot.demo.stories import Story
from bot.views.words import stage_words
from sandbox.people.person import Person
from scoring.rubric import DIMENSIONS, LEVELS, level_value
from storage.models import OUT, Answer
from storage.reads import answers_of, round_of


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
    stage.clock.pass_time(timedelta(minutes=2))
    if stage.deps.judge(stage.round.judge) is not None:
        _wait_collecting(stage, [told[0] for told in posted if told], "white_check_mark", "the judge")
    _wait_for_question(stage, "collecting")
    stage.pace(1)


def closed(stage: Stage) -> None:
    """Wednesday, nine o'clock: answers close, the private one and an exemplar are posted, and scoring opens."""
    if stage.round.stage == "collecting":
        stage.clock.jump_to(stage.round.closes_at)
    stage.wait(lambda: stage.round.stage != "collecting", "answers to close")
    stage.wait(
        lambda: stage.round.stage != "scoring" or any("Answers are closed" in one["text"] for one in stage.thread),
        "the answers in the thread",
    )
    _wait_for_question(stage, "scoring")
    stage.pace(2.5)


def scored(stage: Stage) -> None:
    """Each interviewer scores what was dealt to them, alone."""
    for name in stage.told.interviewers:
        if stage.round.stage != "scoring":
            return
        stage.clock.pass_time(timedelta(hours=3))
        _score_pile(stage, name)
    stage.clock.pass_time(timedelta(minutes=1))
    _wait_for_question(stage, "scoring")
    stage.pace(1.5)


def revealed(stage: Stage) -> None:
    """Friday, nine o'clock: all scores appear side by side."""
    if stage.round.stage == "scoring":
        stage.clock.jump_to(stage.round.reveals_at)
    stage.wait(lambda: any("Scores are out" in one["text"] for one in stage.thread[1:]), "the reveal")
    _wait_for_question(stage, *OUT)
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

    def wanted(_form: Form) -> bool:
        return stage.round.stage == "collecting" and not _has_answered(stage, story.author)

    if stage.round.stage == "collecting":
        author = stage.people[story.author]
        author.press(stage.channel, stage.question_ts, "answer")
        stage.pace(1)
        if hand_in(stage, author, "answer", rows({"answer": "\n\n".join(story.messages)}), wanted):
            put_away(author)
    return []


def _wait_collecting(stage: Stage, posted: list[str], reaction: str, what: str) -> None:
    """Waits until the bot has reacted to all of these messages; not beyond the close of answers."""
    stage.wait(lambda: stage.round.stage != "collecting" or all(_reacted(stage, ts, reaction) for ts in posted), what)


def _score_pile(stage: Stage, name: str) -> None:
    """What waits for one interviewer, answer by answer; what is scored already is left alone."""
    person = stage.people[name]

    def wanted(form: Form) -> bool:
        return int(form["private_metadata"].partition(":")[0]) in _waiting(stage, person)

    while _waiting(stage, person):
        if person.modal is None or person.modal["callback_id"] != "scorecard":
            person.press(stage.channel, stage.question_ts, "score")
        stage.pace(0.4)
        hand_in(stage, person, "scorecard", lambda form: _reading(stage, name, form), wanted)
    put_away(person)


def _reading(stage: Stage, name: str, form: Form) -> dict[str, str]:
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


def _wait_for_question(stage: Stage, *stages: str) -> None:
    """Waits until the question message is up to date; not beyond these stages of the round."""
    stage.wait(lambda: stage.round.stage not in stages or _is_up_to_date(stage), "the question to be up to date")


def _is_up_to_date(stage: Stage) -> bool:
    """Whether the question says where the round stands, and offers to bring up just what is not in the thread."""
    round_id = stage.round.id

    def now(session: Session) -> tuple[str, bool]:
        round_ = round_of(session, round_id)
        shown = {answer.id for answer in answers_of(session, round_id) if answer.compared_ts}
        compared = result(session, round_)[0] if round_.stage in OUT else []
        return stage_words(state_of(session, round_)), any(one.answer_id not in shown for one in compared)

    words, has_unseen = stage.look(now)
    panel = str(stage.thread[0]["blocks"])
    return words in panel and ("bring_up" in panel) == has_unseen


def _reacted(stage: Stage, ts: str, name: str) -> bool:
    """Whether the bot put this reaction on a message, or the message is gone."""
    message = next((one for one in stage.thread if one["ts"] == ts), {})
    return not message or any(reaction["name"] == name for reaction in message.get("reactions", []))
