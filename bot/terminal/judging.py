"""`calibrate score`, `evaluate` and `agreement`: answers scored, and how far scores agree."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.terminal.console import AsJson, Judge, say, settings_for, show, text_of
from bot.terminal.progress import doing

Alike = Literal["ask", "join", "apart"]
AnswerSet = Literal["bank", "field", "field-open", "field-aside"]


def score(
    file: Annotated[
        str | None, typer.Argument(help="A file with the answer; by default, and for -, standard input.")
    ] = None,
    question: Annotated[str | None, typer.Option("--question", help="The question's slug.")] = None,
    judge: Judge = None,
    as_json: AsJson = False,
    batch: Annotated[
        str | None, typer.Option(help="JSON lines {id, question?, answer}, results as JSON lines.")
    ] = None,
    show_request: Annotated[
        bool, typer.Option("--show-request", help="The exact request to Claude; nothing is sent.")
    ] = False,
    reply: Annotated[str | None, typer.Option(help="A file with a raw reply, checked in place of Claude's.")] = None,
) -> None:
    """Score one answer, or many with --batch."""
    from bot.choices import bank_of, rubric_of
    from bot.terminal import work
    from scoring.incoming import json_lines

    if batch and file:
        raise ValueError("name FILE or --batch, not both")
    settings = settings_for(judge)
    bank, rubric = bank_of(settings), rubric_of(settings)
    if batch:
        results = work.batch(work.chosen_judge(settings), json_lines(text_of(batch)), bank, rubric)
        say(json.dumps(result, ensure_ascii=False) for result in results)
        return
    asked, answer = work.question_of(bank, question), text_of(file or "-")
    if not answer.strip():
        raise ValueError("there is no answer to score")
    if show_request:
        from scoring.judge.prompt import request

        sent = request(answer, asked, rubric, model=settings.model, scale=bank)
        say([json.dumps(sent, ensure_ascii=False, indent=2)])
        return
    with doing("Scoring"):
        if reply:
            from scoring.judge.claude import check_reply

            verdict = check_reply(text_of(reply), answer, asked, rubric)
        else:
            verdict = work.score(work.chosen_judge(settings), answer, asked, rubric)
    show(verdict.model_dump(mode="json"), work.verdict_lines(verdict, rubric), as_json)


def evaluate(
    file: Annotated[str | None, typer.Argument(help="JSON lines {id, question?, answer, level}; else a set.")] = None,
    answers: Annotated[
        AnswerSet | None, typer.Option("--set", help="Its own answers: bank if no FILE is named, or the field set.")
    ] = None,
    judge: Judge = None,
    runs: Annotated[int, typer.Option(min=1, help="How often each answer is scored, for test-retest.")] = 1,
    calls: Annotated[int, typer.Option(min=1, max=50, help="How many answers are scored at once.")] = 4,
    kept: Annotated[
        Path | None, typer.Option("--verdicts", help="A file that keeps each verdict: named again, it goes on there.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """How well a judge agrees with answers of known level."""
    from bot.terminal import work
    from scoring.evaluation.figures_text import lines

    if file and answers:
        raise ValueError("name FILE or --set, not both")
    result = work.evaluation(settings_for(judge), text_of(file) if file else None, answers or "bank", runs, calls, kept)
    show(result, lines(result), as_json)


def agreement(
    file: Annotated[
        str,
        typer.Argument(help="CSV or .xlsx: answer, rater, level; or a column for each rater. - for standard input."),
    ],
    as_json: AsJson = False,
    scale: Annotated[
        tuple[float, float] | None, typer.Option(help="Lowest and highest level there is; else as the levels tell.")
    ] = None,
    weights: Annotated[
        str | None, typer.Option(help="CSV with the columns level, other, weight: kappa with your own weights.")
    ] = None,
    raters: Annotated[Alike, typer.Option(help="Ana and ana: ask, join them into one, or keep them apart.")] = "ask",
    html: Annotated[Path | None, typer.Option(help="Also write the report as one page that stands alone.")] = None,
) -> None:
    """Agreement and severity in a table of levels: numbers, or junior to staff for 1 to 4; blank or none is missing."""
    from bot.terminal import tables
    from scoring.agreement.report import report

    if html and html.exists():
        raise ValueError(f"{html} exists; name a new file with --html")
    ratings, weighed = tables.ratings(file, settings_for(), raters), tables.weights(weights)
    with doing("Working it out"):
        found = report(ratings, scale, weighed)
    if html:
        tables.write_page(found, file, html)
    show(found, tables.lines(found, is_terminal=sys.stdout.isatty()), as_json)
