"""A week of a channel: who does what in it, and when, each from the seed."""

from collections.abc import Callable
from datetime import timedelta

from sandbox.people.person import Person
from simulation.people import People

FILES, OTHER_FILES = ("story.txt", "story.md"), ("story.pdf", "story.docx")


def plan(acts: People) -> None:
    """Puts on the clock who writes, who scores, and when."""
    luck, people, setup = acts.luck, acts.world.people, acts.place.setup
    raters, after = setup.raters, setup.out
    for name in luck.sample([*raters, *setup.others], luck.choice((2, 3, 3, 4))):
        _author(acts, people[name])
    if luck.random() < 0.05:
        _at(acts, luck.uniform(20, 40), acts.next)
    if luck.random() < 0.05:
        _at(acts, luck.uniform(60, 90), acts.next)
    for name in raters:
        for hours in sorted(luck.uniform(49, 94) for _ in range(luck.choice((1, 1, 2)))):
            if luck.random() < 0.9:
                _at(acts, hours, lambda who=people[name]: acts.score(who))  # type: ignore[misc]
    if luck.random() < 0.3:
        _at(acts, luck.uniform(after + 1, after + 14), lambda: acts.revise(people[luck.choice(raters)]))
    if luck.random() < 0.15:
        _at(acts, luck.uniform(after + 2, after + 16), lambda: acts.agree(people[raters[0]], people[raters[1]]))
    for name in luck.sample(sorted(setup.people), 2):
        _at(acts, luck.uniform(1, 110), lambda who=people[name]: acts.look(who))  # type: ignore[misc]
    if luck.random() < 0.03:
        _at(acts, luck.uniform(after + 4, after + 20), acts.skip)


def _author(acts: People, who: Person) -> None:
    luck, hours = acts.luck, acts.luck.uniform(0.2, 45)
    if luck.random() < 0.3:
        _at(acts, hours, lambda: acts.write_privately(who))
        if luck.random() < 0.3:
            _at(acts, luck.uniform(hours, 47), lambda: acts.write_privately(who))
        return
    way = luck.random()
    if way < 0.2:
        _file(acts, who, hours)
    else:
        _at(acts, hours, lambda: acts.post(who))
    if luck.random() < 0.3:
        _at(acts, hours + luck.uniform(0.01, 0.12), lambda: acts.post(who, short=True))
    if luck.random() < 0.35:
        _at(acts, luck.uniform(hours, 47.6), lambda: acts.edit(who))
    if luck.random() < 0.2:
        _at(acts, luck.uniform(hours, 47), lambda: acts.delete(who))
    if luck.random() < 0.1:
        _at(acts, luck.uniform(49, 60), lambda: acts.edit(who))


def _file(acts: People, who: Person, hours: float) -> None:
    """A story as a file, and before it perhaps one that is not read; some take it away again."""
    luck = acts.luck
    name, other, beside = luck.choice(FILES), luck.choice(OTHER_FILES), luck.random()
    if luck.random() < 0.4:
        _at(acts, hours - luck.uniform(0.05, 0.15), lambda: acts.post_file(who, other))
    _at(acts, hours, lambda: acts.post_file(who, name, beside < 0.5))
    if luck.random() < 0.2:
        _at(acts, luck.uniform(hours, 47), lambda: acts.delete_file(who))


def _at(acts: People, hours: float, act: Callable[[], None]) -> None:
    acts.world.at(acts.due + timedelta(hours=hours), lambda: acts.attempt(act))
