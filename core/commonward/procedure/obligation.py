"""An obligation: something owed about a subject, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from commonward.procedure.clocks import Clock
from commonward.procedure.deadlines import Pause


class State(StrEnum):
    """What has become of an obligation."""

    OPEN = "open"
    PAUSED = "paused"
    """Its time stands still; it is still owed."""
    BREACHED = "breached"
    """Its time has passed and it is still owed."""
    MET = "met"
    MET_LATE = "met-late"
    SUPERSEDED = "superseded"

    @property
    def owed(self) -> bool:
        """Whether somebody still owes it."""
        return self in (State.OPEN, State.PAUSED, State.BREACHED)


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something owed about a subject."""

    id: UUID
    clock: str
    cause: UUID
    """The event that opened it."""
    started_at: datetime
    due: datetime | None
    """The deadline as known now."""
    remind_at: datetime | None
    """The next reminder."""
    state: State = State.OPEN
    reminders: int = 0
    """How many of its clock's reminders have been given before this deadline."""
    ended_by: UUID | None = None
    ended_at: datetime | None = None
    occasion: UUID | None = None
    first_due: datetime | None = None
    """The deadline as it was first known; it never changes."""
    counted_from: tuple[datetime | None, ...] = ()
    """The start of each of its clock's terms; None where it is not known."""
    pauses: tuple[Pause, ...] = ()
    calendar: str | None = None
    """The version of the calendar that the deadline was counted by."""
    escalations: int = 0
    """How many of the further consequences have followed."""
    escalate_at: datetime | None = None
    """The next of them, once it is breached."""
    about: UUID | None = None
    """The concern, meeting, episode or assessment that its opening event names."""

    @property
    def reminded(self) -> bool:
        """Whether its role was reminded of this deadline."""
        return self.reminders > 0

    @property
    def wakes_at(self) -> datetime | None:
        """When time itself changes it next: its reminders, then its deadline, then what follows a breach."""
        match self.state:
            case State.OPEN:
                return self.remind_at or self.due
            case State.BREACHED:
                return self.escalate_at
            case _:
                return None


class Step(StrEnum):
    """What happened to an obligation."""

    OPENED = "opened"
    REMINDED = "reminded"
    BREACHED = "breached"
    ESCALATED = "escalated"
    PAUSED = "paused"
    RESUMED = "resumed"
    MOVED = "moved"
    DISCHARGED = "discharged"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Change:
    """An obligation after a step. A step carries its clock, since the event that tells of it needs its words."""

    step: Step
    obligation: Obligation
    clock: Clock | None
    """None where the case has gone over to an edition without this clock, which supersedes it."""
    before: Obligation | None = None
    """As it was before the step; None where the step opened it."""
    void: bool = False
    """True where it ends since what opened it was put right: as is known now, it was never owed."""

    @property
    def breach_corrected(self) -> bool:
        """Whether it counted as missed and, as is known now, was not."""
        was_breached = self.before is not None and self.before.state is State.BREACHED
        not_missed = self.void or self.obligation.state in (State.OPEN, State.PAUSED, State.MET)
        return was_breached and not_missed
