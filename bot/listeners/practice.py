"""Practice: from the command and Home, exemplar by exemplar."""

from typing import Any

from slack_bolt import Ack, App

from bot.calibration.practice import ending, record, start
from bot.calibration.questions import team_bank
from bot.calibration.rulings import team_rubric
from bot.deps import Deps
from bot.listeners.caller import Caller, caller_of, id_in
from bot.listeners.modals import opens
from bot.views.blocks import View, notice
from bot.views.form import missing_choices, read_scores
from bot.views.practice import NOTHING_LEFT, ending_modal, feedback_modal, practice_modal
from storage.database import view


def register(app: App, deps: Deps) -> None:
    opens(app, "practise", lambda caller, _value: next_exercise(deps, caller))

    @app.view("practice")
    def compare(ack: Ack, body: dict[str, Any]) -> None:
        caller, shown = caller_of(body), body["view"]
        errors = missing_choices(shown["state"]["values"])
        if errors:
            ack(response_action="errors", errors=errors)
            return
        exercise_id = id_in(shown["private_metadata"])
        scores = read_scores(shown["state"]["values"], exercise_id)
        with deps.work(caller.team_id) as work:
            bank = team_bank(work.session, deps.bank)
            feedback = record(work.session, caller.user_id, exercise_id, scores, bank, deps.now())
            rubric = team_rubric(work.session, deps.rubric)
        following = feedback_modal(feedback, rubric) if feedback else notice("Practice", NOTHING_LEFT)
        ack(response_action="update", view=following)

    @app.view("practice_next")
    def following(ack: Ack, body: dict[str, Any]) -> None:
        caller = caller_of(body)
        last = body["view"]["submit"]["text"] == "Look back"
        ack(response_action="update", view=look_back(deps, caller) if last else next_exercise(deps, caller))


def next_exercise(deps: Deps, caller: Caller) -> View:
    """The form for the person's next exemplar."""
    with deps.work(caller.team_id) as work:
        exercise = start(work.session, caller.user_id, team_bank(work.session, deps.bank))
        rubric = team_rubric(work.session, deps.rubric)
    return practice_modal(exercise, rubric) if exercise else notice("Practice", NOTHING_LEFT)


def look_back(deps: Deps, caller: Caller) -> View:
    with view(deps.engine, caller.team_id) as session:
        found = ending(session, caller.user_id, team_bank(session, deps.bank))
    return ending_modal(found, deps.rubric) if found else notice("Practice", NOTHING_LEFT)
