"""The offline judge: as right as it says it is, the same for the same, and not talked round."""

import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scoring.bank.questions import Bank, load_bank
from scoring.evaluation.asking import ask
from scoring.evaluation.figures import figures
from scoring.evaluation.items import FORMS, bank_items, field_items
from scoring.judge.offline import OfflineJudge, read
from scoring.judge.offline_model import load_model
from scoring.judge.verdict import Verdict
from scoring.rubric import DIMENSIONS, Rubric, level_value, load_rubric
from scoring.text import count_words
from tests.kit.attacks import MASTER_KEYS, attacks

KAPPA_FLOOR = 0.95  # on the answers that it was fitted to; docs/judge.md tells what new ones get

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


@pytest.fixture(scope="module")
def verdicts(judge: OfflineJudge, bank: Bank, rubric: Rubric) -> dict[tuple[str, str], Verdict]:
    return {
        (slug, exemplar.level): judge.score(exemplar.text, question, rubric)
        for slug, question in bank.items()
        for exemplar in question.exemplars
    }


def height(verdict: Verdict) -> int:
    return level_value(verdict.overall) or 0


def test_it_knows_the_answers_that_it_was_fitted_to(judge: OfflineJudge, bank: Bank, rubric: Rubric) -> None:
    """How well it does on others only benchmarks/offline.py tells; this notices weights that do not fit the code."""
    for items in (bank_items(bank), field_items("open")):
        found = figures(judge, items, ask(judge, items, bank, rubric), rubric)
        assert found["kappa"] > KAPPA_FLOOR
        assert abs(found["bias"]) < 0.15
        assert found["unscored"] == {}


def test_an_answer_in_each_form_is_read(judge: OfflineJudge, rubric: Rubric) -> None:
    seen = {item.form: judge.score(item.answer, None, rubric) for item in field_items("open")}
    assert set(seen) == set(FORMS)
    for verdict in seen.values():
        assert verdict.status == "scored"
        assert verdict.acts
        assert "rule of thumb" in verdict.why


def as_a_team(text: str) -> str:
    for one, other in (("I'm", "we're"), ("I", "we"), ("my", "our"), ("me", "us")):
        text = re.sub(rf"\b{one}\b", other, text)
    return text


def without_stops(text: str) -> str:
    return re.sub("[.!?]", "", text)


@pytest.fixture(scope="module", params=[pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(4, id="a-few")])
def as_told(request: pytest.FixtureRequest, judge: OfflineJudge, bank: Bank, rubric: Rubric) -> dict[str, Verdict]:
    """What becomes of the answers of the bank and the field as they stand: of all, or of as many as soon tell."""
    items = [*bank_items(bank), *field_items("open")][:: request.param]
    return {one.answer: judge.score(one.answer, None, rubric) for one in items}


@pytest.mark.parametrize(("told_again", "most_raised"), [(as_a_team, 0.03), (without_stops, 0.03), (str.lower, 0)])
def test_who_is_said_to_have_done_it_and_how_it_is_punctuated_raises_next_to_nobody(
    judge: OfflineJudge,
    rubric: Rubric,
    as_told: dict[str, Verdict],
    told_again: Callable[[str], str],
    most_raised: float,
) -> None:
    pairs = [(told, judge.score(told_again(answer), None, rubric)) for answer, told in as_told.items()]
    assert sum(height(again) > height(told) for told, again in pairs) <= most_raised * len(pairs)
    assert sum(again.status == "unscored" for _, again in pairs) <= 0.01 * len(pairs)


def test_another_language_is_named_as_the_reason(judge: OfflineJudge, rubric: Rubric) -> None:
    german = (
        "Bei uns fiel jeden Freitag die Kasse aus. Ich habe einen Monat lang die Protokolle gelesen, den Fehler "
        "gefunden und den Ablauf neu geschrieben. Seither kam es nicht mehr vor, und die Kollegen haben aufgeatmet."
    )
    verdict = judge.score(german, None, rubric)
    assert verdict.status == "unscored"
    assert verdict.reason
    assert "English only" in verdict.reason


