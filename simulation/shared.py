"""What all runs of a process share, and what is drawn from a seed where the product draws from the system."""

import os
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from bot.settings import load_settings
from simulation.databases import Fresh, databases
from simulation.node import Parts


@contextmanager
def shared(database: str = "sqlite") -> Iterator["Shared"]:
    """What all runs of a process share: parts that are read once, and a maker of databases of this kind."""
    with databases(database) as fresh:
        yield Shared(fresh)


class Shared:
    """`database()` is the address of a migrated database for one run."""

    def __init__(self, fresh: Fresh) -> None:
        self.database = fresh
        os.environ.pop("CALIBRATE_MANAGERS", None)
        settings = load_settings(
            _env_file=None, slack_bot_token="xoxb-sandbox-1", slack_app_token="xapp-sandbox-1",
            slack_api_url="http://127.0.0.1:1/api/", database_url="sqlite:///nowhere.sqlite",
            judge="claude", managers="", node="one",
        )  # fmt: skip
        self.parts = Parts(settings)


@contextmanager
def seeded(luck: Random) -> Iterator[None]:
    """Ids that the bot draws come from the seed, too."""
    kept = secrets.token_hex, uuid.uuid4
    secrets.token_hex = lambda nbytes=None: luck.randbytes(nbytes or 32).hex()
    try:
        yield
    finally:
        secrets.token_hex, uuid.uuid4 = kept
