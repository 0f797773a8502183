"""What must hold before a case is closed."""

from __future__ import annotations

from itertools import zip_longest

from commonward.procedure import Command, Facts, Force, Gate, Readings, events, gate
from commonward_bolton.edition_4_4_1.board import ASSESSMENT_TOOL
from commonward_bolton.edition_4_4_1.gates.care import adopted, for_each, there_is
from commonward_bolton.edition_4_4_1.meetings import CHILD_ACTION

PLAN = "young-persons-action-plan"


def assessed_since_the_last_meeting(facts: Facts) -> bool:
    """The Assessment Tool is updated when one is newer than every meeting that was held."""
    held = [meeting.held_at for meeting in facts.meetings if meeting.held_at]
    done = [made.completed_at for made in facts.assessments if made.tool == ASSESSMENT_TOOL]
    return any(facts.since_opened(completed_at) and all(completed_at > at for at in held) for completed_at in done)


def assessed_finally(facts: Facts) -> bool:
    """The Assessment Tool was completed as the final assessment."""
    final = events.Purpose.FINAL
    done = [made for made in facts.assessments if made.tool == ASSESSMENT_TOOL and made.purpose is final]
    return any(facts.since_opened(made.completed_at) for made in done)


def emergency_contacts_made(facts: Facts) -> bool:
    """For each concern that was routed as an emergency, both contacts are on record."""
    routed = zip_longest(facts.concerns, facts.routes)
    return for_each([concern for concern, route in routed if route == "emergency"], "emergency-contacts", facts)


def gates(readings: Readings) -> tuple[Gate, ...]:
    """What closing wants, as the board reads 10.10 and 10.13."""
    final = readings.of("BOL-Q.closing") == "final-assessment"
    updated = "made as the final one" if final else "updated since the last meeting"
    every = readings.of("BOL-Q.closing-conditions") == "every-closing"
    conditional = () if every else ("no-ongoing-social-work",)
    return (
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
            unless=assessed_finally if final else assessed_since_the_last_meeting,
            missing=f"A CSE Assessment that was {updated}",
            supplied_by="allocated-social-worker",
        ),
        gate(
            "BOL-10.13.plan",
            on=Command.CLOSE_CASE,
            at=conditional,
            force=Force.SHOULD,
            unless=adopted(PLAN),
            missing="A Young Person's Action Plan that addresses the exploitation",
            supplied_by="allocated-social-worker",
            supplied_in=CHILD_ACTION,
        ),
        gate(
            "BOL-10.13.lp",
            on=Command.CLOSE_CASE,
            at=conditional,
            force=Force.SHOULD,
            unless=there_is("lead-professional"),
            missing="A named Lead Professional",
            supplied_by="allocated-social-worker",
            supplied_in="lead-professional",
        ),
    )
