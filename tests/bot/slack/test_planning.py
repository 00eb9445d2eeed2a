"""The question that comes next: managers see it, change it, and it comes."""

from datetime import timedelta

from sandbox.people.person import Person
from scoring.bank.questions import load_bank
from storage.models import Schedule
from tests.kit.look import form, notice, said, words
from tests.kit.play import World

BANK = load_bank()


def a_channel(world: World) -> tuple[str, Person, Person]:
    """A channel with a question each Monday at nine, and its two interviewers."""
    ana, ben = world.people("Ana", "Ben")
    channel = world.channel([ana, ben])
    world.clock.to_sunday()
    world.plan(channel, [ana, ben])
    return channel, ana, ben


def look_ahead(world: World, person: Person, channel: str) -> str:
    """Has a person open the next question of a channel from Home; its slug."""
    world.home(person)
    person.press_home("next_questions")
    if form(person)["callback_id"] != "plan":  # there are other channels of this person's
        person.tap("plan_question", world.schedule(channel).public_id)
    return slug_in(person)


def slug_in(person: Person) -> str:
    assert form(person)["callback_id"] == "plan"
    return str(form(person)["private_metadata"]).split(":")[1]


def test_the_question_that_a_manager_sees_is_the_one_that_comes(world: World) -> None:
    channel, ana, _ = a_channel(world)
    slug = look_ahead(world, ana, channel)
    assert BANK[slug].prompt in said(ana)
    ana.close_modal()
    assert look_ahead(world, ana, channel) == slug, "it was drawn once"
    ana.close_modal()
    assert f", on *{BANK[slug].competency}*." in words(world.home(ana))
    world.advance_to(world.schedule(channel).next_at)
    assert world.round(channel).slug == slug
    following = world.schedule(channel).planned
    assert following in BANK
    assert following != slug


def test_what_was_typed_and_not_searched_for_is_shown_before_it_is_planned(world: World) -> None:
    channel, ana, _ = a_channel(world)
    first = look_ahead(world, ana, channel)
    ana.fill({f"search:{channel}": "quiet-voice"})
    ana.submit()
    assert slug_in(ana) == "quiet-voice" != first
    assert world.schedule(channel).planned != "quiet-voice"
    ana.submit()
    assert world.schedule(channel).planned == "quiet-voice"


def test_a_manager_takes_another_one_or_searches_and_it_comes_once(world: World) -> None:
    channel, ana, _ = a_channel(world)
    first = look_ahead(world, ana, channel)
    ana.tap("ask_another")
    assert slug_in(ana) != first
    ana.tap("ask_search", "customer")
    chosen = slug_in(ana)
    assert "customer" in f"{chosen} {BANK[chosen].prompt} {BANK[chosen].competency}".casefold()
    assert not ana.submit()
    assert BANK[chosen].prompt in notice(ana)
    assert world.rounds(channel) == [], "nothing is posted"
    world.advance_to(world.schedule(channel).next_at)
    assert world.round(channel).slug == chosen
    assert world.schedule(channel).planned_by is None
    assert world.schedule(channel).planned != chosen


def test_a_planned_question_that_was_retired_is_replaced_and_who_chose_it_is_told(world: World) -> None:
    channel, ana, ben = a_channel(world)
    look_ahead(world, ana, channel)
    assert not ana.submit()
    ana.close_modal()
    change(world, channel, "planned", "retired-since")
    world.advance_to(world.schedule(channel).next_at)
    round_ = world.round(channel)
    assert round_.slug in BANK
    (told,) = ana.dms()
    assert told["text"].startswith(f"The question that you chose for <#{channel}> was retired meanwhile, so one on *")
    assert ben.dms() == []


def test_a_drawn_question_that_was_retired_is_replaced_in_silence(world: World) -> None:
    channel, ana, _ = a_channel(world)
    look_ahead(world, ana, channel)
    ana.close_modal()
    change(world, channel, "planned", "retired-since")
    world.advance_to(world.schedule(channel).next_at)
    assert world.round(channel).slug in BANK
    assert ana.dms() == []


def test_one_that_was_asked_by_hand_meanwhile_does_not_come_again(world: World) -> None:
    channel, ana, _ = a_channel(world)
    slug = look_ahead(world, ana, channel)
    assert not ana.submit()
    ana.close_modal()
    world.ask(channel, slug, by=ana)
    assert world.schedule(channel).planned != slug
    assert world.schedule(channel).planned_by is None


def test_a_drawn_question_follows_what_setup_restricts_the_channel_to(world: World) -> None:
    channel, ana, _ = a_channel(world)
    look_ahead(world, ana, channel)
    ana.close_modal()
    change(world, channel, "planned", "saying-no")
    only = BANK["near-miss"].competency
    assert only != BANK["saying-no"].competency
    change(world, channel, "competencies", [only])
    world.advance_to(world.schedule(channel).next_at)
    assert world.round(channel).question["competency"] == only


def test_what_comes_next_is_shown_to_managers_only(world: World) -> None:
    channel, ana, ben = a_channel(world)
    slug = look_ahead(world, ana, channel)
    shown = form(ana)
    with world.managed_by(ana):
        assert f", on *{BANK[slug].competency}*" not in words(world.home(ben))
        home = world.home(ben)
        world.forge_tap(ben, home, "next_questions")
        assert "Only the people who manage" in notice(ben)
        ben.press_home("my_data")
        world.forge_tap(ben, form(ben), "plan_question", value=world.schedule(channel).public_id)
        assert "Only the people who manage" in notice(ben)
        world.forge_submit(ben, shown)
        assert world.schedule(channel).planned_by is None
    outside = world.people("Zoe")[0]
    world.home(outside)
    outside.press_home("my_data")
    world.forge_tap(outside, form(outside), "plan_question", value=world.schedule(channel).public_id)
    assert notice(outside) == "This is for the people in its channel."
    reply = world.forge_submit(outside, shown)
    assert "This is for the people in its channel." in str(reply)
    assert world.schedule(channel).planned_by is None


def test_while_a_round_is_open_the_question_after_it_can_be_changed(world: World) -> None:
    channel, ana, _ = a_channel(world)
    world.advance_to(world.schedule(channel).next_at)
    look_ahead(world, ana, channel)
    ana.tap("ask_another")
    chosen = slug_in(ana)
    assert not ana.submit()
    ana.close_modal()
    world.clock.at += timedelta(minutes=1)
    for _ in range(2):
        world.next(ana, channel)
    world.advance_to(world.schedule(channel).next_at)
    assert world.round(channel).slug == chosen


def change(world: World, channel: str, part: str, value: object) -> None:
    own = world.schedule(channel).id
    world.look_and_change(lambda session: setattr(session.get(Schedule, own), part, value))
