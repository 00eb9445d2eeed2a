"""Calibration decides and writes no markup; views draw and read nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MARKUP = re.compile(r"<[#@!]|/calibrate|\bescape\b|\*\w[^*\n]*\w\*|`")


def test_calibration_writes_no_markup_of_slack_and_names_no_command() -> None:
    found = [(path.name, text) for path in files("calibration") for text in _texts(path) if MARKUP.search(text)]
    assert found == []


@pytest.mark.parametrize("folder", ["views", "calibration"])
def test_only_listeners_and_what_goes_out_speak_to_slack(folder: str) -> None:
    assert [path.name for path in files(folder) if {"slack_bolt", "slack_sdk.web", "bot.slack"} & imported(path)] == []


def test_views_open_no_session_and_ask_no_database() -> None:
    reading = {"sqlmodel", "sqlalchemy", "storage.database", "storage.reads", "storage.scores", "bot.work"}
    assert [path.name for path in files("views") if reading & imported(path)] == []


def test_a_refusal_is_shown_by_the_listeners_and_by_the_job_that_fills_a_window_for_one() -> None:
    catching = {
        str(path)
        for path in Path("bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and node.type is not None and "Refusal" in ast.unparse(node.type)
    }
    assert {name for name in catching if not name.startswith("bot/listeners/")} == {"bot/outward/pages.py"}


def files(folder: str) -> list[Path]:
    return sorted((Path("bot") / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


def _texts(path: Path) -> Iterator[str]:
    """The texts and names in a file, its docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, _DOCUMENTED)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in told:
            yield node.value
        elif isinstance(node, ast.Name):
            yield node.id


_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)
