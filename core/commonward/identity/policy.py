"""Who may do what: one table of core roles and capabilities. Whatever is not in it is refused.

A board's plugin maps its job titles to core roles. Whether the person's relation to the case (allocated, same
team, restricted) allows it too is the service's question; the answer here is the first of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Capability(StrEnum):
    """Something that a route or command may ask for: `subject.verb`."""

    CONCERN_RAISE = "concern.raise"
    CASE_READ = "case.read"
    RECORD_MAKE = "record.make"
    """Fill in the board's forms, report a child missing, propose to put right what is wrong."""
    CASE_ALLOCATE = "case.allocate"
    CASE_DECIDE = "case.decide"
    CASE_CLOSE = "case.close"
    CASE_TRANSFER = "case.transfer"
    """Ask another authority to take a case, or take one of theirs."""
    CASE_OVERRIDE = "case.override"
    """Go on against an unmet `should`, with a reason."""
    CASE_MAKE_LIVE = "case.make-live"
    """Let the notices of a case that was loaded as history go out."""
    ASSESSMENT_READ = "assessment.read"
    ASSESSMENT_COMPLETE = "assessment.complete"
    MEETING_READ = "meeting.read"
    MEETING_MANAGE = "meeting.manage"
    PLAN_ADOPT = "plan.adopt"
    OBLIGATION_READ = "obligation.read"
    OBLIGATION_PAUSE = "obligation.pause"
    """Let a clock's time stand still; the clock itself says which of the board's roles may."""
    NOTICE_READ = "notice.read"
    NOTICE_RESEND = "notice.resend"
    BREACH_ACKNOWLEDGE = "breach.acknowledge"
    ACCESS_LOG_READ = "access-log.read"
    """Who looked at a case, and why."""
    RECORD_EXPORT = "record.export"
    """Give a child's record out, for a request of the person concerned; and say what is withheld."""
    RETENTION_READ = "retention.read"
    """How long closed cases are kept."""
    RETENTION_HOLD = "retention.hold"
    """Keep a case whatever its schedule says, and end that."""
    REPORT_READ = "report.read"
    """Counts without persons."""
    PARTNER_MANAGE = "partner.manage"
    OPERATE = "operate"
    """Parked events, relays, replays: the machinery, never a child's record."""


_C = Capability
_CLOCKS = frozenset({_C.BREACH_ACKNOWLEDGE, _C.OBLIGATION_PAUSE, _C.NOTICE_RESEND})
_READ = frozenset({_C.CASE_READ, _C.ASSESSMENT_READ, _C.MEETING_READ, _C.OBLIGATION_READ, _C.NOTICE_READ})
_WORK = _READ | {_C.CONCERN_RAISE, _C.RECORD_MAKE, _C.ASSESSMENT_COMPLETE}
_LEAD = _WORK | _CLOCKS | {_C.CASE_ALLOCATE, _C.CASE_DECIDE, _C.MEETING_MANAGE, _C.PLAN_ADOPT}
_MANAGE = _LEAD | {
    _C.CASE_CLOSE,
    _C.CASE_MAKE_LIVE,
    _C.CASE_TRANSFER,
    _C.CASE_OVERRIDE,
    _C.ACCESS_LOG_READ,
    _C.RECORD_EXPORT,
    _C.RETENTION_READ,
    _C.REPORT_READ,
}

CORE_ROLES: Mapping[str, frozenset[Capability]] = {
    "practitioner": _WORK,
    "specialist": _WORK | {_C.CASE_DECIDE},
    "coordinator": _LEAD,
    "manager": _MANAGE,
    "head-of-service": _MANAGE | {_C.RETENTION_HOLD},
    "reviewing-officer": _READ | _CLOCKS | {_C.RECORD_MAKE, _C.CASE_DECIDE},
    "analyst": frozenset({_C.REPORT_READ}),
    "operator": frozenset({_C.OPERATE, _C.PARTNER_MANAGE}),
    "partner": frozenset({_C.CONCERN_RAISE}),
}


def allowed(capability: Capability, core_roles: Iterable[str]) -> bool:
    """Whether one of the roles carries the capability. A role that the table does not know carries none."""
    return any(capability in CORE_ROLES.get(role, frozenset()) for role in core_roles)
