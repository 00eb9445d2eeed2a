"""The rooms of the house: who may import whom."""

from importlinter import cli


def test_every_import_keeps_to_the_layers() -> None:
    assert cli.lint_imports(no_cache=True) == cli.EXIT_STATUS_SUCCESS
