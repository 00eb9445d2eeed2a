"""The exemplar of a round: one that nobody's panel knows, and that nobody scores who does."""

from collections import Counter
from datetime import timedelta
from random import Random

from sqlmodel import Session

from bot.calibration.exemplars import exemplar_for
from sandbox.people.person import Person
from scoring.bank.questions import load_bank
from scoring.rubric import LEVELS
from storage.models import Answer, PracticeScore, Round
from tests.kit.look import notice
from tests.kit.play import World, fill

QUESTION = load_bank([])["raising-the-bar"]


def practise(world: World, person: Person, *levels: str, slug: str = QUESTION.slug) -> None:
    """The person has practised on exemplars of these levels."""

    def note(session: Session) -> None:
        for run, level in enumerate(levels, 1):
            now = world.clock.now()
            session.add(PracticeScore(person=person.id, run=run, slug=slug, level=level, overall="mid", scored_at=now))

    world.look_and_change(note)


def joined(world: World, channel: str) -> Answer | None:
    """The exemplar of a channel's newest round."""
    return next((answer for answer in world.answers(channel) if answer.exemplar), None)


def test_the_round_takes_one_that_enough_interviewers_do_not_know_from_practice(world: World) -> None:
    ana, gil, hao, ida = world.people("Ana", "Gil", "Hao", "Ida")
    channel, ts = world.open_round([ana], [gil, hao, ida])
    practise(world, gil, "junior", "mid", "staff")
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    chosen = joined(world, channel)
    assert chosen is not None
    assert chosen.exemplar == "senior"


def test_who_knows_it_is_dealt_something_else_and_told_why_they_cannot_score_it(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = world.open_round([ana], [gil, hao])
    practise(world, gil, *LEVELS)
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    exemplar = joined(world, channel)
    assert exemplar is not None
    gil.shortcut("score_answer", channel, str(exemplar.message_ts))
    assert notice(gil).startswith("You know this one's level already, from practice or another round")
    assert (world.score(gil, channel, ts), world.score(hao, channel, ts)) == (1, 2)


def test_a_form_that_was_open_while_its_author_got_to_know_the_level_counts_nothing(world: World) -> None:
    ana, gil, hao = world.people("Ana", "Gil", "Hao")
    channel, ts = world.open_round([ana], [gil, hao])
    world.stories(channel, ts, [ana])
    world.next(ana, channel)
    exemplar = joined(world, channel)
    assert exemplar is not None
    gil.shortcut("score_answer", channel, str(exemplar.message_ts))
    practise(world, gil, str(exemplar.exemplar))
    assert fill(gil, "mid", "thin") is None
    assert notice(gil).startswith("You know this one's level already")
    assert [card for card in world.scorecards(channel) if card.state == "submitted"] == []


def test_a_channel_never_sees_one_twice_and_none_joins_once_all_were_seen(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, _ = world.open_round([ana])
    round_ = world.round(channel)
    seen = []
    for _ in LEVELS:
        exemplar = world.look(lambda session: exemplar_for(session, round_, [], 3, Random(1)))
        seen.append(exemplar.exemplar)
        world.look_and_change(lambda session, found=exemplar: session.add(found))
    assert sorted(seen) == sorted(LEVELS)
    assert world.look(lambda session: exemplar_for(session, round_, [], 3, Random(1))) is None


def test_over_the_weeks_a_channel_meets_every_level_about_as_often(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, _ = world.open_round([ana])
    first = world.round(channel)
    met, luck = Counter[str](), Random(1)
    for week, slug in enumerate(list(world.deps.bank)[: 4 * len(LEVELS)], 1):
        later = first.model_dump(exclude={"id", "public_id", "team_id", "question"}) | {"stage": "closed", "slug": slug}
        later |= {"due_at": first.due_at + timedelta(weeks=week), "message_ts": None}
        round_ = Round(**later, question=world.deps.bank[slug].model_dump(mode="json"))
        world.look_and_change(lambda session, round_=round_: session.add(round_))
        exemplar = world.look(lambda session, round_=round_: exemplar_for(session, round_, [], 3, luck))
        world.look_and_change(lambda session, exemplar=exemplar: session.add(exemplar))
        met[exemplar.exemplar] += 1
        assert max(met.values()) - min(met[level] for level in LEVELS) <= 3
    assert sum(met.values()) == 16
