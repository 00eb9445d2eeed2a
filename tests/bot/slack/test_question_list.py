"""The list of questions on Home, and asking from it: who sees it, its pages, its search."""

import json
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import BoltRequest

from bot.app import make_app
from sandbox import payloads
from sandbox.people.person import Person
from tests.kit.look import words
from tests.kit.own_questions import BANK, add, edit, own, questions
from tests.kit.play import World

pytestmark = pytest.mark.usefixtures("no_question_stays")


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
