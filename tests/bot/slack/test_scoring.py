"""Scoring, alone and blind: a minute an answer, on a phone."""

from collections import Counter
from typing import Any

import pytest

from bot.calibration.access import Person as Rater
from bot.calibration.scorecards import Scores, save
from bot.refusals import Refusal
from sandbox.people.person import Person
from tests.kit.look import form, said, words
from tests.kit.play import World, fill

FOCUS = ["Judgement: How was the choice made?", "Influence: Who came along, and why?", "Impact: What became different?"]

FOCAL = ["judgement", "influence", "impact"]


def inputs(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def choices(view: dict[str, Any]) -> dict[str, str | None]:
    """What is chosen in a form, by the first word of the block id."""
    state = view["state"]["values"]
    return {
        block_id.partition(":")[0]: (elements["draft"]["selected_option"] or {}).get("value")
        for block_id, elements in state.items()
        if "draft" in elements
    }


def test_the_form_shows_question_answer_and_rubric_then_asks_in_a_fixed_order(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    view = form(gil)
    assert (view["title"]["text"], view["submit"]["text"], view["close"]["text"]) == (
        "Answer 1 of 3",
        "Save and next",
        "Later",
    )
    kinds = [block["type"] for block in view["blocks"]]
    assert kinds[:3] == ["context", "section", "actions"]
    assert "Full rubric" in words(view["blocks"][2])
    labels = [block["label"]["text"] for block in inputs(view)]
    assert labels[0] == "Which sentence decides it?", "evidence before levels"
    assert [label.partition(":")[0] for label in labels[1:4]] == ["Judgement", "Influence", "Impact"]
    assert all(label.endswith("?") for label in labels[:4])
    assert labels[4:] == ["Overall, this answer shows", "The evidence is", "Why? One line helps the discussion"]
    levels = [option["text"]["text"] for option in inputs(view)[1]["element"]["options"]]
    assert levels == ["Not shown", "Junior", "Mid", "Senior", "Staff+"]
    assert kinds[-2:] == ["actions", "context"]
    assert "Score the other three" in words(view["blocks"][-2])
    assert words(view["blocks"][-1]).startswith("Private until <!date^")


def choose(person: Person, overall: str, *dimensions: str) -> dict[str, str] | None:
    """Chooses levels for the focal dimensions in order, then overall, and sends the form."""
    answer_id = form(person)["private_metadata"].partition(":")[0]
    levels = {f"{one}:{answer_id}": level for one, level in zip(FOCAL, dimensions, strict=False)}
    person.fill(levels | {f"overall:{answer_id}": overall, f"evidence:{answer_id}": "Adequate"})
    return person.submit()


def submitted(world: World, channel: str) -> list[str | None]:
    return [card.overall for card in world.scorecards(channel) if card.state == "submitted"]


def test_an_overall_level_above_every_dimension_is_asked_about_once_and_kept_if_it_is_sent_again(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    answer_id = form(gil)["private_metadata"].partition(":")[0]
    gil.fill({f"note:{answer_id}": "All of it."})
    assert choose(gil, "Senior", "Mid", "Not shown", "Junior") is None
    assert "Senior overall, and no dimension reaches it?" in said(gil)
    assert form(gil)["title"]["text"] == "Answer 1 of 3", "the form stays, as it was filled in"
    assert choices(form(gil))["overall"] == "senior"
    assert "All of it." in str(form(gil)["state"])
    assert submitted(world, channel) == []
    gil.tap("more_dimensions")
    assert choose(gil, "Staff+", "Mid") is None
    assert form(gil)["title"]["text"] == "Answer 2 of 3"
    assert submitted(world, channel) == ["staff"]


def test_an_overall_level_that_a_dimension_reaches_is_not_asked_about(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    assert choose(gil, "Senior", "Mid", "Senior", "Junior") is None
    assert choose(gil, "Not shown", "Not shown", "Not shown", "Not shown") is None
    assert submitted(world, channel) == ["senior", "none"]


def test_each_tap_is_kept_and_found_again_after_the_window_was_swiped_away(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    answer_id = form(gil)["private_metadata"].partition(":")[0]
    gil.fill({f"judgement:{answer_id}": "Senior", f"evidence:{answer_id}": "Thin"})
    gil.close_modal()
    (card,) = world.scorecards(channel)
    assert (card.state, card.overall, card.evidence) == ("draft", None, "thin")
    gil.command("/calibrate", "score", channel)
    assert form(gil)["private_metadata"].startswith(answer_id)
    assert choices(form(gil)) == {
        "judgement": "senior",
        "influence": None,
        "impact": None,
        "overall": None,
        "evidence": "thin",
    }


def test_after_each_answer_the_next_one_follows_with_nothing_chosen_until_all_are_done(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    titles = []
    while form(gil)["callback_id"] == "scorecard":
        titles.append((form(gil)["title"]["text"], form(gil)["submit"]["text"]))
        assert set(choices(form(gil)).values()) == {None}
        fill(gil, "mid", "strong")
    assert titles == [
        ("Answer 1 of 3", "Save and next"),
        ("Answer 2 of 3", "Save and next"),
        ("Answer 3 of 3", "Save and finish"),
    ]
    assert said(gil).startswith("Thank you, nothing more waits for you. Scores come out <!date^")
    cards = world.scorecards(channel)
    assert [(card.state, card.overall, card.evidence, card.phase) for card in cards] == [
        ("submitted", "mid", "strong", "blind")
    ] * 3


def test_the_other_three_dimensions_come_on_wish_and_what_was_chosen_stays(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    answer_id = form(gil)["private_metadata"].partition(":")[0]
    gil.fill({f"impact:{answer_id}": "Mid", "note": "a line"})
    gil.tap("more_dimensions")
    view = form(gil)
    names = [block["label"]["text"].partition(":")[0] for block in inputs(view)]
    assert names[1:7] == ["Judgement", "Influence", "Impact", "Scope", "Delivery", "Reflection"]
    assert "Score the other three" not in said(gil)
    assert choices(view)["impact"] == "mid"
    assert fill(gil, "none", "adequate") is None
    (card, *_) = world.scorecards(channel)
    assert (card.note, card.overall) == ("a line", "none")


def test_the_full_rubric_opens_over_the_form_and_loses_nothing(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    gil.tap("rubric_push")
    assert len(gil.modals) == 2
    assert "Reflection" in said(gil)
    gil.close_modal()
    assert form(gil)["callback_id"] == "scorecard"


def test_a_form_that_is_submitted_twice_counts_once(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    view = form(gil)
    fill(gil, "senior", "strong")
    filled = {
        block["block_id"]: {"draft": {"type": "radio_buttons", "selected_option": block["element"]["options"][-1]}}
        for block in inputs(view)
        if block["element"]["type"] == "radio_buttons"
    }
    for _ in range(2):
        world.forge_submit(gil, view, state={"values": filled})
    shown = view["private_metadata"].partition(":")[0]
    (answer_id,) = [answer.id for answer in world.answers(channel) if answer.public_id == shown]
    assert Counter(card.answer_id for card in world.scorecards(channel)) == {answer_id: 1}


def test_a_tap_in_a_form_left_open_elsewhere_does_not_undo_what_was_submitted(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    old = form(gil)
    fill(gil, "senior", "strong")
    empty = {block["block_id"]: {"draft": {"type": "radio_buttons", "selected_option": None}} for block in inputs(old)}
    world.forge_tap(gil, old | {"state": {"values": empty}}, "draft")
    (card,) = world.scorecards(channel)
    assert (card.state, card.overall, card.evidence) == ("submitted", "senior", "strong")


def test_an_answer_that_was_scored_can_be_opened_again_and_changed_before_the_reveal(world: World) -> None:
    channel, ts, _, (gil, _) = world.open_scoring()
    assert world.score(gil, channel, ts, "mid") == 3
    answer = world.answers(channel)[0]
    gil.shortcut("score_answer", channel, answer.message_ts)
    assert form(gil)["title"]["text"] == "Answer 3 of 3"
    assert choices(form(gil))["overall"] == "mid"
    fill(gil, "junior", "thin")
    found = {card.answer_id: card.overall for card in world.scorecards(channel)}
    assert Counter(found.values()) == {"mid": 2, "junior": 1}
    assert found[answer.id] == "junior"


def test_a_long_answer_is_shown_whole_in_sections_that_slack_takes(world: World) -> None:
    (ana, gil) = world.people("Ana", "Gil")
    channel, ts = world.open_round([ana], [gil])
    text = " ".join(f"word{number}" for number in range(2500))
    world.answer(ana, channel, ts, text)
    world.next(ana, channel)
    gil.shortcut("score_answer", channel, world.answers(channel)[0].message_ts)
    sections = [block["text"] for block in form(gil)["blocks"] if block["type"] == "section"]
    assert len(sections) > 5
    assert max(len(one["text"]) for one in sections) <= 3000
    assert {one["type"] for one in sections} == {"plain_text"}
    assert " ".join(one["text"] for one in sections) == text


def test_a_form_open_at_the_reveal_keeps_what_was_filled_in_and_offers_to_save_it_as_revised(world: World) -> None:
    channel, ts, (ana, _), (gil, _) = world.open_scoring()
    gil.press(channel, ts, "score")
    world.next(ana, channel)
    assert fill(gil, "staff", "strong") is None
    assert form(gil)["submit"]["text"] == "Save as revised score"
    assert said(gil).startswith("*Scores came out while this was open, so it can't count as blind.*")
    assert choices(form(gil)) == dict.fromkeys(("judgement", "influence", "impact", "overall"), "staff") | {
        "evidence": "strong"
    }
    assert [card for card in world.scorecards(channel) if card.state == "submitted"] == []
    assert gil.submit() is None
    assert said(gil) == "Your score is kept, as one given after the discussion."
    (card,) = [card for card in world.scorecards(channel) if card.state == "submitted"]
    assert (card.phase, card.overall) == ("discussed", "staff")


def test_what_no_database_keeps_is_taken_out_of_a_note(world: World) -> None:
    """PostgreSQL refuses a NUL, and nothing keeps half a character."""
    channel, ts, _, (gil, _) = world.open_scoring(authors=1)
    gil.press(channel, ts, "score")
    note = next(one["block_id"] for one in form(gil)["blocks"] if one.get("block_id", "").startswith("note"))
    gil.fill({note: "She\0 chose \ud83dit."})
    assert not fill(gil, "mid", "adequate")
    assert [card.note for card in world.scorecards(channel) if card.state == "submitted"] == ["She chose it."]


def test_scores_without_a_level_are_no_scorecard(world: World) -> None:
    """What Slack's own form asks for, a forged one may leave out."""
    channel, _, _, (gil, _) = world.open_scoring(authors=1)
    answer = world.answers(channel)[0]
    who = Rater(gil.id, frozenset({channel}))
    for scores in (Scores(None, "adequate", {}, ""), Scores("mid", None, {}, "")):
        with pytest.raises(Refusal):
            world.change(lambda work, given=scores: save(work, who, answer.id, given, submit=True, blind=True))
    assert world.scorecards(channel) == []
