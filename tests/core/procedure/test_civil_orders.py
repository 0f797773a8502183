"""The last day of a term of whole years."""

from __future__ import annotations

from datetime import date

import pytest

from commonward.procedure.parts.civil_orders import last_day


@pytest.mark.parametrize(
    ("since", "years", "last"),
    [
        (date(2024, 3, 1), 5, date(2029, 2, 28)),
        (date(2023, 3, 1), 5, date(2028, 2, 29)),  # the year in which it ends is a leap year
        (date(2024, 2, 29), 5, date(2029, 2, 28)),  # begun on a leap day
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2026, 1, 1), 2, date(2027, 12, 31)),
    ],
)
def test_a_term_ends_on_the_day_before_its_anniversary(since: date, years: int, last: date) -> None:
    assert last_day(since, years) == last
