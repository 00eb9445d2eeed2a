"""Files that hold what people said: for the account that Calibrate runs under, and nobody else."""

import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)
OURS = 0o600
BESIDE = ("", "-wal", "-shm", "-journal")  # SQLite's own files beside a database; new ones take its rights over


def keep_private(database: Path) -> None:
    """A file, and what SQLite lays beside it, can be read by our account only: made so, or narrowed where others may.

    Where the rights cannot be changed the log says so. A folder that is not there is left to SQLite to name.
    """
    if not database.exists() and database.parent.is_dir():
        os.close(os.open(database, os.O_CREAT | os.O_RDWR, OURS))
    for file in (database.with_name(database.name + ending) for ending in BESIDE):
        try:
            if file.stat().st_mode & 0o077:
                file.chmod(OURS)
                log.warning("%s could be read by others on this machine; it no longer can", file)
        except FileNotFoundError:
            continue
        except OSError as error:
            log.warning("%s can be read by others on this machine: %s", file, error.strerror)


def new_private(file: Path) -> Path:
    """An empty file that only our account can read, to be written to. Raises ValueError where one is there."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OURS))
    except FileExistsError:
        raise ValueError(f"{file} exists; name a new file") from None
    return file
