"""Who may see a channel's round is who is in the channel: outsiders with forged values, leavers, guests, partners."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.listeners.caller import Caller
from bot.listeners.managing import ask, drop_view, next_stage, next_view, pause, resume, skip
from bot.refusals import Refusal
from sandbox.people.person import Person
from storage.models import PracticeScore, Ruling
from tests.kit.look import notice, said, words
from tests.kit.play import World, fill, story

OUTSIDE = "This is for the people in its channel."


@pytest.fixture
def secret(world: World) -> tuple[str, str, list[Person], Person, str]:
    """A round in a private channel: its id and question, the people in it, an outsider, and where that one types."""
    ana, ben, gil, hao, uma = world.people("Ana", "Ben", "Gil", "Hao", "Uma")
    channel = world.sandbox.add_channel(f"secret-{ana.id}", members=[ana, ben, gil, hao], private=True)
    world.plan(channel, [gil, hao])
    world.post_question(ana, channel, "raising-the-bar")
    return channel, str(world.round(channel).message_ts), [ana, ben, gil, hao], uma, world.channel([uma, ana])


def press(world: World, person: Person, channel: str, action: str, value: str) -> str:
    """What a person reads who presses a button that nobody offered them."""
    world.forge_press(person, channel, person.post(channel, "Hello"), action, value)
    return notice(person)


def test_an_outsider_is_told_no_name_no_question_and_no_time(world: World, secret: Any) -> None:
    channel, _, (ana, *_), uma, other = secret
    world.plan(channel, [ana, uma])
    assert channel not in json.dumps(world.home(uma)), "though named as an interviewer"
    for text in ("status", "report team", "next"):
        for place in (other, uma.dm):
            uma.command("/calibrate", text, place)
            assert channel not in json.dumps([uma.modals, uma.notices])
            if uma.modal:
                uma.close_modal()
    uma.command("/calibrate", "report team", uma.dm)
    form = uma.modal
    assert form is not None
    for line in ("status", "report team", "next", "drop", "skip", "pause", "resume"):
        state = {"values": {"channel": {"value": {"selected_conversation": channel}}}}
        told = json.dumps(world.forge_submit(uma, form | {"private_metadata": line, "state": state}))
        assert "Raising the bar" not in told
        assert "direct message" not in told, "no report is on its way either"
        assert "date^" not in told, "nor when the next question comes"
    world.idle()
    assert uma.dms() == []
    ids = {"callback_id": "drop", "private_metadata": world.round(channel).public_id}
    assert words(world.forge_submit(uma, form | ids)["view"]["blocks"]) == OUTSIDE
    assert (world.round(channel).stage, world.schedule(channel).next_at is None) == ("collecting", False)
    uma.close_modal(all_of_them=True)


def test_an_outsider_writes_no_answer_and_takes_none_back(world: World, secret: Any) -> None:
    channel, _, _, uma, other = secret
    round_id = world.round(channel).public_id
    assert press(world, uma, other, "answer", round_id) == OUTSIDE
    uma.command("/calibrate", "practice", other)
    form = uma.modal
    assert form is not None
    state = {"values": {"answer": {"value": {"type": "plain_text_input", "value": story(80)}}}}
    reply = world.forge_submit(uma, form | {"callback_id": "answer", "private_metadata": round_id, "state": state})
    assert words(reply["view"]["blocks"]) == OUTSIDE
    world.forge_tap(uma, form, "take_back", value=round_id)
    assert notice(uma) == OUTSIDE
    assert world.answers(channel) == []


def test_an_outsider_reads_and_scores_nothing_with_forged_values(world: World, secret: Any) -> None:
    channel, ts, (ana, ben, *_), uma, other = secret
    world.stories(channel, ts, [ana, ben])
    world.next(ana, channel)
    answer = next(one for one in world.answers(channel) if one.author == ana.id)
    world.look_and_change(lambda session: session.add(PracticeScore(person=uma.id, run=1, slug="no", level="mid")))
    assert press(world, uma, other, "revise", answer.public_id) == OUTSIDE
    assert press(world, uma, other, "score", world.round(channel).public_id).startswith("Nothing waits for you here.")
    uma.command("/calibrate", "practice", other)
    form = uma.modal
    assert form is not None
    scored = form | {"callback_id": "scorecard", "private_metadata": f"{answer.public_id}:blind"}
    values = {
        f"overall:{answer.public_id}": {"draft": {"selected_option": {"value": "staff"}}},
        f"evidence:{answer.public_id}": {"draft": {"selected_option": {"value": "strong"}}},
    }
    world.forge_tap(uma, scored | {"state": {"values": {}}}, "more_dimensions")
    assert "Ana's export" not in json.dumps(uma.modals)
    world.forge_tap(uma, scored | {"state": {"values": values}}, "draft")
    reply = world.forge_submit(uma, scored | {"state": {"values": values}})
    assert words(reply["view"]["blocks"]) == OUTSIDE
    assert world.scorecards(channel) == []
    uma.close_modal(all_of_them=True)


def test_an_outsider_gets_at_nothing_of_a_round_that_is_out(world: World, secret: Any) -> None:
    channel, ts, (ana, ben, gil, hao), uma, other = secret
    world.stories(channel, ts, [ana, ben])
    world.next(ana, channel)
    world.score(gil, channel, ts, "mid")
    world.score(hao, channel, ts, "senior")
    world.next(ana, channel)
    round_, answer = world.round(channel).public_id, world.answers(channel)[0].public_id
    for action, value in (
        *(("where_was_i", answer), ("where_was_i_all", round_), ("record", answer), ("record_any", round_)),
        *(("bring_up", answer), ("revise", answer), ("figures", round_), ("reasons", answer)),
    ):
        assert press(world, uma, other, action, value) == OUTSIDE, action
    assert "Scores are out" not in press(world, uma, other, "score", round_)
    gil.press(channel, ts, "record_any")
    form = gil.modal
    assert form is not None
    gil.close_modal()
    reply = world.forge_submit(uma, form)
    assert words(reply["view"]["blocks"]) == OUTSIDE
    gil.press(channel, ts, "record_any")
    gil.fill({"text": "Asking another team for help is Mid."})
    assert gil.submit() is None
    gil.close_modal()
    world.work()
    ruling = world.look(lambda session: session.exec(select(Ruling).order_by(col(Ruling.id).desc())).first())
    for action in ("confirm_ruling", "withdraw_ruling"):
        assert press(world, uma, other, action, ruling.public_id) == OUTSIDE
    gil.leave(channel)
    world.sandbox.settled()
    mine = next(one for one in world.answers(channel) if one.author == ana.id)
    assert press(world, gil, world.channel([gil]), "withdraw_ruling", ruling.public_id) == OUTSIDE
    ana.leave(channel)
    world.sandbox.settled()
    assert press(world, ana, world.channel([ana]), "seen", mine.public_id) == OUTSIDE
    assert "was scored" not in words(world.home(ana))


def test_who_manages_everywhere_else_manages_nothing_in_a_channel_they_are_not_in(world: World, secret: Any) -> None:
    channel, _, _, uma, other = secret
    world.home(uma)
    with world.managed_by(uma):
        for word in ("next", "drop", "skip", "pause", "resume", "export", "setup"):
            chosen = {"selected_option": {"value": f"{word}:{world.schedule(channel).public_id}"}}
            world.forge_tap(uma, uma.home or {}, "manage", **chosen)
            assert uma.modal is None, word
        there = Caller(world.sandbox.team_id, uma.id, channel, "")
        for act in (ask, next_stage, next_view, drop_view, skip, pause, resume):
            with pytest.raises(Refusal, match=OUTSIDE):
                act(world.deps, there, "")
        uma.command("/calibrate", "setup", other)
        uma.fill({f"interviewers:{other}": [uma, world.people("Ana")[0]]})
        form = uma.modal
        assert form is not None
        state = form["state"]["values"] | {"channel": {"channel": {"selected_conversation": channel}}}
        world.forge_tap(uma, form | {"state": {"values": state}}, "setup_changed")
        assert "Settings" not in json.dumps(uma.modal), "what the channel is set up to is not shown"
        reply = world.forge_submit(uma, form | {"state": {"values": state}})
        assert uma.id not in world.schedule(channel).interviewers
        assert reply["errors"]["channel"].startswith("You aren't in that channel")
    uma.close_modal(all_of_them=True)
    assert world.round(channel).stage == "collecting"


def test_who_left_or_is_deactivated_is_dealt_nothing_and_the_manager_hears_of_it_once(world: World) -> None:
    world.clock.to_monday()
    ana, ben, eli, fay, gus = world.people("Ana", "Ben", "Eli", "Fay", "Gus")
    channel = world.channel([ana, ben, eli, fay, gus])
    bot = world.sandbox.add_bot("Polly")
    ana.command("/calibrate", "setup", channel)
    ana.fill({f"interviewers:{channel}": [eli, fay, gus, bot]})
    assert ana.submit() is None
    ana.close_modal()
    gus.leave(channel)
    world.sandbox.deactivate(fay)
    for week in range(2):
        told = len(ana.dms())
        ts = world.ask(channel, by=ana) if week == 0 else world.ask(channel, "saying-no", by=ana)
        world.stories(channel, ts, [ana, ben])
        world.next(ana, channel)
        assert set(world.dealt(channel)) == {eli.id}
        assert gus.dms() == []
        absent = [one["text"] for one in ana.dms()[told:] if "aren't in it any more" in one["text"]]
        assert len(absent) == (1 if week == 0 else 0)
        if absent:
            assert all(f"<@{one}>" in absent[0] for one in (fay.id, gus.id, bot.id))
            assert f"<@{eli.id}>" not in absent[0]
        world.next(ana, channel)


def test_who_leaves_once_it_was_dealt_opens_no_form_saves_nothing_and_hears_nothing(world: World) -> None:
    world.clock.to_monday()
    channel, ts, (ana, _), (gil, hao) = world.open_scoring()
    other = world.channel([gil, ana])
    gil.press(channel, ts, "score")
    told = len(gil.dms())
    assert told == 1, "invited"
    gil.leave(channel)
    world.sandbox.settled()
    assert fill(gil, "mid", "thin") is None
    assert notice(gil) == OUTSIDE
    gil.command("/calibrate", "score", other)
    assert said(gil).startswith("Nothing waits for you here.")
    gil.close_modal()
    assert "Nothing is waiting for you" in words(world.home(gil))
    with world.changing(channel) as round_:
        round_.remind_at, round_.reveals_at = world.clock.now(), world.clock.now() + timedelta(days=9)
    for _ in range(20):  # some of these lie in working hours
        world.advance(hours=5)
    assert len([one for one in hao.dms() if "still wait for your score" in one["text"]]) == 1
    assert len(gil.dms()) == told
    assert [card for card in world.scorecards(channel) if card.state == "submitted"] == []


def test_who_left_before_the_reveal_gets_no_word_at_it(world: World) -> None:
    channel, ts, (ana, _), (gil, hao) = world.open_scoring()
    assert (world.score(gil, channel, ts), world.score(hao, channel, ts, "senior")) == (3, 3)
    told, heard = len(gil.dms()), len(hao.dms())
    gil.leave(channel)
    world.next(ana, channel)
    for _ in range(20):  # some of these lie in somebody's working hours
        world.advance(hours=5)
    assert len(hao.dms()) > heard
    assert len(gil.dms()) == told


def test_without_the_event_a_leaver_is_known_a_minute_later(world: World) -> None:
    channel, _, _, (gil, _) = world.open_scoring()
    world.sandbox.workspace.channels[channel].members.remove(gil.id)
    world.clock.at = world.clock.at.replace(microsecond=0)
    world.advance(seconds=61)
    gil.command("/calibrate", "score", world.channel([gil]))
    assert notice(gil).startswith("Nothing waits for you here.")


def test_guests_and_partners_answer_and_score_only_where_they_are_named(world: World) -> None:
    globex = world.sandbox.add_team("Globex")
    ana, ben, gil = world.people("Ana", "Ben", "Gil")
    guest = world.sandbox.add_person("Mo", guest="multi_channel")
    vic = world.sandbox.add_person("Vic", team=globex)
    named = world.sandbox.add_person("Wes", team=globex)
    channel, ts = world.open_round([ana, ben, guest, vic, named], [gil, named])
    world.stories(channel, ts, [ana, guest])
    world.next(ana, channel)
    assert {answer.author for answer in world.answers(channel)} == {ana.id, guest.id, None}
    assert set(world.dealt(channel)) == {gil.id, named.id}
    for person in (guest, vic):
        person.press(channel, ts, "score")
        assert notice(person).startswith("Nothing waits for you here."), person.name
        person.press(channel, ts, "rubric")
        assert "Retire" not in said(person)
        person.close_modal()
    assert world.score(named, channel, ts) == 3
    guest.command("/calibrate", "next", channel)
    assert guest.ephemerals(channel)[-1]["text"] == "Only the people who manage the rounds can do that."
    assert world.round(channel).stage == "scoring"
    guest.command("/calibrate", "setup", channel)
    assert guest.ephemerals(channel)[-1]["text"] == "The people who manage the rounds here set it up."
    with world.managed_by(guest):
        assert world.next(guest, channel).startswith("Scores are out in")
