"""The buttons of the question message, and the private answer they lead to."""

from collections.abc import Callable

from slack_bolt import App
from sqlmodel import select

from bot.calibration.access import Act, Person, must
from bot.calibration.comparisons import ask_comparison, compared, own_comparison, result
from bot.calibration.private_answers import Form, private_form, swap_pitch, take_back, write_privately
from bot.calibration.reports.figures import figures
from bot.calibration.stood import where_was
from bot.calibration.verdicts import score_again
from bot.deps import Deps
from bot.listeners.caller import Caller, asked
from bot.listeners.modals import done_to, home_changes, opens, replaces, submits
from bot.refusals import NO_SCORES, Refusal
from bot.views.answer import BLOCK, answer_modal, kept_notice
from bot.views.blocks import View, notice
from bot.views.comparison import where_was_i
from bot.views.done import ASKED_AGAIN, BROUGHT_UP, TAKEN_BACK
from bot.views.inputs import typed
from bot.views.seen import seen_modal
from bot.views.summary import figures_text
from bot.views.why import reasons_modal
from bot.work import Work
from scoring.text import count_words
from storage.models import Answer, Round
from storage.scores import scores_are_out

ANSWER, WHERE, BRING_UP = "Your answer", "Where was I?", "Bring up an answer"
SEEN, AGAIN = "What did they see?", "Score again"


def register(app: App, deps: Deps) -> None:
    again = done_to(deps, Answer, AGAIN, lambda work, about: score_again(work, about.id, about.person), ASKED_AGAIN)
    up = done_to(deps, Answer, BRING_UP, lambda work, about: ask_comparison(work, about.id, about.person), BROUGHT_UP)
    back = done_to(deps, Round, ANSWER, lambda work, about: take_back(work, about.id, about.person), TAKEN_BACK)
    opens(app.action("answer"), ANSWER, lambda caller, value: _form(deps, caller, value, private_form))
    opens(app.action("where_was_i"), WHERE, lambda caller, value: _where(deps, caller, answer=value))
    opens(app.action("where_was_i_all"), WHERE, lambda caller, value: _where(deps, caller, of_round=value))
    opens(app.action("bring_up"), BRING_UP, up)
    opens(app.action("figures"), "Figures", lambda caller, value: _figures(deps, caller, value))
    opens(app.action("reasons"), "All reasons", lambda caller, value: _reasons(deps, caller, value))
    opens(app.action("score_again"), AGAIN, again)
    replaces(app, "score_again_look", AGAIN, again)
    opens(app.action("seen"), SEEN, lambda caller, value: _seen(deps, caller, value))
    replaces(app, "seen_level", SEEN, lambda caller, value: _seen(deps, caller, value, level=True))
    submits(app, "answer", ANSWER, lambda caller, shown: _save(deps, caller, shown))
    replaces(app, "swap_pitch", ANSWER, lambda caller, value: _form(deps, caller, value, swap_pitch))
    replaces(app, "take_back", ANSWER, back)


def _form(deps: Deps, caller: Caller, of_round: str, begin: Callable[[Work, int, Person], Form]) -> View:
    """The form for a private answer, as it was left or with another level."""
    about = asked(deps, caller, Round, of_round)
    with deps.work(caller.team_id) as work:
        form = begin(work, about.id, about.person)
    return answer_modal(form, deps.rubric)


def _save(deps: Deps, caller: Caller, shown: View) -> View:
    about = asked(deps, caller, Round, shown["private_metadata"])
    text = typed(shown["state"]["values"], BLOCK)
    with deps.work(caller.team_id) as work:
        write_privately(work, about.id, about.person, text)
        home_changes(work, caller)
    return kept_notice(count_words(text))


def _where(deps: Deps, caller: Caller, answer: str = "", of_round: str = "") -> View:
    about = asked(deps, caller, Answer if answer else Round, answer or of_round)
    own = deps.read(caller.team_id, where_was, about.person, about.id if answer else None, about.id)
    return notice(WHERE, where_was_i(own, deps.rubric))


def _figures(deps: Deps, caller: Caller, of_round: str) -> View:
    about = asked(deps, caller, Round, of_round)
    with deps.view(caller.team_id) as session:
        must(session, about.person, Act.SEE, about.channel_id)
        round_ = session.exec(select(Round).where(Round.id == about.id)).first()
        if round_ is None or not scores_are_out(round_):
            raise Refusal(NO_SCORES)
        _, whole = result(session, round_)
        return notice("Figures", figures_text(whole, figures(session, round_), deps.rubric))


def _reasons(deps: Deps, caller: Caller, answer: str) -> View:
    about = asked(deps, caller, Answer, answer)
    with deps.view(caller.team_id) as session:
        must(session, about.person, Act.SEE, about.channel_id)
        return reasons_modal(compared(session, about.id, about.channel_id), deps.rubric)


def _seen(deps: Deps, caller: Caller, answer: str, level: bool = False) -> View:
    about = asked(deps, caller, Answer, answer)
    one, question = deps.read(caller.team_id, own_comparison, about.id, about.person)
    return seen_modal(one, question, deps.rubric, level)
