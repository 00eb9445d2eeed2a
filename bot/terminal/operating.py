"""The commands of whoever runs the bot: started, looked at, copied, brought up to date."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal.console import AsJson, JudgeKind, say, settings_for, show
from bot.terminal.progress import doing

if TYPE_CHECKING:
    from bot.terminal.findings import Finding


def run() -> None:
    """The bot, in Socket Mode, until it is stopped."""
    from bot.settings import check_tokens
    from bot.terminal.run import serve

    settings = settings_for()
    check_tokens(settings)
    serve(settings)


def demo(
    headless: Annotated[bool, typer.Option("--headless", help="Print a transcript and end.")] = False,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="The page's port; the next free one if taken.")] = 8400,
    judge: Annotated[JudgeKind, typer.Option(help="Which judge scores.")] = "offline",
) -> None:
    """A Slack workspace on this machine, the real bot, and a week played through."""
    from bot.demo.play import play

    play(headless=headless, port=port, judge=judge)


def migrate() -> None:
    """Bring the database to the newest schema."""
    from storage.migrate import migrate as to_newest

    with doing("Bringing the database up to date"):
        to_newest(settings_for().database_url)
    say(["The database is up to date."])


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

    settings = settings_for()
    faults = _tell(examine(settings))
    if channel and "Slack" not in faults:
        faults += _tell(attempt(settings, channel, person, wait, lambda text: say([f"{'now':<6}{text}"])))
    if judge:
        faults += _tell(ask_once(settings))
    if faults:
        raise typer.Exit(1)


def audit(
    most: Annotated[int, typer.Option(min=1, help="How many of the newest.")] = 100, as_json: AsJson = False
) -> None:
    """Who changed setups, rounds, questions and rulings, the newest first."""
    from bot.terminal.export import deeds
    from storage.database import make_engine

    found = deeds(make_engine(settings_for().database_url), most)
    show(found, ["  ".join(filter(None, deed.values())) for deed in found] or ["No changes yet."], as_json)


def export(file: Annotated[Path, typer.Argument(help="A new .csv, .xlsx (a table) or .jsonl (all of it).")]) -> None:
    """Write the revealed scorecards to a file."""
    from bot.terminal.export import export as to_file
    from storage.database import make_engine

    with doing("Writing"):
        count = to_file(make_engine(settings_for().database_url), file)
    written = f"{count} {'scorecard' if count == 1 else 'scorecards'} written to {file}."
    say([written if count else "There is nothing to export yet: no scores have come out. No file was written."])


def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Copy the database, while the bot may be running; PostgreSQL by its own pg_dump."""
    from bot.terminal.backup import backup as to_file

    with doing("Copying"):
        to_file(settings_for().database_url, file)
    say([f"Copied to {file}."])


def restore(
    file: Annotated[Path, typer.Argument(help="What `calibrate backup` made.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace all that is in the database.")] = False,
) -> None:
    """Put a backup in the place of the database; stop the bot first."""
    from bot.terminal.backup import restore as from_file

    from_file(settings_for().database_url, file, overwrite)
    say([f"Restored from {file}."])


def _tell(findings: "Iterable[Finding]") -> list[str]:
    """Prints each finding as it comes; the names of what is at fault."""
    faults = []
    for one in findings:
        say([one.line()])
        faults += [one.what] if one.fault else []
    return faults
