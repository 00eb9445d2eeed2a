"""`calibrate doctor --judge`: one exemplar to the judge of the settings, with what it cost and how long it took."""

from bot.choices import bank_of, judge_of, rubric_of
from bot.settings import Settings
from bot.terminal.findings import Finding
from scoring.judge.verdict import JudgeBusy

QUESTION, LEVEL = "raising-the-bar", "senior"


def ask_once(settings: Settings) -> list[Finding]:
    """What the judge reads an exemplar as. It is asked once; no story of anybody's is sent."""
    try:
        judge = judge_of(settings)
    except ValueError as error:
        return [Finding("judge", str(error))]
    if judge is None:
        return [Finding("judge: none, so none was asked")]
    rubric, question = rubric_of(settings), bank_of(settings)[QUESTION]
    try:
        verdict = judge.score(question.exemplar(LEVEL).text, question, rubric)
    except JudgeBusy as busy:
        return [Finding("judge", f"{judge.model} did not answer: {busy}")]
    if verdict.status != "scored":
        return [Finding("judge", f"{judge.model} gave no verdict: {verdict.reason}")]
    used = verdict.usage
    cost = "cost unknown" if used.cost is None else f"${used.cost:.4f}"
    sent = used.input_tokens + used.cache_read_tokens + used.cache_write_tokens
    tokens = f"{sent} tokens in, {used.output_tokens} out"
    read = f"read a {rubric.name(LEVEL)} exemplar as {rubric.name(verdict.overall)}"
    return [Finding(f"judge: {judge.kind}, {judge.model}, {read} in {used.latency:.1f} s, {cost} ({tokens})")]
