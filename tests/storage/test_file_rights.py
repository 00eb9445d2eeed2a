"""Files that hold what people said can be read by our account only."""

import logging
import os
from pathlib import Path

import pytest

from storage.database import make_engine, make_queue_engine, unit
from storage.file_rights import keep_private, new_private
from storage.migrate import migrate
from storage.models import Workspace


def rights(file: Path) -> str:
    return oct(file.stat().st_mode & 0o777)


def test_a_database_and_what_lies_beside_it_can_be_read_by_nobody_else(tmp_path: Path) -> None:
    file = tmp_path / "calibrate.sqlite"
    before = os.umask(0)
    try:
        migrate(f"sqlite:///{file}")
        engine = make_engine(f"sqlite:///{file}")
        with unit(engine, "T1") as session:
            session.add(Workspace(team_id="T1", bot_user_id="U1"))
        beside = sorted(tmp_path.iterdir())
        assert {one.name.rpartition("sqlite")[2] for one in beside} == {"", "-wal", "-shm"}
        assert {rights(one) for one in beside} == {"0o600"}
    finally:
        os.umask(before)
        engine.dispose()


@pytest.mark.parametrize("make", [make_engine, make_queue_engine])
def test_a_database_that_others_can_read_is_narrowed_and_the_log_says_so(
    tmp_path: Path, make: object, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "calibrate.sqlite"
    migrate(f"sqlite:///{file}")
    wal = tmp_path / "calibrate.sqlite-wal"
    wal.touch()
    for one in (file, wal):
        one.chmod(0o644)
    engine = make(f"sqlite:///{file}")  # type: ignore[operator]
    with caplog.at_level(logging.WARNING), engine.connect():
        assert rights(file) == "0o600"
    assert [record.getMessage().partition(" could")[0] for record in caplog.records] == [str(file), str(wal)]
    engine.dispose()


def test_a_folder_that_is_not_there_is_left_to_the_database_to_name(tmp_path: Path) -> None:
    keep_private(tmp_path / "none" / "calibrate.sqlite")
    assert not list(tmp_path.iterdir())


def test_a_new_file_is_private_whatever_the_umask_and_replaces_none(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert rights(new_private(tmp_path / "export.csv")) == "0o600"
    finally:
        os.umask(before)
    with pytest.raises(ValueError, match="exists; name a new file"):
        new_private(tmp_path / "export.csv")
