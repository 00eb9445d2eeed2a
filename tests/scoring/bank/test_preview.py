"""What a preview says of a page."""

import pytest

from scoring.bank.preview import item_lines, lines_in_words, preview_lines
from tests.kit.drafts import read


def test_the_preview_says_what_was_found_and_on_which_lines() -> None:
    page = "# Tell me about a fence\n\n## Follow-ups\n- Who asked?\n- And then?\n\n## Mid\nI asked.\n\nOdd end?\n"
    rows = preview_lines(read(page))
    assert rows[:4] == [
        "Found on the page:",
        "  prompt          line 1: Tell me about a fence",
        "  follow-ups      lines 4 to 5: 2",
        "  mid answer      lines 7 to 10: action (4 words)",
    ]


def test_the_preview_lists_what_each_follow_up_is_about_and_each_mistake() -> None:
    page = (
        "# Tell me about a fence\n\n## Follow-ups\n- What did you learn?\n- (scope) Who asked?\n- Blue?\n\n"
        "## Mistakes\n- Blames the goats -- name what was done\n"
    )
    assert item_lines(read(page)) == [
        "",
        "Follow-ups, each under the dimension that it would settle (? is proposed):",
        "  reflection?   What did you learn?",
        "  scope         Who asked?",
        "  none yet      Blue?",
        "",
        "Mistakes:",
        "  Blames the goats -- better: name what was done",
    ]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([3], "line 3"), ([3, 4, 5], "lines 3 to 5"), ([1, 9], "lines 1 and 9"), ([1, 3, 9, 20, 21], "lines 1 to "
    "3, 9 and 20 to 21")],
)  # fmt: skip
def test_lines_are_told_as_people_say_them(numbers: list[int], words: str) -> None:
    assert lines_in_words(numbers) == words
