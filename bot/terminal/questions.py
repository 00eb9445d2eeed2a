"""`calibrate questions …`: the bank of questions, looked through, checked, and added to from a page."""

from pathlib import Path
from typing import Annotated

import typer

from bot.terminal.console import AsJson, Judge, say, settings_for, show
from bot.terminal.progress import doing

app = typer.Typer(no_args_is_help=True, help="The bank of questions.")


@app.command("list")
def list_questions(
    words: Annotated[list[str] | None, typer.Argument(help="Only those that hold every word.")] = None,
    as_json: AsJson = False,
) -> None:
    """Every question with its prompt, or those that hold your words."""
    from bot.choices import bank_of
    from bot.terminal import work

    bank = bank_of(settings_for())
    found = work.listed(bank, words or [])
    if words and not found and not as_json:
        raise ValueError(work.none_like(bank, words))
    rows = [{"slug": q.slug, "competency": q.competency, "prompt": q.prompt} for q in found]
    named = [(q.prompt, f"    {' · '.join(filter(None, [q.competency, q.slug]))}") for q in found]
    show(rows, (line for lines in named for line in lines), as_json)


@app.command("show")
def show_question(slug: str, as_json: AsJson = False) -> None:
    """One question with its probes, common mistakes and exemplars."""
    from bot.choices import bank_of, rubric_of
    from bot.terminal import work

    settings = settings_for()
    question = work.question_of(bank_of(settings), slug)
    assert question is not None
    show(question.model_dump(mode="json"), work.question_lines(question, rubric_of(settings)), as_json)


@app.command("lint")
def lint_questions(path: Annotated[Path, typer.Argument(help="A question file, or a folder of them.")]) -> None:
    """Look for faults in question files: form, lengths, doubles, level leaks, figures, probes, reading ease."""
    from scoring.bank.lint import lint
    from scoring.bank.questions import load_bank

    if not path.exists():
        raise ValueError(f"{path}: no such file or folder")
    with doing("Reading the questions"):
        faults = lint(path, load_bank())
    say([*map(str, faults), f"{len(faults) or 'No'} {'fault' if len(faults) == 1 else 'faults'}."])
    if faults:
        raise typer.Exit(1)


@app.command("import")
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

    filling = importing.fill_of(settings_for(judge)) if fill else None
    say(importing.drafted(page, out, preview, every, rubric, filling))
