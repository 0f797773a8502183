"""What must hold before a level is decided, an assessment ended, a review brought forward, a case closed."""

from __future__ import annotations

from commonward.procedure import Command, Facts, Force, Tri, gate
from commonward_leeds.edition_1_4_11.board import TOOL
from commonward_leeds.edition_1_4_11.conditions import NEEDS_VRMM, decided_at_this_level
from commonward_leeds.edition_1_4_11.decisions import (
    ASSESSMENT_ENDED,
    EARLY_REVIEW,
    ENDED_AT_LOW,
    OFFICER_ANSWER,
    STRATEGY_OUTCOME,
)

WORKER = "allocated-social-worker"
FORM_MISSING = "A completed CSE Information Report & Risk Identification Tool"


def vrmm_held_where_needed(facts: Facts) -> Tri:
    """At medium or high a meeting was held since the case was opened. While no level is decided, nobody knows."""
    if any(facts.since_opened(meeting.held_at) for meeting in facts.held("vrmm") if meeting.held_at):
        return Tri.YES
    return Tri.UNKNOWN if facts.level is None else Tri.of(facts.level not in NEEDS_VRMM)


def form_completed(facts: Facts) -> bool:
    """The form was completed at least once since the case was opened."""
    return any(each.tool == TOOL and facts.since_opened(each.completed_at) for each in facts.assessments)


def officer_consulted(facts: Facts) -> bool:
    """The reviewing officer has answered at this level, or the child is known not to be looked after."""
    return facts.looked_after is Tri.NO or decided_at_this_level(facts, OFFICER_ANSWER) is not None


def at_low_risk(facts: Facts) -> bool:
    """The decided level is low, or none."""
    return facts.level in ("no", "low")


def strategy_discussed(facts: Facts) -> bool:
    """A strategy discussion was held, with everybody without whom it can decide nothing."""
    return any(meeting.quorate for meeting in facts.held("strategy-discussion"))


GATES = (
    gate(
        "LDS-2.level-by-form",
        on=Command.DECIDE_LEVEL,
        force=Force.MUST,
        unless=form_completed,
        missing=FORM_MISSING,
        supplied_by=WORKER,
    ),
    gate(
        "LDS-2.vrmm",
        on=Command.CLOSE_CASE,
        force=Force.MUST,
        unless=vrmm_held_where_needed,
        missing="A decided level and, at medium or high, a Vulnerability & Risk Management Meeting that was held",
        supplied_by=WORKER,
        supplied_in="vrmm",
    ),
    gate(
        "LDS-3.form-each",
        on=Command.CLOSE_CASE,
        force=Force.SHOULD,
        unless=form_completed,
        missing=FORM_MISSING,
        supplied_by=WORKER,
    ),
    gate(
        "LDS-3.form-each",
        on=Command.DECIDE,
        at=ASSESSMENT_ENDED,
        force=Force.SHOULD,
        unless=form_completed,
        missing=f"{FORM_MISSING}, alongside the Child and Family Assessment",
        supplied_by=WORKER,
    ),
    gate(
        "LDS-3.cfa",
        on=Command.DECIDE,
        at=ENDED_AT_LOW,
        force=Force.SHOULD,
        unless=at_low_risk,
        missing="A decided level of low or no risk: at any other the assessment goes on",
        supplied_by=WORKER,
    ),
    gate(
        "LDS-4.high-notopen",
        on=Command.DECIDE,
        at=STRATEGY_OUTCOME,
        force=Force.SHOULD,
        unless=strategy_discussed,
        missing="A strategy discussion that was held, with its quorum",
        supplied_by="team-manager",
    ),
    gate(
        "LDS-4.high-open-cla",
        on=Command.DECIDE,
        at=EARLY_REVIEW,
        force=Force.MUST,
        unless=officer_consulted,
        missing="The reviewing officer's answer at this level of risk, for a child who is or may be looked after",
        supplied_by="reviewing-officer",
    ),
)
