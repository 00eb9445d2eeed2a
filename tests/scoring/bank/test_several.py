"""Pages with more than one question: the first is drafted, and every line of the others told."""

import pytest

from scoring.bank.importing import read_pages
from scoring.bank.preview import notes_of
from tests.kit.drafts import probes, read


@pytest.mark.parametrize(
    ("page", "others"),
    [
        ("1. Tell me about a fence.\n   - Who asked?\n   - And then?\n2. Describe a harvest.\n   - When?", 2),
        ("Question: Tell me about a fence.\nFollow-ups:\n- Who asked?\n- And then?\n\nQuestion: Describe a harvest.\n"
         "Follow-ups:\n- When?", 3),
        ("Tell me about a fence.\n\nFollow-ups\n- Who asked?\n- And then?\n\n---\n\n"
        "Tell me about a time you lost a harvest.\n\n"
         "Follow-ups\n- When?", 3),
        ("## Tell me about a fence\n\n### Follow-ups\n- Who asked?\n- And then?\n\n### Red flags\n- None\n\n"
         "## Tell me about a harvest\n\n### Follow-ups\n- When?", 3),
        ("**Q1.** Tell me about a fence?\n\nProbes:\n* Who asked?\n* And then?\n\n**Q2.** What did you harvest?\n"
        "\nProbes:\n* When?", 3),
        ("## Question 1\n\nTell me about a fence.\n\n### Follow-ups\n- Who asked?\n- And then?\n\n## Question 2\n"
        "\nDescribe a harvest."
         "\n\n### Follow-ups\n- When?", 4),
        ("**Competency:** Care\n**Question:** Tell me about a fence.\n**Follow-ups**\n- Who asked?\n- And then?\n"
        "\n**Competency:** Grit\n"
         "**Question:** Describe a fight.\n**Follow-ups**\n- When?", 4),
        ("# Tell me about a fence\n\nFollow-ups\n- Who asked?\n- And then?\n\n# Tell me about a time you lost one.\n"
        "\nFollow-ups\n- When?", 3),
        ("### Tell me about a fence you mended.\n- Who asked?\n- And then?\n### Tell me about a fight you had.\n"
        "- When?", 2),
    ],
)  # fmt: skip
def test_of_two_questions_the_first_is_drafted_and_every_line_of_the_second_is_told(page: str, others: int) -> None:
    draft = read(page)
    assert draft.question["prompt"].startswith("Tell me about a fence")
    assert probes(draft) == ["Who asked?", "And then?"]
    assert draft.unplaced == [line for line in page.split("\n") if line.strip() and line != "---"][-others:]
    assert notes_of(draft)[0].startswith("the page has a second question")
    assert len(draft.others) == 1
    second = read_pages(page, "guide")[1]
    assert second.question["slug"] == "guide-2"
    assert probes(second) == ["When?"]
    assert second.question["prompt"]


def test_of_twenty_questions_nineteen_are_told() -> None:
    page = "# Our questions\n\n" + "\n".join(f"{n}. Tell me about a time you mended fence {n}." for n in range(1, 21))
    draft = read(page)
    assert draft.question["prompt"] == "Tell me about a time you mended fence 1."
    assert draft.unplaced == [line for line in page.split("\n") if line and "fence 1." not in line]
    assert notes_of(draft)[0].startswith("the page has a second question and 18 more, from line 4 on")
    assert len(read_pages(page, "guide")) == 20


@pytest.mark.parametrize(
    "page",
    [
        "# Tell me about a time you failed\n\n## Follow-ups\n- Tell me more about the plan.\n"
        "- Describe how you told them.",
        "**Tell me about a time you failed.**\n\n**Follow-ups**\n\n**Who knew?**\n\n**What next?**\n\n"
        "**Mistakes**\n- Hides it",
        "# Tell me about a time you failed\n\n## Follow-ups\n\n### Who knew?\n\n### What next?",
        "# Tell me about a time you failed\n\n**Question:** Describe a mistake.\n\n## Follow-ups\n- Who knew?\n"
        "- What next?",
        "# Tell me about a time you failed\n\n## Follow-ups\nQ1: Who knew?\nQ2: What next?",
        "# Tell me about a time you failed\n\n## Follow-ups\n- Who knew?\n- What next?\n\n## Related questions\n"
        "- Tell me about a time you won.\n- Describe a risk.",
        "# Tell me about a time you failed\n\n- Who knew?\n- What next?",
    ],
)
def test_follow_ups_and_related_questions_are_no_second_question(page: str) -> None:
    draft = read(page)
    assert draft.others == []
    assert len(probes(draft)) == 2
