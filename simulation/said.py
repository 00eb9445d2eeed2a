"""What the bot said, and whether it is said twice: in a channel or a thread, or to one person."""

import re
from datetime import datetime, timedelta

CHANNEL = re.compile(r"<#(\w+)>")
AGAIN = timedelta(days=3)  # the same words later than this are news
TURNS = ("Claude refuses", "Claude works again")  # so is either of them after the other


class Said:
    """Direct messages cannot be looked for: one that a crash comes after, before it is noted, may be said again."""

    def __init__(self) -> None:
        self._when: dict[tuple[str, str, str], datetime] = {}
        self._unnoted, self._may_repeat = set[str](), set[str]()

    def twice(self, channel: str, thread: str, text: str, now: datetime) -> bool:
        """Notes that this was said in a place; whether it was said there before."""
        last = self._when.get((channel, thread, text))
        self._when[channel, thread, text] = now
        return last is not None and now - last < AGAIN

    def twice_to(self, user: str, text: str, now: datetime) -> bool:
        """The same of a direct message, but for what a crash excuses."""
        for sign, other in (TURNS, TURNS[::-1]):
            if sign in text:
                self.over(other, CHANNEL.findall(text))
        self._unnoted.add(user)
        if not self.twice("im", user, text, now):
            return False
        if user not in self._may_repeat:
            return True
        self._may_repeat.discard(user)
        return False

    def took_back(self, channel: str, thread: str, text: str) -> None:
        self._when.pop((channel, thread, text), None)

    def noted(self) -> None:
        """A step is over, and what it told is noted."""
        self._unnoted.clear()

    def crashed(self) -> None:
        self._may_repeat |= self._unnoted

    def over(self, sign: str, channels: list[str]) -> None:
        """Trouble in these channels is over, and what was said of it with this sign may be said again."""
        for key in [key for key in self._when if key[0] == "im" and sign in key[2]]:
            if CHANNEL.findall(key[2]) == channels:
                del self._when[key]
