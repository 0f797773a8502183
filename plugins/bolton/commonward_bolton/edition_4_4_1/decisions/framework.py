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
    DecisionPoint(
        id="early-help-assessment",
        title="Is the Early Help Assessment there?",
        decided_by=(*WORKERS, "exit-worker"),
        options=("completed", "social-work-assessment-instead"),
        because=("BOL-10.1.eha", "BOL-13.2.caf"),
    ),
    DecisionPoint(
        id="lead-professional",
        title="Is a Lead Professional named?",
        decided_by=WORKERS,
        options=("named", "not-named"),
        because=("BOL-10.3.lp",),
    ),
    DecisionPoint(
        id="emergency-contacts",
        title="Were the police and the Emergency Duty Team both contacted?",
        decided_by=(*WORKERS, "emergency-duty-team"),
        options=("both-contacted",),
        because=("BOL-10.9.ooh",),
    ),
)
