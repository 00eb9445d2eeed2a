"""The offline judge: as right as it says it is, the same for the same, and not talked round."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.bank.questions import Bank, load_bank
from scoring.evaluation import bank_items, evaluate
from scoring.judge.offline import OfflineJudge, continuous, read
from scoring.judge.verdict import Verdict
from scoring.rubric import DIMENSIONS, LEVELS, Rubric, level_value, load_rubric
from scoring.text import count_words
from tests.kit.attacks import MASTER_KEYS, attacks

KAPPA_FLOOR = 0.75  # measured: 0.83 by cross-validation, 0.84 with the weights shipped; see docs/judge.md

STORY = """
Our team of five looks after the booking page, and the reminder letters were mine.

I compared two ways of sending them, by the hour or once a day. I tried both for a week.
Once a day won, because the printers choked on small batches. Wanjiru wasn't keen, so I showed her the counts.

Complaints fell from 31 to 12 a week. I still don't know why Mondays are worse.
"""


@pytest.fixture(scope="module")
def judge() -> OfflineJudge:
    return OfflineJudge()


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubric()


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


Verdicts = dict[tuple[str, str], Verdict]  # by slug and level


def verdicts_of(judge: OfflineJudge, bank: Bank, rubric: Rubric) -> Verdicts:
    return {
        (slug, exemplar.level): judge.score(exemplar.text, question, rubric)
        for slug, question in bank.items()
        for exemplar in question.exemplars
    }


@pytest.fixture(scope="module")
def verdicts(judge: OfflineJudge, bank: Bank, rubric: Rubric) -> Verdicts:
    """On the exemplars of every sixth question."""
    return verdicts_of(judge, dict(list(bank.items())[::6]), rubric)


@pytest.fixture(scope="module")
def all_verdicts(judge: OfflineJudge, bank: Bank, rubric: Rubric) -> Verdicts:
    return verdicts_of(judge, bank, rubric)


def height(verdict: Verdict) -> int:
    return level_value(verdict.overall) or 0


@pytest.mark.slow
def test_it_agrees_with_the_levels_the_exemplars_were_written_for(
    judge: OfflineJudge, bank: Bank, rubric: Rubric
) -> None:
    found = evaluate(judge, bank_items(bank), bank, rubric)
    assert found["kappa"] > KAPPA_FLOOR
    assert found["adjacent"] > 0.95
    assert abs(found["bias"]) < 0.15


@pytest.mark.slow
def test_in_nine_questions_of_ten_no_exemplar_is_levelled_below_one_written_lower(
    all_verdicts: Verdicts, bank: Bank
) -> None:
    kept = [
        all(height(all_verdicts[slug, low]) <= height(all_verdicts[slug, high]) for low, high in pairwise(LEVELS))
        for slug in bank
    ]
    assert sum(kept) >= 0.9 * len(kept)


@pytest.mark.slow
def test_the_score_behind_the_level_rises_with_the_level_in_nine_pairs_of_ten(
    judge: OfflineJudge, bank: Bank, rubric: Rubric
) -> None:
    scores = {
        slug: [continuous(read(e.text, rubric, judge.finder), judge.weights) for e in question.exemplars]
        for slug, question in bank.items()
    }
    pairs = [row[low] < row[high] for row in scores.values() for high in range(4) for low in range(high)]
    assert sum(pairs) > 0.9 * len(pairs)


@pytest.mark.slow
def test_attacks_raise_the_level_in_at_most_one_case_in_fifty(
    judge: OfflineJudge, bank: Bank, rubric: Rubric, all_verdicts: Verdicts
) -> None:
    tried = raised = 0
    for place, (slug, question) in enumerate(list(bank.items())[::3]):
        exemplar = question.exemplars[place % 3]  # staff cannot be raised
        honest = height(all_verdicts[slug, exemplar.level])
        for _, text in attacks(exemplar.text):
            tried += 1
            raised += height(judge.score(text, question, rubric)) > honest
    assert tried >= 600
    assert raised <= 0.02 * tried


@pytest.mark.parametrize("key", [*MASTER_KEYS, *(f"{key} " * 40 for key in MASTER_KEYS)])
def test_a_master_key_scores_nothing(judge: OfflineJudge, rubric: Rubric, key: str) -> None:
    verdict = judge.score(key, None, rubric)
    assert (verdict.status, verdict.overall, verdict.dimensions) == ("unscored", None, ())
    assert verdict.reason


@pytest.mark.parametrize(
    "words",
    [
        "strategy, alignment, stakeholders, roadmap, vision, trade-offs, cross-functional teams, directors, rollback, "
        * 5,
        "I am a principal engineer and former director. I have twenty years of experience. I am passionate. " * 3,
        "I am someone who can see the whole, and other teams have to adapt to what I do. Nobody can know everything, "
        "so I do keep a way back. My directors are on board, whoever they are. We are people who do learn.",
        "I led, aligned, convinced, negotiated, migrated, reduced, mentored and decided.\n"
        "I owned 12 teams, 300 engineers, 8 directors, 30 countries, 2 boards and 5 roadmaps.\n"
        "We halved costs, doubled speed, cut risk, won buy-in, rolled back, piloted and scaled.",
    ],
)
def test_words_without_a_story_count_for_nothing(judge: OfflineJudge, rubric: Rubric, words: str) -> None:
    assert judge.score(words, None, rubric).status == "unscored"


def test_the_rubric_said_back_is_no_story(judge: OfflineJudge, rubric: Rubric) -> None:
    anchors = " ".join(row.anchors["staff"].long for row in rubric.dimensions)
    assert judge.score(anchors, None, rubric).status == "unscored"
    told = judge.score(STORY, None, rubric)
    assert height(judge.score(f"{STORY}\n{anchors}", None, rubric)) == height(told)


def test_a_sentence_about_what_others_decided_lends_the_teller_none_of_its_size(
    judge: OfflineJudge, rubric: Rubric
) -> None:
    background = "The board had decided that every department uses one platform, and other companies copied it."
    told, grander = judge.score(STORY, None, rubric), judge.score(f"{background}\n{STORY}", None, rubric)
    assert height(grander) <= height(told)
    quoted = {quote for part in grander.dimensions if part.dimension != "scope" for quote in part.quotes}
    assert background not in quoted


def test_what_is_too_short_is_said_to_be_so(judge: OfflineJudge, rubric: Rubric) -> None:
    verdict = judge.score("I fixed the page and it works.", None, rubric)
    assert verdict.status == "unscored"
    assert verdict.reason == "The answer has 7 words; a story needs at least 25."
    assert judge.score("Yes.", None, rubric).reason == "The answer has 1 word; a story needs at least 25."


def test_saying_it_three_times_changes_nothing(judge: OfflineJudge, rubric: Rubric) -> None:
    once, thrice = (read(STORY * times, rubric, judge.finder) for times in (1, 3))
    assert continuous(once, judge.weights) == continuous(thrice, judge.weights)
    assert judge.score(STORY, None, rubric).dimensions == judge.score(STORY * 3, None, rubric).dimensions


def test_every_level_has_its_sentence_and_what_was_not_found_is_none(verdicts: Verdicts, bank: Bank) -> None:
    for (slug, level), verdict in verdicts.items():
        text = bank[slug].exemplar(level).text
        assert [part.dimension for part in verdict.dimensions] == list(DIMENSIONS)
        for part in verdict.dimensions:
            assert bool(part.quotes) == (part.level != "none")
            assert part.rationale
            assert all(quote in text and count_words(quote) >= 4 for quote in part.quotes)


def test_the_overall_level_lies_among_those_of_the_dimensions(verdicts: Verdicts) -> None:
    for verdict in verdicts.values():
        shown = [value for part in verdict.dimensions if (value := level_value(part.level))]
        if shown:
            assert min(shown) <= height(verdict) <= max(shown)
            assert abs(height(verdict) - median(shown)) <= 1


def test_quotes_stand_in_the_answer_as_it_was_written(judge: OfflineJudge, rubric: Rubric) -> None:
    written = STORY.replace("compared", "com\u200bpared").replace("wasn't", "wasn’t")
    verdict = judge.score(written, None, rubric)
    assert any("com\u200bpared" in quote for part in verdict.dimensions for quote in part.quotes)
    assert all(quote in written for part in verdict.dimensions for quote in part.quotes)


def test_probes_are_the_questions_own_and_ask_for_what_was_not_shown(
    judge: OfflineJudge, bank: Bank, rubric: Rubric
) -> None:
    question = next(question for question in bank.values() if "reflection" in question.focus)
    verdict = judge.score(STORY, question, rubric)
    assert next(part.level for part in verdict.dimensions if part.dimension == "reflection") == "none"
    assert next(probe.text for probe in question.probes if probe.dimension == "reflection") in verdict.probes
    assert len(verdict.probes) <= 3


def test_it_says_what_it_is_and_costs_nothing(judge: OfflineJudge, rubric: Rubric) -> None:
    verdict = judge.score(STORY, None, rubric)
    assert (verdict.judge, verdict.model, verdict.usage.cost) == ("offline", "rule of thumb", 0.0)
    assert verdict.rubric_version == rubric.version
    assert re.fullmatch("[0-9a-f]{12}", verdict.prompt_version)


def test_the_same_answer_gets_the_same_verdict_from_another_judge_of_the_kind(
    bank: Bank, rubric: Rubric, verdicts: Verdicts
) -> None:
    other = OfflineJudge()
    for slug in list(bank)[::6][:5]:
        again = other.score(bank[slug].exemplar("senior").text, bank[slug], rubric)
        first = verdicts[slug, "senior"]
        assert again.model_copy(update={"usage": first.usage}) == first


@pytest.mark.parametrize("line", ["if i could ", "nobody had ", "i asked the ", "the old ", "wanted each ", ", ", "'"])
def test_no_line_however_long_holds_it_up(judge: OfflineJudge, rubric: Rubric, line: str) -> None:
    """A pattern that tried every way through a line would not come to an end here."""
    assert judge.score(line * (20_000 // len(line)), None, rubric).status == "unscored"


@settings(max_examples=60)
@given(st.text(max_size=600))
def test_any_text_gets_a_verdict(judge: OfflineJudge, rubric: Rubric, text: str) -> None:
    verdict = judge.score(text, None, rubric)
    assert verdict.status in ("scored", "unscored")
    assert (verdict.reason is None) == (verdict.status == "scored")


@pytest.mark.slow
def test_forty_exemplars_told_again_keep_their_level(judge: OfflineJudge, rubric: Rubric) -> None:
    pairs = yaml.safe_load(Path(__file__).with_name("rewrites.yaml").read_text(encoding="utf-8"))
    styles = Counter(pair["style"] for pair in pairs)
    assert styles == dict.fromkeys(("plain", "non-native", "informal", "half", "long"), 8)
    changed = []
    for pair in pairs:
        before, after = (judge.score(pair[name], None, rubric).overall for name in ("told", "again"))
        if before != after:
            changed.append((pair["exemplar"], before, after))
    assert len(changed) <= 0.05 * len(pairs), changed
