"""DATABASE_URL: what is taken, and one line for what is not."""

import pytest

from storage.database import database_url


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("sqlite:///calibrate.sqlite", "sqlite:///calibrate.sqlite"),
        ("sqlite:////var/lib/calibrate.sqlite", "sqlite:////var/lib/calibrate.sqlite"),
        ("postgres://u:p@db.example/calibrate", "postgresql+psycopg://u:p@db.example/calibrate"),
        ("postgresql://u:p@db.example:5433/calibrate", "postgresql+psycopg://u:p@db.example:5433/calibrate"),
        ("postgresql+psycopg://u@/calibrate?host=/run", "postgresql+psycopg://u@/calibrate?host=%2Frun"),
    ],
)
def test_a_sqlite_file_and_postgresql_are_taken(given: str, taken: str) -> None:
    assert database_url(given).render_as_string(hide_password=False) == taken


@pytest.mark.parametrize(
    "given",
    [
        "",
        "calibrate.sqlite",
        "not an address",
        "postgresql://u:p@db.example:port/calibrate",
        "mysql://u:p@db.example/calibrate",
        "postgresql+asyncpg://u:p@db.example/calibrate",
        "sqlite+aiosqlite:///calibrate.sqlite",
        "postgresql://u:secret@p@db.example/calibrate",
        "postgresql://u:se/cr@et:p@db.example/calibrate",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file::memory:?uri=true",
        "sqlite:///file:shared?mode=memory&cache=shared&uri=true",
    ],
)
def test_anything_else_gets_one_line_that_names_the_setting(given: str) -> None:
    with pytest.raises(ValueError, match=r"^DATABASE_URL ") as caught:
        database_url(given)
    assert "\n" not in str(caught.value)
    assert not [part for part in (":p@", "secret", "cr@et") if part in str(caught.value)], (
        "a password does not belong on a screen"
    )
