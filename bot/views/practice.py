"""Practice in a modal: an exemplar to score, what was written, and what one tends to over- and under-read."""

from collections.abc import Mapping

from bot.calibration.practice import EACH, MOST_BIAS, MOST_GAP, Ending, Exercise, Feedback, Practised
from bot.calibration.scorecards import Scores
from bot.markup import escape, plural
from bot.views.blocks import View, actions, button, context, divider, modal, notice, plain_sections, section
from bot.views.form import score_inputs
from bot.views.words import median_name, offset_words, tendency
from scoring.agreement.thresholds import HABIT_STORIES
from scoring.rubric import Rubric, level_value


def practice_modal(exercise: Exercise, rubric: Rubric) -> View:
    """One exemplar and the form to score it."""
    blocks = [
        context(escape(exercise.prompt)),
        *plain_sections(exercise.text),
        actions(button("Full rubric", "rubric_push")),
        *score_inputs(exercise.id, exercise.focus, (), Scores(), rubric, keeps_drafts=False),
        context("Only you see this, now and later."),
    ]
    title = f"Practice {exercise.position} of {exercise.of}"
    return modal("practice", title, blocks, submit="Compare", close="Later", ids=exercise.id)


def feedback_modal(feedback: Feedback, rubric: Rubric) -> View:
    """What the person read beside what was written: the story again, both anchors, and the sentence that shows it."""
    exemplar, given = feedback.exemplar, feedback.scores
    gists: dict[str, str] = {one.id: one.gist for one in rubric.levels}
    blocks = [section(_side_by_side("Overall", exemplar.level, given.overall, gists, rubric))]
    if feedback.panel is not None:
        name = escape(median_name(feedback.panel, rubric))
        blocks.append(context(f"{plural(feedback.panel_size, 'interviewer')} here read it as {name}."))
    blocks += [context(escape(feedback.exercise.prompt)), *plain_sections(feedback.exercise.text)]
    for dimension in feedback.exercise.focus:
        row, written = rubric.row(dimension), exemplar.written(dimension)
        shown = next((shown for shown in exemplar.shows if shown.dimension == dimension), None)
        if written is None or shown is None:  # a team's own exemplar has an overall level alone
            continue
        anchors: dict[str, str] = {one: anchor.long for one, anchor in row.anchors.items()}
        read = _side_by_side(row.name, written, given.dimensions.get(dimension), anchors, rubric)
        blocks += [divider(), section(f"{read}\n“{escape(shown.quote)}” {escape(shown.why)}")]
    last = feedback.exercise.position == feedback.exercise.of
    title = f"Practice {feedback.exercise.position} of {feedback.exercise.of}"
    return modal("practice_next", title, blocks, submit="Look back" if last else "Next story", close="Later")


def _side_by_side(row: str, written: str, mine: str | None, anchors: Mapping[str, str], rubric: Rubric) -> str:
    """How a row was written and read; under it the anchor of the one level and, where it differs, of the other."""
    told = {**anchors, "none": rubric.not_shown.short}
    shown = dict.fromkeys(level for level in (written, mine) if level in told)
    levels = f"written as *{escape(rubric.name(written))}*, you read *{escape(rubric.name(mine))}*"
    anchored = "\n".join(f"_{escape(rubric.name(level))}_: {escape(told[level])}" for level in shown)
    return f"*{escape(row)}*: {levels}. {_verdict(mine, written)}\n{anchored}"


def ending_modal(ending: Ending, rubric: Rubric) -> View:
    """The run looked back on."""
    names: dict[str, str] = {row.id: row.name for row in rubric.dimensions}
    lines = [f"You read {ending.exact} of {ending.of} as they were written."]
    over = [(lean, names.get(row, "the level overall")) for row, lean in ending.leans.items() if abs(lean) >= 0.5]
    for lean, name in sorted(over, key=lambda item: -abs(item[0])):
        lines.append(
            f"Over your newest {ending.stories} stories you read {escape(name)} {tendency(lean)} than it was written."
        )
    if not ending.leans:
        lines.append(f"What you tend to do shows over {HABIT_STORIES} stories; you have read {ending.stories}.")
    elif not over:
        lines.append(
            f"Over your newest {ending.stories} stories nothing stands out: where you differ, it goes both ways."
        )
    lines.append(practised_words(ending.practised))
    return notice("Practice", "\n".join(lines))


def practised_words(done: Practised) -> str:
    """Whether a person is "practised", or which of its three conditions are met, and by how much."""
    if done.gap is None or done.bias is None:
        return (
            f"{plural(done.missing, 'practice story', 'practice stories')} to go until you can count as *practised*: "
            f"{EACH} of each level, on average within half a level of what was written."
        )
    verdict = "You are *practised*." if done.earned else f"*Practised*: {done.met} of three conditions met."
    return (
        f"{verdict} You read the newest {EACH} of each level {done.gap:.2f} levels off on average (at most "
        f"{MOST_GAP}), leaning {round(done.bias, 2) + 0.0:+.2f} (at most {MOST_BIAS} either way)."
    )


def _verdict(given: str | None, written: str) -> str:
    mine, theirs = level_value(given), level_value(written)
    if mine is None or theirs is None:
        return "" if given == written else "You didn't see it." if mine is None else "It isn't meant to show."
    return offset_words(mine - theirs)
