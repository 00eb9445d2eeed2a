"""A team's own questions: added, changed and retired in Slack; and the bank that a workspace asks from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import shorten
from typing import Any

from sqlmodel import Session, col, select

from bot import refusals
from bot.refusals import ProbesMissing, Refusal
from bot.work import Work
from scoring.bank.cues import dimension_of, focus_of
from scoring.bank.questions import MOST_COMPETENCY, MOST_PROMPT, Bank, Question
from scoring.bank.stories import parts_in, with_names
from scoring.rubric import DIMENSIONS, LEVELS
from scoring.text import slug_of
from storage.models import CustomQuestion

MOST_OWN = 80  # questions in force: so many fit in one modal
MOST_NAME, MOST_WHY = 60, 300  # characters
MOST_TOPIC = 80  # characters of a prompt that stands for its question


@dataclass(frozen=True)
class Draft:
    """What the form for a question holds, as typed: `probes` in a box a dimension, they and `mistakes` one a line.

    `rest` are follow-ups that are in no box, `exemplars` the texts by level that a page had, none where there was none.
    """

    name: str = ""
    prompt: str = ""
    why: str = ""
    competency: str = ""
    focus: tuple[str, ...] = ()
    probes: Mapping[str, str] = field(default_factory=dict)
    mistakes: str = ""
    rest: str = ""
    exemplars: Mapping[str, str] = field(default_factory=dict)


def team_bank(session: Session, bank: Bank) -> Bank:
    """The bank with the workspace's own questions in force, by slug; where both have a slug, the workspace's."""
    rows = session.exec(select(CustomQuestion).where(col(CustomQuestion.retired_at).is_(None)))
    own = {row.slug: Question.model_validate(row.question) for row in rows}
    return dict(sorted({**bank, **own}.items()))


def competencies(bank: Bank) -> list[str]:
    """Those that the bank has questions on; a question need not have one."""
    return sorted({question.competency for question in bank.values() if question.competency})


def questions_with(bank: Bank, word: str) -> list[str]:
    """The slugs of those that hold the word in name, competency or prompt, whatever its capitals."""
    wanted = word.casefold()
    return [slug for slug, one in bank.items() if wanted in f"{slug} {one.competency} {one.prompt}".casefold()]


def topic_of(question: Mapping[str, Any]) -> str:
    """What a question is about, in a few words: its competency, else the beginning of its prompt in quotes."""
    return str(question["competency"]) or f"“{shorten(str(question['prompt']), MOST_TOPIC, placeholder='…')}”"


def own_questions(session: Session) -> Sequence[CustomQuestion]:
    """All that were ever added, retired ones too, the newest first."""
    return session.exec(select(CustomQuestion).order_by(col(CustomQuestion.id).desc())).all()


def in_force(session: Session, question_id: str) -> CustomQuestion | None:
    """The question that clients know by this id, locked, unless it is retired."""
    query = select(CustomQuestion).where(
        CustomQuestion.public_id == question_id, col(CustomQuestion.retired_at).is_(None)
    )
    return session.exec(query.with_for_update()).first()


def save(work: Work, question_id: str, draft: Draft, bank: Bank, by: str) -> CustomQuestion:
    """Adds a question, where there is no id, or changes one, exemplars apart.

    The slug comes from the name it is added under, for good. Raises Refusal by field for what is wrong; ProbesMissing
    where all is well but for a box for the probes of each focal dimension.
    """
    row = in_force(work.session, question_id) if question_id else None
    slug = row.slug if row else slug_of(draft.name)
    errors = {"prompt": refusals.RETIRED} if question_id and not row else dict(_faults(draft))
    if not question_id and (fault := _name_fault(slug, own_questions(work.session), bank)):
        errors["name"] = fault
    if errors:
        raise Refusal(fields=errors)
    if not set(draft.focus) <= set(draft.probes):
        raise ProbesMissing
    kept = row.question["exemplars"] if row else []
    exemplars = _exemplars(draft.exemplars) if draft.exemplars else kept
    question = _question(work.session, draft, bank, slug, exemplars)
    if row:
        row.question, row.changed_by, row.changed_at = question, by, work.now
        _note(work, row, "question changed", by)
    else:
        row = CustomQuestion(slug=slug, question=question, added_by=by, added_at=work.now)
        work.session.add(row)
        _note(work, row, "question added", by)
    return row


def set_exemplars(work: Work, question_id: str, texts: Mapping[str, str], by: str) -> None:
    """Gives a question its four exemplars, texts by level, or none when all are empty. Raises Refusal by level."""
    row = in_force(work.session, question_id)
    if row is None:
        raise Refusal(fields={LEVELS[0]: refusals.RETIRED})
    if errors := dict(_exemplar_faults(texts)):
        raise Refusal(fields=errors)
    asked = Question.model_validate({**row.question, "exemplars": _exemplars(texts)}).model_dump(mode="json")
    if asked != row.question:
        row.question, row.changed_by, row.changed_at = asked, by, work.now
        _note(work, row, "exemplars changed", by)


def retire(work: Work, question_id: str, by: str) -> None:
    """Takes a question out of what can be asked and practised; rounds that had it keep it."""
    row = in_force(work.session, question_id)
    if row is not None:
        row.retired_by, row.retired_at = by, work.now
        _note(work, row, "question retired", by)


def draft_of(row: CustomQuestion) -> Draft:
    """What a question says, to be changed in the form."""
    question = Question.model_validate(row.question)
    return Draft(
        name=row.slug,
        prompt=question.prompt,
        why=question.why,
        competency=question.competency,
        focus=question.focus,
        probes=_boxes(question.focus, [(probe.dimension, probe.text) for probe in question.probes]),
        mistakes="\n".join(mistake_line(mistake.model_dump()) for mistake in question.mistakes),
    )


def found_draft(question: Mapping[str, Any]) -> Draft:
    """What a page was found to hold (as scoring.bank.importing reads it), to be mended in the form."""
    asked = [(probe["dimension"], probe["text"]) for probe in question["probes"]]
    told = {each["level"]: with_names(each) for each in question["exemplars"]}
    focus = focus_of([dimension for dimension, _ in asked])
    return Draft(
        prompt=question["prompt"],
        why=question["why"],
        competency=question["competency"],
        focus=tuple(focus),
        probes=_boxes(focus, asked),
        mistakes="\n".join(mistake_line(mistake) for mistake in question["mistakes"]),
        rest="\n".join(text for dimension, text in asked if not dimension),
        exemplars=told if any(told.values()) else {},
    )


def with_boxes(draft: Draft) -> Draft:
    """The draft with a box for each focal dimension, and for each other that has follow-ups.

    Those of the rest go into a new box where their words speak for its dimension.
    """
    new = [dimension for dimension in draft.focus if dimension not in draft.probes]
    loose = [(found[0] if (found := dimension_of(line)) else "", line) for line in _lines(draft.rest)]
    kept = [(dimension, line) for dimension, text in draft.probes.items() for line in _lines(text)]
    boxes = _boxes(draft.focus, [*kept, *((dimension, line) for dimension, line in loose if dimension in new)])
    return replace(draft, probes=boxes, rest="\n".join(line for dimension, line in loose if dimension not in new))


def _boxes(focus: Sequence[str], asked: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The text of a box for each dimension that has follow-ups, and for the focal ones, which come first."""
    others = [dimension for dimension in DIMENSIONS if dimension not in focus and dimension in dict(asked)]
    return {d: "\n".join(text for dimension, text in asked if dimension == d) for d in (*focus, *others)}


