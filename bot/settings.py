"""Every setting, from the environment and a file .env. docs/running.md lists them all, by test."""

import re
import socket
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DATABASE = "sqlite:///calibrate.sqlite"
Comma = Annotated[tuple[str, ...], NoDecode]  # given as "U1,U2"
Value = TypeVar("Value")
LONGEST_NAME = 20  # of a level: a table holds twelve of them side by side
TEMPLATES = ("your-token", "your-token-here", "your-bot-token", "your-app-token", "your-app-level-token", "token-here")


class SettingsError(ValueError):
    """A setting is missing or wrong; the message is one line that names it and says where its value is found."""


def _must(fit: Callable[[Value], object], fault: str) -> AfterValidator:
    """Refuses a value that does not fit, with a fault that may name the {value}."""

    def check(value: Value) -> Value:
        if not fit(value):
            raise ValueError(fault.format(value=value))
        return value

    return AfterValidator(check)


def _is_web_address(text: str) -> bool:
    return not text or (text.startswith(("http://", "https://")) and bool(urlsplit(text).hostname))


def _is_one_word(token: SecretStr) -> bool:
    return bool(re.fullmatch(r"[!-~…]*", token.get_secret_value()))  # a placeholder's … is told of later


Name = Annotated[
    str,
    _must(partial(re.fullmatch, r"[!-~]{1,200}"), "must be a name without spaces, 1 to 200 characters of ASCII"),
]
Folder = Annotated[Path, _must(Path.is_dir, "{value} is no folder")]
WebAddress = Annotated[str, _must(_is_web_address, "must begin with http:// or https:// and name a host")]
Token = Annotated[SecretStr, _must(_is_one_word, "has a space, a line break or a letter that none has; copy it again")]


