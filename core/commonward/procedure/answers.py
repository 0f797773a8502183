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
    """What it is called on the pages; a clock or notice may ask for it as `facts.route`."""
    outcome: Literal["refer", "assess", "pass-on", "advise"]
    """Whether somebody who may protect the child is told (`refer`, `pass-on`), or the concern is looked at first."""
    because: Because
    tasks: tuple[Code, ...] = ()
    """What is to be done, each a code with its title in `Words`; a clock that asks for it makes somebody owe it."""
    tool: Code | None = None
    """The risk tool to complete; None where nothing is assessed."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a level of risk, or a missing episode, calls for."""

    because: Because
    plan: Code | None = None
    """The plan that a level calls for."""
    meetings: tuple[Code, ...] = ()
    """Kinds of meeting that are called for."""
    consultations: tuple[Code, ...] = ()
    """Roles who are consulted about a level."""
    tasks: tuple[Code, ...] = ()
    tool: Code | None = None
    """A risk tool to complete; of a missing episode only."""
    review_months: int | None = None
    """How often a level is looked at again. None where the procedure states no cadence: one is never invented."""
