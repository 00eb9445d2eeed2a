"""A team's own questions: managers add, change and retire them in Slack."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest
from sqlmodel import col, delete, select

from bot.app import make_app
from bot.calibration.practice import ending, record, start
from bot.calibration.questions import team_bank
from bot.calibration.scorecards import Scores
from bot.refusals import Refusal
from bot.work import Work
from sandbox import payloads
from sandbox.people.person import Person
from scoring.bank.questions import Bank, Question, load_bank
from scoring.documents import DocumentError
from scoring.rubric import LEVELS
from storage.database import unit
from storage.models import AuditEvent, CustomQuestion, PracticeScore
from tests.kit.look import notice, words
from tests.kit.play import World, fill, story

BANK = load_bank()
PROMPT = "Tell me about a handover that went wrong. What did you do about it?"
FIRST = {
    "name": "On-call Handover!",
    "prompt": PROMPT,
    "why": "It shows who keeps things running.",
    "new_competency": "On call",
    "mistakes": "Blame: somebody else is at fault\nNo trace: nothing changed afterwards",
    "focus": ["Scope", "Delivery", "Reflection"],
}
SECOND = {
    "probes_scope": "How many people were on that rota?\n\nWho asked you?",
    "probes_delivery": "What did you do first?",
    "probes_reflection": "What would you do now?",
}


@pytest.fixture(autouse=True)
def _no_questions_stay(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test begins with the bank alone."""
    yield
    if "world" in request.fixturenames:
        world: World = request.getfixturevalue("world")
        with unit(world.deps.engine, world.sandbox.team_id) as session:
            session.exec(delete(CustomQuestion))
            session.exec(delete(AuditEvent).where(col(AuditEvent.subject).startswith("question ")))


def own(world: World) -> list[CustomQuestion]:
    return world.look(lambda session: session.exec(select(CustomQuestion).order_by(col(CustomQuestion.id))).all())


def bank_of(world: World) -> Bank:
    return world.look(lambda session: team_bank(session, world.deps.bank))


def questions(world: World, person: Person) -> str:
    """Opens the list of questions from Home; what it says."""
    person.open_home()
    world.sandbox.settled(5)
    person.press_home("questions")
    return words(person.modal)


def add(world: World, person: Person, exemplars: bool = False, **changed: Any) -> CustomQuestion:
    """Has a person add a question of their own."""
    questions(world, person)
    person.tap("question_add")
    person.fill(FIRST | changed)
    assert person.submit() is None
    person.fill(SECOND)
    assert person.submit() is None
    assert person.modal is not None
    assert person.modal["callback_id"] == "question_exemplars"
    if exemplars:
        person.fill({level: story(120, f"the {level} rota") for level in LEVELS})
    assert person.submit() is None
    person.close_modal()
    return own(world)[-1]


def edit(world: World, person: Person, row: CustomQuestion) -> None:
    questions(world, person)
    person.tap("question_edit", row.public_id)


def errors_of(world: World, person: Person, **changed: Any) -> dict[str, str] | None:
    """The errors at the fields of the form, the probes' boxes there."""
    questions(world, person)
    person.tap("question_add")
    person.fill(FIRST)
    if errors := person.submit():
        return errors
    person.fill(SECOND)
    person.fill(changed)
    return person.submit()


# adding, changing, retiring


def test_a_manager_adds_a_question_and_sees_it_in_the_list_with_who_and_when(world: World) -> None:
    (ana,) = world.people("Ana")
    assert "No question of your own yet." in questions(world, ana)
    row = add(world, ana)
    said = questions(world, ana)
    assert PROMPT in said
    assert "On call · your own · no practice stories" in said
    assert "on-call-handover" not in said, "people read prompts, not names"
    assert f"Added by <@{ana.id}>, <!date^{int(world.clock.at.timestamp())}" in said
    assert f"{len(BANK) + 1} questions" in said
    assert min(BANK.values(), key=lambda one: (one.competency, one.prompt)).prompt in said
    assert (row.added_by, row.added_at, row.changed_by, row.retired_by) == (ana.id, world.clock.at, None, None)
    question = bank_of(world)["on-call-handover"]
    assert question.focus == ("scope", "delivery", "reflection")
    assert [(probe.dimension, probe.text) for probe in question.probes][:2] == [
        ("scope", "How many people were on that rota?"),
        ("scope", "Who asked you?"),
    ]
    assert [(mistake.name, mistake.notice) for mistake in question.mistakes][1] == (
        "No trace",
        "nothing changed afterwards",
    )
    assert noted(world, row) == [("question added", ana.id)]


