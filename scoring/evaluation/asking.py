"""Has a judge score many answers: several at once, patient where it is busy, and going on where it was stopped."""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import product
from pathlib import Path

from pydantic import ValidationError

from scoring.bank.questions import Bank
from scoring.evaluation.items import Item
from scoring.judge.verdict import Judge, JudgeBusy, Verdict, unreached
from scoring.rubric import Rubric

TRIES = 7
LONGEST_WAIT = 60.0  # seconds
Key = tuple[str, int]  # an item's id and a run, from 0


class Kept:
    """A file of verdicts, one JSON object {id, run, answer, verdict} a line; `answer` is a hash of the text.

    Only what was scored, or left to a person, is kept: what a judge could not score is asked again the next time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[tuple[str, int, str], Verdict] = {}
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                self._take(number, line, torn=not text.endswith("\n") and number == text.count("\n") + 1)
        if text and not text.endswith("\n"):  # the line in which it was stopped
            path.write_text(text[: text.rfind("\n") + 1], encoding="utf-8")

    def _take(self, number: int, line: str, torn: bool) -> None:
        try:
            row = json.loads(line)
            self._found[row["id"], row["run"], row["answer"]] = Verdict.model_validate(row["verdict"])
        except (json.JSONDecodeError, KeyError, TypeError, ValidationError) as error:
            if not torn:
                raise ValueError(f"{self._path}: line {number}: not a verdict kept by an earlier run") from error

    def get(self, key: Key, item: Item, judge: Judge, rubric: Rubric) -> Verdict | None:
        """The verdict on this text. Raises ValueError where it came of another judge, model, prompt or rubric."""
        verdict = self._found.get((*key, _hash(item)))
        if verdict is None:
            return None
        signed = (verdict.judge, verdict.model, verdict.prompt_version, verdict.rubric_version)
        if signed != (judge.kind, judge.model, judge.prompt_version, rubric.version):
            raise ValueError(f"{self._path}: the verdict on {item.id} is of another judge or prompt: name a new file")
        return verdict

    def add(self, key: Key, item: Item, verdict: Verdict) -> None:
        if verdict.status != "unscored":
            row = {"id": key[0], "run": key[1], "answer": _hash(item), "verdict": verdict.model_dump(mode="json")}
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def ask(
    judge: Judge,
    items: Sequence[Item],
    bank: Bank,
    rubric: Rubric,
    *,
    runs: int = 1,
    calls: int = 1,
    kept: Kept | None = None,
    told: Callable[[Verdict, bool], None] = lambda _verdict, _asked: None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[list[Verdict]]:
    """For each item its verdicts, one a run, `calls` of them asked for at once.

    `told` hears of each verdict as it comes, and whether it was asked for or kept from before. A judge that is busy is
    asked again, after the pause it asked for or ever longer ones; where it stays so the verdict is unscored.
    Raises ValueError for an item whose question is not in the bank, and for fewer than one run.
    """
    if runs < 1:
        raise ValueError("runs must be 1 or more")
    for item in items:
        if item.question is not None and item.question not in bank:
            raise ValueError(f"{item.id}: there is no question called {item.question}")
    found: dict[Key, Verdict] = {}
    left: dict[Key, Item] = {}
    for item, run in product(items, range(runs)):
        key = (item.id, run)
        before = kept.get(key, item, judge, rubric) if kept else None
        if before:
            found[key] = before
            told(before, False)
        else:
            left[key] = item
    with ThreadPoolExecutor(max_workers=calls) as pool:
        asked = {pool.submit(_score, judge, item, bank, rubric, sleep): key for key, item in left.items()}
        try:
            for one in as_completed(asked):
                key, verdict = asked[one], one.result()
                found[key] = verdict
                if kept:
                    kept.add(key, left[key], verdict)
                told(verdict, True)
        except BaseException:
            pool.shutdown(cancel_futures=True)  # else whoever stops it would wait, and pay, for all that are left
            raise
    return [[found[item.id, run] for run in range(runs)] for item in items]


def _score(judge: Judge, item: Item, bank: Bank, rubric: Rubric, sleep: Callable[[float], None]) -> Verdict:
    question = bank[item.question] if item.question else None
    for attempt in range(TRIES):
        try:
            return judge.score(item.answer, question, rubric)
        except JudgeBusy as error:
            busy = error
        if attempt < TRIES - 1:
            sleep(min(LONGEST_WAIT, max(busy.retry_after or 0.0, 2.0**attempt)))
    return unreached(judge, rubric, f"The judge was busy: {busy}")


def _hash(item: Item) -> str:
    return hashlib.sha256(f"{item.question}\0{item.answer}".encode()).hexdigest()[:12]
