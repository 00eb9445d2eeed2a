"""Who may read scores is asked in one place; a query that goes around it is found here."""

import ast
from collections.abc import Iterator
from pathlib import Path

ELSEWHERE = {
    "bot/calibration/piles.py": "who is done, and with what",
    "bot/calibration/scorecards.py": "one's own scorecards",
    "bot/calibration/verdicts.py": "keeps what the judge said, and tells managers why it said nothing",
    "bot/calibration/forgetting.py": "one's own data",
    "bot/calibration/answers.py": "deletes what the judge said of an answer that was taken out",
    "bot/calibration/dropping.py": "deletes all that a dropped round held",
    "bot/calibration/erasing.py": "deletes what people wrote once its time is over",
    "bot/demo/history.py": "writes the story's past",
    "bot/demo/discussion.py": "the story's own players look whether they have revised",
}

READING = ("select", "select_from", "delete", "update", "join", "get", "find")


def test_no_query_of_scorecards_or_ratings_goes_around_the_blind_rule() -> None:
    found = {str(path) for path in sorted(Path("bot").rglob("*.py")) for _ in queries(path)}
    assert found <= set(ELSEWHERE)


def test_every_reader_of_scores_asks_the_rule() -> None:
    path = Path("storage/scores.py")
    rule = {"round_is_out", "_counting", "_readable"}
    asked = {function.name for function in queries(path) if rule & _names(function)}
    assert {function.name for function in queries(path)} - asked == {"ratings_of"}, "it takes the ids it was given"
    assert not [function.name for function in queries(Path("storage/reads.py"))]


def queries(path: Path) -> Iterator[ast.FunctionDef]:
    """The functions of a file that select, or write over, scorecards or ratings."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef) and any(_is_query(node) for node in ast.walk(function)):
            yield function


def _is_query(node: ast.AST) -> bool:
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    if not (is_call and isinstance(node, ast.Call)):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    inside = {name for argument in node.args for name in _names(argument)}
    return name in READING and bool({"Scorecard", "Rating"} & inside)


def _names(node: ast.AST) -> set[str]:
    return {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}
