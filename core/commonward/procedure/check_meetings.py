"""What is checked of kinds of meeting when a procedure is loaded, beside the roles that they name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from commonward.clock import Calendar, Limit, due
from commonward.procedure.meeting_kinds import CLOSING, DECIDABLE, MeetingKind
from commonward.procedure.procedure import Procedure

_ANY_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""Limits of different units are compared from one ordinary Monday."""


def meeting_faults(procedure: Procedure) -> Iterator[str]:
    """Every fault of every kind of meeting, with what is allowed."""
    levels = {level.code for level in procedure.scale.levels}
    records = {record.id for record in procedure.records}
    for kind in procedure.meeting_kinds:
        place = f"meeting {kind.id}"
        yield from _unknown(place, "decides", kind.decides, set(DECIDABLE))
        yield from _unknown(place, "wants before it the record", kind.records_before, records)
        yield from _unknown(place, "shares early at the level", (code for code, _ in kind.share_early), levels)
        about = (*kind.wanted_actions, *(code for code, _ in kind.action_owned_by))
        yield from _unknown(place, "names the kind of action", about, set(kind.action_kinds))
        yield from _early(place, kind, procedure.calendar)
        if not kind.conveners:
            yield f"{place} is convened by nobody; name a role"
    yield from _deciding(procedure)


def _deciding(procedure: Procedure) -> Iterator[str]:
    """What is given to meetings is given to one kind, and can be decided there."""
    for about in DECIDABLE:
        kinds = [kind.id for kind in procedure.meeting_kinds if about in kind.decides]
        if len(kinds) > 1:
            yield f"meetings {' and '.join(kinds)} both decide {about}; give it to one of them"
        if about == CLOSING and kinds and procedure.decision(CLOSING) is None:
            yield (
                f"meeting {kinds[0]} decides {about}, but there is no decision point {about}, whose options are the "
                f'reasons to close; add DecisionPoint("{about}", ...)'
            )


def _unknown(place: str, what: str, codes: Iterator[str] | tuple[str, ...], known: set[str]) -> Iterator[str]:
    for code in codes:
        if code not in known:
            yield f"{place} {what} {code}, which is not there; known: {', '.join(sorted(known)) or 'none'}"


def _early(place: str, kind: MeetingKind, calendar: Calendar) -> Iterator[str]:
    for level, early in kind.share_early:
        if kind.share_within is None:
            yield f"{place} shares early at the level {level}, and has no share_within; say what is general"
        elif _longer(early, kind.share_within, calendar):
            yield f"{place} shares within {early} at the level {level}; early is at most {kind.share_within}"


def _longer(one: Limit, other: Limit, calendar: Calendar) -> bool:
    return due(_ANY_DAY, one, calendar) > due(_ANY_DAY, other, calendar)
