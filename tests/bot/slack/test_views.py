"""Every view and message, with ordinary, empty and extreme data: Slack takes it, and nothing in it can shout."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.calibration import private_answers
from bot.calibration.asking import Suggestion
from bot.calibration.cadence import Coming, Plan
from bot.calibration.comparisons import EVIDENCE, OVERALL, Column, Comparison, Judged, Quote
from bot.calibration.drafts import Draft, found_draft
from bot.calibration.members import Invitation
from bot.calibration.piles import Progress
from bot.calibration.practice import Ending, Exercise, Feedback, Practised
from bot.calibration.reminders import Unfinished
from bot.calibration.reports.home import Desk, Managed
from bot.calibration.rulings import Beginning
from bot.calibration.scorecards import Scores, Task
from bot.calibration.state import State
from bot.calibration.verdicts import Look
from bot.markup import escape
from bot.views import asking as planning
from bot.views.answer import answer_modal, posted_answer
from bot.views.away import away_modal
from bot.views.blocks import notice
from bot.views.comparison import Setting, comparison_message
from bot.views.direct_messages import hello_message, invitation_message
from bot.views.home import home_view, look_modal
from bot.views.my_data import my_data_modal
from bot.views.practice import ending_modal, feedback_modal, practice_modal
from bot.views.question import half_time_message, question_message
from bot.views.question_form import question_form
from bot.views.question_list import questions_modal
from bot.views.question_page import found_blocks, page_modal
from bot.views.reminders import nudges_modal
from bot.views.rubric import rubric_modal
from bot.views.ruling import ruling_message, ruling_modal
from bot.views.scoring import asking_modal, finished_modal, late_modal, scoring_modal
from bot.views.setup import Form, setup_modal
from bot.views.status import status_text
from bot.views.suggestions import decline_modal, settled_text, suggest_modal, suggested_message, suggestions_modal
from sandbox.block_kit.blocks import check_message, check_view
from scoring.bank.importing import read_page
from scoring.bank.questions import Question, load_bank
from scoring.rubric import DIMENSIONS, LEVELS, Ruling, load_rubric
from storage.models import CustomQuestion, Round, Schedule, SuggestedQuestion
from storage.models import Ruling as StoredRuling
from tests.kit.look import words

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
SHOUT = "<!channel> & <@U1> *loud* 😀 "
LONG = (SHOUT * 600)[:14_000]
PLAIN_RUBRIC = load_rubric()
QUESTION = load_bank()["raising-the-bar"]
RULED = Ruling(dimension="scope", lower="mid", upper="senior", text=(SHOUT * 9)[:200], agreed_on=date(2027, 3, 1))
LOUD_RUBRIC = PLAIN_RUBRIC.with_names(dict.fromkeys(LEVELS, "<!channel> & <@U1> x")).with_rulings([RULED] * 30)

View = dict[str, Any]
Message = tuple[str, list[dict[str, Any]]]


def task(text: str, **more: Any) -> Task:
    given: dict[str, Any] = {
        "answer_id": "7" * 16, "letter": "B", "text": text, "prompt": QUESTION.prompt, "focus": QUESTION.focus,
        "position": 1, "of": 3, "opens_at": NOW, "blind": True, "scores": Scores(),
    }  # fmt: skip
    return Task(**given | more)


FULL = Scores("staff", "strong", dict.fromkeys(DIMENSIONS, "none"), (SHOUT * 40)[:500])


def state(stage: str, competency: str, prompt: str, answers: int = 0, done: Progress | None = None) -> State:
    asked = {"competency": competency, "prompt": prompt}
    round_ = Round(id=1, channel_id="C1", stage=stage, question=asked, closes_at=NOW, reveals_at=NOW)
    return State(round_, answers, done or Progress(0, 0, ()))


HALF_DONE = Progress(50, 4, tuple(f"W{n}" for n in range(46)))
RUNNING = state("scoring", (SHOUT * 20)[:400], "Why?", 60, HALF_DONE)
MANAGED = Managed(Schedule(id=3, channel_id="C1", next_at=NOW), RUNNING)
EMPTY_DESK = Desk(0, None, (), None, None, (), 0, manages=False)
EXERCISE = Exercise("5" * 16, QUESTION.prompt, LONG, QUESTION.focus, 4, 4)
STORED = StoredRuling(
    id=9,
    round_id=1,
    dimension="scope",
    lower="mid",
    upper="senior",
    text=RULED.text,
    by="U9",
    proposed_at=NOW,
    confirmed_by="U8",
    agreed_at=NOW,
)


SUGGESTED = SuggestedQuestion(by="U9", prompt=(SHOUT * 60)[:600], why=(SHOUT * 30)[:300], at=NOW, public_id="1" * 16)
LOUD_QUESTION = QUESTION.model_copy(update={"prompt": (SHOUT * 60)[:600], "competency": (SHOUT * 20)[:75]})
OWN = [
    CustomQuestion(
        slug=f"own-{n}",
        question=LOUD_QUESTION.model_copy(update={"slug": f"own-{n}"}).model_dump(mode="json"),
        added_by="U9",
        added_at=NOW,
        changed_by="U9",
        changed_at=NOW,
        public_id="1" * 16,
    )
    for n in range(80)
]


def modals() -> Iterator[tuple[str, View]]:
    yield "away", away_modal(NOW.date())
    one = Unfinished("1" * 16, "C1", (SHOUT * 20)[:400], "U7", None, nudged=False)
    yield "nudge nobody", nudges_modal([])
    yield "nudge many", nudges_modal([one, replace(one, nudged=True), replace(one, away_until=NOW)] * 40)
    yield (
        "next questions",
        planning.upcoming_modal([planning.Upcoming("1" * 16, "C1", NOW, "Europe/Berlin", LOUD_QUESTION)] * 50),
    )
    found = Suggestion(LOUD_QUESTION, NOW, NOW, "Europe/Berlin", NOW, (NOW, NOW), NOW)
    for planned in (None, NOW):
        yield (
            f"a question, planned for {planned}",
            planning.asking_modal("C1", replace(found, planned_for=planned), SHOUT[:60]),
        )
    for name, rubric in (("plain", PLAIN_RUBRIC), ("loud", LOUD_RUBRIC)):
        yield f"scoring, empty, {name}", scoring_modal(task("x"), rubric)
        yield f"scoring, long, {name}", scoring_modal(task(LONG * 3, scores=FULL, position=99, of=99), rubric)
        yield f"scoring, late, {name}", late_modal(task(LONG, scores=FULL, letter="ZZ"), rubric)
        yield f"scoring, revised, {name}", scoring_modal(task("", blind=False, letter="ZZ"), rubric, True)
        yield (
            f"answer, new, {name}",
            answer_modal(private_answers.Form("1" * 16, QUESTION.prompt, "mid", "", True), rubric),
        )
        kept = private_answers.Form("1" * 16, (SHOUT * 30)[:600], "staff", LONG[:3000], False)
        yield f"answer, kept, {name}", answer_modal(kept, rubric)
        yield f"rubric, {name}", rubric_modal(rubric, [STORED] * 30, may_retire={9})
        yield f"ruling, {name}", ruling_modal(Beginning("1" * 16, "impact", "junior", "staff"), rubric)
        yield f"ruling, open, {name}", ruling_modal(Beginning("1" * 16), rubric)
        yield f"practice, {name}", practice_modal(EXERCISE, rubric)
        feedback = Feedback(EXERCISE, FULL, QUESTION.exemplar("staff"), 2.5, 5)
        yield f"feedback, {name}", feedback_modal(feedback, rubric)
        leans = dict.fromkeys([*DIMENSIONS, OVERALL], 1.3)
        yield f"look back, {name}", ending_modal(Ending(1, 4, 12, leans, Practised(0, 0.2, 0.1)), rubric)
        asking = task("x", scores=replace(FULL, overall="staff"))
        yield f"scoring, asking, {name}", asking_modal(asking, rubric)
        draft = Draft(prompt=(SHOUT * 60)[:600], competency=(SHOUT * 20)[:75])
        yield (
            f"question form, {name}",
            question_form("", draft, {QUESTION.slug: QUESTION}, rubric, suggestion_id="1" * 16),
        )
    yield "suggest", suggest_modal()
    yield "suggestions", suggestions_modal([SUGGESTED] * 60)
    yield "no suggestions", suggestions_modal([])
    yield "decline", decline_modal(SUGGESTED)
    bank = {row.slug: Question.model_validate(row.question) for row in OWN}
    for page in range(4):
        yield f"questions, page {page}", questions_modal(OWN, bank, beginning=OWN[page * 20].slug)
    yield "questions, none found", questions_modal(OWN, bank, word="xyzzy" * 12)
    yield "finished", finished_modal("soon")
    yield "nothing", finished_modal(None)
    new = Form("", Plan(), "Next question soon.", new=True, judges=["offline"], known=["Saying no"])
    yield "setup, new", setup_modal(new)
    many = tuple(f"U{n:08d}" for n in range(100))
    known = [(SHOUT * 20)[:400], *(f"Competency {n}" for n in range(150))]
    kept = Plan(zone="America/Indiana/Knox", interviewers=many, competencies=tuple(known[2:4]), judge="claude")
    yield (
        "setup, kept",
        setup_modal(Form("C1", kept, "Next question soon.", False, ["offline", "claude"], known, more=True)),
    )
    yield "notice", notice("Needs a look", escape(LONG))
    yield "my data", my_data_modal()
    yield "page", page_modal()
    found = read_page(f"Question: {LONG}\nFollow-ups: {LONG}\nSample answer (Senior) {LONG}\n# {SHOUT}", "a")
    draft = found_draft(found.question)
    yield (
        "page, found",
        question_form("", draft, load_bank(), load_rubric(), above=found_blocks(found, draft, is_full=True)),
    )
    look = Look("C1", "1.0", "1.0", (SHOUT * 20)[:400], "ZZ", LONG)
    yield "look", look_modal([(look, "https://example.com/p1"), (replace(look, letter=None), None)] * 4)


NEXT = ("C1", Coming(NOW))


def homes() -> Iterator[tuple[str, View]]:
    yield "home, empty", home_view(EMPTY_DESK)
    yield (
        "home, full",
        home_view(Desk(99, NOW, (RUNNING,) * 9, NEXT, None, (MANAGED,) * 40, 12, manages=True)),
    )
    idle = Managed(Schedule(id=3, channel_id="C1"), None)
    yield (
        "home, idle",
        home_view(Desk(1, NOW, (state("collecting", "Saying no", "Why?"),), NEXT, None, (idle,), 0, manages=True)),
    )


def compared(size: int, loud: bool) -> Message:
    note = LONG if loud else "I told them."
    columns = tuple(
        Column(f"U{n}", {OVERALL: LEVELS[n % 4], **dict.fromkeys(DIMENSIONS, LEVELS[n % 4])}, "thin")
        for n in range(size)
    )
    quotes = tuple(Quote(dimension, "mid", note) for dimension in DIMENSIONS)
    judged = Judged("claude", columns[0] if columns else None, quotes, (note,), note if loud else None)
    one = Comparison(7, "7" * 16, "ZZ", "1.0", None, "mid", (OVERALL, EVIDENCE, *DIMENSIONS), columns, judged)
    names = {f"U{n}": (SHOUT * 4)[:80] if loud else f"Person {n}" for n in range(size)}
    rubric = LOUD_RUBRIC if loud else PLAIN_RUBRIC
    return comparison_message(one, Setting(rubric, QUESTION, names, "https://example.com/p1"))[:2]


def messages() -> Iterator[tuple[str, Message]]:
    for stage in ("opening", "collecting", "scoring", "revealed", "closed"):
        yield f"question, {stage}", question_message(state(stage, "Saying no", QUESTION.prompt))
        unseen = tuple((f"{n:016x}", "ZZ") for n in range(120)) if stage == "revealed" else ()
        loud = state(stage, (SHOUT * 20)[:400], (SHOUT * 30)[:600], 60, HALF_DONE)
        yield f"question, {stage}, loud", question_message(loud, unseen, claude=True)
    for text in ("x", "", LONG, "&" * 14_000, "word" * 3500):
        yield f"posted answer of {len(text)}", posted_answer("ZZ", text)
    for size in (0, 1, 12, 13):
        yield f"comparison of {size}", compared(size, loud=False)
        yield f"comparison of {size}, loud", compared(size, loud=True)
    waiting = Invitation("U1", "C1", "1" * 16, (SHOUT * 20)[:400], 3, NOW)
    for again, name in enumerate(("invitation", "reminder", "nudge")):
        yield name, invitation_message(waiting, again)
    yield "half time", half_time_message("1" * 16, NOW)
    yield "suggested", suggested_message(SUGGESTED)
    declined = SUGGESTED.model_copy(update={"word": (SHOUT * 30)[:300], "settled_by": "U8"})
    for told in (settled_text(declined, None), settled_text(declined, OWN[0])):
        yield "what became of it", (told, [{"type": "section", "text": {"type": "mrkdwn", "text": told[:3000]}}])
    yield "hello", hello_message("C1")
    for heeded in (True, False):
        yield f"ruling, heeded {heeded}", ruling_message(STORED, LOUD_RUBRIC, heeded)


def marked_up(value: Any) -> Iterator[str]:
    """Every text in which Slack would act on a mention."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inner in value.values():
            yield from marked_up(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from marked_up(inner)


def is_quiet(text: str) -> bool:
    return "<!channel>" not in text and "<@U1>" not in text


@pytest.mark.parametrize(("name", "view"), list(modals()), ids=lambda value: value if isinstance(value, str) else "")
def test_slack_takes_every_modal_and_nothing_in_it_shouts(name: str, view: View) -> None:
    check_view(view, "modal")
    assert all(map(is_quiet, marked_up(view))), name
    assert not words(view["blocks"]).isspace()


@pytest.mark.parametrize(("name", "view"), list(homes()), ids=lambda value: value if isinstance(value, str) else "")
def test_slack_takes_every_home(name: str, view: View) -> None:
    check_view(view, "home")
    assert all(map(is_quiet, marked_up(view))), name
    assert "never decides a hire" in words(view["blocks"])


@pytest.mark.parametrize(
    ("name", "message"), list(messages()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_slack_takes_every_message_and_its_text_alone_says_it(name: str, message: Message) -> None:
    text, blocks = message
    check_message(blocks)
    assert all(map(is_quiet, [text, *marked_up(blocks)])), name
    assert 10 < len(text) < 4000
    assert "{" not in text, "dates are in words"


@pytest.mark.parametrize("running", [None, "collecting", "scoring"])
def test_status_is_a_few_lines_that_cannot_shout(running: str | None) -> None:
    schedule = Schedule(channel_id="C1", next_at=NOW)
    now = state(running, LONG[:400], "Why?", 3, Progress(4, 1, ("U1",))) if running else None
    said = status_text(schedule, Coming(NOW), now, 2)
    assert is_quiet(said)
    assert "U1" not in said.replace("&lt;@U1&gt;", ""), "never who is missing"
    assert len(said.split("\n")) == 3


@pytest.mark.parametrize("make", [modals, homes, messages])
def test_no_level_stands_beside_the_name_of_who_wrote(make: Callable[[], Iterator[tuple[str, Any]]]) -> None:
    for name, view in make():
        assert not any(f"<@U1> {level}" in str(view) for level in ("Junior", "Mid", "Senior", "Staff+")), name
