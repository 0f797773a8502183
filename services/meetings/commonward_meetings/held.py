"""What the meetings service holds about a case. Attenders' names and other people's views are other people's."""

from __future__ import annotations

from collections.abc import Collection

from commonward.store.drafts import Draft
from commonward.store.held import Held, always, beside, of_case, through
from commonward_meetings.model import Attendance, Invitation, Meeting, Minutes, Ruling, View
from commonward_meetings.plan_model import Action, Plan, Receipt, Sharing, SignedCopy

CHILD = "child"


def _views(row: View) -> Collection[str]:
    """The child's own view is theirs; a parent's or a carer's is not."""
    return () if row.of == CHILD else ("given", "reason")


def _invited(row: Invitation) -> Collection[str]:
    return ("decided_by",) if row.whom == CHILD else ("decided_by", "reason")


HELD = (
    Held(Meeting, of_case(Meeting), always("chair")),
    Held(Attendance, through(Attendance, "meeting", Meeting), always("person", "contribution")),
    Held(View, through(View, "meeting", Meeting), _views),
    Held(Invitation, through(Invitation, "meeting", Meeting), _invited),
    Held(Minutes, through(Minutes, "meeting", Meeting), always("written_by", "signed_by")),
    Held(Ruling, through(Ruling, "meeting", Meeting), always("decided_by")),
    Held(Plan, of_case(Plan), always("adopted_by")),
    Held(Action, through(Action, "plan", Plan), always("owner", "co_owners", "owner_person", "recorded_by")),
    Held(Sharing, through(Sharing, "plan", Plan), always("shared_by")),
    Held(Receipt, through(Receipt, "plan", Plan), always("person", "recorded_by")),
    Held(SignedCopy, through(SignedCopy, "plan", Plan), always("recorded_by")),
)
ERASED = (*HELD, beside(Draft, of_case(Draft, "about")))
"""What goes when a case is disposed of."""
