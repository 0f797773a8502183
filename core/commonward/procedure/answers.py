"""What the deciding hooks answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commonward.contracts import Because, Code


@dataclass(frozen=True, slots=True)
class Route:
    """Where a concern goes and what must be done about it."""

    team: Code
    response: Code
    outcome: Literal["refer", "assess", "pass-on", "advise"]
    because: Because
    tasks: tuple[Code, ...] = ()
    tool: Code | None = None
    """The risk tool to complete."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a level of risk, or a missing episode, calls for."""

    because: Because
    plan: Code | None = None
    meetings: tuple[Code, ...] = ()
    consultations: tuple[Code, ...] = ()
    tasks: tuple[Code, ...] = ()
    tool: Code | None = None
    """A risk tool to complete."""
    review_months: int | None = None
    """None where the procedure states no cadence: one is never invented."""
