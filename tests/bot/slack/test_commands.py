"""`/calibrate …`: every word answers, mistakes are helped along, and managing is for managers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.listeners.caller import Caller
from bot.listeners.commands import COMMANDS, answer_command
from tests.kit.look import words
from tests.kit.play import World

MANAGING = ["setup", "ask", "next", "drop", "skip", "pause", "resume"]


def answer(world: World, text: str, channel: str | None = None, user: str = "", **settings: Any) -> str:
    """What a person reads after `/calibrate text` in a channel; both are new unless told."""
    deps = replace(world.deps, settings=world.deps.settings.model_copy(update=settings))
    (new,) = world.people("Ana")
    where = channel or world.channel([new])
    if not user:
        new.join(where)
    reply = answer_command(deps, Caller(world.sandbox.team_id, user or new.id, where, ""), text)
    return reply if isinstance(reply, str) else words(reply)


@pytest.mark.parametrize("word", [command.word for command in COMMANDS])
def test_every_word_answers_in_a_channel_that_was_never_set_up(world: World, word: str) -> None:
    assert len(answer(world, word)) > 10
    assert answer(world, f"  {word.upper()} ").partition("‘")[0] != "I don't know "


@pytest.mark.parametrize("text", ["", "   ", "help", "HELP", "Help me please"])
def test_help_lists_every_word(world: World, text: str) -> None:
    said = answer(world, text)
    assert all(f"`/calibrate {command.usage}`  {command.help}" in said for command in COMMANDS)
    assert "never decides a hire" in said
    assert "Slack allows no commands inside a thread" in said
    assert len(said) < 3000


def test_a_near_miss_is_named(world: World) -> None:
    assert answer(world, "scroe") == "I don't know ‘scroe’. Did you mean `/calibrate score`?"
    assert answer(world, "Statsu now") == "I don't know ‘Statsu’. Did you mean `/calibrate status`?"


def test_anything_else_is_pointed_to_help_and_cannot_shout(world: World) -> None:
    assert answer(world, "<!channel> & <@U1>") == (
        "I don't know ‘&lt;!channel&gt;’. `/calibrate help` lists what I know."
    )
    assert answer(world, "x" * 4000) == f"I don't know ‘{'x' * 40}’. `/calibrate help` lists what I know."


def test_words_may_be_parted_by_any_space(world: World) -> None:
    assert answer(world, "ask\u00a0no-such-question").startswith("I have no question ‘no-such-question’.")
    assert answer(world, "ask\n\tno-such-question").startswith("I have no question ‘no-such-question’.")


@pytest.mark.parametrize("word", MANAGING)
def test_what_managers_do_is_theirs_where_they_are_named(world: World, word: str) -> None:
    told = answer(world, word, managers=("UBOSS",))
    assert told.startswith(f"`/calibrate {word}` is for those who manage the rounds: <@UBOSS>.")
    assert answer(world, word, user="UBOSS", managers=("UBOSS",)) != told
    assert answer(world, word) != told, "without named managers everybody manages"


@pytest.mark.parametrize("word", sorted({command.word for command in COMMANDS} - set(MANAGING)))
def test_everything_else_is_for_everybody(world: World, word: str) -> None:
    assert "is for those who manage" not in answer(world, word, managers=("UBOSS",))


def test_status_tells_the_open_round_the_next_question_and_what_waits(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel = world.channel([ana, gil])
    world.plan(channel, [gil])
    ts = world.ask(channel, by=ana)
    world.answer(ana, channel, ts)
    said = answer(world, "status", channel).split("\n")
    assert said[0].startswith("*Raising the bar*: 1 answer so far; answers close <!date^")
    assert said[1].startswith("Next question <!date^")
    world.next(ana, channel)
    said = answer(world, "status", channel, user=gil.id).split("\n")
    assert said[0].startswith("*Raising the bar*: 2 answers. 0 of 1 interviewer done, scores come out <!date^")
    assert said[2] == "*2 answers wait for you*: `/calibrate score`."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("status", "No question is open. Next question"),
        ("next", "No question is open in <#"),
        ("skip", "Skipped Monday "),
        ("pause", "Paused. "),
        ("resume", "Next question Monday "),
    ],
)
def test_outside_a_channel_that_is_set_up_a_command_asks_which_it_means(world: World, text: str, told: str) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, elsewhere = world.channel([ana, ben]), world.channel([ana, ben])
    world.plan(channel, [ana, ben])
    ana.command("/calibrate", text, elsewhere)
    assert ana.modal is not None
    assert ana.modal["title"]["text"] == "Which channel?"
    ana.fill({"channel": elsewhere})
    assert ana.submit() == {"channel": "No weekly question is set up in that channel."}
    ana.fill({"channel": channel})
    assert ana.submit() is None
    assert words(ana.modal["blocks"]).replace("\n", " ").startswith(told)


def test_the_words_of_a_command_that_waits_for_its_channel_are_kept(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    due = world.plan(channel, [ana, ben]).date()
    ana.command("/calibrate", f"pause {due + timedelta(days=60)}", ana.dm)
    ana.fill({"channel": channel})
    assert ana.submit() is None
    assert world.schedule(channel).next_at.date() >= due + timedelta(days=60)


def test_a_question_asked_for_in_a_direct_message_goes_to_the_channel_that_is_chosen(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    ana.command("/calibrate", "ask raising-the-bar", ana.dm)
    ana.fill({"channel": channel})
    assert ana.submit() is None, "the channel is chosen"
    assert ana.submit() is None, "and the question is looked at"
    world.work()
    assert world.round(channel).slug == "raising-the-bar"


def test_a_forged_choice_of_channel_runs_no_command_that_there_is_not(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    world.plan(channel, [ana, ben])
    ana.command("/calibrate", "status", ana.dm)
    assert ana.modal is not None
    chosen = {"values": {"channel": {"channel": {"selected_conversation": channel}}}}
    reply = world.forge_submit(ana, ana.modal, state=chosen, private_metadata="frobnicate tables")
    assert words(reply["view"]["blocks"]).startswith("I don't know ‘frobnicate’.")


def test_a_command_typed_in_slack_is_answered_for_the_eyes_of_its_author(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    ana.command("/calibrate", "nxet", channel)
    assert ana.ephemerals(channel)[-1]["text"] == "I don't know ‘nxet’. Did you mean `/calibrate next`?"
    assert ben.ephemerals(channel) == []
    assert world.sandbox.messages(channel) == []
