"""A team's own questions, added, listed and changed as managers do it on their Home."""

from typing import Any

from sqlmodel import col, select

from bot.calibration.questions import team_bank
from sandbox.people.person import Person
from scoring.bank.questions import Bank, load_bank
from scoring.rubric import LEVELS
from storage.models import AuditEvent, CustomQuestion
from tests.kit.look import words
from tests.kit.play import World, story

BANK = load_bank()
PROMPT = "Tell me about a handover that went wrong. What did you do about it?"
FIRST = {
    "name": "On-call Handover!",
    "prompt": PROMPT,
    "why": "It shows who keeps things running.",
    "new_competency": "On call",
    "mistakes": "Blame: somebody else is at fault\nNo trace: nothing changed afterwards",
    "focus": ["Scope", "Delivery", "Reflection"],
}
SECOND = {
    "probes_scope": "How many people were on that rota?\n\nWho asked you?",
    "probes_delivery": "What did you do first?",
    "probes_reflection": "What would you do now?",
}


def own(world: World) -> list[CustomQuestion]:
    return world.look(lambda session: session.exec(select(CustomQuestion).order_by(col(CustomQuestion.id))).all())


def bank_of(world: World) -> Bank:
    return world.look(lambda session: team_bank(session, world.deps.bank))


def questions(world: World, person: Person) -> str:
    """Opens the list of questions from Home; what it says."""
    person.open_home()
    world.sandbox.settled(5)
    person.press_home("questions")
    return words(person.modal)


def add(world: World, person: Person, exemplars: bool = False, **changed: Any) -> CustomQuestion:
    """Has a person add a question of their own."""
    questions(world, person)
    person.tap("question_add")
    person.fill(FIRST | changed)
    assert person.submit() is None
    person.fill(SECOND)
    assert person.submit() is None
    assert person.modal is not None
    assert person.modal["callback_id"] == "question_exemplars"
    if exemplars:
        person.fill({level: story(120, f"the {level} rota") for level in LEVELS})
    assert person.submit() is None
    person.close_modal()
    return own(world)[-1]


def edit(world: World, person: Person, row: CustomQuestion) -> None:
    questions(world, person)
    person.tap("question_edit", row.public_id)


def errors_of(world: World, person: Person, **changed: Any) -> dict[str, str] | None:
    """The errors at the fields of the form, the probes' boxes there."""
    questions(world, person)
    person.tap("question_add")
    person.fill(FIRST)
    if errors := person.submit():
        return errors
    person.fill(SECOND)
    person.fill(changed)
    return person.submit()


def noted(world: World, row: CustomQuestion) -> list[tuple[str, str]]:
    """What the audit says of a question, and who did it."""
    query = select(AuditEvent.what, AuditEvent.actor).where(AuditEvent.subject == f"question {row.public_id}")
    return [(what, actor) for what, actor in world.look(lambda session: session.exec(query).all())]
