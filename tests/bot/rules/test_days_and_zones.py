"""What people type for a day and for a time zone, and how dates are written to them."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.markup import day, month, plain_when, when
from bot.views.setup import zone_options
from bot.views.words import local

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("St. Johns", "America/St_Johns"),
        ("st johns", "America/St_Johns"),
        ("Zürich", "Europe/Zurich"),
        ("Bogotá", "America/Bogota"),
        ("new york", "America/New_York"),
        ("munich", "Europe/Berlin"),
        ("München", "Europe/Berlin"),
        ("Nürnberg", "Europe/Berlin"),
        ("Mumbai", "Asia/Kolkata"),
        ("beij", "Asia/Shanghai"),
        ("St. Petersburg", "Europe/Moscow"),
        ("San Francisco", "America/Los_Angeles"),
        ("Kraków", "Europe/Warsaw"),
        ("lodz", "Europe/Warsaw"),
        ("malmo", "Europe/Stockholm"),
        ("utc", "UTC"),
        ("Ho Chi Minh", "Asia/Ho_Chi_Minh"),
    ],
)
def test_a_zone_is_found_by_any_spelling_and_by_great_cities(typed: str, zone: str) -> None:
    options = zone_options(typed)
    assert zone in [option["value"] for option in options]
    assert len(options) <= 100
    assert all(len(option["text"]["text"]) <= 75 for option in options)


def test_a_city_without_a_zone_is_named_beside_its_zone() -> None:
    assert [option["text"]["text"] for option in zone_options("munich")] == ["Europe/Berlin (Munich)"]
    assert zone_options("Atlantis") == []


# how they are written


def test_a_date_is_written_in_one_style() -> None:
    at = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)
    assert (day(at), month(at), plain_when(at)) == ("3 March 2027", "March 2027", "Wednesday 3 March, 09:00 UTC")
    assert when(at) == f"<!date^{int(at.timestamp())}^{{date_long_pretty}} at {{time}}|Wednesday 3 March, 09:00 UTC>"
    assert local(at, "Europe/Berlin") == "Wednesday 3 March, 10:00 Berlin"


def test_no_other_place_writes_a_month_or_a_weekday() -> None:
    places = [path for path in Path("bot").rglob("*.py") if re.search("%[aAbB]", path.read_text(encoding="utf-8"))]
    assert places == [Path("bot/markup.py")]
