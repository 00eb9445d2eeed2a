"""The bugs to plant: each a guard removed, or a slip that somebody could make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    """A piece of source, and what stands in its place.

    `under` are the faults that it takes to matter; `seed` is the first that is played to find it, for so many weeks.
    """

    name: str
    file: str
    was: str
    becomes: str
    under: tuple[str, ...] = ()
    seed: int = 1
    weeks: int = 3


ANSWERS, MESSAGES = "bot/calibration/answers.py", "bot/calibration/messages.py"
STAGES, ROUNDS = "bot/calibration/stages.py", "bot/calibration/rounds.py"
CHANNEL, DIRECT, POSTING = "bot/outward/channel.py", "bot/outward/direct_messages.py", "bot/outward/posting.py"
DEBRIEFS = "bot/outward/debriefs.py"

BUGS = (
    # What was said gets lost
    Bug("close does not read the thread", "bot/jobs.py", '    run.step("read", threads.catch_up, round_id)\n    for message_id', '    for message_id', ("socket half dead", "events given up")),
    Bug("deletions are not caught up", "bot/outward/threads.py", "[*found, *gone]", "found", ("socket half dead", "events given up"), seed=18),
    Bug("edits are not taken in", MESSAGES, "elif message.deleted or not (incoming", "elif message.text or not (incoming"),
    Bug("edits count after closing", MESSAGES, "if round_.stage != Stage.COLLECTING or _is_late(", "if False and _is_late("),
    Bug("what is taken back stays", ANSWERS, "    elif answer is not None and answer.withdrawn_at is None:\n        withdraw(work, answer)\n", ""),
    Bug("messages join for seconds", ANSWERS, "timedelta(minutes=work", "timedelta(seconds=work"),
    Bug("only long stories count", ANSWERS, ">= min_words", ">= 2 * min_words"),
    Bug("a private answer cannot be changed", "bot/calibration/private_answers.py", "    set_text(work, answer, visible(text))\n", "    if is_new:\n        set_text(work, answer, visible(text))\n", seed=4),
    Bug("answers close at half time", "bot/due.py", "_Kind(Round, Round.closes_at, begin_closing,", "_Kind(Round, Round.half_at, begin_closing,"),
    Bug("scorecards beyond the first are left out", "storage/scores.py", ".order_by(col(Scorecard.id))).all()\n\n\ndef judge", ".order_by(col(Scorecard.id)).limit(1)).all()\n\n\ndef judge"),
    Bug("answers close without a file", "bot/jobs.py", 'run.step("read_files"', 'run.attempt("read_files"', ("files withheld",), weeks=2),
    Bug("a file that is taken away stays", "bot/outward/threads.py", 'if file.get("mode") != "tombstone"', "if True", seed=5, weeks=1),
    Bug("any file is a text", "bot/outward/files.py", "    if not _is_text(about):\n        return None\n", "", seed=10, weeks=1),
    # Said twice
    Bug("posts are not looked for", POSTING, "    if key in posted:\n        return posted[key]\n", "", ("post done, answer lost", "crash between post and note")),
    Bug("a suspended node posts", POSTING, "    if not deps.still_ours():\n", "    if False:\n", ("lease lost",), seed=2),
    Bug("one invitation stands for all", DIRECT, 'once=f"{round_id}:{waiting.user}:{int(again)}"', 'once=f"{round_id}:{int(again)}"'),
    Bug("one letter stands for all", DEBRIEFS, 'else f"letter:{letter_id}"', 'else f"letter:{letter.person}"'),
    Bug("a thread's look-up stops at the question", POSTING, 'for message in page["messages"]:', 'for message in page["messages"][:1]:', ("post done, answer lost", "crash between post and note")),
    # Seen early
    Bug("scores come out when answers close", "bot/due.py", "_Kind(Round, Round.reveals_at,", "_Kind(Round, Round.closes_at,"),
    Bug("scores are always out", "storage/scores.py", "    return round_.stage in OUT\n", "    return True\n"),
    Bug("a judge's reason shows a level", "bot/calibration/verdicts.py", "withheld = card.tells_level and not scores_are_out(round_)", "withheld = False", ("judge talks nonsense",)),
    Bug("private authors are named", CHANNEL, 'posted_answer(answer.letter or "", answer.text)', 'posted_answer(answer.letter or "", f"<@{answer.author}> {answer.text}")'),
    Bug("the exemplar's level stands beside its letter", CHANNEL, 'posted_answer(answer.letter or "", answer.text)', 'posted_answer(f"{answer.letter} {answer.exemplar or str()}".strip(), answer.text)'),
    Bug("posted answers are ticked", CHANNEL, 'if answer.origin != "thread" or answer.message_ts is None:', "if answer.message_ts is None:"),
    Bug("private answers are posted at once", "bot/calibration/private_answers.py", "    if is_new:\n        ask_refresh(work, round_)\n", '    if is_new:\n        ask_refresh(work, round_)\n        work.session.flush()\n        answer.letter = "Z"\n        work.enqueue("close", round_id, once=f"{round_id}:early")\n'),
    Bug("the reveal begins with the scoring", STAGES, "    round_.remind_at = last_day", '    work.enqueue("reveal", round_.id)\n    round_.remind_at = last_day'),
    # Seen by who is not in the channel, and what one channel does to another
    Bug("Home speaks of every channel", "bot/calibration/reports/home.py", "[one for one in every if one.channel_id in who.channels]", "list(every)", seed=2),
    Bug("who has left gets a letter", DEBRIEFS, "if place is not None and place not in find_person(deps, team_id, letter.person, place).channels:", "if False:", ("member leaves",)),
    Bug("trouble is told to who set any channel up", "bot/calibration/members.py", '        setups = setups.where(AuditEvent.subject == f"schedule {schedule_id}")\n', "", ("question deleted",), seed=2, weeks=2),
    Bug("the end of trouble is told to who set any channel up", DIRECT, "who_answers(deps, team_id, channel_id or None), over_text(reason, channel_id)", "who_answers(deps, team_id, None), over_text(reason)", ("judge down for days",), seed=2, weeks=3),
    Bug("an open round of any channel counts", ROUNDS, "select(Round).where(Round.channel_id == channel_id, col(Round.stage).in_(OPEN))", "select(Round).where(col(Round.stage).in_(OPEN))", seed=2),
    # Nobody is told, or a stage is not reached
    Bug("what is held is never tried again", "bot/retries.py", "    row.again_at = work.now + timedelta(seconds=wait)\n", "", ("post refused", "everything refused", "network away")),
    Bug("trouble is nobody's", "bot/runs.py", "    if run.troubles:\n", "    if False:\n", ("post refused", "everything refused", "network away")),
    Bug("a question that was refused is dropped in silence", CHANNEL, "        answerable.tell_refused(deps, team_id, round_, error_of(error))\n", "", ("post refused",), seed=11),
    Bug("a deleted question is dropped in silence", MESSAGES, '        work.enqueue("dropped", round_.id)\n', "", ("question deleted",)),
    Bug("an opened channel stays paused", "bot/calibration/schedules.py", "        schedule.next_at, schedule.handed_at = next_question(schedule, after), work.now\n", "", ("channel archived",)),
    Bug("a question missed by minutes is left out", ROUNDS, "CATCH_UP = timedelta(days=1)", "CATCH_UP = timedelta(minutes=1)", ("down",), seed=8),
    Bug("clocks of zones do not change", "bot/calibration/calendar.py", "    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)", "    return datetime.combine(day, at, tzinfo=UTC) - timedelta(hours=1)", weeks=5),
    Bug("only two comparisons are posted", "bot/calibration/comparisons.py", "MOST_POSTED = 6", "MOST_POSTED = 2"),
    Bug("the first interviewer is not invited", DIRECT, "for waiting in invitations(work.session, round_id, work.now):", "for waiting in invitations(work.session, round_id, work.now)[1:]:"),
    Bug("nobody gets a letter", DEBRIEFS, "(card.rater for card in blind_scorecards(work.session, round_id))", "()"),
    Bug("answers are not marked", ANSWERS, "            if not message.deleted:\n", "            if False:\n"),
    Bug("Slack is called in a transaction", CHANNEL, "        newest = _question(deps, work.session, round_)\n", '        newest = _question(deps, work.session, round_)\n        deps.slack(team_id).auth_test()\n'),
)  # fmt: skip
