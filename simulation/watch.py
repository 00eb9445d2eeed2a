"""The checker. It looks at what people saw and were told, and at what they did, never at a table of ours.

Five ways to go wrong: *lost* (an answer or a scorecard that was taken is not kept once with its newest text), *doubled*
(said twice), *early* (something blind was seen), *leaked* (something of a channel reached somebody who is not in it),
*unseen* (a stage not reached, and nobody told).
"""

import re
from datetime import datetime
from typing import Any

from sandbox.errors import Json
from sandbox.workspace import Channel, Workspace
from simulation.files import text_of
from simulation.said import CHANNEL, Said
from simulation.seen import Seen, Violation, has, join, moments_of, words
from simulation.walls import Walls

SECRET = re.compile(r"zq\d+z")
LINK = re.compile(r"/p(\d{10})(\d{6})")
LEVEL = re.compile(r"\b(Junior|Mid|Senior|Staff)\b")
PERSON = re.compile(r"<@U\d+>")
KINDS = ("lost", "doubled", "early", "leaked", "unseen")
UNREAD = "I couldn't read"  # a file: its author was told


class Watch:
    """What was seen so far. `managers` are those to whom trouble is told, by channel."""

    def __init__(self, ws: Workspace) -> None:
        self.ws, self.walls = ws, Walls(ws)
        self.managers: dict[str, str] = {}
        self.judged: set[str] = set()  # channels with a judge
        self.rounds: list[Seen] = []
        self.violations: list[Violation] = []
        self.secrets: dict[str, tuple[Seen | None, str]] = {}
        self.told: list[tuple[datetime, str, str]] = []  # direct messages: when, whom, what
        self.whispered: list[tuple[datetime, str, str]] = []  # what one person alone was shown in a channel
        self.posts = 0
        self.said = Said()
        self.exemplars: set[str] = set()
        self.lenient = False  # a node's clock goes wrong: early and late mean nothing

    @property
    def now(self) -> datetime:
        return self.ws.now()

    def newest(self, channel: str) -> Seen | None:
        """The newest round of a channel."""
        return next((one for one in reversed(self.rounds) if one.channel == channel), None)

    def blame(self, kind: str, what: str, about: Seen | None = None) -> None:
        found = Violation(kind, self.now, what, about.at if about else self.now)
        if not any(one.kind == kind and one.what == what for one in self.violations):
            self.violations.append(found)

    def round_of(self, thread_ts: str | None) -> Seen | None:
        return next((one for one in self.rounds if one.ts == thread_ts), None)

    def secret(self, owner: str, about: Seen | None) -> str:
        """A word that nobody but its owner may see before the scores of its round are out."""
        word = f"zq{len(self.secrets)}z"
        self.secrets[word] = (about, owner)
        return word

    def round_with(self, text: str) -> Seen | None:
        """The newest round that a text was written or posted in; of an exemplar yet to be posted, the one that is still
        blind. None where that cannot be told, as of an exemplar that came up before and may come up again."""
        blind = [one for one in self.rounds if not one.dropped and not one.is_out(self.now)]
        known = next((one for one in reversed(self.rounds) if text in one.texts or text in one.posted), None)
        if known is None:
            return blind[0] if len(blind) == 1 else None
        return known if text not in self.exemplars or known in blind or not blind else None

    # What Slack shows

    def heard(self, event: Json, channel: Channel | None) -> None:
        """Every event of the workspace, whether or not the bot gets it."""
        if event["type"] == "message" and channel is not None:
            self._message(event, channel)
        if event["type"] == "reaction_added" and event["user"] == self.ws.bot_user_id:
            self._reaction(event)
        if event["type"] in ("channel_unarchive", "group_unarchive"):
            self.said.over("was archived", [event["channel"]])
        self.walls.heard(event)

    def _message(self, event: Json, channel: Channel) -> None:
        subtype = event.get("subtype")
        if subtype in ("message_changed", "message_deleted"):
            before = event.get("previous_message") or {}
            if before.get("bot_id") == self.ws.bot_id:
                if subtype == "message_changed":
                    self._changed(event["message"])
                if subtype == "message_deleted" or event["message"].get("subtype") == "tombstone":
                    self._forget(channel, before)
            else:
                self._thread_moves(before.get("thread_ts"), before.get("user", ""))
        elif event.get("bot_id") == self.ws.bot_id:
            self._posted(event, channel)
        elif event.get("user"):
            self._thread_moves(event.get("thread_ts"), event["user"])

    def _thread_moves(self, thread_ts: str | None, author: str) -> None:
        """An author's messages changed: what is their answer now?"""
        about = self.round_of(thread_ts)
        if about is None or about.ts == "":
            return
        thread = self.ws.channels[about.channel].thread(about.ts)
        mine = [one for one in thread if one.get("user") == author and one["ts"] != about.ts]
        mine.sort(key=lambda one: float(one["ts"]))
        found = join((one["ts"], text_of(self.ws, one)) for one in mine)
        text, first = found if found else (None, "")
        if without := join((one["ts"], one["text"]) for one in mine):  # what counts of it where files are not had
            about.texts.setdefault(without[0], author)
        about.states.setdefault(author, []).append((self.now, text, first))
        if text:
            about.texts[text] = author

    def _posted(self, event: Json, channel: Channel) -> None:
        self.posts += 1
        blocks, text = event.get("blocks") or [], str(event.get("text"))
        if channel.kind == "im":
            user = next(one for one in channel.members if one != self.ws.bot_user_id)
            self._direct(user, text)
            twice = self.said.twice_to(user, text, self.now)
        else:
            twice = self.said.twice(channel.id, event.get("thread_ts") or "", text + words(blocks), self.now)
        if twice:
            self.blame("doubled", f"said twice in {channel.name} ({channel.kind}): {text[:90]}")
        if channel.kind == "im":
            return
        about = self.round_of(event.get("thread_ts"))
        if about is not None:
            self._in_thread(about, blocks, text)
        elif text.startswith("This week:"):
            self._asked(event, channel, blocks)

    def _asked(self, event: Json, channel: Channel, blocks: list[Json]) -> None:
        last = self.newest(channel.id)
        if last and not last.dropped and last.out_at is None and last.closed_at is None:
            self.blame("doubled", "a question was posted while another was open")
        closes = moments_of(blocks)
        self.rounds.append(Seen(channel.id, event["ts"], self.now, closes[-1] if closes else self.now, words(blocks)))

    def _in_thread(self, about: Seen, blocks: list[Json], text: str) -> None:
        if text.startswith("Answers are closed"):
            self._closed(about, blocks, text)
        if text.startswith("Nobody has answered yet") and self._has_answers(about):
            self.blame("lost", "it is said that nobody has answered, and somebody has", about)
        if "Scores are out" in text or has(blocks, "revise"):
            first = about.out_at is None
            if not about.is_out(self.now) and not self.lenient:
                self.blame("early", f"scores were shown before they were due: {text[:60]}")
            if first:
                about.out_at = self.now
        if text.startswith("Answer ") and not re.match(r"Answer [A-Z]+:", text):
            self._answer_posted(about, blocks)
        if not about.is_out(self.now) and (PERSON.search(text + words(blocks))):
            self.blame("early", f"somebody is named in a thread that is blind: {text[:60]}")

    def _has_answers(self, about: Seen) -> bool:
        private = (author for author, texts in about.private.items() if author not in about.unsure and texts[-1][1])
        return any(states[-1][1] for states in about.states.values()) or any(private)

    def _closed(self, about: Seen, blocks: list[Json], text: str) -> None:
        about.closed_at = about.closed_at or self.now
        moments = moments_of(blocks)
        about.reveals = moments[0] if moments else about.reveals
        due = min([about.closes, *about.moved])
        if self.now < due and not self.lenient:
            self.blame("lost", f"answers were closed at {self.now:%H:%M}, before {due:%H:%M}")
        if LEVEL.search(text + words(blocks)):
            self.blame("early", "the letters name a level")
        linked = {f"{one}.{rest}" for one, rest in LINK.findall(str(blocks))}
        about.letters = re.findall(r"Answer ([A-Z]+)\b", words(blocks))
        if self.lenient:
            return
        for author in about.states:
            allowed = self.allowed(about, author)
            if self.was_not_read(about, author):
                continue
            if allowed and None not in [one for one, _ in allowed]:
                if not linked & {first for _, first in allowed}:
                    self.blame("lost", f"the answer of {author} has no letter")
            elif allowed and all(one is None for one, _ in allowed):
                gone = {first for _, _, first in about.states[author] if first}
                thread = self.ws.channels[about.channel].thread(about.ts)
                if linked & {one["ts"] for one in thread if one.get("user") == author} - gone:
                    self.blame("lost", f"what {author} wrote is no answer and has a letter")
                if linked & gone:
                    self.blame("lost", f"an answer that {author} took back has a letter")

    def was_not_read(self, about: Seen, author: str) -> bool:
        """Whether an author was told that a file of theirs is no part of their answer."""
        return any(user == author and at >= about.at and UNREAD in text for at, user, text in self.whispered)

    def allowed(self, about: Seen, author: str) -> list[tuple[str | None, str]]:
        """What an author's answer may be after closing: as it stood from when that was due until it was told.

        Where a clock that ran ahead closed answers sooner, which is blamed elsewhere, it is as it stood then.
        """
        end = about.closed_at or self.now
        begin = min([about.closes, *about.moved, end])
        states = about.states.get(author, [])
        before = [one for one in states if one[0] <= begin][-1:] or [(begin, None, "")]
        return [(text, first) for _, text, first in [*before, *(one for one in states if begin < one[0] <= end)]]

    def _answer_posted(self, about: Seen, blocks: list[Json]) -> None:
        head = words(blocks[:1])
        if LEVEL.search(head) or not re.fullmatch(r"Answer [A-Z]+", head):
            self.blame("early", f"a posted answer's head tells more than its letter: {head}")
        if about.closed_at is None and self.now < min([about.closes, *about.moved]) and not self.lenient:
            self.blame("early", "a private answer was posted before answers closed")
        body = words(blocks[1:])
        if body not in about.texts and body not in self.exemplars:
            self.blame("lost", f"posted as an answer, but nobody wrote it: {body[:60]}")
        about.posted.add(body)

    def _changed(self, message: Json) -> None:
        about = self.round_of(message["ts"])
        blocks = message.get("blocks") or []
        if str(message.get("text")).startswith("Scores are out in"):
            self._settled(message)
        if about is not None:
            said, moments = words(blocks), moments_of(blocks)
            if "scores come out" in said and moments:
                about.reveals = moments[-1]
            if "answers close" in said and moments:
                about.closes = moments[-1]
            if message.get("subtype") == "tombstone":
                about.dropped = True

    def _settled(self, message: Json) -> None:
        """An invitation that says now that scores are out."""
        linked = [f"{one}.{rest}" for one, rest in LINK.findall(str(message))]
        about = next((one for one in self.rounds if one.ts in linked), None)
        if about and not about.is_out(self.now) and not self.lenient:
            self.blame("early", "an invitation says that scores are out, and they are not")

    def _forget(self, channel: Channel, before: Json) -> None:
        text = str(before.get("text")) + words(before.get("blocks") or [])
        self.said.took_back(channel.id, before.get("thread_ts") or "", text)
        if about := self.round_of(before["ts"]):
            about.dropped = True

    def _reaction(self, event: Json) -> None:
        item = event["item"]
        message = self.ws.channels[item["channel"]].messages.get(item["ts"], {})
        about = self.round_of(message.get("thread_ts"))
        if about and not about.is_out(self.now) and message.get("bot_id") == self.ws.bot_id:
            self.blame("early", f":{event['reaction']}: on a posted answer tells it apart")

    def _direct(self, user: str, text: str) -> None:
        self.told.append((self.now, user, text))
        place = CHANNEL.search(text)
        about = self.newest(place[1]) if place else None
        if about and "for your score" in text:
            about.invited.add(user)

    # What is shown to one person

    def shown(self, audience: str, payload: Any) -> None:
        """A payload on its way out to a person, or to everybody in a channel."""
        text, secrets_of = str(payload), set[str]()
        for word in dict.fromkeys(SECRET.findall(text)):
            about, owner = self.secrets.get(word, (None, ""))
            if about is not None and owner != audience:
                secrets_of.add(about.channel)
                if not about.is_out(self.now) and not self.lenient:
                    self.blame("early", f"{audience} was shown {word} of {owner or 'the judge'} while blind")
        for channel in self.walls.crossed(audience, text, secrets_of):
            self.blame("leaked", f"{audience} is not in {self.ws.channels[channel].name} and was shown: {text[:90]}")
