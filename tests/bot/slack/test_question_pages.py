"""A whole page pasted in Slack, or given as a file: what was found is shown, mended in the form, and saved."""

from collections.abc import Iterator

import pytest
from sqlmodel import col, delete, select

from sandbox.people.person import Person
from scoring.rubric import LEVELS
from storage.database import unit
from storage.models import AuditEvent, CustomQuestion
from tests.kit.layouts import docx
from tests.kit.look import words
from tests.kit.play import World

PARTS = ("Situation", "Task", "Action", "Result")
PROMPT = "Tell me about a time you took over a well that nobody wanted."
PROBES = "What steps did you take? What did you learn? How many farms drank from it? Why not wait for the council?"
STORIES = {
    level: " ".join(f"{part}: The {part.lower()} of the {level} story, <3 & all." for part in PARTS) for level in LEVELS
}
PAGE = "\n".join(
    [
        f"Question: {PROMPT}",
        "Why we ask: It shows who picks up what lies about.",
        "Competency: Wells",
        f"Follow-ups: {PROBES}",
        "*Who is to say what comes next*",
        "Common mistakes",
        "- Blames the goats -- name what was done about it",
        "- Vague: no farm has a name",
        *(f"Sample answer ({level}) {told}" for level, told in STORIES.items()),
    ]
)


@pytest.fixture(autouse=True)
def _no_questions_stay(world: World) -> Iterator[None]:
    yield
    with unit(world.deps.engine, world.sandbox.team_id) as session:
        session.exec(delete(CustomQuestion))
        session.exec(delete(AuditEvent).where(col(AuditEvent.subject).startswith("question ")))


def paste(world: World, person: Person, page: str = "", file: tuple[str, str | bytes] | None = None) -> str:
    """Gives a page to the bot; what the window then says."""
    person.open_home()
    world.sandbox.settled(5)
    person.press_home("questions")
    person.tap("question_page")
    person.fill({"page": page} if file is None else {"page": page, "page_file": [file]})
    assert person.submit() is None
    world.work()
    return words(person.modal)


def save(person: Person, **changed: str) -> dict[str, str] | None:
    person.fill({"name": "A well", **changed})
    return person.submit()


def own(world: World) -> CustomQuestion:
    (row,) = world.look(lambda session: session.exec(select(CustomQuestion)).all())
    return row


def test_a_page_becomes_a_question_with_all_that_it_has(world: World) -> None:
    (ana,) = world.people("Ana")
    said = paste(world, ana, PAGE)
    assert "prompt, line 1: Tell me about a time you took over a well" in said
    assert "follow-ups, line 4: 4" in said
    assert "Who is to say what comes next" in said.partition("Not placed:")[2]
    assert "Nothing is saved yet" in said
    assert save(ana) is None
    question = own(world).question
    assert (question["prompt"], question["competency"]) == (PROMPT, "Wells")
    assert [probe["text"] for probe in question["probes"]].count("What did you learn?") == 1
    assert [(one["name"], one["notice"], one["better"]) for one in question["mistakes"]] == [
        ("Blames the goats", "", "name what was done about it"),
        ("Vague", "no farm has a name", ""),
    ]
    assert [one["level"] for one in question["exemplars"]] == list(LEVELS)
    senior = question["exemplars"][2]
    assert [senior[part.lower()] for part in PARTS] == [
        f"The {part.lower()} of the senior story, <3 & all." for part in PARTS
    ]


def test_what_is_mended_in_the_form_is_what_is_saved(world: World) -> None:
    (ana,) = world.people("Ana")
    paste(world, ana, PAGE)
    assert save(ana, mistakes="No colon here") == {
        "mistakes": "Line 1 needs a colon between the name and how to notice it."
    }
    assert save(ana, mistakes="Late: weeks -> says when", prompt="Tell me of a well.", senior="") == {
        "senior": "Paste all four, or none."
    }
    assert save(ana, senior="I dug it again.") is None
    question = own(world).question
    assert question["prompt"] == "Tell me of a well."
    assert [(one["notice"], one["better"]) for one in question["mistakes"]] == [("weeks", "says when")]
    assert question["exemplars"][2]["action"] == "I dug it again."


def test_follow_ups_are_never_lost_when_the_focus_changes(world: World) -> None:
    (ana,) = world.people("Ana")
    paste(world, ana, PAGE)
    assert save(ana, focus=["Influence", "Scope", "Impact"]) is None
    assert ana.modal is not None
    held = [
        state["value"] or ""
        for block, values in ana.modal["state"]["values"].items()
        if block.startswith("probes_")
        for state in values.values()
    ]
    assert sorted(line for text in held for line in text.splitlines()) == sorted(
        PROBES.replace("? ", "?\n").splitlines()
    )


@pytest.mark.parametrize("name", ["guide.md", "guide.html", "guide.docx"])
def test_a_longer_page_comes_as_a_file(world: World, name: str) -> None:
    (ana,) = world.people("Ana")
    rows = PAGE.split("\n")
    pages: dict[str, str | bytes] = {
        "guide.md": PAGE + "\n\n" + "A word on wells. " * 400,
        "guide.html": f"<html><body>{''.join(f'<p>{row}</p>' for row in rows[:4])}</body></html>",
        "guide.docx": docx([("", row) for row in rows[:4]]),
    }
    said = paste(world, ana, file=(name, pages[name]))
    assert "Found on the page:" in said
    assert ana.modal is not None
    assert ana.modal["state"]["values"]["prompt"]["value"]["value"] == PROMPT


def test_a_page_with_two_questions_says_so_and_a_full_box_too(world: World) -> None:
    (ana,) = world.people("Ana")
    said = paste(
        world, ana, f"# {PROMPT}\n\nFollow-ups\n- Who?\n\n# Tell me about a time you lost a well.\n\n- Who saw it?"
    )
    assert "The page has a second question, from line 6 on." in said
    said = paste(world, ana, (PAGE + " and so on" * 300)[:3000])
    assert "The box was full" in said


def test_a_story_that_is_longer_than_a_box_has_a_box_for_each_part_and_is_kept_whole(world: World) -> None:
    (ana,) = world.people("Ana")
    long = {part: f"The {part.lower()}. " + "I dug on. " * 90 for part in PARTS}
    told = " ".join(f"{part}: {text}" for part, text in long.items())
    page = PAGE.replace(f"(staff) {STORIES['staff']}", f"(staff) {told}")
    assert "Too long" not in paste(world, ana, file=("guide.md", page))
    assert save(ana, **{"staff:task": "To dig. " * 100}) is None
    kept = own(world).question["exemplars"]
    assert (kept[3]["task"], kept[3]["action"]) == (("To dig. " * 100).strip(), long["Action"].strip())
    assert ana.submit() is None
    assert own(world).question["exemplars"] == kept, "saved again without a change, nothing is cut"


def test_what_the_page_lacks_is_named(world: World) -> None:
    (ana,) = world.people("Ana")
    said = paste(world, ana, PAGE.partition("\nFollow-ups")[2])
    assert "Not on the page: the question, why it is asked" in said


def test_what_is_no_page_is_told_and_nothing_is_lost(world: World) -> None:
    (ana,) = world.people("Ana")
    ana.open_home()
    world.sandbox.settled(5)
    ana.press_home("questions")
    ana.tap("question_page")
