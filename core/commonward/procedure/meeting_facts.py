"""What is known of a subject's meetings, plans and actions."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts import Code, Day, Moment
from commonward.procedure.fact import Fact


class MeetingFact(Fact):
    """A meeting that is required, convened or held."""

    id: UUID
    kind: Code
    planned_for: Moment | None = None
    held_at: Moment | None = None
    quorate: bool = False
    present: tuple[Code, ...] = ()
    """Agencies that were there, the child or a parent among them if they were."""
    aligned_with: Code | None = None
    minutes: int | None = None
    """The newest version of its minutes."""
    signed: int | None = None
    """The newest version that its chair has signed."""

    @property
    def minutes_signed(self) -> bool:
        """Whether its minutes, as they are now, are signed off."""
        return self.minutes is not None and self.signed == self.minutes


class PlanFact(Fact):
    """An adopted plan, at its newest version."""

    id: UUID
    kind: Code
    version: int
    adopted_at: Moment
    other_plan: Code | None = None
    """Another plan of the child's that it refers to."""
    shared_with: tuple[Code, ...] = ()
    received_by: tuple[Code, ...] = ()
    signed_copy_on: Day | None = None


class ActionFact(Fact):
    """An action of an adopted plan."""

    id: UUID
    plan: UUID
    kind: Code | None
    due: Day
    outcome: Code | None = None
    incorporated_in: Code | None = None


class MeetingDecisionFact(Fact):
    """What a meeting decided last of the level, or of closing."""

    meeting: UUID
    choice: Code
    decided_at: Moment
