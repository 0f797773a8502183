"""The figures that the board can choose where its text gives none. Until it does, none is counted."""

from __future__ import annotations

from collections.abc import Mapping

from commonward.procedure import Limit, Readings, hours, months, weeks, working_days

_FIGURES: Mapping[str, Limit | None] = {
    "no-figure": None,
    "24-hours": hours(24),
    "1-working-day": working_days(1),
    "2-working-days": working_days(2),
    "5-working-days": working_days(5),
    "10-working-days": working_days(10),
    "every-month": months(1),
    "every-six-weeks": weeks(6),
    "every-three-months": months(3),
    "every-six-months": months(6),
}


def figure(readings: Readings, question: str) -> Limit | None:
    """The limit that the board has chosen; None where it has chosen none."""
    return _FIGURES[readings.of(question)]
