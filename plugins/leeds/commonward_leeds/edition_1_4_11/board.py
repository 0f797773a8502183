"""Leeds itself: its clusters, roles, scale of risk, tools and words."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from commonward.procedure import (
    Area,
    Authority,
    Level,
    OfficeHours,
    Readings,
    Role,
    Scale,
    SetBy,
    Tool,
    Words,
    follows,
    load_register,
    load_tools,
)

_HERE = Path(__file__).parent

TOOL = "leeds-information-report"
REGISTER = load_register(_HERE / "rules.toml")
_TOOLS = load_tools(sorted(_HERE.glob("tools/*.toml")))

AUTHORITY = Authority(
    code="leeds",
    name="Leeds",
    gss="E08000035",
    register="LDS",
    office_hours=OfficeHours.weekdays(time(9), time(17)),
    # Illustrative: the text speaks of "the relevant cluster team" and names none.
    areas=(
        Area("cluster-east", "East cluster", "cluster-east"),
        Area("cluster-south", "South cluster", "cluster-south"),
        Area("cluster-west", "West cluster", "cluster-west"),
    ),
    colour="#00703c",
)

ROLES = (
    Role("duty-and-advice", "Duty & Advice", "practitioner"),
    Role("cse-missing-coordinator", "CSE & Missing Coordinator (ISU)", "coordinator"),
    Role("isu", "Integrated Safeguarding Unit (ISU)", "coordinator"),
    Role("lado2", "LADO2 team", "practitioner"),
)


def tools(readings: Readings) -> tuple[Tool, ...]:
    """The form, every version; whether a heading of no risk wants its analysis is the board's reading."""
    every = readings.of("LDS-Q.analysis") == "every-heading"
    return _TOOLS if every else tuple(map(_without_analysis_at_no_risk, _TOOLS))


def _without_analysis_at_no_risk(tool: Tool) -> Tool:
    free = {"wants_text": False}
    choices = tuple(each.model_copy(update=free) if each.code == "no" else each for each in tool.choices)
    return tool.model_copy(update={"choices": choices})


@follows("LDS-3.decide")
def scale() -> Scale:
    """Four levels, which the social worker and the team manager decide together."""
    return Scale(
        levels=(
            Level("no", "No risk", 0, monitored=False),
            Level("low", "Low risk", 1),
            Level("medium", "Medium risk", 2),
            Level("high", "High risk", 3),
        ),
        set_by=SetBy.TWO_PEOPLE,
        second_role="team-manager",
        because=("LDS-3.decide",),
        early_review_because=("LDS-4.review-new",),
    )


WORDS = Words(
    (
        ("no", "No risk"),
        ("low", "Low risk"),
        ("medium", "Medium risk"),
        ("high", "High risk"),
        ("vrmm", "Vulnerability & Risk Management Meeting"),
        ("vrmm-plan", "Vulnerability & Risk Management Plan"),
        ("strategy-discussion", "CSE strategy discussion"),
        ("leeds-information-report", "CSE Information Report & Risk Identification Tool"),
        ("cse-missing-coordinator", "CSE & Missing Coordinator (ISU)"),
        ("isu", "Integrated Safeguarding Unit (ISU)"),
        ("lado2", "LADO2 team"),
        ("duty-and-advice", "Duty & Advice"),
        ("cluster-east", "East cluster team"),
        ("cluster-south", "South cluster team"),
        ("cluster-west", "West cluster team"),
        ("pass-on", "Passed straight to the allocated social worker"),
        ("child-and-family-assessment", "Child and Family Assessment"),
        ("section-17-assessment", "Child and Family Assessment under section 17"),
        ("section-47-assessment", "Child and Family Assessment under section 47"),
        ("child-in-need-plan", "Child in Need Plan"),
        ("child-protection-plan", "Child Protection Plan"),
        ("looked-after-plan", "Looked-after child's care plan"),
        ("overall-plan", "The child's overall plan"),
        ("mosaic", "Recorded on Mosaic"),
        ("none", "None"),
        ("ended-at-low", "Ended, as the risk is low"),
        ("parent-or-carer", "Parent or carer"),
        ("adult-services", "Passed to adult services"),
        ("other-board", "Passed to another board"),
        ("reviewing-officer", "Independent Reviewing Officer (IRO)"),
    )
)
