"""The clocks of Leeds. What must be told or recorded stays owed when a case closes; what looks ahead ends with it."""

from __future__ import annotations

from commonward.procedure import Clock, Readings
from commonward_leeds.edition_1_4_11.clocks import concern, meeting, plan, review


def clocks(readings: Readings) -> tuple[Clock, ...]:
    """All of them, under the readings that the board has chosen."""
    return (
        *concern.clocks(readings),
        *review.clocks(readings),
        *meeting.clocks(readings),
        *plan.clocks(readings),
    )
