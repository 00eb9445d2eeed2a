"""What the commands share: their options, what they read, and how they say what came of it."""

import json
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from bot.settings import Settings


JudgeKind = Literal["offline", "claude"]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, nothing else there.")]
Judge = Annotated[JudgeKind | None, typer.Option(help="Which judge scores; by default as the settings say.")]


def settings_for(judge: JudgeKind | None = None) -> "Settings":
    from bot.settings import load_settings

    return load_settings(**({"judge": judge} if judge else {}))


def text_of(path: str, data: bytes | None = None) -> str:
    """The text of a file, or of standard input for "-"; says on standard error where its encoding was a guess."""
    from scoring.incoming import decoded, read_bytes

    found = decoded(read_bytes(path) if data is None else data, path)
    if found.guessed:
        sys.stderr.write(f"calibrate: {path} is not UTF-8; read as {found.encoding}, so look at its accents\n")
    return found.text


def show(data: Any, lines: Iterable[str], as_json: bool) -> None:
    say([json.dumps(data, ensure_ascii=False, allow_nan=False)] if as_json else lines)


def say(lines: Iterable[str]) -> None:
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
