"""What is published when a record is disposed of: that it is, and what each service has erased."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from commonward.contracts.event import Event, event
from commonward.contracts.events.examples import AT, ID, PERSON, SECOND
from commonward.contracts.fields import Code, Day, Moment

_ROWS = {"rows": 12, "erased_at": AT}


@event(
    "referral.record-disposed",
    example={
        "disposal": ID,
        "schedule": "child-in-need",
        "due_on": "2026-11-02",
        "proposed_by": PERSON,
        "signed_off_by": SECOND,
        "disposed_at": AT,
    },
)
class RecordDisposed(Event):
    """The case need not be kept any longer, as two people have said: who reads this erases what they hold of it.

    It is the last event about the case. What comes behind it is about nothing.
    """

    disposal: UUID
    schedule: Code
    due_on: Day
    proposed_by: UUID
    signed_off_by: UUID
    disposed_at: Moment


class Erased(Event):
    """A service has erased what it held of a case that was disposed of. The subject is the disposal, not the case."""

    rows: Annotated[int, Field(ge=0)]
    """How many rows of its tables and logs."""
    erased_at: Moment


@event("referral.record-erased", example=_ROWS)
class ReferralErased(Erased):
    """The referral service has erased what it held of a case that was disposed of. The subject is the disposal."""


@event("risk.record-erased", example=_ROWS)
class RiskErased(Erased):
    """The risk service has erased what it held of a case that was disposed of. The subject is the disposal."""


@event("meetings.record-erased", example=_ROWS)
class MeetingsErased(Erased):
    """The meetings service has erased what it held of a case that was disposed of. The subject is the disposal."""


@event("notify.record-erased", example=_ROWS)
class NotifyErased(Erased):
    """The notify service has erased what it held of a case that was disposed of. The subject is the disposal."""


ERASED: dict[str, type[Erased]] = {
    each.publisher: each for each in (ReferralErased, RiskErased, MeetingsErased, NotifyErased)
}
"""What each service says, by its name."""
