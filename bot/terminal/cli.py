"""`calibrate …`. Only the standard library, typer and what needs no more are imported here, so that --help is quick.

Exit status: 0 done, 1 the work failed, 2 bad arguments or input; a fault is one line on standard error.
"""

import io
import json
import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot.terminal.progress import doing

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.terminal.findings import Finding

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Calibrate, a Slack app that keeps a hiring team's interviewers calibrated.",
)
questions = typer.Typer(no_args_is_help=True, help="The bank of questions.")
app.add_typer(questions, name="questions")


class Alike(StrEnum):
    ASK = "ask"
    JOIN = "join"
    APART = "apart"


class JudgeKind(StrEnum):
    offline = "offline"
    claude = "claude"


class AnswerSet(StrEnum):
    bank = "bank"
    field = "field"
    field_open = "field-open"
    field_aside = "field-aside"


AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, nothing else there.")]
Judge = Annotated[JudgeKind | None, typer.Option(help="Which judge scores; by default as the settings say.")]
QuestionSlug = Annotated[str | None, typer.Option("--question", help="The question's slug.")]


def main() -> None:
    """Runs a command. What a person can mend is one line on standard error: 2 for input and settings, 1 for work that
    failed; anything else is ours to mend, and shows where it happened."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a terminal cannot write is escaped, never a fault
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except ValueError as error:
        _leave(2, error)
    except (RuntimeError, OSError) as error:
        _leave(1, error)
    except Exception as error:
        if not _is_of_the_database(error):
            raise
        _leave(1, f"the database in DATABASE_URL cannot be used: {getattr(error, 'orig', None) or error}")


@app.command()
def run() -> None:
    """The bot, in Socket Mode, until it is stopped."""
    from bot.settings import check_tokens
    from bot.terminal.run import serve

    settings = _settings()
    check_tokens(settings)
    serve(settings)


@app.command()
def demo(
    headless: Annotated[bool, typer.Option("--headless", help="Print a transcript and end.")] = False,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="The page's port; the next free one if taken.")] = 8400,
    judge: Annotated[JudgeKind, typer.Option(help="Which judge scores.")] = JudgeKind.offline,
) -> None:
    """A Slack workspace on this machine, the real bot, and a week played through."""
    from bot.demo.play import play

    play(headless=headless, port=port, judge=judge.value)


@app.command()
def score(
    file: Annotated[
        str | None, typer.Argument(help="A file with the answer; by default, and for -, standard input.")
    ] = None,
    question: QuestionSlug = None,
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
    settings = _settings(judge)
    bank, rubric = bank_of(settings), rubric_of(settings)
    if batch:
        results = work.batch(work.chosen_judge(settings), json_lines(_text(batch)), bank, rubric)
        _print(json.dumps(result, ensure_ascii=False) for result in results)
        return
    asked, answer = work.question_of(bank, question), _text(file or "-")
    if not answer.strip():
        raise ValueError("there is no answer to score")
    if show_request:
        _print([json.dumps(work.request_to_claude(settings, answer, asked), ensure_ascii=False, indent=2)])
        return
    with doing("Scoring"):
        verdict = (
            work.check(settings, _text(reply), answer, asked)
            if reply
            else work.score(work.chosen_judge(settings), answer, asked, rubric)
        )
    _show(verdict.model_dump(mode="json"), work.verdict_lines(verdict, rubric), as_json)


@app.command()
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
    result = work.evaluation(
        _settings(judge), _text(file) if file else None, answers or AnswerSet.bank, runs, calls, kept
    )
    _show(result, lines(result), as_json)


@app.command()
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
    raters: Annotated[
        Alike, typer.Option(help="Ana and ana: ask, join them into one, or keep them apart.")
    ] = Alike.ASK,
    html: Annotated[Path | None, typer.Option(help="Also write the report as one page that stands alone.")] = None,
) -> None:
    """Agreement and severity in a table of levels: numbers, or junior to staff for 1 to 4; blank or none is missing."""
    from bot.terminal import tables
    from scoring.agreement.report import report

    if html and html.exists():
        raise ValueError(f"{html} exists; name a new file with --html")
    ratings, weighed = tables.ratings(file, _settings(), raters.value, _text), tables.weights(weights, _text)
    with doing("Working it out"):
        found = report(ratings, scale, weighed)
    if html:
        tables.write_page(found, file, html)
    _show(found, tables.lines(found, is_terminal=sys.stdout.isatty()), as_json)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from storage.migrate import migrate as to_newest

    with doing("Bringing the database up to date"):
        to_newest(_settings().database_url)
    _print(["The database is up to date."])


@app.command()
def doctor(
    channel: Annotated[
        str | None, typer.Option("--try", metavar="CHANNEL", help="Also try everything in a channel, and tidy up.")
    ] = None,
    person: Annotated[str, typer.Option(help="Whom --try sends to, by Slack user id; else who presses.")] = "",
    wait: Annotated[float, typer.Option(min=0, max=600, help="Seconds that --try waits for a press.")] = 60.0,
    judge: Annotated[bool, typer.Option("--judge", help="Also have the judge score one exemplar.")] = False,
) -> None:
    """Look at settings, database, Slack and judge, and say what is wrong."""
    from bot.terminal.doctor import examine
    from bot.terminal.trial import attempt
    from bot.terminal.trial_judge import ask_once

    settings = _settings()
    faults = _tell(examine(settings))
    if channel and "Slack" not in faults:
        faults += _tell(attempt(settings, channel, person, wait, lambda text: _print([f"{'now':<6}{text}"])))
    if judge:
        faults += _tell(ask_once(settings))
    if faults:
        raise typer.Exit(1)


@app.command()
def audit(
    most: Annotated[int, typer.Option(min=1, help="How many of the newest.")] = 100, as_json: AsJson = False
) -> None:
    """Who changed setups, rounds, questions and rulings, the newest first."""
    from bot.terminal.export import deeds
    from storage.database import make_engine

    found = deeds(make_engine(_settings().database_url), most)
    _show(found, ["  ".join(filter(None, deed.values())) for deed in found] or ["No changes yet."], as_json)


@app.command()
def export(file: Annotated[Path, typer.Argument(help="A new .csv, .xlsx (a table) or .jsonl (all of it).")]) -> None:
    """Write the revealed scorecards to a file."""
    from bot.terminal.export import export as to_file
    from storage.database import make_engine

    with doing("Writing"):
        count = to_file(make_engine(_settings().database_url), file)
    written = f"{count} {'scorecard' if count == 1 else 'scorecards'} written to {file}."
    _print([written if count else "There is nothing to export yet: no scores have come out. No file was written."])


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Copy the database, while the bot may be running; PostgreSQL by its own pg_dump."""
    from bot.terminal.backup import backup as to_file

    with doing("Copying"):
        to_file(_settings().database_url, file)
    _print([f"Copied to {file}."])


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `calibrate backup` made.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace all that is in the database.")] = False,
) -> None:
    """Put a backup in the place of the database; stop the bot first."""
    from bot.terminal.backup import restore as from_file

    from_file(_settings().database_url, file, overwrite)
    _print([f"Restored from {file}."])


