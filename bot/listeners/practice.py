"""Practice: from the command and Home, exemplar by exemplar."""

from slack_bolt import App

from bot.calibration.practice import ending, record, start
from bot.calibration.questions import team_bank
from bot.calibration.rulings import team_rubric
from bot.deps import Deps
from bot.listeners.caller import Caller, public_id_in
from bot.listeners.modals import opens, submits
from bot.views.blocks import View
from bot.views.form import read_scores
from bot.views.practice import ending_modal, feedback_modal, practice_modal


def register(app: App, deps: Deps) -> None:
    opens(app.action("practise"), "Practice", lambda caller, _value: next_exercise(deps, caller))
    submits(app, "practice", "Practice", lambda caller, shown: _compare(deps, caller, shown))
    submits(app, "practice_next", "Practice", lambda caller, shown: _go_on(deps, caller, shown))


def next_exercise(deps: Deps, caller: Caller) -> View:
    """The form for the person's next exemplar."""
    with deps.work(caller.team_id) as work:
        exercise = start(work, caller.user_id, team_bank(work.session, deps.bank))
        return practice_modal(exercise, team_rubric(work.session, deps.rubric))


def _compare(deps: Deps, caller: Caller, shown: View) -> View:
    exercise_id = public_id_in(shown["private_metadata"])
    scores = read_scores(shown["state"]["values"], exercise_id)
    with deps.work(caller.team_id) as work:
        bank = team_bank(work.session, deps.bank)
        feedback = record(work.session, caller.user_id, exercise_id, scores, bank, work.now)
        return feedback_modal(feedback, team_rubric(work.session, deps.rubric))


def _go_on(deps: Deps, caller: Caller, shown: View) -> View:
    """The next exemplar; after the last one a look back at the run."""
    if shown["submit"]["text"] != "Look back":
        return next_exercise(deps, caller)
    with deps.view(caller.team_id) as session:
        return ending_modal(ending(session, caller.user_id, team_bank(session, deps.bank)), deps.rubric)
