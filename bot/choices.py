"""What the settings choose: rubric, questions, judges. Neither Slack nor the database is imported here, so that scoring
a file does not wait for them."""

from bot.settings import Settings, SettingsError
from scoring.bank.questions import Bank, load_bank
from scoring.judge.verdict import Judge
from scoring.rubric import LEVELS, Rubric, load_rubric


def rubric_of(settings: Settings) -> Rubric:
    """The rubric under the team's own level names. Raises DocumentError for a malformed file."""
    rubric = load_rubric(settings.rubric)
    return rubric.with_names(dict(zip(LEVELS, settings.level_names, strict=True))) if settings.level_names else rubric


def bank_of(settings: Settings) -> Bank:
    """Our questions and those of a team's folder. Raises DocumentError for a malformed file, SettingsError for a first
    question that is not there."""
    bank = load_bank([settings.questions] if settings.questions else [])
    if settings.first_question and settings.first_question not in bank:
        raise SettingsError(f"CALIBRATE_FIRST_QUESTION: there is no question {settings.first_question}")
    return bank


def judge_of(settings: Settings) -> Judge | None:
    """The judge that the settings ask for, None for people only. Raises SettingsError where Claude has no key."""
    if settings.judge_kind == "offline":
        return _offline()
    return _claude(settings) if settings.judge_kind == "claude" else None


def judges_of(settings: Settings) -> dict[str, Judge]:
    """Every judge that a channel may choose, by kind: Claude only where the settings do. Raises as judge_of does."""
    return {"offline": _offline()} | ({"claude": _claude(settings)} if settings.judge_kind == "claude" else {})


def _offline() -> Judge:
    from scoring.judge.offline import OfflineJudge

    return OfflineJudge()


def _claude(settings: Settings) -> Judge:
    from scoring.judge.claude import ClaudeJudge  # its client takes seconds to import: only where it is used

    key = settings.anthropic_api_key.get_secret_value()
    if not key:
        raise SettingsError("ANTHROPIC_API_KEY is missing: set it, or choose the judge offline (a rule of thumb)")
    return ClaudeJudge(key, settings.model, settings.anthropic_base_url, scale=bank_of(settings))