def mistake_line(mistake: Mapping[str, Any]) -> str:
    """A mistake as the form has it: its name, how to notice it, and behind an arrow what a better answer does."""
    told = " ".join(filter(None, (mistake["notice"], mistake["better"] and f"-> {mistake['better']}")))
    return f"{mistake['name']}: {told}"


def _name_fault(slug: str, taken: Sequence[CustomQuestion], bank: Bank) -> str | None:
    if not 0 < len(slug) <= MOST_NAME:
        return refusals.NO_NAME
    if slug in bank or slug in {row.slug for row in taken}:
        return refusals.NAME_TAKEN.format(slug=slug)
    if sum(row.retired_at is None for row in taken) >= MOST_OWN:
        return refusals.TOO_MANY.format(most=MOST_OWN)
    return None


def _faults(draft: Draft) -> Iterator[tuple[str, str]]:
    for name, text, fewest, most in (
        ("prompt", draft.prompt, 1, MOST_PROMPT),
        ("why", draft.why, 1, MOST_WHY),
        ("competency", draft.competency, 0, MOST_COMPETENCY),
    ):
        if not fewest <= len(_line(text)) <= most:
            yield name, refusals.FILL_IN.format(most=most)
    if len(draft.focus) != 3 or not set(draft.focus) <= set(DIMENSIONS):
        yield "focus", refusals.NOT_THREE
    for dimension, text in draft.probes.items():
        if dimension in draft.focus and not _lines(text):
            yield f"probes_{dimension}", refusals.NO_PROBE
    for number, line in enumerate(_lines(draft.mistakes), 1):
        name, notice, better = _mistake(line)
        if not (name and (notice or better)):
            yield "mistakes", refusals.NO_COLON.format(line=number)
    if draft.exemplars:
        yield from _exemplar_faults(draft.exemplars)


def _exemplar_faults(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    empty = [level for level in LEVELS if not texts.get(level, "").strip()]
    if len(empty) < len(LEVELS):
        yield from ((level, refusals.FOUR_OR_NONE) for level in empty)


def _exemplars(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """The exemplars as JSON: in four parts where the text names them, else in one."""
    told = {level: text for level in LEVELS if (text := texts.get(level, "").strip())}
    return [{"level": level, **(parts_in(text) or {"action": text})} for level, text in told.items()]


def _question(session: Session, draft: Draft, bank: Bank, slug: str, exemplars: list[Any]) -> dict[str, Any]:
    """The question as JSON. Its competency is spelled as it is known, its dimensions stand in the rubric's order."""
    known = {name.casefold(): name for name in competencies(team_bank(session, bank))}
    competency = _line(draft.competency)
    focus = [dimension for dimension in DIMENSIONS if dimension in draft.focus]
    named = [_mistake(line) for line in _lines(draft.mistakes)]
    asked = {
        "slug": slug,
        "competency": known.get(competency.casefold(), competency),
        "prompt": _line(draft.prompt),
        "why": _line(draft.why),
        "focus": focus,
        "probes": [{"dimension": d, "text": text} for d, box in draft.probes.items() for text in _lines(box)],
        "mistakes": [
            {"id": f"mistake-{n}", "name": name, "notice": notice, "better": better}
            for n, (name, notice, better) in enumerate(named, 1)
        ],
        "exemplars": exemplars,
    }
    return Question.model_validate(asked).model_dump(mode="json")


def _mistake(line: str) -> tuple[str, str, str]:
    """Its name, how to notice it, and what a better answer does."""
    name, _, told = line.partition(":")
    notice, better = (*re.split(r"\s*(?:->|→)\s*", told, maxsplit=1), "")[:2]
    return name.strip(), notice.strip(), better.strip()


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := _line(each))]


def _note(work: Work, row: CustomQuestion, what: str, by: str) -> None:
    work.session.flush()  # a new row has its id from now on
    work.note(by, what, f"question {row.public_id}")
