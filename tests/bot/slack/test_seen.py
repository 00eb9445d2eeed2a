"""What authors learn of their own answers: what was seen and what was not, and a level only when they ask."""

from dataclasses import replace

from bot.calibration.comparisons import EVIDENCE, OVERALL, Column, Comparison, Judged
from bot.views.seen import seen_modal
from sandbox.block_kit.blocks import check_view
from scoring.bank.questions import load_bank
from scoring.rubric import DIMENSIONS, load_rubric
from tests.kit.look import compares, form, notice, said, words
from tests.kit.play import World

RUBRIC, QUESTION = load_rubric(), load_bank()["raising-the-bar"]
LEVEL_WORDS = ("Junior", "Mid", "Senior", "Staff+")
ONE = Comparison(
    7,
    "0123456789abcdef",
    "B",
    "1.0",
    None,
    None,
    (OVERALL, EVIDENCE, "judgement", "influence", "impact"),
    (
        Column(
            None, {OVERALL: "mid", "judgement": "mid", "influence": "none", "impact": "mid"}, "strong", "I <!here> did."
        ),
        Column(None, {OVERALL: "senior", "judgement": "senior", "influence": "none", "impact": "none"}, "thin"),
        Column(None, {OVERALL: "mid", "judgement": "mid", "influence": "senior", "impact": "mid"}, "thin"),
    ),
    Judged("claude", None, (), (QUESTION.mistakes[0].id,), None),
)


def told(level: bool = False) -> str:
    view = seen_modal(ONE, QUESTION, RUBRIC, level)
    check_view(view, "modal")
    return words(view["blocks"])


def test_an_author_reads_what_was_seen_what_was_not_the_evidence_the_mistakes_and_what_to_ask() -> None:
    assert "*Seen:* Judgement (all 3), Impact (2 of 3)." in told()
    assert "*Not seen:* Influence (2 of 3)." in told()
    assert "*The evidence was:* thin (2), strong (1)." in told()
    assert "“I &lt;!here&gt; did.”" in told()
    assert QUESTION.mistakes[0].better in told()
    probe = next(probe.text for probe in QUESTION.probes if probe.dimension == "influence")
    assert f"*An interviewer would ask next:* {probe}" in told()


def test_no_level_is_told_until_they_ask_for_it() -> None:
    assert not [level for level in LEVEL_WORDS if level in told()]
    assert "read as Mid (2), Senior (1); the panel's middle is Mid." in told(level=True)


def test_with_every_dimension_and_fifty_raters_slack_takes_it() -> None:
    columns = tuple(replace(ONE.columns[n % 3], sentence=f"Sentence {n}. " + "word " * 99) for n in range(50))
    check_view(
        seen_modal(replace(ONE, columns=columns, rows=(OVERALL, EVIDENCE, *DIMENSIONS)), QUESTION, RUBRIC), "modal"
    )
    check_view(seen_modal(replace(ONE, columns=()), QUESTION, RUBRIC), "modal")


def test_only_its_author_learns_it_under_the_comparison_and_on_home_and_only_once_scores_are_out(world: World) -> None:
    channel, ts, (ana,), (gil, hao) = world.open_scoring(authors=1)
    (own,) = [answer for answer in world.answers(channel) if answer.author]
    world.score(gil, channel, ts, "junior")
    world.score(hao, channel, ts, "senior")
    assert "What did they see?" not in words(world.home(ana)["blocks"])
    world.forge_press(ana, channel, ts, "seen", own.public_id)
    assert notice(ana) == "This answer has no scores to bring up."
    world.next(ana, channel)
    (place,) = [
        one["ts"]
        for one in world.sandbox.thread(channel, ts)
        if compares(one) and one["text"].startswith(f"Answer {own.letter}:")
    ]
    gil.press(channel, place, "seen")
    assert notice(gil).startswith("This is for the person who wrote the answer.")
    ana.press(channel, place, "seen")
    assert "*Seen:* Judgement (all 2), Influence (all 2), Impact (all 2)." in said(ana)
    assert not [level for level in LEVEL_WORDS if level in said(ana)]
    ana.tap("seen_level")
    assert "read as Junior (1), Senior (1)" in said(ana)
    ana.close_modal()
    world.home(ana)
    ana.press_home("seen", own.public_id)
    assert form(ana)["title"]["text"] == "What did they see?"
    ana.close_modal()
