"""Which exemplar joins a round, so that its panel can read it blind."""

from collections import Counter
from collections.abc import Collection
from random import Random

from sqlmodel import Session, col, select

from bot.calibration.lots import drawn
from scoring.bank.questions import Question
from scoring.rubric import LEVELS
from storage.models import Answer, Round
from storage.scores import acquainted


def exemplar_for(
    session: Session, round_: Round, interviewers: Collection[str], raters: int, luck: Random
) -> Answer | None:
    """One that the channel has not seen; None where the question has none left.

    Of a level for which as many interviewers as possible, up to `raters`, do not know the text from practice; of these
    likelier one that the channel met less often so far.
    """
    question = Question.model_validate(round_.question)
    earlier = session.exec(
        select(Round.slug, Answer.exemplar)
        .join(Answer)
        .where(Round.channel_id == round_.channel_id, col(Answer.exemplar).is_not(None))
    ).all()
    seen = Counter(level for _, level in earlier)
    fresh = [level for level in LEVELS if (round_.slug, level) not in earlier] if question.exemplars else []
    if not fresh:
        return None

    known = Counter(level for _, _, level in acquainted(session, interviewers, [round_.slug]))
    blind = {level: min(len(set(interviewers)) - known[level], raters) for level in fresh}
    offered = [level for level in fresh if blind[level] == max(blind.values())]
    level = drawn(luck, offered, [seen[level] for level in offered])
    text = question.exemplar(level).text
    return Answer(round_id=round_.id, slug=round_.slug, exemplar=level, origin="exemplar", text=text)


def knowing(session: Session, people: Collection[str], answer: Answer) -> set[str]:
    """Who of these people was told the level of this exemplar before: their score would not be blind."""
    told = acquainted(session, people, [answer.slug]) if answer.slug else ()
    return {person for person, _, level in told if level == answer.exemplar}
