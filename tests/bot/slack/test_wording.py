"""What single views say, word for word, and how a text too long for its place is cut."""

from datetime import UTC, datetime

import pytest

from bot.calibration.comparisons import OVERALL, Column
from bot.calibration.piles import Progress
from bot.calibration.state import State
from bot.calibration.stood import Own
from bot.markup import cut
from bot.views.blocks import plain_sections
from bot.views.comparison import where_was_i
from bot.views.question import question_message
from bot.views.ruling import ruling_message
from scoring.rubric import load_rubric
from storage.models import Round
from storage.models import Ruling as StoredRuling
from tests.kit.look import words

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
PLAIN_RUBRIC = load_rubric()


def test_the_question_says_where_answers_go_only_where_claude_scores_them() -> None:
    question = {"competency": "Saying no", "prompt": "Why?"}
    round_ = Round(id=1, channel_id="C1", stage="collecting", question=question, closes_at=NOW, reveals_at=NOW)
    asked = State(round_, 0, Progress(0, 0, ()))
    for claude in (True, False):
        text, blocks = question_message(asked, claude=claude)
        assert ("their text goes to Anthropic" in text) is claude
        assert ("their text goes to Anthropic" in words(blocks)) is claude


def test_a_ruling_is_for_the_judge_too_only_where_it_reads_rulings() -> None:
    ruling = StoredRuling(
        id=1, dimension="judgement", lower="senior", upper="staff", text="It counts.", by="U9", confirmed_by="U8",
        agreed_at=NOW,
    )  # fmt: skip
    text, blocks = ruling_message(ruling, PLAIN_RUBRIC, heeded=False)
    assert text == (
        "Judgement: where Senior ends and Staff+ begins: “It counts.” Written by <@U9>, confirmed by <@U8>. It stands "
        "under the rubric from now on."
    )
    assert "judge" not in words(blocks)
    text, blocks = ruling_message(ruling, PLAIN_RUBRIC, heeded=True)
    assert text.endswith("It stands under the rubric from now on, for people and for the judge.")
    assert "for people and for the judge." in words(blocks)


def test_where_was_i_holds_only_ones_own_levels_beside_the_panels() -> None:
    own = Column(None, {OVERALL: "mid", "scope": "none"}, "thin")
    assert where_was_i([Own("B", 2, 3, own, {OVERALL: 2.5})], PLAIN_RUBRIC) == (
        "*Answer B*, where you are Rater 2\n"
        "Overall: you read *Mid*, panel Mid–Senior\nScope: you read *Not shown*\nEvidence: you found it *Thin*"
    )


@pytest.mark.parametrize("most", [4, 14])
def test_a_long_text_is_cut_at_a_word_and_says_that_more_follows(most: int) -> None:
    shown = [block["text"]["text"] for block in plain_sections("elephant " * 9000, most)]
    assert len(shown) == most
    assert shown[-1].endswith("…")
    assert all(len(piece) <= 3000 for piece in shown)
    assert set(" ".join(shown).replace("…", "").split()) <= {
        "elephant",
        "elephan",
        "elepha",
        "eleph",
        "elep",
        "ele",
        "el",
        "e",
    }


def test_what_is_cut_never_exceeds_its_measure() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