def environment_name(field: str) -> str:
    """What a field is called in the environment: what is only ours says so."""
    return field.upper() if field.startswith(("slack_", "database_", "anthropic_")) else f"CALIBRATE_{field.upper()}"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env",
        extra="ignore",
        frozen=True,
        alias_generator=environment_name,
        populate_by_name=True,
        hide_input_in_errors=True,  # what was given may be a secret
    )

    slack_bot_token: Token = Field(SecretStr(""), description="Bot token, xoxb-…")
    slack_app_token: Token = Field(SecretStr(""), description="App-level token for Socket Mode, xapp-…")
    slack_api_url: WebAddress = Field("https://slack.com/api/", description="Slack, a sandbox or a proxy")
    database_url: str = Field(DATABASE, repr=False, description="A SQLite file or PostgreSQL")
    anthropic_api_key: Token = Field(SecretStr(""), description="Key for Claude")
    anthropic_base_url: WebAddress | None = Field(None, description="Another endpoint that speaks the Messages API")
    plain_http: bool = Field(
        False, description="true lets both addresses be http:// on another machine: tokens and answers pass unencrypted"
    )
    judge: Literal["claude", "offline", "none"] | None = Field(
        None, description="claude, offline or none; claude where a key is, else none: people only"
    )
    model: Name = Field("claude-sonnet-5-5", description="The model that scores")
    managers: Comma = Field((), description="Slack user ids, by comma; empty lets anybody manage")
    node: Name = Field(
        default_factory=socket.gethostname,
        description="A name for this process, the same after a restart, unlike any other's on the same database",
    )
    rubric: Path | None = Field(None, description="A rubric of your own, YAML")
    questions: Folder | None = Field(None, description="A folder of more questions")
    first_question: str = Field("", description="The question that a channel begins with; any if empty")
    min_words: int = Field(60, ge=1, le=2000, description="Words that make an answer")
    join_minutes: int = Field(10, ge=0, le=1440, description="How long further messages join an answer")
    quiet_seconds: int = Field(30, ge=0, le=3600, description="Quiet after a change before the judge scores")
    raters_per_answer: int = Field(3, ge=1, le=100, description="Interviewers that an answer is dealt to")
    answers_per_rater: int = Field(3, ge=1, le=100, description="Answers at most dealt to one interviewer")
    judge_calls_a_minute: int | None = Field(
        None, ge=1, le=100_000, description="How often the judge is asked at most; if empty, as often as the key allows"
    )
    level_names: Comma = Field((), description="Your names for the four levels, by comma, lowest first")

    @field_validator("managers", "level_names", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value != DATABASE:  # what checks an address is slow to import, and who scores a file has none
            from storage.database import database_url

            database_url(value)
        return value

    @field_validator("managers")
    @classmethod
    def _user_ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        strange = [name for name in value if not re.fullmatch(r"[UW][A-Z0-9]+", name)]
        if strange:
            raise ValueError(
                f"{strange[0]} is no Slack user id; a profile's menu has Copy member ID, such as U012AB3CD"
            )
        return value

    @field_validator("level_names")
    @classmethod
    def _four_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) not in (0, 4) or len(value) > 4:
            raise ValueError("CALIBRATE_LEVEL_NAMES needs four names, such as L3,L4,L5,L6")
        if any(len(name) > LONGEST_NAME for name in value):
            raise ValueError(f"a name has at most {LONGEST_NAME} characters")
        return value

    @model_validator(mode="after")
    def _encrypted(self) -> Self:
        for name, address in (("SLACK_API_URL", self.slack_api_url), ("ANTHROPIC_BASE_URL", self.anthropic_base_url)):
            if address and address.startswith("http://") and not (self.plain_http or is_loopback(address)):
                raise ValueError(
                    f"{name} is http:// on another machine, so everything would pass unencrypted: write https://, or "
                    "set CALIBRATE_PLAIN_HTTP=true where the network between is yours"
                )
        return self

    def lets_manage(self, user: str) -> bool:
        """Whether a person may set up and move rounds: those that are named, or everybody where none is."""
        return not self.managers or user in self.managers

    @property
    def judge_kind(self) -> Literal["claude", "offline", "none"]:
        """Which judge scores: what was set, else Claude where there is a key, else none: people score alone."""
        return self.judge or ("claude" if self.anthropic_api_key.get_secret_value() else "none")

    @property
    def lacks_key(self) -> bool:
        """Whether people score alone only because nobody gave a key."""
        return self.judge is None and self.judge_kind == "none"


def load_settings(**given: object) -> Settings:
    """The settings; `given` come before environment and .env. Raises SettingsError for the first that is wrong."""
    try:
        return Settings(**given)  # type: ignore[arg-type]  # names and values are checked by the model itself
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else ""
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(reason if not name or name in reason else f"{name}: {reason}") from error


def check_tokens(settings: Settings) -> None:
    """Raises SettingsError where a token for `calibrate run` is missing, a placeholder, or of the wrong kind."""
    for name, token, prefix, where in (
        ("SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-", "OAuth & Permissions → Bot User OAuth Token"),
        ("SLACK_APP_TOKEN", settings.slack_app_token, "xapp-", "Basic Information → App-Level Tokens"),
    ):
        value = token.get_secret_value()
        fault = "is missing" if not value else "is not a real token" if _is_placeholder(value, prefix) else None
        if fault:
            raise SettingsError(
                f"{name} {fault}: it begins with {prefix}; find it at api.slack.com/apps under {where}."
            )


def _is_placeholder(value: str, prefix: str) -> bool:
    """Whether this is no token of Slack's, but what a page shows in place of one. Letters of real ones are random: any
    word may be in them, so only whole values tell."""
    rest = value.removeprefix(prefix)
    shaped = rest != value and re.fullmatch(r"[A-Za-z0-9-]{8,}", rest)
    return not shaped or rest.lower() in TEMPLATES or bool(re.fullmatch(r"[xX-]+", rest))


def is_loopback(address: str) -> bool:
    """Whether a web address is on this machine, where nobody listens between."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
