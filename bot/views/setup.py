"""The setup modal: where and when the question comes, how long people have, who scores, and which judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import (
    ConversationFilter,
    ConversationSelectElement,
    ExternalDataSelectElement,
    Option,
    TimePickerElement,
    UserMultiSelectElement,
)

from bot.calibration.cadence import Plan, deadlines
from bot.calibration.days_off import span_of
from bot.calibration.schedules import HOURS, KEEP
from bot.markup import day, plural
from bot.views.blocks import Block, View, actions, button, context, modal, section
from bot.views.inputs import VALUE, State, chosen_many, field, menu, menu_of_many, text_box, typed
from bot.views.words import local, wall_time
from bot.views.zones import zones_like

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = {str(number): day for number, day in enumerate(DAYS)}
EVERY = {
    "week": "Every week",
    "two_weeks": "Every two weeks, from the next question on",
    "month": "Every month, the first such day in it",
}
LENGTHS = {str(hours): plural(hours // 24, "day") if hours >= 24 else f"{hours} hours" for hours in HOURS}
JUDGES = {"claude": "Claude: answers go to Anthropic", "offline": "Offline: rule of thumb", "none": "People only"}
KEPT = {str(days): f"{days} days" if days < 365 else plural(days // 365, "year") for days in KEEP}
NAMES = {"no": "Unnamed: Rater 1, Rater 2", "yes": "By name"}
CHANGED = "setup_changed"  # the action of everything that the line about the next question depends on


@dataclass(frozen=True)
class Form:
    """What the form is shown with: the channel, empty for none yet, its plan, and the line that says what follows.

    `judges` are the kinds to choose from, `known` the competencies that there are questions on; `more` shows the rest.
    """

    channel_id: str
    plan: Plan
    foreseen: str
    new: bool
    judges: Sequence[str]
    known: Sequence[str]
    more: bool = False


def setup_modal(form: Form) -> View:
    """The form. Its fields carry the channel's id, else Slack would keep them when another channel is chosen."""
    plan, of = form.plan, form.channel_id
    pitch = section(
        "Each week I post one interview question. Anyone answers, interviewers score alone, then all scores appear "
        "side by side and you talk about the gaps. I never decide a hire."
    )
    blocks = [
        *([pitch] if form.new else []),
        _channel(of, "channel"),
        field(f"every:{of}", "How often", menu(EVERY, plan.every, CHANGED)),
        field(f"weekday:{of}", "Day", menu(WEEKDAYS, str(plan.weekday), CHANGED)),
        field(f"at:{of}", "Time", TimePickerElement(action_id=CHANGED, initial_time=plan.at.strftime("%H:%M"))),
        field(
            f"zone:{of}",
            "Time zone",
            ExternalDataSelectElement(
                action_id="zone", min_query_length=2, initial_option=Option(value=plan.zone, text=plan.zone)
            ),
            hint="Type a city, such as Berlin.",
        ),
        field(f"answers_hours:{of}", "Answers close after", menu(LENGTHS, str(plan.answers_hours), CHANGED)),
        field(f"scores_hours:{of}", "Scores come out after another", menu(LENGTHS, str(plan.scores_hours), CHANGED)),
        context(f"*{form.foreseen}*"),
        field(
            f"interviewers:{of}",
            "Interviewers",
            UserMultiSelectElement(action_id=VALUE, initial_users=list(plan.interviewers) or None),
            "Answers are dealt to them. Anyone else can score too.",
        ),
        _judge(form),
        *(_rest(form) if form.more else [actions(button("More: names, topics, days off, what is kept", "setup_more"))]),
        context("Practice only: don't feed it real candidates."),
    ]
    ids = f"{of}:more" if form.more else of
    title, submit = ("Set up Calibrate", "Start") if form.new else ("Settings", "Save")
    return modal("setup", title, blocks, submit=submit, ids=ids)


def which_channel_modal(command: str, guess: str = "") -> View:
    """Asks which channel a command means, where it was given outside of any that is set up."""
    return modal("which_channel", "Which channel?", [_channel(guess, VALUE)], submit="Go on", ids=command)


def _channel(channel_id: str, action_id: str) -> Block:
    """A menu of the channels that a person can see."""
    seen = ConversationFilter(include=["public", "private"])
    menu = ConversationSelectElement(action_id=action_id, initial_conversation=channel_id or None, filter=seen)
    return field("channel", "Channel", menu)


def _judge(form: Form) -> Block:
    offered = {kind: text for kind, text in JUDGES.items() if kind == "none" or kind in form.judges}
    hint = "It scores beside the interviewers, from the next question on."
    if "claude" not in offered:
        hint += " For Claude, whoever runs me sets ANTHROPIC_API_KEY, and takes CALIBRATE_JUDGE out if it is set."
    return field(f"judge:{form.channel_id}", "Judge", menu(offered, form.plan.judge or ""), hint)


def _rest(form: Form) -> list[Block]:
    of, plan = form.channel_id, form.plan
    return [
        field(
            f"names:{of}",
            "Scores on colleagues' answers show",
            menu(NAMES, "yes" if plan.names_raters else "no"),
            "On practice stories interviewers are always named. A change counts from the next question on.",
        ),
        field(
            f"competencies:{of}",
            "Only questions on",
            menu_of_many({name: name for name in form.known}, plan.competencies),
            "Leave it empty for questions on anything.",
            optional=True,
        ),
        field(
            f"off:{of}",
            "Days off",
            text_box("\n".join(map(span_line, plan.off))),
            "On these no question comes and nothing is due: 24 December, or 21 December to 3 January, a line each. Or "
            "paste an .ics file.",
            optional=True,
        ),
        field(
            f"keep_days:{of}",
            "Delete what people wrote after",
            menu(KEPT, str(plan.keep_days)),
            "Counted from when scores come out, for past questions too. Levels stay; answers, notes, quotes go.",
        ),
    ]


def zone_options(query: str) -> list[dict[str, Any]]:
    """Time zones as Slack's options: those that hold what was typed, and that of a city without one of its own."""
    return [
        {"text": {"type": "plain_text", "text": f"{zone} ({city})" if city else zone}, "value": zone}
        for zone, city in zones_like(query)
    ]


def read_channel(state: State) -> str:
    """The channel that a form names, empty for none."""
    return typed(state, "channel")


def read_plan(state: State, channel_id: str) -> dict[str, Any]:
    """What the form of a channel holds, by the names of its fields: texts, and tuples of what was chosen of many."""
    blocks = {block.partition(":")[0]: block for block in state if block.endswith(f":{channel_id}")}
    return {
        name: chosen_many(state, block) if name in ("interviewers", "competencies") else typed(state, block)
        for name, block in blocks.items()
    }


def span_line(kept: str) -> str:
    """A span of days off as people write and read it, such as "21 December 2026 to 3 January 2027"."""
    first, last = map(day, span_of(kept))
    return first if first == last else f"{first} to {last}"


def foreseen(wanted: Plan, opens: datetime | None) -> str:
    """When the next question comes and what follows it, on the channel's wall clock; None while it is paused."""
    if opens is None:
        return "Paused: `/calibrate resume` takes the weekly questions up again."
    close, reveal = (wall_time(deadline, wanted.zone) for deadline in deadlines(wanted, opens))
    return f"Next question {local(opens, wanted.zone)}; answers close {close}; scores come out {reveal}."
