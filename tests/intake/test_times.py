"""What the many ways to write a time mean."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from facilitator.intake.times import clock_ms, from_first, moment, moments, unit_of, when


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0:07", 7_000),
        ("12:33", 753_000),
        ("1:02:33.250", 3_753_250),
        ("00:00:01,5", 1_500),
        ("10:15 PM", 80_100_000),
        ("12:05 am", 300_000),
        ("PT1M2.5S", 62_500),
        ("1h 2m 3s", 3_723_000),
        ("99", None),
        ("0:60", None),
        ("1:61:00", None),
        ("", None),
        ("PT", None),
        ("9" * 5000, None),
    ],
)
def test_clock(text: str, ms: int | None) -> None:
    """Clock readings and durations are milliseconds; anything else is no time."""
    assert clock_ms(text) == ms


def test_seconds_or_milliseconds() -> None:
    """A column of whole numbers is told by how fast people would have to speak."""
    said = [50, 40, 60, 45]
    assert unit_of([0, 4, 7, 12], said) == "s"
    assert unit_of([0, 4_000, 7_000, 12_000], said) == "ms"
    assert unit_of(["0.5", "4.25", "7.0", "12.1"], said) == "s"


def test_moments_of_the_calendar() -> None:
    """ISO times with and without zone, and seconds or milliseconds since 1970, are moments."""
    assert moment("2026-03-14T09:15:00Z") == datetime(2026, 3, 14, 9, 15, tzinfo=UTC)
    assert moment("2026-03-14") == datetime(2026, 3, 14)
    assert moment("14 March") is None
    assert (
        when(1_773_479_700, "s").moment
        == when(1_773_479_700_000, "s").moment
        == datetime(2026, 3, 14, 9, 15, tzinfo=UTC)
    )


def test_day_or_month_first() -> None:
    """Which stands first is told from all dates together; where nothing tells, no date is made up."""
    assert moments(["03/04/2026, 10:00", "14/04/2026, 10:01"])[0] == datetime(2026, 4, 3, 10, 0)
    assert moments(["03/04/26, 10:00 PM", "03/14/26, 10:01 PM"])[0] == datetime(2026, 3, 4, 22, 0)
    assert moments(["3.4.26, 10:00:05"]) == [datetime(2026, 4, 3, 10, 0, 5)]
    assert moments(["03/04/2026, 10:00"]) == [None]


def test_times_of_day_are_counted_from_the_first() -> None:
    """Ten o'clock is no place in a recording; past midnight the count goes on."""
    hour = 3_600_000
    assert from_first([23 * hour, None, 23 * hour + 5, hour]) == [0, None, 5, 2 * hour]
    assert from_first([0, hour]) is None


@pytest.mark.parametrize("value", [None, True, float("nan"), float("inf"), -1, 10**40, "soon", [], {}])
def test_what_is_no_time(value: object) -> None:
    """Nonsense where a time should stand is no time, and no error."""
    assert when(value, "s").ms is None