@pytest.mark.parametrize("every", [pytest.param(3, marks=pytest.mark.slow), 12])
def test_attacks_raise_the_level_in_at_most_one_case_in_fifty(
    judge: OfflineJudge, bank: Bank, rubric: Rubric, verdicts: dict[tuple[str, str], Verdict], every: int
) -> None:
    """On every third question that is a measurement; on every twelfth it notices a judge that is talked round."""
    tried = raised = 0
    for place, (slug, question) in enumerate(list(bank.items())[::every]):
        exemplar = question.exemplars[place % 3]  # staff cannot be raised
        honest = height(verdicts[slug, exemplar.level])
        for _, text in attacks(exemplar.text):
            tried += 1
            raised += height(judge.score(text, question, rubric)) > honest
    assert tried >= 1800 / every
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


def test_one_grand_sentence_about_what_others_decided_does_not_raise_it(judge: OfflineJudge, rubric: Rubric) -> None:
    background = "The board had decided that every department uses one platform, and other companies copied it."
    told, grander = judge.score(STORY, None, rubric), judge.score(f"{background}\n{STORY}", None, rubric)
    assert height(grander) <= height(told)


def test_what_is_too_short_is_said_to_be_so(judge: OfflineJudge, rubric: Rubric) -> None:
    verdict = judge.score("I fixed the page and it works.", None, rubric)
    assert verdict.status == "unscored"
    assert verdict.reason == "The answer has 7 words; a story needs at least 25."
    assert judge.score("Yes.", None, rubric).reason == "The answer has 1 word; a story needs at least 25."


def test_saying_it_three_times_changes_nothing(judge: OfflineJudge, rubric: Rubric) -> None:
    once, thrice = (judge.value(read(STORY * times, rubric, judge.cues)) for times in (1, 3))
    assert once == thrice
    assert judge.score(STORY, None, rubric).dimensions == judge.score(STORY * 3, None, rubric).dimensions


def test_every_level_has_its_sentence_and_what_was_not_found_is_none(
    verdicts: dict[tuple[str, str], Verdict], bank: Bank
) -> None:
    for (slug, level), verdict in verdicts.items():
        text = bank[slug].exemplar(level).text
        assert [part.dimension for part in verdict.dimensions] == list(DIMENSIONS)
        for part in verdict.dimensions:
            assert bool(part.quotes) == (part.level != "none")
            assert part.rationale
            assert all(quote in text and count_words(quote) >= 4 for quote in part.quotes)


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
    bank: Bank, rubric: Rubric, verdicts: dict[tuple[str, str], Verdict]
) -> None:
    other = OfflineJudge()
    for slug in list(bank)[:5]:
        again = other.score(bank[slug].exemplar("senior").text, bank[slug], rubric)
        first = verdicts[slug, "senior"]
        assert again.model_copy(update={"usage": first.usage}) == first


def test_a_score_is_the_same_in_any_order_of_the_words_for_a_process_has_one_of_its_own() -> None:
    model, luck = load_model(), Random(3)
    said, support = sorted(model.words), [0.0] * len(model.cues)
    assert {model.score(luck.sample(said, len(said)), support) for _ in range(50)} == {model.score(said, support)}


@pytest.mark.parametrize("line", ["if i could ", "nobody had ", "i asked the ", "the old ", "wanted each ", ", ", "'"])
def test_no_line_however_long_holds_it_up(judge: OfflineJudge, rubric: Rubric, line: str) -> None:
    start = time.process_time()
    judge.score(line * (20_000 // len(line)), None, rubric)
    assert time.process_time() - start < 2


@given(st.text(max_size=600))
def test_any_text_gets_a_verdict(judge: OfflineJudge, rubric: Rubric, text: str) -> None:
    verdict = judge.score(text, None, rubric)
    assert verdict.status in ("scored", "unscored")
    assert (verdict.reason is None) == (verdict.status == "scored")


def test_of_forty_exemplars_told_again_most_keep_their_level(judge: OfflineJudge, rubric: Rubric) -> None:
    pairs = yaml.safe_load(Path(__file__).with_name("rewrites.yaml").read_text(encoding="utf-8"))
    styles = Counter(pair["style"] for pair in pairs)
    assert styles == dict.fromkeys(("plain", "non-native", "informal", "half", "long"), 8)
    changed = []
    for pair in pairs:
        before, after = (judge.score(pair[name], None, rubric).overall for name in ("told", "again"))
        if before != after:
            changed.append((pair["exemplar"], before, after))
    assert len(changed) <= 0.25 * len(pairs), changed
