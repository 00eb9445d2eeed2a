"""Before the reveal nobody learns what anybody gave: two rounds alike but for their secrets look the same everywhere.

The same people do the same in both (see twins); what each can get at, on every way out (see ways_out), is compared.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from bot.listeners.commands import COMMANDS
from tests.kit.outlets import Seen
from tests.kit.twins import INTERVIEWERS, OWN, ROLES, Twin, twins

Twins = tuple[Twin, Twin]
WHILE = {"collecting": ("Ana", "Sam", "Mia"), "scoring": tuple(ROLES)}


@pytest.fixture(scope="module")
def both() -> Twins:
    return twins()


def apart(one: Seen, other: Seen) -> list[str]:
    """Where two that should look alike do not: the way, and a piece of each from where on they differ."""
    found = []
    for way in sorted({*one, *other}):
        pair = (one.get(way, []), other.get(way, []))
        if pair[0] != pair[1]:
            mine, theirs = (next((line for line in a if line not in b), "") for a, b in (pair, pair[::-1]))
            same = next((place for place, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), 0)
            pieces = [line[max(0, same - 60) : same + 60] for line in (mine, theirs)]
            found.append(f"{way}: {pieces}")
    return found


@pytest.mark.parametrize(("stage", "name"), [(stage, name) for stage, names in WHILE.items() for name in names])
def test_two_rounds_alike_but_for_their_secrets_look_the_same(both: Twins, stage: str, name: str) -> None:
    told = apart(*(twin[stage].seen[name] for twin in both))
    assert not told, "\n".join([f"{ROLES[name]}, while {stage}", *told])


@pytest.mark.parametrize("stage", WHILE)
def test_exports_logs_the_queue_and_what_is_sent_tell_nothing_either(both: Twins, stage: str) -> None:
    one, other = (
        {**at.exports, "sent to Slack": at.sent, "logged": at.logged, "queued": at.queued}
        for at in (twin[stage] for twin in both)
    )
    told = apart(one, other)
    assert not told, "\n".join(told)


def test_what_one_gave_before_the_reveal_only_they_see_again(both: Twins) -> None:
    seen = both[0]["scoring"].seen
    for name in OWN:
        assert [who for who in seen if f"{name} wrote this" in str(seen[who])] == [name]


def test_once_scores_are_out_the_same_walk_tells_them(both: Twins) -> None:
    """Else the walk would see nothing where there is something to see."""
    one, other = (twin["revealed"] for twin in both)
    everybody = {"messages", "button record_any", "forged record", "forged record_any", "direct messages"}
    for name, own in (
        ("Gil", {"forged where_was_i", "forged where_was_i_all", "button where_was_i_all"}),
        ("Mia", {"calibrate.csv", "Home: look"}),
    ):
        told = {line.partition(": [")[0] for line in apart(one.seen[name], other.seen[name])}
        assert everybody | own <= told, ROLES[name]
    for moment, level, word in ((one, "Junior", "zebra"), (other, "Staff+", "walrus")):
        thread = str(moment.seen["Gil"]["messages"])
        assert f"A {word} quote" in thread
        assert f":* {word}" in thread, "a note, beside its level"
        assert f"overall is {level.rstrip('+').lower()}, {word}" in thread
        assert level in thread
        assert word in str(moment.exports["all.jsonl"])
    assert one.exports["levels.csv"] != other.exports["levels.csv"]


def test_no_text_of_anybody_is_logged_or_queued_even_then(both: Twins) -> None:
    for twin, word in zip(both, ("zebra", "walrus"), strict=True):
        kept = str([twin["revealed"].logged, twin["revealed"].queued])
        assert word not in kept
        assert "'s export" not in kept
        assert not [name for name in INTERVIEWERS if f"{name} wrote this" in kept]


def test_the_walk_goes_every_way(both: Twins) -> None:
    """A command or shortcut that is added joins the walk by itself; that none was lost on the way is seen here."""
    manifest = yaml.safe_load(Path("manifest.yml").read_text(encoding="utf-8"))
    shortcuts = [one["callback_id"] for one in manifest["features"]["shortcuts"]]
    for name in ROLES:
        walked = set(both[0]["scoring"].seen[name])
        assert wanted(name, shortcuts) - walked == set(), ROLES[name]


def wanted(name: str, shortcuts: Iterable[str]) -> set[str]:
    """The ways that a person has at least."""
    forged = ("bring_up", "where_was_i", "where_was_i_all", "record", "record_any", "revise", "report_weeks")
    found = {f"/calibrate {one.word}" for one in COMMANDS if (name, one.word) != ("Mia", "next")}
    found |= {f"/calibrate report {weeks}" for weeks in (4, 13, 52, "team", "team 4", "team 13", "team 52")}
    found |= {f"forged {one}" for one in (*forged, "retire_ruling")}
    found |= {f"Home: {one}" for one in ("look", "full_report", "my data", "practise", "questions", "score", "rubric")}
    found |= {"Home", "messages", "direct messages", "calibrate.json", "told in private"}
    if name == "Mia":
        found |= {"Home: manage", "calibrate.csv"}
    return found if name == "Uma" else found | {f"shortcut {one}" for one in shortcuts}
