"""Why something that a person asked for cannot be: raised in calibration, shown by the listeners, worded here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType

from bot.markup import day, escape

Fields = Mapping[str, str]
NONE: Fields = MappingProxyType({})


class Refusal(Exception):
    """A sentence for the person, in Slack's markup; for a form, sentences by the names of its fields instead.

    What a sentence names in braces is filled in from `values`, escaped. `title` heads the notice where that of the
    surface would not fit.
    """

    def __init__(self, sentence: str = "", title: str = "", fields: Fields = NONE, **values: object) -> None:
        escaped = {
            name: day(value) if isinstance(value, date) else escape(str(value)) for name, value in values.items()
        }
        self.fields = {name: text.format_map(escaped) for name, text in fields.items()}
        self.sentence, self.title = sentence.format_map(escaped) or " ".join(self.fields.values()), title
        super().__init__(self.sentence)


class ScoresCameOut(Refusal):
    """They did while a form was open; what it holds can still be saved as a revised score."""


class UnknownQuestion(Refusal):
    """No question has that name, or holds that word."""


class ProbesMissing(Refusal):
    """The form for a question has no box yet for the probes of each focal dimension, or one of another."""


class WhichChannel(Refusal):
    """A command speaks of a channel, and was given in none that is set up; `guess` is the likely one, if any."""

    def __init__(self, command: str, guess: str = "") -> None:
        super().__init__(fields={"channel": "No weekly question is set up in that channel."})
        self.command, self.guess = command, guess


# Commands, and who manages
MOST_NAMED = 5
REPORT_USAGE = "Write `/calibrate report` or `/calibrate report team`, with 4, 13 or 52 for the weeks."
SETTING_UP = "The people who manage the rounds here set it up."
QUESTIONS = "Only the people who manage the rounds add and change questions."

OUTSIDE = "This is for the people in its channel."
NOT_MANAGING = "Only the people who manage the rounds can do that."
NOT_NAMED = (
    "Guests and people of other organisations can do that once a manager names them as interviewers in the setup."
)
NOT_SEEN = "You aren't in that channel, or I'm not: join it, and type `/invite @Calibrate` there."

IN_CHANNELS = "Calibrate works in channels: type it in one that I'm in, or in our direct conversation."

# Rounds
NOT_IN_CHANNEL = "I'm not in <#{channel}> yet. Type `/invite @Calibrate` there and try again."
NONE_OPEN = "No question is open in <#{channel}>. `/calibrate ask` posts one."
ALREADY_OPEN = "A question is already open in <#{channel}>: {competency}. `/calibrate next` moves it on."
JUST_CLOSED = "Answers were closed a moment ago, so I left it at that. `/calibrate next` brings the scores out later."
NOT_POSTED = "The question is still on its way to the channel. Try again in a moment."
MOVED_ON = "The round has moved on meanwhile, so I left it at that."
NO_EXPORT = "No scores are out in this channel yet, so there is nothing to export."

# Schedules
NOT_SET_UP = "No weekly question is set up here yet: `/calibrate setup` does that."
NONE_PLANNED = "No weekly question is planned here, so there is none to skip."
NONE_COMES = "No question is planned here: `/calibrate setup` or `/calibrate resume` plans one."
NO_DATE = "I can't read ‘{text}’ as a day. Write it like 14 August."
TOO_FAR = "{day} isn't within the year to come. Write the first day on which a question may come again."
NO_CHANNEL = "Please choose a channel."
NO_TIME = "Please choose a time."
NOT_LISTED = "Please choose from the list."
TOO_FEW = "Choose at least two: comparing takes two scorecards."
TOO_LONG = "That makes {days} days; with a question a week, 7 at most."
DAY_UNREAD = "I can't read ‘{text}’ as a day. Write 24 December, or 21 December to 3 January, a line each."
DAYS_TOO_FAR = "{day} is more than two years away."
TOO_MANY_DAYS = "That makes more than {most} separate days. Leave out those that matter least."
CALENDAR_BROKEN = "I can't read this calendar. Paste all of the file, or only the days, each on a line of its own."

# Answers
NOT_IN_THREAD = "This message isn't in the thread of an open question, so there's nothing to change."
NOT_THEIRS = "Only the person who wrote a message can say whether it's their answer."
FIXED = "Answers are closed for this question, so what counts is fixed."
PRIVATE_COUNTS = "You answered privately, and that is what counts. Press *Answer* on the question to change it."
ANSWERS_CLOSED = "Answers are closed for this question. The next one comes soon."
CLOSED_MEANWHILE = "Answers closed while this was open, so it can't be added any more."
IN_THREAD = "You answered in the thread already; edit your message there and I follow."
TOO_SHORT = "{words} words so far; an answer starts at {least}."
STAYS = "Answers are closed, so it stays."

# Away
NO_AWAY_DATE = "Write the day you are back, such as `/calibrate away 14 August`."
AWAY_TOO_LONG = "{day} isn't within the year to come: that would be the day you are back."

# Reminders
NOT_WAITED_FOR = "Nothing waits for them in this round any more."
THEY_ARE_AWAY = "They are away, so I leave them alone."
NUDGED_TODAY = "They had a nudge within the last day. One a day is enough."

# Scores
OWN = "This answer is yours; others score it."
KNOWN = "You know this one's level already, from practice or another round, so your score couldn't be blind."
NOT_OPEN = "This answer isn't open for scoring: it was withdrawn, or answers are still coming in."
TEXT_GONE = "Its text was deleted, so it can't be scored any more. The levels that it was given stay."
NOT_AN_ANSWER = "This message isn't part of an answer, so there's nothing to score."
NO_SCORES = "This answer has no scores to bring up."
RESTS = "This question is being asked just now, so its practice stories rest until scores are out. Nothing was kept."
NOT_YOUR_ANSWER = "This is for the person who wrote the answer. *Where was I?* tells you where you stood."
NOTHING_LEFT = "There is no new practice story for you now. Come back when the open question is over."

# Rulings
NOT_YET = "Scores aren't out for this question yet, so there is nothing to agree on."
NO_DIMENSION = "Please choose a dimension."
SAME_LEVEL = "Choose two different levels."
NO_SENTENCE = "One sentence: at least {fewest} words, at most {most} characters."
SECOND_PERSON = "You wrote this one, so somebody else has to confirm it."
NOT_YOUR_RULING = "The person who wrote it can withdraw it, and so can the people who manage the rounds."
RULING_GONE = "It has been withdrawn meanwhile."

# Questions
RETIRED = "This question was retired meanwhile."
FOUR_OR_NONE = "Paste all four, or none."
NO_NAME = "A few words in the letters a to z, such as on-call handover."
NAME_TAKEN = "There is, or was, another question called {slug}."
TOO_MANY = "You have {most} questions of your own. Retire one first."
FILL_IN = "Please fill this in, with at most {most} characters."
NOT_THREE = "Choose exactly three."
NO_PROBE = "At least one follow-up question, each on a line of its own."
ENOUGH_SUGGESTED = (
    "Five of your suggestions are still waiting to be read. Send the next one once one of them is settled."
)
SETTLED = "Somebody settled this suggestion meanwhile."
NO_COLON = "Line {line} needs a colon between the name and how to notice it."
PAGE_TOO_LARGE = "{name} is larger than 5 MB. Save the page without its pictures, or paste it."
PAGE_NOT_HAD = "I could not get the file from Slack. Paste the page instead, or try again."
NO_PAGE = "Paste the page, or add it as a file."
TWO_PAGES = "There is a file as well. Keep one of the two."


def for_managers(word: str, managers: Sequence[str]) -> Refusal:
    who = ", ".join(f"<@{user}>" for user in managers[:MOST_NAMED])
    return Refusal(f"`/calibrate {word}` is for those who manage the rounds: {who}. `/calibrate help` lists the rest.")


def unknown_word(word: str, near: Sequence[str]) -> Refusal:
    guess = f"Did you mean `/calibrate {near[0]}`?" if near else "`/calibrate help` lists what I know."
    return Refusal(f"I don't know ‘{{word}}’. {guess}", word=word[:40])


def unknown_question(slug: str, known: Iterable[str]) -> Refusal:
    near = " or ".join(f"`/calibrate ask {one}`" for one in get_close_matches(slug.casefold(), known, n=3))
    guess = f" Did you mean {near}?" if near else ""
    lists = "*Questions* on my Home tab lists them all, and `/calibrate ask` without a name lets me choose one."
    return UnknownQuestion(f"I have no question ‘{{slug}}’.{guess} {lists}", slug=slug[:60])
