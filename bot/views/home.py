"""The Home tab: what waits for a person, how they score, what a manager looks after, and what Calibrate is."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from slack_sdk.models.blocks import ButtonElement, InteractiveElement, Option, OverflowMenuElement

from bot.calibration.questions import topic_of
from bot.calibration.reports.home import MOST_CHANNELS, Desk, Managed
from bot.calibration.state import State
from bot.calibration.verdicts import Look
from bot.markup import cut, escape, on_day, plural, when
from bot.views.away import away_words
from bot.views.blocks import Block, View, actions, button, context, divider, modal, notice, section
from bot.views.held import held_line
from bot.views.report import lean_chart, lean_chart_words, lean_words
from bot.views.words import coming_words, stage_words
from scoring.bank.questions import Question
from storage.stages import Stage

NO_BANK: Mapping[str, Question] = MappingProxyType({})
MOST_HELD = 8  # a section holds 3,000 characters
MOST_NAMES = 10  # of those who are not done
MOST_LOOKS = 5
WHAT = (
    "Each week one interview question: anyone answers, interviewers score alone, then all scores appear side by side. "
    "It is practice, must not be fed real candidates, and never decides a hire."
)
NEW_HERE = " New here? *Practise* has four stories for you, ten minutes, and nobody else sees what you make of them."
WITHHELD = "A person has to look at it. What the judge said is shown once scores are out."
ADD_KEY = "People score alone. For Claude beside them, whoever runs me sets ANTHROPIC_API_KEY and starts me again."
MANAGING = {
    "next": "Next stage",
    "drop": "Drop this round",
    "skip": "Skip next",
    "pause": "Pause",
    "resume": "Resume",
    "setup": "Settings",
    "export": "Export",
}


def home_view(desk: Desk, charts: bool = True, lacks_key: bool = False, bank: Mapping[str, Question] = NO_BANK) -> View:
    """The tab; without `charts` for a Slack that knows none. `lacks_key` tells managers how Claude would score too.

    `bank`: the questions that are planned, by slug, for managers to read which one comes next.
    """
    rounds = [*map(_running, desk.running), *([_answered(*desk.answered)] if desk.answered else [])]
    blocks = [section(_waiting(desk)), *rounds, _buttons(desk)]
    if desk.calibration:
        said = " ".join([lean_words(desk.calibration), *lean_chart_words(desk.calibration)])
        chart = lean_chart(desk.calibration) if charts else []
        reports = [button("Full report", "full_report"), *([] if desk.managed else [_team_report()])]
        blocks += [section(f"*How you score*\n{said}"), *chart, actions(*reports)]
    blocks += [_reminders(desk), actions(button("Suggest a question", "suggest"), button("My data", "my_data"))]
    if desk.manages:
        blocks += [divider(), section("*Rounds that you manage*"), *_managed(desk, bank)]
        blocks += [context(ADD_KEY)] if lacks_key else []
    return {"type": "home", "blocks": [*blocks, context(WHAT)]}


def _waiting(desk: Desk) -> str:
    upcoming = f" {coming_words(desk.following[1], channel=desk.following[0])}" if desk.following else ""
    if not desk.waiting:
        return f"Nothing is waiting for you.{upcoming or ('' if desk.calibration else NEW_HERE)}"
    opens = f" Scores come out {when(desk.opens_at)}." if desk.opens_at else ""
    return f"*{plural(desk.waiting, 'answer waits', 'answers wait')} for you.*{opens}{upcoming}"


def _running(one: State) -> Block:
    text = f"<#{one.round.channel_id}>: *{escape(topic_of(one.round.question))}*. {stage_words(one)}"
    is_collecting = one.round.stage == Stage.COLLECTING
    return section(text, button("Answer", "answer", one.round.public_id) if is_collecting else None)


def _answered(answer_id: str, competency: str) -> Block:
    text = f"Your answer on *{escape(competency)}* was scored."
    return section(text, button("What did they see?", "seen", answer_id))


def _buttons(desk: Desk) -> Block:
    found: list[InteractiveElement] = [button("Score", "score", primary=True)] if desk.waiting else []
    found += [button("Practise", "practise"), button("See rubric", "rubric")]
    found += [] if desk.away_until else [button("I'm away", "away")]
    return actions(*found)


def _reminders(desk: Desk) -> Block:
    if desk.away_until:
        gone = f"You are away, and back {on_day(desk.away_until)}: nothing is dealt to you and I don't write."
        return section(gone, button("I'm back", "back"))
    told = "Reminders are on: I tell you when answers wait for your score, and again on the last day."
    if desk.quiet_until:
        told = f"Reminders rest until {when(desk.quiet_until)}."
    return section(told if desk.reminders else "Reminders are off.", button("Change", "change_reminders"))


def _managed(desk: Desk, bank: Mapping[str, Question]) -> Sequence[Block]:
    found = []
    if desk.look:
        text = f"*Needs a look*: {plural(desk.look, 'answer')} that the judge left to people."
        found += [section(text), actions(button("Open", "look"))]
    if desk.suggested:
        text = f"*Suggested*: {plural(desk.suggested, 'question')} for you to look at."
        found.append(section(text, button("Open", "suggestions")))
    if desk.held:
        told = [f"• {held_line(one)}" for one in desk.held[:MOST_HELD]]
        more = [f"… and {len(desk.held) - MOST_HELD} more"] if len(desk.held) > MOST_HELD else []
        text = "\n".join(["*Held*: what I could not do yet.", *told, *more])
        found += [section(text), actions(button("Try again", "try_again"))]
    found += [section(_channel(one, bank), _overflow(one)) for one in desk.managed[:MOST_CHANNELS]]
    if not desk.managed:
        found.append(section("No channel has a weekly question yet. *Set up a channel* begins one."))
    if len(desk.managed) > MOST_CHANNELS:
        found.append(context(f"{len(desk.managed) - MOST_CHANNELS} more channels: `/calibrate status` there."))
    return [*found, _managing(desk)]


def _managing(desk: Desk) -> Block:
    coming = sum(one.coming.at is not None for one in desk.managed)
    return actions(
        *([button("Nudge", "nudges")] if any(map(_waits, desk.managed)) else []),
        *([button("Next question" if coming == 1 else "Next questions", "next_questions")] if coming else []),
        button("Questions", "questions"),
        button("Set up a channel", "setup"),
        *([_team_report()] if desk.managed else []),
        button("Changes", "changes"),
    )


def _team_report() -> ButtonElement:
    return button("Team report", "team_report")


def _channel(one: Managed, bank: Mapping[str, Question]) -> str:
    """Such as "#hiring: 5 answers. 4 of 6 interviewers done, scores come out tomorrow; not yet Ana, Ben"."""
    place = f"<#{one.schedule.channel_id}>"
    if one.state is None:
        return f"{place}: no question is open. {_planned(one, bank)}{_away(one)}"
    done = one.state.progress
    nobody = " Dealt to nobody." if one.state.round.stage == Stage.SCORING and not done.dealt else ""
    names = ", ".join(f"<@{user}>" for user in done.unfinished[:MOST_NAMES])
    more = len(done.unfinished) - MOST_NAMES
    left = f" Not yet {names}{f' and {more} more' if more > 0 else ''}." if names else ""
    asked = str(one.state.round.question["competency"])
    on = f", on *{escape(asked)}*" if asked else ""
    return f"{place}{on}: {stage_words(one.state)}{nobody}{left} {_planned(one, bank)}{_away(one)}"


def _waits(one: Managed) -> bool:
    return one.state is not None and one.state.round.stage == Stage.SCORING and bool(one.state.progress.unfinished)


def _away(one: Managed) -> str:
    return f" {away_words(one.away)}" if one.away else ""


def _planned(one: Managed, bank: Mapping[str, Question]) -> str:
    question = bank.get(one.schedule.planned or "")
    topic = question.competency if question else ""
    return coming_words(one.coming, topic=topic) or "Paused: none comes until somebody resumes."


def _overflow(one: Managed) -> OverflowMenuElement:
    """Slack takes five choices: while a round is open, skipping the one after it is left to the command."""
    words = ["next", "drop"] if one.state else ["skip"] if one.schedule.next_at else []
    words.append("pause" if one.schedule.next_at else "resume")
    options = [
        Option(value=f"{word}:{one.schedule.public_id}", text=MANAGING[word]) for word in [*words, "setup", "export"]
    ]
    return OverflowMenuElement(action_id="manage", options=options)


def next_modal(state: State) -> View:
    """Asks before a round is moved on by hand: it cannot be moved back."""
    done = state.progress
    if state.round.stage == Stage.SCORING:
        submit = "Show the scores"
        left = f" {done.finished} of {plural(done.dealt, 'interviewer')} done." if done.dealt else ""
        text = f"*{submit} now?*{left} Nobody can score blind after that. Planned for {when(state.round.reveals_at)}."
    else:
        submit = "Close answers"
        so_far = plural(state.answers, "answer")
        text = (
            f"*{submit} now?* {so_far} so far. No more are taken after that. Planned for {when(state.round.closes_at)}."
        )
    ids = f"{state.round.public_id}:{state.round.stage}"
    return modal("next_stage", "Next stage", [section(text)], submit=submit, close="Not yet", ids=ids)


def drop_modal(state: State) -> View:
    """Asks before a round is taken back: what it held is gone for good."""
    answers = plural(state.answers, "answer")
    text = (
        f"*Drop the round on {escape(topic_of(state.round.question))}?* It ends without scores. {answers} and all "
        "scorecards are deleted from my database for good, and so are my own posts in the thread. What people wrote "
        "there stays in Slack."
    )
    return modal(
        "drop", "Drop this round", [section(text)], submit="Drop it", close="Keep it", ids=state.round.public_id
    )


def look_modal(found: Sequence[tuple[Look, str | None]]) -> View:
    """Answers that the judge left to people, each with its link and the reason; never a score."""
    if not found:
        return notice("Needs a look", "Nothing needs a look any more.")
    blocks = [
        section(_look(one, link), button("Score again", "score_again_look", one.answer_id))
        for one, link in found[:MOST_LOOKS]
    ]
    if len(found) > MOST_LOOKS:
        blocks.append(section(f"And {len(found) - MOST_LOOKS} older ones."))
    return modal("notice", "Needs a look", blocks)


def _look(one: Look, link: str | None) -> str:
    name = f"Answer {one.letter}" if one.letter else "An answer" if link else "A private answer"
    place = f"<{link}|{name}>" if link else name
    reason = WITHHELD if one.withheld else one.reason or "The judge gave no reason."
    return f"{place} in <#{one.channel_id}>, {escape(one.competency)}: {escape(cut(reason, 400))}"
