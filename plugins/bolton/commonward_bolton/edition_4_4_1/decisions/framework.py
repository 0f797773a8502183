"""Where a person decides, or says that something was done outside the platform."""

from __future__ import annotations

from commonward.procedure import DecisionPoint

WORKERS = ("social-worker", "referral-and-assessment", "team-manager")

DECISIONS = (
    DecisionPoint(
        id="exit-acceptance",
        title="Does EXIT take the referral?",
        decided_by=("exit-worker",),
        options=("accept", "decline"),
        because=("BOL-7.5.exclude",),
    ),
    DecisionPoint(
        id="exit-only",
        title="Is no social worker needed, but EXIT?",
        decided_by=("referral-and-assessment", "social-worker"),
        options=("exit-only", "social-work"),
        second_role="team-manager",
        second_for=("exit-only",),
        because=("BOL-13.3.exitonly", "BOL-13.3.reason", "BOL-13.3.authorise"),
    ),
    DecisionPoint(
        id="complexity",
        title="Is the situation complex, across all of Bolton or across local authorities?",
        decided_by=("team-manager", "head-of-service"),
        options=("complex", "not-complex"),
        because=("BOL-10.18.hos",),
    ),
    DecisionPoint(
        id="section-47",
        title="Are the criteria of section 47 met?",
        decided_by=("team-manager", "head-of-service"),
        options=("enquiry", "no-enquiry"),
        because=("BOL-10.16.s47",),
    ),
)
