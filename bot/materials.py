"""The rubric and the bank that the settings name: light to import, for commands that need nothing else."""

from bot.settings import Settings, SettingsError
from scoring.bank.questions import Bank, load_bank
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
