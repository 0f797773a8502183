"""Figures without persons: what a board's reports have in common, and how small numbers are kept from telling of one.

A count from 1 to 4 could point at a child whom somebody knows of. Who may read cases anyway is told it; an analyst is
told only that it is small (the threshold that the UK's statistics on children in need use, ONS disclosure control).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from commonward.clock import Calendar, before, months
from commonward.identity import Capability
from commonward.web.operations import holds

SMALLEST_TOLD = 5
"""The least count above nought that is told to who may not read cases."""


class Period(BaseModel):
    """How far a report looks back."""

    model_config = ConfigDict(extra="forbid")

    months: Annotated[int, Field(ge=1, le=60)] = 12

    def since(self, now: datetime) -> datetime:
        """The instant from which it counts."""
        return before(now, months(self.months), Calendar.of())


def told(count: int) -> int | None:
    """The count as the caller may know it: None says that it is small."""
    small = 0 < count < SMALLEST_TOLD
    return None if small and not holds(Capability.CASE_READ) else count
