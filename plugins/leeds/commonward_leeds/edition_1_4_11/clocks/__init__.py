"""The clocks of Leeds. What must be told or recorded stays owed when a case closes; what looks ahead ends with it."""

from __future__ import annotations

from commonward.procedure import Clock
from commonward_leeds.edition_1_4_11.clocks import concern, meeting, plan, review

CLOCKS: tuple[Clock, ...] = (*concern.CLOCKS, *review.CLOCKS, *meeting.CLOCKS, *plan.CLOCKS)
