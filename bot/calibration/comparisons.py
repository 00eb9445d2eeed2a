"""The reveal as data: every answer with all its scores side by side, and what the round says as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from statistics import median

from sqlmodel import Session

from bot.calibration.access import Act, Person, must
from bot.calibration.reports.pooling import extremes
from bot.refusals import NO_SCORES, NOT_YOUR_ANSWER, Refusal
from bot.work import Work
from scoring.bank.questions import Question
from scoring.rubric import DIMENSIONS, level_value
from storage.models import Answer, Rating, Round, Scorecard
from storage.reads import answers_of, find_answer
from storage.scores import blind_scorecards, discussed_scorecards, judge_scorecards, ratings_of, scores_are_out

OVERALL, EVIDENCE = "overall", "evidence"
MOST_POSTED = 6  # as many as are read
WAITED = timedelta(minutes=1)  # a reveal waits so long for a judge at work; what comes after that is late
JUDGES_BY_MACHINE = ("claude", "offline")


@dataclass(frozen=True)
class Column:
    """One rater's scores: a level word for `overall` and for each dimension, the evidence, and why.

    `rater` is a user id, None where raters are not named, or the kind of a judge. `sentence` of the answer decided it,
    `note` is their own line.
    """

    rater: str | None
    levels: Mapping[str, str]
    evidence: str | None
    sentence: str = ""
    note: str = ""


@dataclass(frozen=True)
class Quote:
    dimension: str
    level: str
    text: str


@dataclass(frozen=True)
class Judged:
    """What the judge said: its column unless `reason` tells why there is none."""

    kind: str
    column: Column | None
    quotes: tuple[Quote, ...]
    mistakes: tuple[str, ...]  # ids
    reason: str | None
    late: bool = False  # it was given when scores were out


@dataclass(frozen=True)
class Revised:
    """How many thought again of those who scored blind, and how many levels lay between all, before and since."""

    people: int
    before: int
    now: int


@dataclass(frozen=True)
class Comparison:
    """All scores of one answer, `columns` being those of the interviewers, blind."""

    answer_id: int
    public_id: str
    letter: str
    message_ts: str | None
    pitch: str | None
    exemplar: str | None
    rows: tuple[str, ...]  # overall, evidence, then the dimensions that anybody scored
    columns: tuple[Column, ...]
    judged: Judged | None
    revised: Revised | None = None
    unjudged: bool = False  # the round has a judge, and none of its scores is here

    @property
    def panel(self) -> Mapping[str, float]:
        """The median by row of the levels that raters gave, as a number from 1 to 4; rows without any are left out."""
        return {row: median(values) for row in self.rows if (values := self.values(row))}

    @property
    def widest(self) -> tuple[str, int]:
        """The row on whose level the raters lie furthest apart, and by how many levels; overall wins ties last."""
        rows = [row for row in self.rows if row not in (EVIDENCE, OVERALL)] + [OVERALL]
        return max(((row, self.gap(row)) for row in rows), key=lambda item: item[1])

    @property
    def quote(self) -> Quote | None:
        """What of the judge's evidence is shown: of the widest row, else of another that people scored."""
        row, found = self.widest[0], self.judged.quotes if self.judged else ()
        return max(found, key=lambda quote: (quote.dimension == row, quote.dimension in self.rows), default=None)

    def probe(self, question: Question) -> str | None:
        """What settles the dimension that raters read furthest apart, by letter where there are several; None for none.

        None, too, where they read all alike: then nothing is left to ask.
        """
        row, gap = self.widest
        probes = [probe.text for probe in question.probes if probe.dimension == row and gap > 0]
        return probes[(ord(self.letter[-1]) - ord("A")) % len(probes)] if probes else None

    @property
    def left(self) -> int:
        """How many levels lie between the raters as a whole, counting what they made of it since."""
        return self.revised.now if self.revised else self.gap(OVERALL)

    def gap(self, row: str) -> int:
        """Highest minus lowest level that raters gave in a row, in levels; 0 where fewer than two gave one."""
        return _spread(self.values(row))

    def values(self, row: str) -> list[int]:
        found = (level_value(column.levels.get(row)) for column in self.columns)
        return [value for value in found if value is not None]


@dataclass(frozen=True)
class Summary:
    """A round in figures: pairs of blind scorecards on the same answer, by overall level."""

    answers: int
    interviewers: int
    pairs: int
    within_one: int
    closest: str | None
    furthest: str | None


def result(session: Session, round_: Round) -> tuple[list[Comparison], Summary]:
    """One comparison for each answer that was scored by anybody, by letter, and what they say together."""
    answers, cards = answers_of(session, round_.id), blind_scorecards(session, round_.id)
    judged, discussed = judge_scorecards(session, round_.id), discussed_scorecards(session, round_.id)
    again = {(card.answer_id, card.rater): card for card in discussed}
    ratings = ratings_of(session, [card.id for card in cards] + [card.id for card in judged.values()])
    found = (
        _comparison(
            round_,
            answer,
            [card for card in cards if card.answer_id == answer.id],
            judged.get(answer.id),
            ratings,
            again,
        )
        for answer in answers
    )
    scored = (one for one in found if one.columns or (one.judged and one.judged.column))
    ordered = sorted(scored, key=lambda one: (len(one.letter), one.letter))
    return ordered, summary(ordered, len(answers), interviewers=len({card.rater for card in cards}))


def posted(found: Sequence[Comparison]) -> list[Comparison]:
    """Those that a reveal posts, in their order: the widest gaps, at most six. Any other can be brought up by hand."""
    widest = {one.answer_id for one in sorted(found, key=lambda one: -one.widest[1])[:MOST_POSTED]}
    return [one for one in found if one.answer_id in widest]


