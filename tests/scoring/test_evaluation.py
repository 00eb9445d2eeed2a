"""Evaluation: the figures are those of the field's formulas, and a wrong file is refused with line and reason."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from threading import Barrier
from typing import Any, Literal

import pytest
from sklearn.metrics import cohen_kappa_score

from scoring.bank.questions import Bank, Question, load_bank
from scoring.evaluation.asking import Kept, ask
from scoring.evaluation.figures import figures
from scoring.evaluation.figures_text import lines
from scoring.evaluation.items import FORMS, Item, bank_items, field_items, items_of, read_items
from scoring.judge.verdict import JudgeBusy, JudgedDimension, Usage, Verdict
from scoring.rubric import LEVELS, LevelOrNone, Rubric, load_rubric


@dataclass(frozen=True)
class Scripted:
    """A judge whose verdict on an answer is what `say` makes of its text."""

    say: Callable[[str], Verdict]
    kind: Literal["offline"] = "offline"
    model: str = "scripted"
    prompt_version: str = "1"
    calls_a_minute: None = None

    def score(self, answer: str, question: Question | None, rubric: Rubric) -> Verdict:  # noqa: ARG002
        return self.say(answer)


def scored(overall: LevelOrNone, cost: float | None = 0.01, **more: object) -> Verdict:
    usage = Usage(cost=cost, latency=2.0, input_tokens=100, output_tokens=10)
    return Verdict.model_validate({"status": "scored", "overall": overall, "usage": usage, **more})


def items(*levels: str, question: str | None = None) -> list[Item]:
    return [
        Item.model_validate({"id": str(place), "answer": level, "level": level, "question": question})
        for place, level in enumerate(levels)
    ]


@pytest.fixture(scope="module")
def bank() -> Bank:
    return dict(list(load_bank().items())[:6])


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubric()


def evaluate(judge: Scripted, asked: list[Item], bank: Bank, rubric: Rubric, runs: int = 1) -> dict[str, Any]:
    return figures(judge, asked, ask(judge, asked, bank, rubric, runs=runs, sleep=lambda _: None), rubric)


def as_written(answer: str) -> Verdict:
    return scored(answer)  # type: ignore[arg-type]


def one_too_high(answer: str) -> Verdict:
    return scored(LEVELS[min(LEVELS.index(answer) + 1, 3)])  # type: ignore[arg-type]


def test_a_judge_that_is_always_right_has_kappa_one(bank: Bank, rubric: Rubric) -> None:
    found = evaluate(Scripted(as_written), items(*LEVELS, *LEVELS), bank, rubric)
    assert (found["kappa"], found["exact"], found["adjacent"], found["bias"]) == (1.0, 1.0, 1.0, 0.0)
    assert found["kappa_interval"] is None
    found = evaluate(Scripted(as_written), items(*LEVELS * 3), bank, rubric)
    assert "every resample gives the same" in found["reasons"]["kappa_interval"]


def test_kappa_exact_adjacent_and_bias_are_the_fields(bank: Bank, rubric: Rubric) -> None:
    written = [*LEVELS, "junior", "senior", "senior"]
    judged = ["mid", "mid", "staff", "staff", "staff", "senior", "mid"]
    answers = dict(zip((f"{place} {level}" for place, level in enumerate(written)), judged, strict=True))
    asked = [Item.model_validate({"id": answer, "answer": answer, "level": answer.split()[1]}) for answer in answers]
    found = evaluate(Scripted(lambda answer: as_written(answers[answer])), asked, bank, rubric)
    numbers = [[LEVELS.index(level) for level in row] for row in (written, judged)]
    assert found["kappa"] == pytest.approx(cohen_kappa_score(*numbers, weights="quadratic"))
    assert found["exact"] == pytest.approx(3 / 7)
    assert found["adjacent"] == pytest.approx(6 / 7)
    assert found["bias"] == pytest.approx((1 + 0 + 1 + 0 + 3 + 0 - 1) / 7)
    assert found["confusion"]["senior"] == {"none": 0, "junior": 0, "mid": 1, "senior": 1, "staff": 1}
    assert found["levels"]["junior"] == {"n": 2, "exact": 0.0, "adjacent": 0.5, "bias": 2.0}


def test_what_was_not_scored_is_counted_with_its_reason_and_compared_with_nothing(bank: Bank, rubric: Rubric) -> None:
    verdicts = {
        "junior": Verdict(status="unscored", reason="too short"),
        "mid": Verdict(status="needs_review", reason="speaks to the judge", overall="staff"),
        "senior": scored("none"),
        "staff": scored("staff"),
    }
    found = evaluate(Scripted(verdicts.__getitem__), items(*LEVELS), bank, rubric)
    assert found["unscored"] == {"too short": 1}
    assert found["needs_review"] == {"speaks to the judge": 1}
    assert [row["none"] for row in found["confusion"].values()] == [1, 1, 1, 0]
    assert (found["exact"], found["levels"]["mid"]["n"]) == (1.0, 0)
    assert (found["kappa"], found["kappa_interval"]) == (None, None)
    assert set(found["reasons"]) == {"kappa", "kappa_interval"}


def test_a_busy_judge_leaves_the_answer_unscored(bank: Bank, rubric: Rubric) -> None:
    def busy(_: str) -> Verdict:
        raise JudgeBusy("rate limit")

    found = evaluate(Scripted(busy), items("mid"), bank, rubric)
    assert found["unscored"] == {"The judge was busy: rate limit": 1}
    assert found["exact"] is None


def test_asked_again_it_is_compared_with_its_first_answer(bank: Bank, rubric: Rubric) -> None:
    changing: Iterator[LevelOrNone] = cycle(["mid", "senior", "mid"])
    found = evaluate(Scripted(lambda _: scored(next(changing))), items(*LEVELS), bank, rubric, runs=3)
    assert found["retest"] == {"pairs": 8, "same": 0.5, "kappa": 0.0}
    assert found["confusion"]["staff"]["mid"] == 1
    assert (found["seconds"]["total"], found["tokens"]) == (24.0, 1320)
    assert found["cost"] == pytest.approx(0.12)
    assert evaluate(Scripted(as_written), items(*LEVELS), bank, rubric)["retest"] is None


def test_an_unknown_cost_is_null_and_not_nought(bank: Bank, rubric: Rubric) -> None:
    found = evaluate(Scripted(lambda _: scored("mid", cost=None)), items("mid"), bank, rubric)
    assert found["cost"] is None
    assert "Cost unknown" in "\n".join(lines(found))


def test_dimensions_are_compared_where_their_levels_are_known(bank: Bank, rubric: Rubric) -> None:
    written = {"scope": "mid", "impact": "senior", "delivery": "none"}
    known = Item.model_validate({"id": "a", "answer": "mid", "level": "mid", "dimensions": written})
    judged = [("scope", "senior"), ("judgement", "staff"), ("delivery", "mid"), ("impact", "none")]
    parts = [JudgedDimension.model_validate({"dimension": name, "level": level}) for name, level in judged]
    found = evaluate(Scripted(lambda _: scored("mid", dimensions=parts)), [known], bank, rubric)["dimensions"]
    assert set(found) == {"scope", "delivery", "impact"}
    assert (found["scope"]["n"], found["scope"]["bias"]) == (1, 1.0)
    assert (found["delivery"]["n"], found["delivery"]["added"]) == (0, 1)
    assert (found["impact"]["n"], found["impact"]["missed"]) == (0, 1)


def test_the_interval_is_over_questions(bank: Bank, rubric: Rubric) -> None:
    found = evaluate(Scripted(one_too_high), items(*LEVELS * 3, question=next(iter(bank))), bank, rubric)
    assert found["kappa"] is not None
    assert found["kappa_interval"] is None
    assert "at least 10" in found["reasons"]["kappa_interval"]


def test_the_banks_exemplars_are_items_with_their_levels(bank: Bank) -> None:
    found = bank_items(bank)
    assert len(found) == 4 * len(bank)
    assert [item.level for item in found[:4]] == list(LEVELS)
    assert len({item.question for item in found[:4]}) == 1
    assert found[0].dimensions == bank[found[0].question or ""].exemplars[0].dimensions


@pytest.mark.parametrize("levels", [[], ["mid"], [*LEVELS, "mid"]])
def test_the_result_is_json_without_nan_and_reads_as_text(bank: Bank, rubric: Rubric, levels: list[str]) -> None:
    found = evaluate(Scripted(one_too_high), items(*levels), bank, rubric, runs=2)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    text = "\n".join(lines(found))
    assert "nan" not in text.lower()
    assert (
        f"{len(levels)} answer{'' if len(levels) == 1 else 's'}, {2 if levels else 0} runs, offline (scripted)" in text
    )


def test_a_busy_judge_is_asked_again_after_the_pause_it_asked_for_or_ever_longer_ones(
    bank: Bank, rubric: Rubric
) -> None:
    pauses: list[float] = []
    busy = iter([JudgeBusy("429", retry_after=30), JudgeBusy("529"), JudgeBusy("529", retry_after=9000)])

    def sometimes(answer: str) -> Verdict:
        for error in busy:
            raise error
        return as_written(answer)

    ((verdict,),) = ask(Scripted(sometimes), items("mid"), bank, rubric, sleep=pauses.append)
    assert verdict.overall == "mid"
    assert pauses == [30, 2, 60]


def test_several_are_asked_at_once_and_each_verdict_comes_to_its_own_answer(bank: Bank, rubric: Rubric) -> None:
    together = Barrier(4, timeout=20)

    def all_at_once(answer: str) -> Verdict:
        together.wait()
        return as_written(answer)

    asked = items(*LEVELS, *LEVELS)
    verdicts = ask(Scripted(all_at_once), asked, bank, rubric, calls=4)
    assert [told[0].overall for told in verdicts] == [item.level for item in asked]


def test_what_was_stopped_goes_on_where_it_was_and_asks_nothing_twice(
    bank: Bank, rubric: Rubric, tmp_path: Path
) -> None:
    path, asked = tmp_path / "verdicts.jsonl", items(*LEVELS)
    times: Counter[str] = Counter()

    def stops_at_senior(answer: str) -> Verdict:
        times[answer] += 1
        if answer == "senior" and times[answer] == 1:
            raise KeyboardInterrupt
        signed = {"judge": "offline", "model": "scripted", "prompt_version": "1", "rubric_version": rubric.version}
        return as_written(answer).model_copy(update=signed)

    judge = Scripted(stops_at_senior)
    with pytest.raises(KeyboardInterrupt):
        ask(judge, asked, bank, rubric, kept=Kept(path))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "2", "run"')  # the line in which a power cut stopped it
    told: list[bool] = []
    verdicts = ask(judge, asked, bank, rubric, kept=Kept(path), told=lambda _, fresh: told.append(fresh))
    assert [one[0].overall for one in verdicts] == list(LEVELS)
    assert (times["junior"], times["mid"], times["senior"]) == (1, 1, 2)
    assert told.count(False) >= 2
    assert ask(judge, asked, bank, rubric, kept=Kept(path)) == verdicts
    other = replace(judge, prompt_version="2")
    with pytest.raises(ValueError, match="of another judge or prompt: name a new file"):
        ask(other, asked, bank, rubric, kept=Kept(path))


def test_what_a_judge_could_not_score_is_not_kept(bank: Bank, rubric: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    refused = Scripted(lambda _: Verdict(status="unscored", reason="Claude refused the API key"))
    ask(refused, items("mid"), bank, rubric, kept=Kept(path))
    assert not path.exists()


def test_a_file_that_holds_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_text('{"id": "a", "answer": "I did"}\n{"torn', encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: not a verdict kept by an earlier run"):
        Kept(path)
    assert path.read_text(encoding="utf-8").endswith("torn")


def test_the_field_set_has_every_form_and_as_many_answers_of_each_level(bank: Bank) -> None:
    found = field_items()
    assert {item.form for item in found} == set(FORMS)
    counts = Counter(item.level for item in found)
    assert min(counts.values()) >= 60
    assert {item.question for item in found} <= set(load_bank())
    assert len({item.id for item in found}) == len({item.answer for item in found}) == len(found)
    parts = [items_of(name, bank) for name in ("field-open", "field-aside")]
    assert sum(map(len, parts)) == len(found) == len(items_of("field", bank))
    with pytest.raises(ValueError, match="no set of answers called lawn"):
        items_of("lawn", bank)


def test_an_unknown_question_and_no_run_are_refused(bank: Bank, rubric: Rubric) -> None:
    with pytest.raises(ValueError, match="0: there is no question called nowhere"):
        evaluate(Scripted(as_written), items("mid", question="nowhere"), bank, rubric)
    with pytest.raises(ValueError, match="runs must be 1 or more"):
        evaluate(Scripted(as_written), items("mid"), bank, rubric, runs=0)


def test_items_are_read_line_by_line() -> None:
    found = read_items(['{"id": 7, "answer": "I did", "level": "mid"}', "", '{"id":"b","answer":"We","level":"staff"}'])
    assert [(item.id, item.level) for item in found] == [("7", "mid"), ("b", "staff")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: must be an object with id, answer and level"),
        ('{"id": "b", "level": "mid"}', "line 2: answer: is missing"),
        ('{"id": "b", "answer": "I did", "level": "lead"}', "line 2: level: must be junior, mid, senior or staff"),
        ('{"id": "a", "answer": "I did", "level": "mid"}', "line 2: there is another answer with the id a"),
        ('{"id": "b", "answer": "I did", "level": "mid", "grade": 3}', "line 2: grade: is not a known key"),
        ('{"id": "b", "answer": "", "level": "mid"}', "line 2: answer: is empty"),
    ],
)
def test_a_wrong_line_is_named_with_its_reason(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match="line 2: ") as refused:
        read_items(['{"id": "a", "answer": "I did", "level": "mid"}', line])
    assert str(refused.value).startswith(reason)


def test_a_file_without_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="no answer in the file"):
        read_items(["", "\n"])
