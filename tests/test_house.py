"""What is said in two places is the same in both."""

import re
from pathlib import Path

import yaml


def recipe(target: str) -> list[str]:
    """The commands of one of the Makefile's targets."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", Path("Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return [line.strip() for line in found.group(1).splitlines()]


def test_what_runs_before_a_commit_is_what_make_lint_runs() -> None:
    (ours,) = yaml.safe_load(Path(".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [hook["entry"] for hook in ours["hooks"]] == recipe("lint")


def test_every_path_on_the_map_is_there() -> None:
    """docs/design.md and CONTRIBUTING.md name files and folders; none of them has gone."""
    for document in ("docs/design.md", "CONTRIBUTING.md"):
        named = re.findall(
            r"`((?:bot|scoring|storage|sandbox|tests|benchmarks|simulation|docs)/[\w./]*)`",
            Path(document).read_text("utf-8"),
        )
        assert named, document
        assert not [path for path in named if not Path(path).exists()], document


def test_every_test_that_keeps_a_promise_is_there() -> None:
    """docs/promises.md names tests by file and function."""
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", Path("docs/promises.md").read_text("utf-8"))
    sources = {path: path.read_text("utf-8") for path in Path("tests").rglob("test_*.py")}
    gone = [
        (file, test)
        for file, test in named
        if not any(path.name == file and f"def {test}(" in source for path, source in sources.items())
    ]
    assert len(named) > 10
    assert not gone
