"""What must hold before a case is closed."""

from __future__ import annotations

from commonward.procedure import Command, Facts, Force, Tri, gate
from commonward_leeds.edition_1_4_11.conditions import NEEDS_VRMM
from commonward_leeds.edition_1_4_11.routing import TOOL


def vrmm_held_where_needed(facts: Facts) -> Tri:
    """At medium or high a meeting was held. While no level is decided, nobody knows."""
    if facts.held("vrmm"):
        return Tri.YES
    return Tri.UNKNOWN if facts.level is None else Tri.of(facts.level not in NEEDS_VRMM)


def form_completed(facts: Facts) -> bool:
    """The form was completed at least once."""
    return any(assessment.tool == TOOL for assessment in facts.assessments)


GATES = (
    gate(
        "LDS-2.vrmm",
        on=Command.CLOSE_CASE,
        force=Force.MUST,
        unless=vrmm_held_where_needed,
        missing="A decided level and, at medium or high, a Vulnerability & Risk Management Meeting that was held",
        supplied_by="allocated-social-worker",
    ),
    gate(
        "LDS-3.form-each",
        on=Command.CLOSE_CASE,
        force=Force.SHOULD,
        unless=form_completed,
        missing="A completed CSE Information Report & Risk Identification Tool",
        supplied_by="allocated-social-worker",
    ),
)
