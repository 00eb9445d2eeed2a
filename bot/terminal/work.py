"""What the commands that need no Slack do: score, evaluate, agreement, questions. Text in, text or data out.

A fault that the caller can mend is a ValueError of one line.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.choices import bank_of, judge_of, rubric_of
from bot.settings import Settings
from bot.terminal.progress import Progress
from scoring.bank.questions import Bank, Question
from scoring.incoming import json_value
from scoring.judge.verdict import Judge, JudgeBusy, Verdict, unreached
from scoring.rubric import Rubric
from storage.file_rights import keep_private


def question_of(bank: Bank, slug: str | None) -> Question | None:
    """The question `slug`; None for none. Raises ValueError for one that the bank has not."""
    if slug is None:
        return None
    if slug not in bank:
        near = " or ".join(get_close_matches(slug.lower(), bank, n=3))
        asked = f"did you mean {near}?" if near else "`calibrate questions list` shows them all"
        raise ValueError(f"no question ‘{slug}’; {asked}")
    return bank[slug]


def listed(bank: Bank, words: Iterable[str]) -> list[Question]:
    """The questions that hold every word in slug, competency or prompt, whatever its accents and capitals."""
    wanted = [_folded(word) for word in words]
    told = {slug: _folded(f"{slug} {question.competency} {question.prompt}") for slug, question in bank.items()}
    return [question for slug, question in bank.items() if all(word in told[slug] for word in wanted)]


def none_like(bank: Bank, words: Iterable[str]) -> str:
    """What to say where no question holds the words, with near names of questions and competencies."""
    text = " ".join(words)
    names = {_folded(name): name for question in bank.values() for name in (question.slug, question.competency) if name}
    near = [names[found] for found in get_close_matches(_folded(text), names, n=3)]
    return f"no question holds ‘{text}’" + (f"; did you mean {' or '.join(near)}?" if near else "")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in plain if not unicodedata.combining(each))


def chosen_judge(settings: Settings) -> Judge:
    """The judge that the settings name; the offline one where there is no key. Raises ValueError where it is none."""
    judge = judge_of(settings.model_copy(update={"judge": "offline"}) if settings.lacks_key else settings)
    if judge is None:
        raise ValueError("CALIBRATE_JUDGE is none: name one with --judge offline or --judge claude")
    return judge


def score(judge: Judge, answer: str, question: Question | None, rubric: Rubric) -> Verdict:
    """The verdict; a judge that is busy gives one that is unscored and says so."""
    try:
        return judge.score(answer, question, rubric)
    except JudgeBusy as busy:
        return unreached(judge, rubric, f"The judge could not answer now: {busy}. Try again later.")


def batch(judge: Judge, lines: Iterable[str], bank: Bank, rubric: Rubric) -> Iterator[dict[str, Any]]:
    """A result for each JSON line {id, question?, answer}. Raises ValueError "line 7: …" before anything is scored.

    A terminal is told how far it is, unless it is shown the results themselves.
    """
    work = [_case(number, line, bank) for number, line in enumerate(lines, 1) if line.strip()]
    is_watched = sys.stderr.isatty() and not sys.stdout.isatty()
    told = Progress(len(work), sys.stderr).told if is_watched else lambda *_: None
    for case_id, question, answer in work:
        verdict = score(judge, answer, question, rubric)
        told(verdict, True)
        yield {"id": case_id, **verdict.model_dump(mode="json")}


def _case(number: int, line: str, bank: Bank) -> tuple[Any, Question | None, str]:
    try:
        case = json_value(line)
    except ValueError as error:
        raise ValueError(f"line {number}: {error}") from error
    if not isinstance(case, dict) or "id" not in case or not isinstance(case.get("answer"), str):
        raise ValueError(f"line {number}: wanted an object with id, answer and perhaps question")
    if not isinstance(case.get("question"), str | None):
        raise ValueError(f"line {number}: question must be a slug, such as raising-the-bar")
    try:
        return case["id"], question_of(bank, case.get("question")), case["answer"]
    except ValueError as error:
        raise ValueError(f"line {number}: {error}") from error


def evaluation(
    settings: Settings, text: str | None, answers: str, runs: int, calls: int, kept: Path | None
) -> dict[str, Any]:
    """The figures of the judge on the answers in JSON Lines, else of the set called `answers`; tells standard error how
    far it is."""
    from scoring.evaluation.asking import Kept, ask
    from scoring.evaluation.figures import figures
    from scoring.evaluation.items import items_of, read_items
    from scoring.incoming import json_lines

    judge, bank, rubric = chosen_judge(settings), bank_of(settings), rubric_of(settings)
    items = read_items(json_lines(text)) if text is not None else items_of(answers, bank)
    told = Progress(len(items) * runs, sys.stderr).told
    if kept:
        keep_private(kept)
    keeps = Kept(kept) if kept else None
    verdicts = ask(judge, items, bank, rubric, runs=runs, calls=calls, kept=keeps, told=told)
    return figures(judge, items, verdicts, rubric)


def verdict_lines(verdict: Verdict, rubric: Rubric) -> list[str]:
    """A verdict to read in a terminal."""
    if verdict.status != "scored" and verdict.overall is None:
        return [f"{verdict.status.replace('_', ' ').capitalize()}: {verdict.reason}"]
    judge = "Claude" if verdict.judge == "claude" else "a rule of thumb, not Claude"
    lines = [f"This answer reads as {rubric.name(verdict.overall)}, evidence {verdict.evidence} ({judge})."]
    lines += [said for said in (verdict.why, verdict.reason) if said]
    for judged in verdict.dimensions:
        lines.append(f"  {rubric.row(judged.dimension).name:<11}{rubric.name(judged.level):<10}{judged.rationale}")
        lines += [f"             “{quote}”" for quote in judged.quotes]
    lines += [f"  Mistake: {mistake}" for mistake in verdict.mistakes]
    lines += [f"  Ask next: {probe}" for probe in verdict.probes]
    return lines


def question_lines(question: Question, rubric: Rubric) -> list[str]:
    """A question of the bank to read in a terminal, exemplars included."""
    lines = [question.prompt, "", f"{question.competency}. {question.why}" if question.competency else question.why, ""]
    lines.append("Shows best: " + ", ".join(rubric.row(dimension).name for dimension in question.focus))
    lines += ["", "Probes", *(f"  {rubric.row(p.dimension).name:<11} {p.text}" for p in question.probes)]
    lines += ["", "Common mistakes"]
    for mistake in question.mistakes:
        lines += [f"  {mistake.name} ({mistake.id})", f"    notice: {mistake.notice}", f"    better: {mistake.better}"]
    for exemplar in question.exemplars:
        lines += ["", f"{rubric.name(exemplar.level)}, evidence {exemplar.evidence}", "", exemplar.text]
    return lines
