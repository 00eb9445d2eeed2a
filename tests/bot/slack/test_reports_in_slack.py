"""Reports as people ask for them, and what of them Home shows."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.calibration.reports.personal import WEEKS
from sandbox.people.person import Person
from scoring.rubric import LEVELS
from storage.database import unit
from storage.models import Scorecard
from tests.kit.look import words
from tests.kit.marks import NEW_BLOCKS
from tests.kit.play import World

Out = tuple[str, Person, list[Person]]


def play(world: World, people: int = 2) -> Out:
    """A round of one answer and an exemplar, scored and revealed; the channel, the author, the interviewers."""
    author, *raters = world.people("Noa", *("Gil", "Hao", "Ida", "Jon")[:people])
    channel, ts = world.open_round([author], raters)
    world.stories(channel, ts, [author])
    world.next(author, channel)
    for place, rater in enumerate(raters):
        world.score(rater, channel, ts, level=LEVELS[place])
    world.next(author, channel)
    return channel, author, raters


@pytest.fixture(scope="module")
def out(world: World) -> Out:
    """A round for the tests that only read of it."""
    return play(world)


def ask(world: World, person: Person, channel: str, text: str) -> dict[str, Any]:
    """The direct message that a command is followed by."""
    sent = len(person.dms())
    person.command("/calibrate", text, channel)
    world.idle()
    (message,) = person.dms()[sent:]
    return message


def test_everybody_gets_their_own_report_privately(world: World, out: Out) -> None:
    channel, author, (gil, hao) = out
    before = len(world.sandbox.messages(channel))
    report = ask(world, gil, channel, "report")
    assert "2 of the 20 shared scorecards needed so far" in report["text"]
    assert len(world.sandbox.messages(channel)) == before
    assert not hao.dms() or hao.dms()[-1]["text"] != report["text"]
    assert "You have scored nothing yet" in ask(world, author, channel, "report 4")["text"]


def test_other_weeks_are_chosen_in_the_report_itself(world: World, out: Out) -> None:
    channel, _, (gil, _) = out
    message = ask(world, gil, channel, "report 4")
    for weeks in WEEKS[1:]:
        gil.press(gil.dm, message["ts"], "report_weeks", selected=f"{weeks} weeks")
        world.idle()
        assert gil.dms()[-1]["ts"] == message["ts"], "the message changes, no new one comes"
        assert f"How you score: {weeks} weeks" in gil.dms()[-1]["text"]


def test_a_report_looks_back_only_over_its_weeks(world: World) -> None:
    channel, _, (gil, _) = play(world)
    world.advance(weeks=5)
    assert "You have scored nothing yet" in ask(world, gil, channel, "report 4")["text"]
    assert "2 scorecards." in ask(world, gil, channel, "report 13")["text"]
    assert "No scores came out" in ask(world, gil, channel, "report team 4")["text"]
    assert "1 round, " in ask(world, gil, channel, "report team 13")["text"]


def test_a_report_for_weeks_that_there_are_none_of_is_refused_in_a_line(world: World) -> None:
    (ana,) = world.people("Ana")
    channel = world.channel([ana])
    for text in ("report 7", "report team x", "report 4 13"):
        ana.command("/calibrate", text, channel)
        assert "with 4, 13 or 52" in ana.ephemerals(channel)[-1]["text"]
    assert ana.dms() == []


def test_the_team_report_asked_for_elsewhere_asks_for_the_channel(world: World) -> None:
    channel, _, _ = play(world, people=3)
    asker = world.sandbox.add_person("Outsider")
    asker.join(channel)
    asker.command("/calibrate", "report team 4", asker.dm)
    asker.fill({"channel": world.channel([asker])})
    assert asker.submit() == {"channel": "No weekly question is set up in that channel."}
    asker.fill({"channel": channel})
    assert asker.submit() is None
    world.work()
    assert f"<#{channel}>: 1 round" in asker.dms()[-1]["text"]


def test_the_team_report_counts_the_channel_links_what_is_disputed_and_names_nobody(world: World) -> None:
    channel, author, raters = play(world, people=4)
    asker = world.sandbox.add_person("Outsider")
    asker.join(channel)
    message = ask(world, asker, channel, "report team")
    assert "1 round, 1 answer by 1 person, 6 blind scorecards by 4 interviewers" in words(message["blocks"])
    assert "|Answer " in words(message["blocks"]), "the widest answer is linked"
    told = json.dumps(message["blocks"]) + message["text"]
    assert not [one for one in (author, *raters) if one.id in told or one.name in told]


def test_reports_and_home_count_nothing_before_the_reveal(world: World) -> None:
    author, gil, hao = world.people("Noa", "Gil", "Hao")
    channel, ts = world.open_round([author], [gil, hao])
    world.stories(channel, ts, [author])
    world.next(author, channel)
    world.score(gil, channel, ts, "staff", "strong")
    world.score(hao, channel, ts, "junior", "thin")
    assert "You have scored nothing yet" in ask(world, gil, channel, "report")["text"]
    assert "No scores came out" in ask(world, gil, channel, "report team")["text"]
    gil.open_home()
    world.sandbox.settled()
    assert "How you score" not in words(gil.home)


def test_home_leads_to_the_reports_once_scores_are_out(world: World, out: Out) -> None:
    channel, _, (gil, _) = out
    gil.open_home()
    world.sandbox.settled()
    assert "2 of the 20 shared scorecards needed so far" in words(gil.home)
    sent = len(gil.dms())
    gil.press_home("full_report")
    world.idle()
    assert gil.modal is not None
    assert len(gil.dms()) == sent + 1
    gil.close_modal()
    gil.press_home("team_report")
    gil.fill({"channel": channel})
    assert gil.submit() is None
    world.idle()
    assert f"<#{channel}>: 1 round" in gil.dms()[-1]["text"]


def test_a_slack_that_knows_no_charts_gets_reports_and_summary_all_the_same(world: World) -> None:
    world.sandbox.faults.refuse_blocks(set(NEW_BLOCKS))
    try:
        channel, _, (gil, _) = play(world)
        assert "with a colleague" in ask(world, gil, channel, "report")["text"]
        assert "Dimension" not in json.dumps(ask(world, gil, channel, "report team")["blocks"])
        gil.open_home()
        world.sandbox.settled()
        assert gil.home is not None
    finally:
        world.sandbox.faults.refuse_blocks(set())


def test_an_exemplars_comparison_says_how_far_it_is_from_validated(world: World, out: Out) -> None:
    channel, _, _ = out
    written = [one for one in world.sandbox.messages(channel) if "written as" in one["text"]]
    assert re.search(
        r"(more scorecards? will confirm or dispute it|(validated|disputed) by \d+ scorecards)", written[0]["text"]
    )


def test_what_the_judge_left_to_people_is_on_a_managers_home_without_a_score(world: World) -> None:
    author, gil = world.people("Noa", "Gil")
    channel, ts = world.open_round([author], [gil])
    world.stories(channel, ts, [author])
    world.next(author, channel)
    answer = next(one for one in world.answers(channel) if one.author)
    with unit(world.deps.engine, world.sandbox.team_id) as session:
        session.add(
            Scorecard(
                answer_id=answer.id,
                rater="claude",
                kind="judge",
                state="submitted",
                status="needs_review",
                reason="The reply failed its checks: overall is senior, outside the levels",
                tells_level=True,
                rubric_version="r",
                model="another",
                changed_at=world.clock.now() + timedelta(hours=1),
                answer_version=answer.version,
            )
        )
    gil.open_home()
    world.sandbox.settled()
    assert "Needs a look" in words(gil.home)
    gil.press_home("look")
    assert gil.modal is not None
    said = words(gil.modal["blocks"])
    assert f"<#{channel}>" in said
    assert "|Answer " in said
    assert "senior" not in said.lower(), "the reason would tell the judge's level before the reveal"
    world.next(author, channel)
    gil.press_home("look")
    assert "overall is senior" in words(gil.modal["blocks"])
