"""Where a person decides between what the procedure leaves open."""

from __future__ import annotations

from commonward.procedure import CLOSING, DecisionPoint, Readings
from commonward_leeds.edition_1_4_11.overall_plan import LINKED, PLANS

MANAGER = "team-manager"
WORKERS = ("social-worker", MANAGER)
IMMEDIACY = "immediacy"
ASSESSMENT_ENDED = "child-and-family-assessment"
ENDED_AT_LOW = "ended-at-low"
STRATEGY_OUTCOME = "strategy-discussion-outcome"
OFFICER_ANSWER = "reviewing-officer-answer"
EARLY_REVIEW = "early-review"
OUTCOMES = ("child-in-need", "initial-child-protection-conference")

AFTER_THE_FORM = (
    DecisionPoint(
        id=IMMEDIACY,
        title="How immediate is the safeguarding concern?",
        decided_by=WORKERS,
        options=("immediate", "not-immediate"),
        second_role=MANAGER,
        because=("LDS-3.decide",),
    ),
    DecisionPoint(
        id=ASSESSMENT_ENDED,
        title="How does the Child and Family Assessment end?",
        decided_by=WORKERS,
        options=("signed-off", ENDED_AT_LOW),
        second_role=MANAGER,
        second_for=(ENDED_AT_LOW,),
        because=("LDS-3.cfa",),
    ),
    DecisionPoint(
        id="services-at-low",
        title="Which services is the child referred to at low risk?",
        decided_by=WORKERS,
        options=("service-referral", "early-help-assessment", "service-and-early-help", "none-needed"),
        because=("LDS-4.low-notopen",),
    ),
)

OVERALL_PLAN = DecisionPoint(
    id=LINKED,
    title="Which overall plan of the child's is in place?",
    decided_by=WORKERS,
    options=(*PLANS, "none"),
    response_again=True,
    because=("LDS-4.low-open", "LDS-4.med-open", "LDS-4.high-open"),
)

AT_HIGH_RISK = (
    DecisionPoint(
        id=OFFICER_ANSWER,
        title="Does the looked-after child's plan need an early review?",
        decided_by=("reviewing-officer",),
        options=("needed", "not-needed"),
        because=("LDS-4.high-open-cla",),
    ),
    DecisionPoint(
        id=EARLY_REVIEW,
        title="Is a core group, conference or looked-after review brought forward?",
        decided_by=WORKERS,
        options=("core-group", "child-protection-conference", "looked-after-review", "not-brought-forward"),
        because=("LDS-4.high-open-early",),
    ),
)

REASONS = ("safeguarded", "no-risk-found", "other-board", "adult-services")


def decisions(readings: Readings) -> tuple[DecisionPoint, ...]:
    """All of them; the outcomes of a strategy discussion and the reasons to close are the board's readings."""
    third = readings.of("LDS-Q.other-outcome") == "third-outcome-authorised"
    early_help = readings.of("LDS-Q.closing") == "early-help-too"
    closing = DecisionPoint(
        id=CLOSING,
        title="Why is the case closed?",
        decided_by=WORKERS,
        options=(*REASONS, "early-help-goes-on") if early_help else REASONS,
        because=("LDS-1.consent",),
    )
    return (*AFTER_THE_FORM, OVERALL_PLAN, _strategy_outcome(third=third), *AT_HIGH_RISK, closing)


def _strategy_outcome(*, third: bool) -> DecisionPoint:
    """Child in need or a conference; anything else only where a manager authorises it."""
    return DecisionPoint(
        id=STRATEGY_OUTCOME,
        title="What did the strategy discussion decide?",
        decided_by=WORKERS,
        options=(*OUTCOMES, "other") if third else OUTCOMES,
        second_role=MANAGER if third else None,
        second_for=("other",) if third else (),
        response_again=True,
        because=("LDS-4.high-notopen",),
    )