def noted(world: World, row: CustomQuestion) -> list[tuple[str, str]]:
    """What the audit says of a question, and who did it."""
    query = select(AuditEvent.what, AuditEvent.actor).where(AuditEvent.subject == f"question {row.public_id}")
    return [(what, actor) for what, actor in world.look(lambda session: session.exec(query).all())]


def test_a_competency_is_chosen_or_new_and_what_is_spelled_otherwise_is_the_known_one(world: World) -> None:
    (ana,) = world.people("Ana")
    assert add(world, ana, name="one", new_competency="raising  the BAR").question["competency"] == "Raising the bar"
    chosen = add(world, ana, name="two", new_competency=None, competency="Ownership")
    assert chosen.question["competency"] == "Ownership"


def test_a_question_goes_without_a_competency_from_the_form_to_the_report(world: World) -> None:
    world.clock.to_monday()
    ana, ben, cem = world.people("Ana", "Ben", "Cem")
    row = add(world, ana, new_competency=None, prompt=f"Tell me <about> a handover. {story(40)}")
    assert row.question["competency"] == ""
    channel = world.channel([ana, ben, cem])
    world.plan(channel, [ana, ben, cem])
    ana.command("/calibrate", f"ask {row.slug}", channel)
    assert f"For <#{channel}>:" in words(ana.modal)
    assert not ana.submit()
    world.work()
    assert "Posting a question on “Tell me &lt;about&gt; a handover." in notice(ana)
    ts = str(world.round(channel).message_ts)
    assert "This week's question" in words(world.message(channel, ts)["blocks"])
    world.stories(channel, ts, [ana])
    ana.command("/calibrate", "status", channel)
    assert "*“Tell me &lt;about&gt; a handover." in ana.ephemerals(channel)[-1]["text"]
    world.next(ana, channel)
    assert "“Tell me &lt;about&gt; a handover." in ben.dms()[-1]["text"]
    for person, level in ((ben, "junior"), (cem, "staff")):
        world.score(person, channel, ts, level)
    world.next(ana, channel)
    assert "“Tell me &lt;about&gt; a handover." in words(world.sent(ana, channel, "report team")["blocks"])


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"name": "Raising the bar"}, "name", "There is, or was, another question called raising-the-bar."),
        ({"name": "待命"}, "name", "A few words in the letters a to z, such as on-call handover."),
        ({"prompt": "   "}, "prompt", "Please fill this in, with at most 600 characters."),
        ({"why": "\n"}, "why", "Please fill this in, with at most 300 characters."),
        ({"focus": ["Scope", "Impact"]}, "focus", "Choose exactly three."),
        ({"probes_delivery": " \n "}, "probes_delivery", "At least one follow-up question, each on a line of its own."),
        ({"mistakes": "Blame: others\nno colon here"}, "mistakes", "Line 2 needs a colon between the name and how to"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_in_plain_words(
    world: World, changed: dict[str, Any], field: str, says: str
) -> None:
    (ana,) = world.people("Ana")
    errors = errors_of(world, ana, **changed)
    assert errors is not None
    assert list(errors) == [field]
    assert errors[field].startswith(says)
    assert own(world) == []


def test_a_name_is_given_once_even_after_its_question_was_retired(world: World) -> None:
    (ana,) = world.people("Ana")
    row = add(world, ana)
    edit(world, ana, row)
    ana.tap("question_retire")
    assert errors_of(world, ana) == {"name": "There is, or was, another question called on-call-handover."}


def test_another_focus_brings_other_boxes_and_loses_nothing_that_was_typed(world: World) -> None:
    (ana,) = world.people("Ana")
    assert errors_of(world, ana, focus=["Scope", "Delivery", "Impact"]) is None
    assert ana.modal is not None
    boxes = [block["block_id"] for block in ana.modal["blocks"] if block["block_id"].startswith("probes_")]
    assert boxes == ["probes_scope", "probes_delivery", "probes_impact", "probes_reflection"]
    ana.fill({"probes_impact": "What was it worth?"})
    assert ana.submit() is None
    probes = own(world)[0].question["probes"]
    assert [probe["dimension"] for probe in probes] == ["scope", "scope", "delivery", "impact", "reflection"]


def test_an_edit_changes_what_is_asked_from_then_on_and_no_round_that_was(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    row = add(world, ana)
    channel = world.channel([ana, ben])
    world.ask(channel, row.slug, by=ana)
    edit(world, ben, row)
    assert ben.modal is not None
    assert "probes_reflection" in str(ben.modal["blocks"]), "the form holds what was said before"
    ben.fill({"prompt": "Tell me about a better handover."})
    assert ben.submit() is None
    assert world.round(channel).question["prompt"] == PROMPT
    (changed,) = own(world)
    assert changed.question == row.question | {"prompt": "Tell me about a better handover."}
    assert (changed.slug, changed.added_by, changed.changed_by) == (row.slug, ana.id, ben.id)
    assert f"changed by <@{ben.id}>" in questions(world, ana)
    assert noted(world, row) == [("question added", ana.id), ("question changed", ben.id)]


def test_a_retired_question_is_not_asked_again_and_its_open_round_goes_on(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    row = add(world, ana)
    channel = world.channel([ana])
    ts = world.ask(channel, row.slug, by=ana)
    edit(world, ben, row)
    ben.tap("question_retire")
    assert f"retired by <@{ben.id}>" in words(ben.modal)
    assert row.slug not in bank_of(world)
    world.stories(channel, ts, [ana])
    assert "Answers are closed" in world.next(ana, channel)
    assert "Scores are out in" in world.next(ana, channel)
    world.clock.at += timedelta(minutes=1)
    ana.command("/calibrate", f"ask {row.slug}", channel)
    assert ana.ephemerals(channel)[-1]["text"].startswith("I have no question ‘on-call-handover’.")
    assert noted(world, row)[-1] == ("question retired", ben.id)


def test_a_form_that_was_open_when_its_question_was_retired_says_so(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    row = add(world, ana)
    edit(world, ana, row)
    edit(world, ben, row)
    ben.tap("question_retire")
    assert ana.submit() == {"prompt": "This question was retired meanwhile."}
    ana.tap("question_retire")
    assert own(world)[0].retired_by == ben.id


def test_what_a_manager_writes_cannot_shout(world: World) -> None:
    (ana,) = world.people("Ana")
    row = add(world, ana, prompt="Hey <!channel>, tell me.", new_competency="<!here> & co")
    channel = world.channel([ana])
    told = world.post_question(ana, channel, row.slug)
    ts = str(world.round(channel).message_ts)
    ana.command("/calibrate", "ask", channel)
    said = questions(world, ana) + told + str(ana.ephemerals(channel)) + str(world.message(channel, ts)["text"])
    assert "<!channel>" not in said
    assert "<!here>" not in told + str(ana.ephemerals(channel))
    assert "Posting a question on &lt;!here&gt; &amp; co;" in said
    assert "A question is already open in <#" in said
    assert "Hey &lt;!channel&gt;, tell me." in said


# the list


def find(person: Person, word: str) -> None:
    person.fill({"search": word})
    assert person.submit() is None


def test_the_list_turns_its_pages_and_is_searched(world: World) -> None:
    (ana,) = world.people("Ana")
    seen = [questions(world, ana)]
    while "'questions_more'" in str(ana.modal):
        ana.tap("questions_more")
        seen.append(words(ana.modal))
    assert len(seen) == 3
    assert all(sum(one.prompt in page for page in seen) == 1 for one in BANK.values()), "each stands on one page"
    ana.tap("questions_back")
    assert words(ana.modal) == seen[1]
    find(ana, "quiet-voice")
    assert BANK["quiet-voice"].prompt in words(ana.modal)
    assert "1 question." in words(ana.modal)
    find(ana, "xyzzy")
    assert "0 questions." in words(ana.modal)


def test_a_question_of_the_list_is_shown_before_it_is_asked_in_the_channel_that_is_chosen(world: World) -> None:
    (ana,) = world.people("Ana")
    channels = [world.channel([ana]), world.channel([ana])]
    for channel in channels:
        world.plan(channel, [ana])
    questions(world, ana)
    find(ana, "quiet-voice")
    ana.tap("question_ask", "quiet-voice")
    ana.fill({"channel": channels[1]})
    assert ana.submit() is None
    assert f"For <#{channels[1]}>" in words(ana.modal)
    assert BANK["quiet-voice"].prompt in words(ana.modal)
    world.work()
    assert world.rounds(channels[1]) == [], "nothing is posted by surprise"
    assert ana.submit() is None
    world.work()
    assert world.round(channels[1]).slug == "quiet-voice"


def test_with_one_channel_it_is_that_one(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana])
    world.plan(channel, [ana, ben])
    questions(world, ana)
    find(ana, "quiet-voice")
    ana.tap("question_ask", "quiet-voice")
    assert f"For <#{channel}>" in words(ana.modal)


# managers only


def test_who_manages_nothing_neither_sees_nor_changes_questions(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    row = add(world, ana)
    channel = world.channel([ana, ben])
    ts = world.ask(channel, row.slug, by=ana)
    edit(world, ben, row)
    form = ben.modal
    assert form is not None
    only_ana = world.deps.settings.model_copy(update={"managers": (ana.id,)})
    app = make_app(replace(world.deps, settings=only_ana))

    def send(body: dict[str, Any]) -> dict[str, Any]:
        response = app.dispatch(BoltRequest(body=json.dumps(body), mode="socket_mode"))
        return dict(json.loads(response.body or "{}"))

    ws = world.sandbox.workspace
    press = {"type": "button", "action_id": "questions", "block_id": "b", "value": "1", "action_ts": "1.0"}
    body = payloads.message_actions(ws, ben.id, ws.channels[channel], world.message(channel, ts), {}, "")
    send({**body, "actions": [press]})
    assert "Only the people who manage the rounds" in words(ben.modal)
    for action_id in ("question_add", "question_edit", "question_retire", "question_ask", "questions_more"):
        actions = [{**press, "action_id": action_id, "value": row.public_id}]
        send({**payloads.view_actions(ws, ben.id, ben.modal), "actions": actions})
    for callback_id in ("question_form", "question_exemplars"):
        view = form | {"callback_id": callback_id}
        assert "Only the people" in words(send(payloads.view_submission(ws, ben.id, view))["view"])
    assert own(world) == [row]
    event = {"type": "app_home_opened", "user": ben.id, "channel": ben.dm, "tab": "home", "event_ts": "1.0"}
    send({"type": "event_callback", "team_id": world.sandbox.team_id, "event_id": "Ev1", "event": event})
    assert "Questions" not in words(ben.home)


# exemplars


def test_a_round_on_a_question_without_exemplars_goes_through_to_its_reveal(world: World) -> None:
    ana, ben, cem = world.people("Ana", "Ben", "Cem")
    row = add(world, ana)
    channel = world.channel([ana, ben, cem])
    world.plan(channel, [ana, ben, cem])
    ts = world.ask(channel, row.slug, by=ana)
    for person, level in ((ana, "mid"), (ben, "senior")):
        world.answer(person, channel, ts, BANK["raising-the-bar"].exemplar(level).text)
    world.next(ana, channel)
    assert sorted((answer.letter, answer.origin) for answer in world.answers(channel)) == [
        ("A", "thread"),
        ("B", "thread"),
    ]
    assert [world.score(person, channel, ts, level) for person, level in ((ana, "mid"), (cem, "staff"))] == [1, 2]
    assert "Scores are out in" in world.next(ana, channel)
    thread = [message["text"] for message in world.sandbox.thread(channel, ts)]
    assert sum("On call" in text or text.startswith("Answer ") for text in thread) >= 2
    assert any("Scores are out." in text for text in thread), thread
    assert {card.status for card in world.scorecards(channel, "judge")} == {"scored"}


def test_such_a_round_that_nobody_answered_ends_without_fuss(world: World) -> None:
    (ana,) = world.people("Ana")
    row = add(world, ana)
    channel = world.channel([ana])
    ts = world.ask(channel, row.slug, by=ana)
    world.next(ana, channel)
    assert world.answers(channel) == []
    assert "Scores are out in" in world.next(ana, channel)
    assert world.round(channel).stage == "revealed"
    assert "0 answers" in str(world.sandbox.thread(channel, ts))


def test_pasted_exemplars_join_rounds_and_are_practised(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    row = add(world, ana, exemplars=True)
    assert [exemplar["level"] for exemplar in row.question["exemplars"]] == list(LEVELS)
    assert "four practice stories" in questions(world, ana)
    assert ("exemplars changed", ana.id) in noted(world, row)
    channel = world.channel([ana, ben])
    ts = world.ask(channel, row.slug, by=ana)
    world.next(ana, channel)
    (answer,) = world.answers(channel)
    assert answer.text == story(120, f"the {answer.exemplar} rota")
    world.score(ana, channel, ts, "mid")
    assert "Scores are out in" in world.next(ana, channel)
    with unit(world.deps.engine, world.sandbox.team_id) as session:
        session.add(PracticeScore(person=ben.id, run=1, slug=row.slug, level="senior"))
    ben.command("/calibrate", "practice", channel)
    assert ben.modal is not None
    assert PROMPT in words(ben.modal)
    assert fill(ben, "mid", "adequate") is None
    said = words(ben.modal)
    assert "written as *Senior*, you read *Mid*. One level lower." in said
    assert "Scope" not in said, "nobody wrote a level for a dimension"
    ben.submit()
    assert "You read 0 of 1 as they were written." in words(ben.modal)


def test_exemplars_are_four_or_none(world: World) -> None:
    (ana,) = world.people("Ana")
    row = add(world, ana, exemplars=True)
    edit(world, ana, row)
    ana.submit()
    ana.fill({"junior": None, "staff": " "})
    assert ana.submit() == dict.fromkeys(("junior", "staff"), "Paste all four, or none.")
    ana.fill(dict.fromkeys(LEVELS))
    assert ana.submit() is None
    assert own(world)[0].question["exemplars"] == []


def test_exemplars_that_were_left_as_they_are_are_no_change(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    row = add(world, ana, exemplars=True)
    edit(world, ben, row)
    assert ben.submit() is None
    assert ben.submit() is None
    assert own(world)[0].question == row.question
    assert noted(world, row)[-1] == ("question changed", ben.id)


def test_practice_goes_on_where_a_question_was_retired_meanwhile(world: World) -> None:
    (ana,) = world.people("Ana")
    row = add(world, ana, exemplars=True)
    full = bank_of(world)
    bare = Question.model_validate(row.question | {"exemplars": []})
    alone: Bank = {slug: full[slug] for slug in (row.slug, "raising-the-bar")}
    with unit(world.deps.engine, world.sandbox.team_id) as session:
        session.add_all(
            PracticeScore(person=ana.id, run=1, slug=slug, level="mid") for slug in (row.slug, "raising-the-bar")
        )
        session.flush()
        work = Work(session, world.sandbox.team_id, world.clock.at, world.deps.settings, world.deps.queue)
        first = start(work, ana.id, alone)
        assert (first.position, first.of) == (1, 2)
        for left in ({**alone, row.slug: bare}, {"raising-the-bar": alone["raising-the-bar"]}):
            following = start(work, ana.id, left)
            assert (following.prompt, following.position, following.of) == (BANK["raising-the-bar"].prompt, 1, 1)
            with pytest.raises(Refusal):
                record(session, ana.id, first.id, Scores("mid", "thin", {}), left, world.clock.at)
            with pytest.raises(Refusal):
                ending(session, ana.id, left)


def test_a_file_of_the_bank_still_has_to_be_whole(tmp_path: Path) -> None:
    source = (Path("scoring/bank/questions") / "raising-the-bar.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(source[: source.index("exemplars:")].replace("raising-the-bar", "mine"), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"mine\.yaml:1: exemplars: Field required"):
        load_bank([tmp_path])


# asking them


def test_a_name_that_is_nearly_right_is_helped_along(world: World) -> None:
    (ana,) = world.people("Ana")
    add(world, ana)
    channel = world.channel([ana])
    ana.command("/calibrate", "ask on-cal-handovr", channel)
    told = ana.ephemerals(channel)[-1]["text"]
    assert "Did you mean `/calibrate ask on-call-handover`?" in told
    assert "*Questions* on my Home tab lists them all" in told
    ana.command("/calibrate", "ask xyzzy", channel)
    assert "Did you mean" not in ana.ephemerals(channel)[-1]["text"]
    assert "Home" in ana.ephemerals(channel)[-1]["text"]


def test_a_channel_keeps_to_the_competencies_that_were_set_up(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    row = add(world, ana)
    channel = world.channel([ana, ben])
    ana.command("/calibrate", "setup", channel)
    ana.tap("setup_more")
    ana.fill({f"interviewers:{channel}": [ana, ben], f"competencies:{channel}": ["On call"]})
    assert ana.submit() is None
    ana.close_modal()
    ana.command("/calibrate", "setup", channel)
    assert ana.modal is not None
    ana.tap("setup_more")
    (kept,) = ana.modal["state"]["values"][f"competencies:{channel}"].values()
    assert [option["value"] for option in kept["selected_options"]] == ["On call"]
    due = world.schedule(channel).next_at
    assert due is not None
    world.advance_to(due)
    assert world.round(channel).slug == row.slug
    world.next(ana, channel)
    world.next(ana, channel)
    world.advance(minutes=1)
    world.ask(channel, "raising-the-bar", by=ana)
    assert world.round(channel).slug == "raising-the-bar", "what is asked for by name is asked"
