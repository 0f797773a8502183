"""What must hold before a case is closed."""

from __future__ import annotations

from commonward.procedure import Command, Facts, Force, Gate, gate
from commonward_bolton.edition_4_4_1.board import ASSESSMENT_TOOL

PLAN = "young-persons-action-plan"


def assessed_since_the_last_meeting(facts: Facts) -> bool:
    """The Assessment Tool is updated when one is newer than every meeting that was held."""
    held = [meeting.held_at for meeting in facts.meetings if meeting.held_at]
    done = [made.completed_at for made in facts.assessments if made.tool == ASSESSMENT_TOOL]
    return any(all(completed_at > at for at in held) for completed_at in done)


def lead_professional_named(facts: Facts) -> bool:
    """The newest record of it holds: there is one Lead Professional, or none."""
    return facts.record("lead-professional") is not None


def emergency_contacts_made(facts: Facts) -> bool:
    """For each emergency that a concern was routed to, both contacts are on record."""
    return len(facts.records.get("emergency-contacts", ())) >= facts.routes.count("emergency")


GATES: tuple[Gate, ...] = (
    gate(
        "BOL-10.9.ooh",
        on=Command.CLOSE_CASE,
        force=Force.MUST,
        unless=emergency_contacts_made,
        missing="When the police and the Emergency Duty Team were contacted, both",
        supplied_by="emergency-duty-team",
    ),
    gate(
        "BOL-10.10.close",
        on=Command.CLOSE_CASE,
        force=Force.SHOULD,
        unless=assessed_since_the_last_meeting,
        missing="A CSE Assessment that was updated since the last meeting",
        supplied_by="allocated-social-worker",
    ),
    gate(
        "BOL-10.13.plan",
        on=Command.CLOSE_CASE,
        force=Force.SHOULD,
        unless=lambda facts: facts.plan(PLAN) is not None,
        missing="A Young Person's Action Plan that addresses the exploitation",
        supplied_by="allocated-social-worker",
    ),
    gate(
        "BOL-10.13.lp",
        on=Command.CLOSE_CASE,
        force=Force.SHOULD,
        unless=lead_professional_named,
        missing="A named Lead Professional",
        supplied_by="allocated-social-worker",
    ),
)
