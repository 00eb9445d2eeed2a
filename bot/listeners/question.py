"""The buttons of the question message, and the private answer they lead to."""

from slack_bolt import App
from sqlmodel import select

from bot.calibration.access import Act, must
from bot.calibration.comparisons import ask_comparison, compared, own_comparison, result
from bot.calibration.own_scores import where_was
from bot.calibration.private_answers import private_form, swap_pitch, take_back, write_privately
from bot.calibration.reports.figures import figures
from bot.calibration.verdicts import score_again
from bot.deps import Deps
from bot.listeners.caller import Caller, asked
from bot.listeners.modals import home_changes, opens, replaces, submits
from bot.refusals import NO_SCORES, Refusal
from bot.views.answer import BLOCK, answer_modal, kept_notice
from bot.views.blocks import View, notice
from bot.views.comparison import where_was_i
from bot.views.done import ASKED_AGAIN, BROUGHT_UP, TAKEN_BACK
from bot.views.inputs import typed
from bot.views.seen import seen_modal
from bot.views.summary import figures_text
from bot.views.why import reasons_modal
from scoring.text import count_words
from storage.models import Answer, Round
from storage.scores import scores_are_out

WHERE, BRING_UP, FIGURES, REASONS, SEEN, AGAIN = (
    "Where was I?",
    "Bring up an answer",
    "Figures",
    "All reasons",
    "What did they see?",
    "Score again",
)


def register(app: App, deps: Deps) -> None:
    opens(app.action("answer"), "Your answer", lambda caller, value: _form(deps, caller, value))
    opens(app.action("where_was_i"), WHERE, lambda caller, value: _where(deps, caller, answer=value))
    opens(app.action("where_was_i_all"), WHERE, lambda caller, value: _where(deps, caller, of_round=value))
    opens(app.action("bring_up"), BRING_UP, lambda caller, value: _bring_up(deps, caller, value))
    opens(app.action("figures"), FIGURES, lambda caller, value: _figures(deps, caller, value))
    opens(app.action("reasons"), REASONS, lambda caller, value: _reasons(deps, caller, value))
    opens(app.action("score_again"), AGAIN, lambda caller, value: _score_again(deps, caller, value))
    replaces(app, "score_again_look", AGAIN, lambda caller, value: _score_again(deps, caller, value))
    opens(app.action("seen"), SEEN, lambda caller, value: _seen(deps, caller, value))
    replaces(app, "seen_level", SEEN, lambda caller, value: _seen(deps, caller, value, level=True))
    submits(app, "answer", "Your answer", lambda caller, shown: _save(deps, caller, shown))
    replaces(app, "swap_pitch", "Your answer", lambda caller, value: _swap(deps, caller, value))
    replaces(app, "take_back", "Your answer", lambda caller, value: _take_back(deps, caller, value))


def _form(deps: Deps, caller: Caller, of_round: str) -> View:
    about = asked(deps, caller, Round, of_round)
    with deps.work(caller.team_id) as work:
        form = private_form(work, about.id, about.person)
    return answer_modal(form, deps.rubric)


def _swap(deps: Deps, caller: Caller, of_round: str) -> View:
    about = asked(deps, caller, Round, of_round)
    with deps.work(caller.team_id) as work:
        form = swap_pitch(work, about.id, about.person)
    return answer_modal(form, deps.rubric)


def _save(deps: Deps, caller: Caller, shown: View) -> View:
    about = asked(deps, caller, Round, shown["private_metadata"])
    text = typed(shown["state"]["values"], BLOCK)
    with deps.work(caller.team_id) as work:
        write_privately(work, about.id, about.person, text)
        home_changes(work, caller)
    return kept_notice(count_words(text))


def _take_back(deps: Deps, caller: Caller, of_round: str) -> View:
    about = asked(deps, caller, Round, of_round)
    with deps.work(caller.team_id) as work:
        take_back(work, about.id, about.person)
    return notice("Your answer", TAKEN_BACK)


def _bring_up(deps: Deps, caller: Caller, answer: str) -> View:
    about = asked(deps, caller, Answer, answer)
    with deps.work(caller.team_id) as work:
        ask_comparison(work, about.id, about.person)
    return notice(BRING_UP, BROUGHT_UP)


def _where(deps: Deps, caller: Caller, answer: str = "", of_round: str = "") -> View:
    about = asked(deps, caller, Answer if answer else Round, answer or of_round)
    with deps.view(caller.team_id) as session:
        own = where_was(session, about.person, about.id if answer else None, about.id)
    return notice(WHERE, where_was_i(own, deps.rubric))


def _figures(deps: Deps, caller: Caller, of_round: str) -> View:
    about = asked(deps, caller, Round, of_round)
    with deps.view(caller.team_id) as session:
        must(session, about.person, Act.SEE, about.channel_id)
        round_ = session.exec(select(Round).where(Round.id == about.id)).first()
        if round_ is None or not scores_are_out(round_):
            raise Refusal(NO_SCORES)
        _, whole = result(session, round_)
        return notice(FIGURES, figures_text(whole, figures(session, round_), deps.rubric))


def _reasons(deps: Deps, caller: Caller, answer: str) -> View:
    about = asked(deps, caller, Answer, answer)
    with deps.view(caller.team_id) as session:
        must(session, about.person, Act.SEE, about.channel_id)
        return reasons_modal(compared(session, about.id, about.channel_id), deps.rubric)


def _score_again(deps: Deps, caller: Caller, answer: str) -> View:
    about = asked(deps, caller, Answer, answer)
    with deps.work(caller.team_id) as work:
        score_again(work, about.id, about.person)
    return notice(AGAIN, ASKED_AGAIN)


def _seen(deps: Deps, caller: Caller, answer: str, level: bool = False) -> View:
    about = asked(deps, caller, Answer, answer)
    with deps.view(caller.team_id) as session:
        one, question = own_comparison(session, about.id, about.person)
        return seen_modal(one, question, deps.rubric, level)
