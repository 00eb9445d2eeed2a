"""What one person is told by the jobs, and the hello to a channel. Each function brings one thing to Slack."""

import json
import re
from collections import Counter
from collections.abc import Mapping

from slack_sdk.errors import SlackApiError
from sqlmodel import select

from bot.calibration.access import Act, may
from bot.calibration.answers import said_in
from bot.calibration.calendar import working_hour
from bot.calibration.debriefs import Kind, waits_for_letter, write_at
from bot.calibration.export import as_csv, channel_table
from bot.calibration.forgetting import my_data
from bot.calibration.members import invitation_name, invitations, short_answer, still_short
from bot.calibration.questions import team_bank, topic_of
from bot.calibration.reports.home import desk
from bot.deps import Deps
from bot.markup import plural
from bot.outward.people import find_in_ours, find_person, name_of, who_answers, zone_of
from bot.outward.posting import Sent, find_or_post, tell_each, told_before
from bot.retries import held_reason
from bot.slack import NOT_THERE, direct, error_of, send_direct, with_older
from bot.trouble import PASSING
from bot.views.direct_messages import (
    FROZEN,
    OTHER_FILE,
    counted_text,
    hello_message,
    invitation_message,
    short_text,
    unscored_text,
)
from bot.views.held import held_text, over_text
from bot.views.home import home_view
from scoring.text import count_words
from storage.models import AnswerMessage, Round
from storage.reads import answer_and_round, round_of

WORDS: tuple[Kind, Kind, Kind] = ("invite", "remind", "nudge")  # on what waits, by what invitation_name counts


def invite_all(deps: Deps, team_id: str, round_id: int, again: bool) -> str:
    """Has each interviewer for whom answers of a round wait told, each by a job of their own."""
    with deps.work(team_id) as work:
        for waiting in invitations(work.session, round_id, work.now):
            if again and waits_for_letter(work, round_id, waiting.user):
                continue  # it comes when they asked for it
            work.enqueue("invite", round_id, waiting.user, int(again), once=f"{round_id}:{waiting.user}:{int(again)}")
    return "told"


def invite(deps: Deps, team_id: str, round_id: int, user: str, again: int) -> Sent | str:
    """Tells an interviewer what waits for them, once, unless they finished meanwhile; what is to be noted of it.

    `again`: as in invitation_name. It comes in their working hours; an invitation at once where scores are out by then.
    """
    what, now, client = invitation_name(round_id, user, again), deps.now(), deps.slack(team_id)
    found = deps.read(team_id, invitations, round_id, now, by_hand=again > 1)
    waiting = next((one for one in found if one.user == user), None)
    if waiting is None or told_before(deps, team_id, what):
        return "done"
    if waiting.channel_id not in find_person(deps, team_id, user, waiting.channel_id).channels:
        return "gone"
    later = working_hour(now, zone_of(deps, team_id, user))
    if later > now and (again or later < waiting.opens_at):
        with deps.work(team_id) as work:
            write_at(work, WORDS[min(again, 2)], round_id, user, later)
        return "put off"
    return Sent(what, send_direct(client, user, *invitation_message(waiting, again)))


def tell_unscored(deps: Deps, team_id: str, answer_id: int, user: str, until: str) -> Sent | str:
    """Tells who asked the judge for a score that it was away `until` then; what is to be noted of it."""
    what = f"unscored:{answer_id}:{user}:{until}"
    if told_before(deps, team_id, what):
        return "done"
    answer, round_ = deps.read(team_id, answer_and_round, answer_id)
    text = unscored_text(round_.channel_id, topic_of(round_.question), answer.letter)
    return Sent(what, send_direct(deps.slack(team_id), user, text))


def tell_short(deps: Deps, team_id: str, message_id: int) -> str:
    """Tells somebody how far their message is from an answer, if it still is."""
    if found := deps.read(team_id, still_short, message_id):
        words = count_words(said_in(found[0]))
        return whisper(deps, team_id, *found, short_text(words, deps.settings.min_words))
    return "not needed"


def tell_length(deps: Deps, team_id: str, message_id: int) -> str:
    """Tells somebody how many words their answer has, if they are still few."""
    if found := deps.read(team_id, short_answer, message_id):
        message, round_, words = found
        return whisper(deps, team_id, message, round_, counted_text(words))
    return "not needed"