def where_to_begin(found: Sequence[Comparison]) -> Comparison | None:
    """The answer that was read furthest apart, as a whole before by dimension; None where all were read alike."""
    widest = max(found, key=lambda one: (one.gap(OVERALL), one.widest[1]), default=None)
    return widest if widest and widest.widest[1] else None


def compared(session: Session, answer_id: int, channel_id: str) -> Comparison:
    """The comparison of a revealed answer of this channel. Raises Refusal where there is none."""
    found = find_answer(session, answer_id)
    if found is None or not scores_are_out(found[1]) or found[1].channel_id != channel_id:
        raise Refusal(NO_SCORES)
    for one in result(session, found[1])[0]:
        if one.answer_id == answer_id:
            return one
    raise Refusal(NO_SCORES)


def own_comparison(session: Session, answer_id: int, person: Person) -> tuple[Comparison, Question]:
    """What became of a person's own answer, and the question it is to.

    Raises Refusal for another's, and for who is not in the channel any more.
    """
    found = find_answer(session, answer_id)
    if found is None or found[0].author != person.id:
        raise Refusal(NOT_YOUR_ANSWER)
    answer, round_ = found
    must(session, person, Act.SEE, round_.channel_id)
    return compared(session, answer.id, round_.channel_id), Question.model_validate(round_.question)


def shuffled(cards: Sequence[Scorecard]) -> list[Scorecard]:
    """The scorecards of an answer in the order of its unnamed columns, always the same: by the lots they drew."""
    return sorted(cards, key=lambda card: card.column_key or 0.0)


def _comparison(
    round_: Round,
    answer: Answer,
    cards: Sequence[Scorecard],
    judge: Scorecard | None,
    ratings: Mapping[int, Mapping[str, Rating]],
    again: Mapping[tuple[int, str], Scorecard],
) -> Comparison:
    named = answer.exemplar is not None or round_.names_raters
    ordered = cards if named else shuffled(cards)
    columns = [column(card, ratings[card.id], named) for card in ordered]
    scored = {dimension for column in columns for dimension in column.levels}
    focus = Question.model_validate(round_.question).focus
    dimensions = [d for d in DIMENSIONS if d in focus] + [d for d in DIMENSIONS if d in scored and d not in focus]
    return Comparison(
        answer_id=answer.id,
        public_id=answer.public_id,
        letter=answer.letter or "",
        message_ts=answer.message_ts,
        pitch=answer.pitch,
        exemplar=answer.exemplar,
        rows=(OVERALL, EVIDENCE, *dimensions),
        columns=tuple(columns),
        judged=_judged(judge, ratings[judge.id], round_) if judge else None,
        unjudged=round_.judge in JUDGES_BY_MACHINE and (judge is None or judge.status != "scored"),
        revised=_revised(cards, again),
    )


def _revised(cards: Sequence[Scorecard], again: Mapping[tuple[int, str], Scorecard]) -> Revised | None:
    newest = [again.get((card.answer_id, card.rater), card) for card in cards]
    people = sum(new is not old for new, old in zip(newest, cards, strict=True))
    return Revised(people, _apart(cards), _apart(newest)) if people else None


def _apart(cards: Sequence[Scorecard]) -> int:
    """Levels between the lowest and the highest overall one."""
    return _spread([value for card in cards if (value := level_value(card.overall))])


def _spread(values: Sequence[int]) -> int:
    return max(values, default=0) - min(values, default=0)


def column(card: Scorecard, ratings: Mapping[str, Rating], named: bool) -> Column:
    """A scorecard as a column, without its rater where they are not named."""
    levels = {dimension: rating.level for dimension, rating in ratings.items()}
    if card.overall:
        levels[OVERALL] = card.overall
    return Column(card.rater if named else None, levels, card.evidence, card.sentence, card.note)


def _judged(card: Scorecard, ratings: Mapping[str, Rating], round_: Round) -> Judged:
    if card.status != "scored":
        return Judged(card.rater, None, (), (), card.reason)
    out, given = round_.revealed_at, card.submitted_at
    late = out is not None and given is not None and given - out > WAITED
    quotes = tuple(
        Quote(dimension, ratings[dimension].level, quote)
        for dimension in DIMENSIONS
        if dimension in ratings
        for quote in ratings[dimension].quotes
    )
    return Judged(card.rater, column(card, ratings, named=True), quotes, tuple(card.mistakes), card.reason, late)


def summary(found: Sequence[Comparison], answers: int, interviewers: int) -> Summary:
    """What the comparisons of a round say together; `answers` counts those that nobody scored as well."""
    overall = _gaps(found, OVERALL)
    closest, furthest = extremes({dimension: _gaps(found, dimension) for dimension in DIMENSIONS})
    return Summary(
        answers=answers,
        interviewers=interviewers,
        pairs=len(overall),
        within_one=sum(gap <= 1 for gap in overall),
        closest=closest,
        furthest=furthest,
    )


def _gaps(found: Sequence[Comparison], row: str) -> list[int]:
    """The distance in levels of every pair of raters who gave a level for the same answer."""
    return [abs(a - b) for one in found for a, b in combinations(one.values(row), 2)]


def ask_comparison(work: Work, answer_id: int, person: Person) -> None:
    """Has the comparison of a revealed answer posted, once however often it is asked for.

    Raises Refusal for who is not in its channel, and where there is none.
    """
    found = find_answer(work.session, answer_id)
    if found is not None:
        must(work.session, person, Act.SEE, found[1].channel_id)
    if found is None or not scores_are_out(found[1]):
        raise Refusal(NO_SCORES)
    work.enqueue("compare", found[1].id, answer_id, once=str(answer_id))
