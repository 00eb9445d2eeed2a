"""A team's own questions: managers add, change and retire them in Slack."""

from datetime import timedelta
from typing import Any

import pytest

from tests.kit.look import notice, words
from tests.kit.own_questions import BANK, PROMPT, add, bank_of, edit, errors_of, noted, own, questions
from tests.kit.play import World, story

pytestmark = pytest.mark.usefixtures("no_question_stays")


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
