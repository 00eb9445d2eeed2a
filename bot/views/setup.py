"""The setup modal: when the question comes, how long people have, and who scores."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from slack_sdk.models.blocks import Block as SlackBlock
from slack_sdk.models.blocks import (
    ExternalDataSelectElement,
    InputBlock,
    Option,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
)

from bot.calibration.planning import Plan
from bot.views.parts import View, context, modal, section
from storage.models import Schedule

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = (4, 24, 48, 72, 96, 120)
OPTION = 75  # characters that Slack takes in one
MOST_OPTIONS = 100


def setup_modal(schedule: Schedule, known: Sequence[str], new: bool) -> View:
    """The form, filled with what the channel has; `known` are the competencies that there are questions on."""
    blocks: list[SlackBlock] = [
        section(
            f"Each week I post one interview question to <#{schedule.channel_id}>. Anyone answers, interviewers score "
            "alone, then all scores appear side by side and you talk about the gaps. I never decide a hire."
        ),
        _select("weekday", "Day", {str(i): day for i, day in enumerate(DAYS)}, str(schedule.weekday)),
        InputBlock(
            block_id="at",
            label="Time",
            element=TimePickerElement(action_id="value", initial_time=schedule.at.strftime("%H:%M")),
        ),
        InputBlock(
            block_id="zone",
            label="Time zone",
            hint="Type a city, such as Berlin.",
            element=ExternalDataSelectElement(
                action_id="zone", min_query_length=2, initial_option=Option(value=schedule.zone, text=schedule.zone)
            ),
        ),
        _select("answers_hours", "Answers close after", _hours(), str(schedule.answers_hours)),
        _select("scores_hours", "Scores open after another", _hours(), str(schedule.scores_hours)),
        InputBlock(
            block_id="interviewers",
            label="Interviewers",
            hint="Answers are dealt to them. Anyone else can score too.",
            element=UserMultiSelectElement(action_id="value", initial_users=list(schedule.interviewers) or None),
        ),
        _competencies(schedule.competencies, known),
        context("Practice only: don't feed it real candidates."),
    ]
    return modal(
        "setup", "Set up Calibrate", blocks, submit="Start" if new else "Save", close="Cancel", ids=schedule.channel_id
    )


def _select(block_id: str, label: str, options: Mapping[str, str], chosen: str) -> InputBlock:
    listed = [Option(value=value, text=text) for value, text in options.items()]
    return InputBlock(
        block_id=block_id,
        label=label,
        element=StaticSelectElement(
            action_id="value",
            options=listed,
            initial_option=next((option for option in listed if option.value == chosen), listed[0]),
        ),
    )


def _competencies(chosen: Sequence[str], known: Sequence[str]) -> InputBlock:
    options = [Option(value=name, text=name) for name in known if len(name) <= OPTION][:MOST_OPTIONS]
    return InputBlock(
        block_id="competencies",
        label="Only questions on",
        hint="Leave it empty for questions on anything.",
        optional=True,
        element=StaticMultiSelectElement(
            action_id="value",
            options=options,
            initial_options=[option for option in options if option.value in chosen] or None,
        ),
    )


def _hours() -> dict[str, str]:
    return {str(hours): f"{hours} hours" if hours < 24 else f"{hours // 24} days" for hours in HOURS} | {"24": "1 day"}


def zone_options(query: str) -> list[dict[str, Any]]:
    """Time zones whose name holds what was typed, as Slack's options, at most a hundred."""
    wanted = query.strip().lower().replace(" ", "_")
    known = (zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    found = sorted(zone for zone in known if wanted in zone.lower())
    return [{"text": {"type": "plain_text", "text": zone}, "value": zone} for zone in found[:100]]


def read_plan(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Plan | dict[str, str]:
    """The plan that a submitted form holds, or errors by block."""

    def chosen(block: str) -> str:
        element = next(iter(state[block].values()))
        return str((element.get("selected_option") or {}).get("value") or element.get("selected_time") or "")

    zone, weekday, at = chosen("zone"), chosen("weekday"), _wall_time(chosen("at"))
    hours = {block: chosen(block) for block in ("answers_hours", "scores_hours")}
    people = state["interviewers"]["value"].get("selected_users") or []
    about = state["competencies"]["value"].get("selected_options") or []
    errors = {block: "Please choose from the list." for block, value in hours.items() if value not in _hours()}
    if at is None:
        errors["at"] = "Please choose a time."
    if zone not in available_timezones():
        errors["zone"] = "Please choose a time zone from the list."
    if weekday not in map(str, range(7)):
        errors["weekday"] = "Please choose a day."
    if len(people) < 2:
        errors["interviewers"] = "Choose at least two: comparing takes two scorecards."
    if errors or at is None:
        return errors
    return Plan(
        int(weekday),
        at,
        zone,
        int(hours["answers_hours"]),
        int(hours["scores_hours"]),
        tuple(people),
        tuple(str(one["value"]) for one in about),
    )


def _wall_time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
