"""All scores side by side: what a reveal posts, brings up later, and empties when an author is forgotten."""

from bot.calibration.answers import ask_refresh
from bot.calibration.comparisons import Comparison, posted, result, where_to_begin
from bot.calibration.forgetting import erase_if_forgotten
from bot.calibration.reports.figures import figures
from bot.calibration.rulings import rulings_in_force
from bot.calibration.standing import standings
from bot.calibration.verdicts import judged
from bot.deps import Deps
from bot.outward.links import link_to
from bot.outward.people import name_of
from bot.outward.posting import put, reply
from bot.retries import waiting_for_judge
from bot.views.answer import posted_answer
from bot.views.charts import Report
from bot.views.comparison import Setting, comparison_message
from bot.views.summary import ending_text, summary_message
from scoring.bank.questions import Question
from storage.reads import answer_and_round, answers_of, round_of


def judge_pending(deps: Deps, team_id: str, round_id: int) -> bool:
    """Whether an answer of the round is still without any verdict of the judge on its text."""
    with deps.view(team_id) as session:
        if deps.judge(round_of(session, round_id).judge) is None:
            return False
        done = judged(session, round_id) | set(waiting_for_judge(session))  # a judge that is away is not waited for
        return any(answer.id not in done for answer in answers_of(session, round_id))


def to_post(deps: Deps, team_id: str, round_id: int) -> list[int]:
    """Ids of the answers whose comparisons the reveal posts, by letter."""
    with deps.view(team_id) as session:
        return [one.answer_id for one in posted(result(session, round_of(session, round_id))[0])]


def post_comparison(deps: Deps, team_id: str, round_id: int, answer_id: int) -> str:
    """Posts all scores of one answer side by side."""
    text, blocks, older = _comparison(deps, team_id, round_id, answer_id)
    answer, round_ = deps.read(team_id, answer_and_round, answer_id)
    ts = reply(deps, team_id, round_, f"comparison:{answer.public_id}", (text, blocks), older)
    with deps.work(team_id) as work:
        answer, round_ = answer_and_round(work.session, answer_id)
        answer.compared_ts = ts
        ask_refresh(work, round_)
        erase_if_forgotten(work, answer, ts)
    return "posted"


def _comparison(deps: Deps, team_id: str, round_id: int, answer_id: int) -> Report:
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        found, _ = result(session, round_)
        one = next(one for one in found if one.answer_id == answer_id)
        exemplar = (round_.slug, one.exemplar) if one.exemplar else None
        stands = standings(session, [exemplar])[exemplar] if exemplar else None
    link = link_to(deps, team_id, round_.channel_id, one.message_ts, round_.message_ts)
    names = {column.rater: name_of(deps, team_id, column.rater) for column in one.columns if column.rater}
    setting = Setting(deps.rubric, Question.model_validate(round_.question), names, link, stands)
    return comparison_message(one, setting)


def post_summary(deps: Deps, team_id: str, round_id: int) -> str:
    """Posts what happened and where to begin: last in the thread, and in the channel too."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        found, whole = result(session, round_)
        known, begin = figures(session, round_), where_to_begin(found)
        posts = {answer.id: answer.compared_ts for answer in answers_of(session, round_id)}
    place = posts.get(begin.answer_id) if begin else None
    link = link_to(deps, team_id, round_.channel_id, place, round_.message_ts)
    message = summary_message(whole, begin, link, known, deps.rubric, offline=_offline(found))
    reply(deps, team_id, round_, f"summary:{round_.public_id}", message, broadcast=True)
    return "posted"


def post_ending(deps: Deps, team_id: str, round_id: int) -> str:
    """Closes the talk of a round once the next one is out: what moved, what was agreed, what is still open."""
    with deps.view(team_id) as session:
        round_ = round_of(session, round_id)
        found, whole = result(session, round_)
        agreed = [ruling.dimension for ruling in rulings_in_force(session) if ruling.round_id == round_id]
    if not whole.pairs or round_.message_ts is None:
        return "nothing to say"
    reply(deps, team_id, round_, f"ending:{round_.public_id}", (ending_text(found, agreed, deps.rubric), []))
    return "posted"


def erase_answer(deps: Deps, team_id: str, answer_id: int) -> str:
    """Takes the words of a forgotten author out of what the bot has posted: the answer itself, and its comparison."""
    answer, round_ = deps.read(team_id, answer_and_round, answer_id)
    client = deps.slack(team_id)
    if answer.origin == "private" and answer.message_ts:
        text, blocks = posted_answer(answer.letter or "", "Withdrawn by its author.")
        client.chat_update(channel=round_.channel_id, ts=answer.message_ts, text=text, blocks=blocks)
    compare_again(deps, team_id, answer_id)
    return "erased"


def compare_again(deps: Deps, team_id: str, answer_id: int) -> str:
    """Brings the comparison of an answer up to date, if there is one in the thread."""
    answer, round_ = deps.read(team_id, answer_and_round, answer_id)
    ts, shown = answer.compared_ts, None
    if ts is None:
        return "not compared"
    newest = _comparison(deps, team_id, round_.id, answer_id)
    while shown != newest:  # another job may have put something older there meanwhile
        text, blocks, older = shown = newest
        if not put(deps, team_id, round_.channel_id, ts, (text, blocks), older):
            return "deleted"
        newest = _comparison(deps, team_id, round_.id, answer_id)
    return "brought up to date"


def _offline(found: list[Comparison]) -> bool:
    return any(one.judged and one.judged.column and one.judged.kind == "offline" for one in found)