@questions.command("list")
def list_questions(
    words: Annotated[list[str] | None, typer.Argument(help="Only those that hold every word.")] = None,
    as_json: AsJson = False,
) -> None:
    """Every question with its prompt, or those that hold your words."""
    from bot.choices import bank_of
    from bot.terminal import work

    bank = bank_of(_settings())
    found = work.listed(bank, words or [])
    if words and not found and not as_json:
        raise ValueError(work.none_like(bank, words))
    rows = [{"slug": q.slug, "competency": q.competency, "prompt": q.prompt} for q in found]
    _show(rows, work.question_rows(found), as_json)


@questions.command("show")
def show_question(slug: str, as_json: AsJson = False) -> None:
    """One question with its probes, common mistakes and exemplars."""
    from bot.choices import bank_of, rubric_of
    from bot.terminal import work

    settings = _settings()
    question = work.question_of(bank_of(settings), slug)
    assert question is not None
    _show(question.model_dump(mode="json"), work.question_lines(question, rubric_of(settings)), as_json)


@questions.command("lint")
def lint_questions(path: Annotated[Path, typer.Argument(help="A question file, or a folder of them.")]) -> None:
    """Look for faults in question files: form, lengths, doubles, level leaks, figures, probes, reading ease."""
    from scoring.bank.lint import lint
    from scoring.bank.questions import load_bank

    if not path.exists():
        raise ValueError(f"{path}: no such file or folder")
    with doing("Reading the questions"):
        faults = lint(path, load_bank())
    _print([*map(str, faults), f"{len(faults) or 'No'} {'fault' if len(faults) == 1 else 'faults'}."])
    if faults:
        raise typer.Exit(1)


@questions.command("import")
def import_page(
    page: Annotated[str, typer.Argument(help="A page with a question: text, Markdown, HTML or .docx; - for stdin.")],
    out: Annotated[Path | None, typer.Option(help="The draft; by default the page's name with .yaml.")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Say what would be written; write nothing.")] = False,
    every: Annotated[bool, typer.Option("--all", help="A draft of each question, rather than of the first.")] = False,
    rubric: Annotated[Path | None, typer.Option(help="Also draft a rubric from the page's table of levels.")] = None,
    fill: Annotated[bool, typer.Option("--fill", help="Propose what the page lacks, for you to check.")] = False,
    judge: Judge = None,
) -> None:
    """Make a draft of a question from a page: what was found and where, what is missing, what could not be placed."""
    from bot.terminal import importing

    wanted = importing.Wanted(page, out, preview, every, rubric)
    _print(importing.drafted(wanted, importing.fill_of(_settings(judge)) if fill else None))


def _settings(judge: JudgeKind | None = None) -> "Settings":
    from bot.settings import load_settings

    return load_settings(**({"judge": judge.value} if judge else {}))


def _text(path: str, data: bytes | None = None) -> str:
    """The text of a file, or of standard input for "-"; says on standard error where its encoding was a guess."""
    from scoring.incoming import decoded, read_bytes

    found = decoded(read_bytes(path) if data is None else data, path)
    if found.guessed:
        sys.stderr.write(f"calibrate: {path} is not UTF-8; read as {found.encoding}, so look at its accents\n")
    return found.text


def _show(data: Any, lines: Iterable[str], as_json: bool) -> None:
    _print([json.dumps(data, ensure_ascii=False, allow_nan=False)] if as_json else lines)


def _tell(findings: "Iterable[Finding]") -> list[str]:
    """Prints each finding as it comes; the names of what is at fault."""
    faults = []
    for one in findings:
        _print([one.line()])
        faults += [one.what] if one.fault else []
    return faults


def _print(lines: Iterable[str]) -> None:
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_of_the_database(error: Exception) -> bool:
    """Whether SQLAlchemy or a driver of its raised this; they are asked only now, being slow to import."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    return isinstance(error, SQLAlchemyError | sqlite3.Error)


def _leave(status: int, fault: object) -> NoReturn:
    line = " ".join(str(fault).split())
    sys.stderr.write(f"calibrate: {line}\n")
    sys.exit(status)
