"""What must hold before a case is closed."""

from __future__ import annotations

from commonward.procedure import Command, Facts, Force, Gate, gate

PLAN = "young-persons-action-plan"


def assessed_since_the_last_meeting(facts: Facts) -> bool:
    """An assessment is updated when it is newer than every meeting that was held."""
    held = [meeting.held_at for meeting in facts.meetings if meeting.held_at]
    return any(all(assessment.completed_at > at for at in held) for assessment in facts.assessments)


def lead_professional_named(facts: Facts) -> bool:
    """Somebody recorded that a person holds the role."""
    decided = facts.decision("lead-professional")
    return decided is not None and decided.option == "named"


GATES: tuple[Gate, ...] = (
    gate(
        "BOL-10.10.close",
        on=Command.CLOSE_CASE,
        force=Force.SHOULD,
        unless=assessed_since_the_last_meeting,
        missing="An assessment that was updated since the last meeting",
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
