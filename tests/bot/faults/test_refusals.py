"""What Slack refuses for good, what somebody deletes, what belongs elsewhere: told once, and nothing stands still."""

import pickle
from datetime import timedelta

from dbos import DBOS
from sqlmodel import select

from bot.calibration.piles import progress_of
from sandbox import messages
from storage.models import AuditEvent, HeldJob
from tests.kit.look import notice
from tests.kit.play import World, story


def test_a_question_that_slack_refuses_is_dropped_and_the_next_week_asks_again(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel = world.channel([ana, gil, hao])
    ana.command("/calibrate", "setup", channel)
    ana.fill({f"interviewers:{channel}": [gil, hao]})
    ana.submit()
    due = world.plan(channel, [gil, hao])
    world.sandbox.faults.fail("chat.postMessage", "restricted_action", channel=channel)
    world.advance_to(due)
    assert world.round(channel).stage == "cancelled"
    assert [one["text"] for one in ana.dms()] == [
        f"Slack didn't let me post the question in <#{channel}> (`restricted_action`), so I dropped it."
    ]
    world.advance(weeks=1)
    assert world.round(channel).stage == "collecting"


def test_a_question_that_got_lost_on_its_way_does_not_block_the_next_one(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, _ = world.open_round([ana])
    with world.changing(channel) as round_:
        round_.stage, round_.message_ts = "opening", None
    world.advance(minutes=11)
    ana.command("/calibrate", "ask saying-no", channel)
    ana.submit()
    world.work()
    assert [round_.stage for round_ in world.rounds(channel)] == ["cancelled", "collecting"]


def test_an_interviewer_whom_slack_does_not_reach_keeps_nobody_else_from_hearing(world: World) -> None:
    world.clock.to_monday()
    ana, gil, hao, ida = world.people("Ana", "Gil", "Hao", "Ida")
    channel, ts = world.open_round([ana], [gil, hao, ida])
    world.stories(channel, ts, [ana])
    world.sandbox.faults.fail("chat.postMessage", "account_inactive", channel=gil.id)
    world.next(ana, channel)
    assert sorted(len(person.dms()) for person in (gil, hao, ida)) == [0, 1, 1]


def test_a_job_that_slack_refuses_leaves_neither_token_nor_text_in_the_queue(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, ts = world.open_round([ana], [gil])
    ana.press(channel, ts, "answer")
    ana.fill({"answer": story(about="the secret lighthouse")})
    assert ana.submit() is None
    world.sandbox.faults.fail("chat.postMessage", "restricted_action")
    world.next(gil, channel)
    (held,) = world.look(lambda session: session.exec(select(HeldJob).where(HeldJob.channel_id == channel)).all())
    assert (held.job, held.reason, held.passing) == ("close", "restricted_action", False)
    kept = [pickle.dumps(step) for step in DBOS.list_workflow_steps(f"close:{world.round(channel).id}")]
    assert any(b"restricted_action" in step for step in kept)
    assert not any(b"xoxb" in step or b"lighthouse" in step for step in kept)


def test_a_deleted_question_ends_its_round_and_whoever_asked_hears_of_it(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = world.open_round([ana], [gil, hao])
    world.stories(channel, ts, [gil])
    world.next(ana, channel)
    assert world.look(lambda session: progress_of(session, [one := world.round(channel).id])[one]).dealt == 2
    messages.delete(world.sandbox.workspace, world.sandbox.workspace.channels[channel], ts)
    world.work()
    assert world.round(channel).stage == "cancelled"
    assert [one["text"] for one in ana.dms()] == [
        f"The question in <#{channel}> was deleted, so I dropped its round: nothing of it is scored."
    ]
    gil.command("/calibrate", "score", channel)
    assert notice(gil).startswith("Nothing")
    ana.command("/calibrate", "ask saying-no", channel)
    ana.submit()
    world.work()
    assert world.round(channel).stage == "collecting"


def test_a_question_without_replies_that_is_deleted_while_it_collects_is_dropped_as_well(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    messages.delete(world.sandbox.workspace, world.sandbox.workspace.channels[channel], ts)
    world.work()
    assert world.round(channel).stage == "cancelled"


def test_an_old_message_of_another_database_is_not_taken_for_the_new_question(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    (old,) = [one for one in world.sandbox.messages(channel) if one["ts"] == ts]
    key = old["metadata"]["event_payload"]["key"]
    assert key == f"round:{world.round(channel).public_id}"


def test_a_forged_id_shows_nobody_an_answer_of_another_channel(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring(authors=1)
    own = world.answers(channel)[0].id
    (eve,) = world.people("Eve")
    other = world.channel([eve])
    elsewhere = world.ask(other, by=eve)
    world.forge_press(eve, other, elsewhere, "revise", str(own))
    assert notice(eve).startswith("This answer isn't open for scoring")
    world.score(gil, channel, ts)
    world.next(gil, channel)
    world.forge_press(eve, other, elsewhere, "where_was_i", str(own))
    assert notice(eve).startswith("You scored nothing here")
    world.forge_press(eve, other, elsewhere, "record", str(own))
    assert notice(eve).startswith("Scores aren't out for this question yet")


def test_only_what_really_changed_is_noted(world: World) -> None:
    ana, gil = world.people("Ana", "Gil")
    channel, _ = world.open_round([ana], [gil])
    for text in ("pause sometime", "skip"):
        ana.command("/calibrate", text, channel)
    query = select(AuditEvent.what).where(AuditEvent.actor == ana.id)
    assert world.look(lambda session: session.exec(query).all()) == ["ask"]


def test_a_question_deleted_while_the_bot_was_down_ends_its_round_at_the_start(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    del world.sandbox.workspace.channels[channel].messages[ts]  # Slack told nobody who was listening
    world.catch_up(channel)
    assert world.round(channel).stage == "cancelled"
    assert "was deleted" in ana.dms()[-1]["text"]


def test_a_weekly_question_that_has_to_wait_is_told_of_and_one_due_at_the_reveal_comes(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel = world.channel([ana, gil, hao])
    world.clock.to_sunday()
    due = world.plan(channel, [gil, hao])
    world.ask(channel, "saying-no", by=ana)
    world.advance_to(due)
    assert len(world.rounds(channel)) == 1
    assert ana.dms()[-1]["text"].startswith(f"No new question in <#{channel}> today: *")
    world.advance(days=2)
    with world.changing(channel) as round_:
        round_.reveals_at = due + timedelta(weeks=1)
    world.advance_to(due + timedelta(weeks=1))
    assert [round_.stage for round_ in world.rounds(channel)] == ["closed", "collecting"]


def test_a_question_that_comes_late_leaves_people_their_whole_time(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    due = world.plan(channel, [ana])
    world.clock.at = due + timedelta(hours=6)
    world.work()
    assert world.round(channel).closes_at == world.clock.at + timedelta(hours=48)
