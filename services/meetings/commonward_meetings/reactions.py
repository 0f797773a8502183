"""What the meetings service does when something happens."""

from __future__ import annotations

from commonward.contracts import BadEvent, Happened
from commonward.contracts.events import ResponseCalledFor
from commonward.procedure import Facts
from commonward.runtime import Reactions
from commonward.store import Work
from commonward_meetings.commands import require
from commonward_meetings.rules import still_to_be_held


def response_called_for(work: Work, happened: Happened[ResponseCalledFor], _facts: Facts) -> None:
    """The level calls for meetings: require each, unless one of its kind is still to be held."""
    case = happened.subject
    procedure = work.procedure(case)
    for code in happened.event.meetings:
        kind = procedure.meeting_kind(code)
        if kind is None:
            raise BadEvent("unknown-meeting", f"the case's edition has no meeting {code}")
        if not still_to_be_held(work.facts(case), code):
            require(work, case, kind)


REACTIONS = Reactions(
    on={
        ResponseCalledFor: response_called_for,
    },
)
