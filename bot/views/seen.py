"""What a panel saw in an answer, for its author alone, who may leave the level out of it."""

from collections import Counter
from collections.abc import Sequence

from bot.calibration.comparisons import EVIDENCE, OVERALL, Comparison
from bot.markup import cut, escape
from bot.views.blocks import View, actions, button, context, modal, notice, section
from bot.views.comparison import mistakes_seen
from bot.views.words import median_name
from scoring.bank.questions import Question
from scoring.rubric import Rubric, level_value

QUOTE, MOST = 300, 6  # characters of a sentence, and sentences


def seen_modal(one: Comparison, question: Question, rubric: Rubric, level: bool = False) -> View:
    """What was seen and what was missing, the evidence, the mistakes and what to ask; a `level` only on wish."""
    if not one.columns:
        return notice("What did they see?", "Nobody scored this answer, so there is nothing to tell.")
    on_wish = actions(button("Show me the level", "seen_level", one.public_id))
    blocks = [
        *map(section, _parts(one, question, rubric)),
        section(_level(one, rubric)) if level else on_wish,
        context("Only you see this. A level describes an answer, never a person."),
    ]
    return modal("notice", "What did they see?", blocks)


def _parts(one: Comparison, question: Question, rubric: Rubric) -> list[str]:
    shown, missing = _dimensions(one)
    names = {row: escape(rubric.row(row).name) for row in (*shown, *missing)}
    parts = [f"*Seen:* {', '.join(f'{names[row]} ({_of(*shown[row])})' for row in shown) or 'nothing of the rubric'}."]
    if missing:
        parts.append(f"*Not seen:* {', '.join(f'{names[row]} ({_of(*missing[row])})' for row in missing)}.")
    evidence = Counter(column.evidence for column in one.columns if column.evidence)
    kinds = [f"{kind.name.lower()} ({evidence[kind.id]})" for kind in rubric.evidence if evidence[kind.id]]
    if kinds:
        parts.append(f"*The evidence was:* {', '.join(kinds)}.")
    if decided := list(dict.fromkeys(column.sentence for column in one.columns if column.sentence)):
        quotes = " ".join(f"“{escape(cut(sentence, QUOTE))}”" for sentence in decided[:MOST])
        parts.append(f"*What decided it for them:* {quotes}")
    parts += mistakes_seen(one, question)
    if asked := _probes(one, question, list(missing)):
        parts.append(f"*An interviewer would ask next:* {' '.join(map(escape, asked))}")
    return parts


Share = dict[str, tuple[int, int]]


def _dimensions(one: Comparison) -> tuple[Share, Share]:
    """By dimension how many of how many raters saw it, where most did; and how many did not, for the others."""
    shown: Share = {}
    missing: Share = {}
    for row in one.rows:
        given = [column.levels[row] for column in one.columns if row in column.levels]
        if row in (OVERALL, EVIDENCE) or not given:
            continue
        saw = sum(level_value(level) is not None for level in given)
        if 2 * saw > len(given):
            shown[row] = (saw, len(given))
        else:
            missing[row] = (len(given) - saw, len(given))
    return shown, missing


def _of(some: int, every: int) -> str:
    return f"all {every}" if some == every > 1 else f"{some} of {every}"


def _probes(one: Comparison, question: Question, missing: Sequence[str]) -> list[str]:
    """The first probe on each dimension that was not seen, else what would settle the widest gap."""
    first = [next((probe.text for probe in question.probes if probe.dimension == row), "") for row in missing]
    return [text for text in first if text] or [text for text in [one.probe(question)] if text]


def _level(one: Comparison, rubric: Rubric) -> str:
    values = one.values(OVERALL)
    if not values:
        return "*The level:* nobody saw one."
    names = [
        f"{escape(rubric.name(level.id))} ({count})"
        for level in rubric.levels
        if (count := values.count(level_value(level.id)))
    ]
    middle = escape(median_name(one.panel[OVERALL], rubric))
    return f"*The level:* read as {', '.join(names)}; the panel's middle is {middle}."
