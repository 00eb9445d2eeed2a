"""What people do in a channel: write, change their mind, score, talk."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sandbox.errors import Json, NotAnswered, SandboxError
from sandbox.people.person import Person
from simulation.forms import form
from simulation.places import Place
from simulation.seen import Seen, has, words
from simulation.world import World

TALE = (
    "I owned {what} and I decided to change how it was built because two customers had lost an hour to it. Our team "
    "had three weeks, so I compared two ways of doing it and wrote down what each would cost us. My lead wanted the "
    "quick one. I showed her the figures from support, and she agreed to try the other. I split the work, tested the "
    "riskiest part first and asked a friend to review it. In the end the errors fell from nine a week to one."
)
LEVELS = ("junior", "mid", "senior", "staff")
RETRY = timedelta(minutes=7)


class People:
    """What people do in one week of a channel. `due` is when the question is expected."""

    def __init__(self, place: Place, due: datetime, number: int, luck: Random) -> None:
        self.place, self.due, self.number, self.luck = place, due, number, luck
        self.world = place.world
        self.names = (f"{number}.{each}" for each in count(1))

    def attempt(self, act: Callable[[], None]) -> None:
        """A person whose screen lacks a button, or whom nobody answers, lets it be."""
        try:
            act()
        except (SandboxError, NotAnswered) as error:
            self.world.note("not done", str(error))

    # Writing

    def story(self, short: bool = False) -> str:
        tale = f"{self.place.setup.mark}{next(self.names)}"
        return f"And about {tale} I would warn support earlier." if short else TALE.format(what=tale)

    def open(self) -> Seen | None:
        """The round of this week, as far as it is there."""
        seen = self.place.seen()
        return seen if seen and seen.at >= self.due - timedelta(minutes=1) and not seen.dropped else None

    def post(self, who: Person, short: bool = False) -> None:
        seen = self.open()
        if seen and who.id not in seen.private:
            who.post(seen.channel, self.story(short), thread_ts=seen.ts)

    def post_file(self, who: Person, name: str, beside: bool = False) -> None:
        """A story as a file; `beside` a message."""
        seen = self.open()
        if seen and who.id not in seen.private:
            who.post(seen.channel, "My story:" if beside else "", thread_ts=seen.ts, files=[(name, self.story())])

    def delete_file(self, who: Person) -> None:
        """A file that was sent alone: the words beside another stay, and open what its author writes next."""
        seen = self.open()
        own = [one for one in self._own(seen, who) if one.get("files") and not one["text"]] if seen else []
        if seen and own:
            who.delete_file(seen.channel, own[0]["ts"])

    def _own(self, seen: Seen, who: Person) -> list[Json]:
        thread = self.world.ws.channels[seen.channel].thread(seen.ts)
        return [one for one in thread if one.get("user") == who.id and one["ts"] != seen.ts]

    def edit(self, who: Person) -> None:
        seen = self.open()
        own = self._own(seen, who) if seen else []
        if seen and own:
            who.edit(seen.channel, self.luck.choice(own)["ts"], self.story())

    def delete(self, who: Person) -> None:
        seen = self.open()
        own = self._own(seen, who) if seen else []
        if seen and own:
            who.delete(seen.channel, own[0]["ts"])

    def write_privately(self, who: Person) -> None:
        """Presses Answer, types, saves; where no word comes back, presses again later."""
        seen = self.open()
        if seen is None or seen.states.get(who.id):
            return
        _clear(who)
        text, before = self.story(), len(seen.private.get(who.id, ()))
        try:
            who.press(seen.channel, seen.ts, "answer")
            if who.modal is None or who.modal["callback_id"] != "answer":
                return
            who.fill({"answer": text})
            errors = who.submit()
            said = words(who.modal["blocks"]) if who.modal else ""
        except NotAnswered:
            seen.unsure.add(who.id)
            seen.texts[text] = who.id
            seen.private.setdefault(who.id, [(self.world.clock.now(), None)]).append((self.world.clock.now(), text))
            self.world.at(self.world.clock.now() + RETRY, lambda: self.attempt(lambda: self.write_privately(who)))
            return
        if not errors and "is kept" in said:
            seen.texts[text] = who.id
            seen.private.setdefault(who.id, []).append((self.world.clock.now(), text))
            seen.unsure.discard(who.id)
        self.world.note("private", who.name, before, said)
        _clear(who)

    # Scoring

    def score(self, who: Person) -> None:
        """Scores what waits, a minute apart; sometimes stops half-way."""
        seen = self.open()
        if seen is None:
            return
        _clear(who)
        self._begin_scoring(seen, who)
        while who.modal and who.modal["callback_id"] == "scorecard" and self.luck.random() < 0.9:
            view = who.modal
            about: Seen | None = seen
            if view["private_metadata"].endswith(":blind"):  # it leads on to what waits in other channels
                about = form(self.world.watch, who.id, view)
            letter = words(view["blocks"][:1]).split("*")[1].removeprefix("Answer ")
            word = self.world.watch.secret(who.id, about)
            self._fill(who, view, word)
            was, dealt = view["id"], view["title"]["text"].startswith("Answer")
            errors = _send(who)
            now = who.modal
            late = now and now["id"] == was and "Scores came out" in words(now["blocks"])
            refused = now and now["callback_id"] == "notice" and "All done" not in str(now["title"])
            if about and not errors and not late and not refused and dealt:
                about.cards.append((who.id, letter, word))
            if late:
                break
        _clear(who)

    def _begin_scoring(self, seen: Seen, who: Person) -> None:
        """From the question; from the newest invitation, which who has left still has; or by a command."""
        invited = [one for one in who.dms() if has(one.get("blocks") or [], "score") and seen.channel in one["text"]]
        way = self.luck.random()
        if invited and (way < 0.3 or who.id not in self.world.ws.channels[seen.channel].members):
            who.press(who.dm, invited[-1]["ts"], "score")
        elif way > 0.9:
            who.command("/calibrate", "score", seen.channel)
        else:
            who.press(seen.channel, seen.ts, "score")

    def _fill(self, who: Person, view: Json, word: str) -> None:
        chosen: dict[str, str] = {}
        for block in view["blocks"]:
            if block["type"] != "input":
                continue
            name = block["block_id"].partition(":")[0]
            if block["element"]["type"] == "radio_buttons":
                chosen[block["block_id"]] = "strong" if name == "evidence" else self.luck.choice(LEVELS)
            elif name == "note":
                chosen[block["block_id"]] = f"because of {word} I think"
        keys = list(chosen)
        if self.luck.random() < 0.9:  # most taps are not told to the bot one by one: the form is what counts
            with _quiet(self.world):
                who.fill(chosen)
        else:
            who.fill({key: chosen[key] for key in keys})

    def revise(self, who: Person) -> None:
        seen = self.open()
        if seen is None:
            return
        _clear(who)
        for message in self.world.ws.channels[seen.channel].thread(seen.ts):
            if "'action_id': 'revise'" in str(message.get("blocks")):
                who.press(seen.channel, message["ts"], "revise")
                if who.modal and who.modal["callback_id"] == "scorecard":
                    self._fill(who, who.modal, self.world.watch.secret(who.id, seen))
                    _send(who)
                break
        _clear(who)

    def agree(self, one: Person, other: Person) -> None:
        """Records a ruling, which another confirms."""
        seen = self.open()
        if seen is None:
            return
        thread = self.world.ws.channels[seen.channel].thread(seen.ts)
        place = next((each for each in thread if "'action_id': 'record'" in str(each.get("blocks"))), None)
        if place is None:
            return
        _clear(one)
        one.press(seen.channel, place["ts"], "record")
        if one.modal and one.modal["callback_id"] == "ruling":
            text = f"Case {next(self.names)} of asking a neighbour is mid."
            one.fill({"dimension": "influence", "one": "senior", "other": "mid", "text": text})
            one.submit()
        _clear(one)
        self.world.pump()
        for message in list(self.world.ws.channels[seen.channel].thread(seen.ts)):
            if "'action_id': 'confirm_ruling'" in str(message.get("blocks")):
                other.press(seen.channel, message["ts"], "confirm_ruling")
                _clear(other)
                break

    def look(self, who: Person) -> None:
        """Opens Home, and whatever needs a look there."""
        who.open_home()
        self.world.pump()
        if who.home and "'action_id': 'look'" in str(who.home):
            _clear(who)
            who.press_home("look")
            _clear(who)

    # Managing

    def next(self) -> None:
        seen, who = self.open(), self.place.manager
        if seen is None:
            return
        _clear(who)
        who.command("/calibrate", "next", self.place.channel)
        if who.modal and who.modal["callback_id"] == "next_stage":
            seen.moved.append(self.world.clock.now())
            who.submit()
        _clear(who)

    def skip(self) -> None:
        self.place.manager.command("/calibrate", "skip", self.place.channel)
        self.place.skipped.add(self.number + self.place.setup.every)


class _quiet:
    """A screen that tells the bot nothing: whoever fills a form in quickly."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __enter__(self) -> None:
        self._hand = self._world.slack.delivery.hand
        self._world.slack.delivery.hand = lambda _payload, _headers: {}

    def __exit__(self, *_: object) -> None:
        self._world.slack.delivery.hand = self._hand


def _send(who: Person) -> Any:
    """Sends a scoring form; once more where it asks about an overall level that no dimension reaches: that is meant."""
    errors = who.submit()
    if who.modal and "no dimension reaches it" in words(who.modal["blocks"]):
        errors = who.submit()
    return errors


def _clear(who: Person) -> None:
    while who.modal is not None:
        with_hook = who.modal
        who.close_modal()
        if who.modal is with_hook:
            break
