"""What the meetings service does when something happens."""

from __future__ import annotations

from typing import Any

from commonward.contracts import BadEvent, Happened
from commonward.contracts.events import (
    DecisionRecorded,
    LevelRefused,
    MissingAnswered,
    RecordDisposed,
    ResponseCalledFor,
)
from commonward.procedure import Facts
from commonward.runtime import Reactions, disposes
from commonward.store import Work
from commonward_meetings.calling import require_unless_owed
from commonward_meetings.held import ERASED
from commonward_meetings.rulings import refuse_ruling


def response_called_for(work: Work, happened: Happened[ResponseCalledFor], _facts: Facts) -> None:
    """The level calls for meetings: require each, unless one of its kind is still to be held."""
    _require(work, happened, happened.event.meetings)


def missing_answered(work: Work, happened: Happened[MissingAnswered], _facts: Facts) -> None:
    """A missing episode may call for meetings too."""
    _require(work, happened, happened.event.meetings)


def decision_recorded(work: Work, happened: Happened[DecisionRecorded], _facts: Facts) -> None:
    """The board says which meetings an option opens."""
    point = work.procedure(happened.subject).decision(happened.event.decision)
    if point is not None:
        _require(work, happened, point.opened_by(happened.event.option).meetings)


def level_refused(work: Work, happened: Happened[LevelRefused], _facts: Facts) -> None:
    """What the meeting decided can't be so; it decides again."""
    refuse_ruling(work, happened.event)


def anything(work: Work, happened: Happened[Any], facts: Facts) -> None:
    """A kind of meeting may be called for by any event, as the board declares."""
    if facts.edition is None or facts.closed:
        return
    for kind in work.procedures.of(work.authority, facts.edition).meeting_kinds:
        if kind.called_by(happened.event, facts):
            require_unless_owed(work, happened.subject, kind)


def _require(work: Work, happened: Happened[Any], kinds: tuple[str, ...]) -> None:
    procedure = work.procedure(happened.subject)
    for code in kinds:
        kind = procedure.meeting_kind(code)
        if kind is None:
            raise BadEvent("unknown-meeting", f"the case's edition has no meeting {code}")
        require_unless_owed(work, happened.subject, kind)


REACTIONS = Reactions(
    on={
        ResponseCalledFor: response_called_for,
        DecisionRecorded: decision_recorded,
        MissingAnswered: missing_answered,
        LevelRefused: level_refused,
        RecordDisposed: disposes(ERASED),
    },
    every=anything,
)
