"""What all runs of a process share, and what is drawn from a seed where the product draws from the system."""

import os
import secrets
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from bot.settings import load_settings
from simulation.node import Parts
from storage.migrate import migrate


def memory() -> str | None:
    """A folder that lies in memory, where there is one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@contextmanager
def shared() -> Iterator["Shared"]:
    """What all runs of a process share: parts that are read once, and an empty database to copy."""
    with tempfile.TemporaryDirectory(prefix="calibrate-simulation-", dir=memory()) as folder:
        yield Shared(Path(folder))


class Shared:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.empty = folder / "empty.sqlite"
        migrate(f"sqlite:///{self.empty}")
        os.environ.pop("CALIBRATE_MANAGERS", None)
        settings = load_settings(
            _env_file=None, slack_bot_token="xoxb-sandbox-1", slack_app_token="xapp-sandbox-1",
            slack_api_url="http://127.0.0.1:1/api/", database_url=f"sqlite:///{self.empty}",
            judge="claude", managers="", node="one",
        )  # fmt: skip
        self.parts = Parts(settings)

    @contextmanager
    def database(self) -> Iterator[str]:
        path = self.folder / f"{os.getpid()}.sqlite"
        shutil.copy(self.empty, path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for left in self.folder.glob(f"{path.name}*"):
                left.unlink()


@contextmanager
def seeded(luck: Random) -> Iterator[None]:
    """Ids that the bot draws come from the seed, too."""
    kept = secrets.token_hex, uuid.uuid4
    secrets.token_hex = lambda nbytes=None: luck.randbytes(nbytes or 32).hex()
    try:
        yield
    finally:
        secrets.token_hex, uuid.uuid4 = kept