def tell_other_file(deps: Deps, team_id: str, message_id: int) -> str:
    """Tells somebody that a file of theirs does not count, unless their message is an answer by now."""
    found = deps.read(team_id, still_short, message_id)
    return whisper(deps, team_id, *found, OTHER_FILE) if found else "not needed"


def tell_frozen(deps: Deps, team_id: str, message_id: int) -> str:
    """Tells somebody that their edit changes nothing any more."""
    with deps.view(team_id) as session:
        message = session.exec(select(AnswerMessage).where(AnswerMessage.id == message_id)).one()
        round_ = round_of(session, message.round_id)
    return whisper(deps, team_id, message, round_, FROZEN)


def whisper(deps: Deps, team_id: str, message: AnswerMessage, round_: Round, text: str) -> str:
    """Says something to the author of a message alone, where they wrote it; its moment passes if we are not there."""
    try:
        deps.slack(team_id).chat_postEphemeral(
            channel=message.channel_id, user=message.author, thread_ts=round_.message_ts, text=text
        )
    except SlackApiError as error:
        if error_of(error) not in NOT_THERE:
            raise
        return "not there"
    return "told"


def greet(deps: Deps, team_id: str, channel_id: str) -> str:
    """Says hello to a channel, once."""
    find_or_post(deps, team_id, channel_id, f"hello:{channel_id}", hello_message(channel_id))
    return "posted"


def publish_home(deps: Deps, team_id: str, user: str) -> str:
    """Brings a person's Home tab up to date; without its chart where Slack knows none."""
    who = find_in_ours(deps, team_id, user)
    with deps.view(team_id) as session:
        found = desk(session, who, deps.now())
        bank = team_bank(session, deps.bank) if any(one.schedule.planned for one in found.managed) else deps.bank
    client = deps.slack(team_id)

    def publish(charts: bool) -> None:
        client.views_publish(user_id=user, view=home_view(found, charts, deps.settings.lacks_key, bank))

    try:
        with_older(publish, True, False)
    except SlackApiError as error:
        if error_of(error) in PASSING:
            raise
        return "not reached"
    return "published"


def send_export(deps: Deps, team_id: str, user: str, channel_id: str) -> str:
    """Sends a manager a channel's scores, as a file."""
    asking = find_person(deps, team_id, user, channel_id)
    with deps.work(team_id) as work:
        may_have = may(work.session, asking, Act.MANAGE, channel_id)
        rows = channel_table(work.session, work.luck, channel_id) if may_have else []
    if not rows:
        return "nothing to send"
    people = {row["rater"] for row in rows if re.fullmatch(r"[UW][A-Z0-9]+", row["rater"])}
    names = _told_apart({person: name_of(deps, team_id, person) for person in people})
    content = as_csv([row | {"rater": names.get(row["rater"], row["rater"])} for row in rows])
    about = f"What the comparisons in <#{channel_id}> showed: {plural(len(rows), 'scorecard')}."
    return _send_file(deps, team_id, user, "calibrate.csv", content, about)


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """The names of people, with the id behind where two would be read as one."""
    plain = {person: re.sub(r"[\W_]+", "", name.casefold()) for person, name in names.items()}
    twice = [name for name, count in Counter(plain.values()).items() if count > 1]
    return {person: f"{name} ({person})" if plain[person] in twice else name for person, name in names.items()}


def send_data(deps: Deps, team_id: str, user: str) -> str:
    """Sends a person everything that is kept about them, as a file."""
    content = json.dumps(deps.read(team_id, my_data, user), ensure_ascii=False, indent=2)
    about = "Here is what you wrote, scored, practised and chose."
    return _send_file(deps, team_id, user, "calibrate.json", content, about)


def _send_file(deps: Deps, team_id: str, user: str, name: str, content: bytes | str, about: str) -> str:
    client = deps.slack(team_id)
    client.files_upload_v2(channel=direct(client, user), filename=name, content=content, initial_comment=about)
    return "sent"


def tell_held(deps: Deps, team_id: str, held_id: int) -> str:
    """Tells who answers for a channel what could not be done there, and what to do about it."""
    held = deps.read(team_id, held_reason, held_id)
    if held is None:
        return "over"
    return tell_each(deps, team_id, who_answers(deps, team_id, held.channel_id), held_text(held))


def tell_over(deps: Deps, team_id: str, reason: str, channel_id: str = "") -> str:
    """Tells the same people that it works again in a channel; without one, for what is of none."""
    return tell_each(deps, team_id, who_answers(deps, team_id, channel_id or None), over_text(reason, channel_id))
