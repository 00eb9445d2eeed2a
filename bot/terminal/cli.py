"""`calibrate …`. Only the standard library, typer and what needs no more are imported here, so that --help is quick.

Exit status: 0 done, 1 the work failed, 2 bad arguments or input; a fault is one line on standard error.
"""

import io
import sys
from typing import NoReturn

import typer

from bot.terminal import questions
from bot.terminal.judging import agreement, evaluate, score
from bot.terminal.operating import audit, backup, demo, doctor, export, migrate, restore, run

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Calibrate, a Slack app that keeps a hiring team's interviewers calibrated.",
)
for command in (run, demo, score, evaluate, agreement, migrate, doctor, audit, export, backup, restore):
    app.command()(command)
app.add_typer(questions.app, name="questions")


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


def _is_of_the_database(error: Exception) -> bool:
    """Whether SQLAlchemy or a driver of its raised this; they are asked only now, being slow to import."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    return isinstance(error, SQLAlchemyError | sqlite3.Error)


def _leave(status: int, fault: object) -> NoReturn:
    line = " ".join(str(fault).split())
    sys.stderr.write(f"calibrate: {line}\n")
    sys.exit(status)
