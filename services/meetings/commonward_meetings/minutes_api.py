"""HTTP of what a meeting leaves: its minutes and what it decided. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from commonward.identity import Capability
from commonward.web import caller, may_override, operation, procedure, transaction
from commonward_meetings import minutes, queries, rulings
from commonward_meetings.meeting_schemas import MinutesPage, Rule, SignMinutes, WriteMinutes
from commonward_meetings.schemas import Done

blueprint = Blueprint("minutes", __name__, url_prefix="/v1")


@operation(
    blueprint,
    "/meetings/<uuid:meeting>/minutes",
    guard=Capability.MEETING_READ,
    answers={200: MinutesPage},
    tags=["minutes"],
)
def read_minutes(meeting: UUID) -> MinutesPage:
    """Every version of the minutes, the newest first."""
    with transaction() as unit:
        row = queries.meeting_of(unit, meeting)
        unit.audit("minutes.read", row.case_id)
        return queries.minutes_page(unit.session, row, procedure().core_roles(caller().roles))


@operation(
    blueprint,
    "/meetings/<uuid:meeting>/minutes",
    method="POST",
    guard=Capability.CASE_WORK,
    body=WriteMinutes,
    answers={201: Done},
    tags=["minutes"],
)
def write_minutes(meeting: UUID, body: WriteMinutes) -> Done:
    """Keep a new version of the minutes."""
    with transaction() as unit:
        return minutes.write_minutes(unit, caller(), meeting, body)


@operation(
    blueprint,
    "/meetings/<uuid:meeting>/minutes/signature",
    method="POST",
    guard=Capability.CASE_WORK,
    body=SignMinutes,
    answers={200: Done},
    tags=["minutes"],
)
def sign_minutes(meeting: UUID, body: SignMinutes) -> Done:
    """Sign the newest version off; the chair does."""
    with transaction() as unit:
        return minutes.sign_minutes(unit, caller(), meeting, body)


@operation(
    blueprint,
    "/meetings/<uuid:meeting>/decisions",
    method="POST",
    guard=Capability.CASE_WORK,
    body=Rule,
    answers={201: Done},
    tags=["meetings"],
)
def decide(meeting: UUID, body: Rule) -> Done:
    """Record the meeting's decision about the level or closing, where the board gives it to the meeting."""
    may_override(body.override_reason)
    with transaction() as unit:
        return rulings.rule(unit, caller(), meeting, body)
