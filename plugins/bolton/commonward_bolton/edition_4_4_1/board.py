"""Bolton itself: its districts, roles, scale of risk, tools and words."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from commonward.procedure import (
    Area,
    Authority,
    Level,
    OfficeHours,
    Role,
    Scale,
    Scope,
    SetBy,
    Words,
    follows,
    load_register,
    load_tools,
)

_HERE = Path(__file__).parent

_PARTS = ("paragraphs_1_to_8", "paragraph_9", "paragraphs_10_to_13", "appendices", "questions")
REGISTER = load_register(*(_HERE / "rules" / f"{part}.toml" for part in _PARTS))
TOOLS = load_tools(sorted(_HERE.glob("tools/*.toml")))

ASSESSMENT_TOOL = "cse-assessment"

RISK_FACTORS = tuple(
    f"{letter}{number}" for letter, last in (("v", 13), ("i", 4), ("s", 8)) for number in range(1, last + 1)
)
"""The items of the CSE Risk Indicator Tool that stand for the lists of paragraphs 5.1 to 5.3."""

AUTHORITY = Authority(
    code="bolton",
    name="Bolton",
    gss="E08000001",
    register="BOL",
    office_hours=OfficeHours.weekdays(time(9), time(17)),
    # Illustrative: the text speaks of districts and names none.
    areas=(
        Area("bolton-north", "North district", "referral-and-assessment-north"),
        Area("bolton-south", "South district", "referral-and-assessment-south"),
        Area("bolton-west", "West district", "referral-and-assessment-west"),
    ),
    colour="#5694ca",
)

ROLES = (
    Role("exit-worker", "EXIT worker", "specialist"),
    # It decides whether social work is needed: paragraph 13.3.
    Role("referral-and-assessment", "Duty social worker, Referral & Assessment", "specialist"),
    Role("police-officer", "Police officer", "police"),
    Role("emergency-duty-team", "Emergency Duty Team", "practitioner"),
    Role("lead-professional", "Lead Professional", "coordinator"),
    Role("runa-worker", "RUNA worker", "specialist"),
    Role("residential-worker", "Residential social worker", "practitioner"),
    Role("residential-manager", "Manager of a home", "practitioner"),
    Role("team-manager", "Social Work Team Manager", "manager"),
    Role("head-of-service", "Staying Safe Head of Service", "head-of-service"),
)


SCOPE = Scope(under_age=18, subjects=("child", "adult", "place", "carer"), because=("BOL-7.2.adult",))


@follows("BOL-10.6.tool")
def scale() -> Scale:
    """Three levels, which a worker decides with the risk indicator tool at hand. The names of the steps are ours."""
    return Scale(
        levels=(
            Level("not-identified", "Exploitation not identified as a risk", 0, monitored=False),
            Level("at-risk", "At risk of exploitation", 1),
            Level("significant-harm", "Suffering or likely to suffer significant harm", 2),
        ),
        set_by=SetBy.WORKER,
        because=("BOL-10.6.tool",),
    )


WORDS = Words(
    (
        ("at-risk", "At risk of exploitation"),
        ("not-identified", "Exploitation not identified as a risk"),
        ("significant-harm", "Suffering or likely to suffer significant harm"),
        ("exit-worker", "EXIT worker"),
        ("exit", "EXIT"),
        ("childrens-services", "Children's Services"),
        ("talk-with-childrens-services", "Talk with Children's Services"),
        ("shpo", "Sexual Harm Prevention Order"),
        ("sro", "Sexual Risk Order"),
        ("alert-exit", "Alert EXIT"),
        ("exit-support", "Support by EXIT"),
        ("exit-support-wanted", "Support by EXIT is wanted"),
        ("runa", "RUNA"),
        ("exit-acceptance", "EXIT referral"),
        ("exit-only", "EXIT without a social worker"),
        ("exit-risk-indicators", "CSE Risk Indicator Tool"),
        ("framework-for-action", "Framework for Action"),
        ("emergency", "Immediate danger out of office hours"),
        ("contact-police", "Contact the police"),
        ("contact-edt", "Contact the Emergency Duty Team"),
        ("referral-and-assessment", "Referral & Assessment"),
        ("referral-and-assessment-north", "Referral & Assessment, North"),
        ("referral-and-assessment-south", "Referral & Assessment, South"),
        ("referral-and-assessment-west", "Referral & Assessment, West"),
        ("emergency-duty-team", "Emergency Duty Team"),
        ("child-action-meeting", "Child Action Meeting"),
        ("strategy-meeting", "Strategy Meeting"),
        ("cse-safeguarding-plan", "CSE Specific Safeguarding Plan"),
        ("young-persons-action-plan", "Young Person's Action Plan"),
        ("early-help-assessment", "Early Help Assessment"),
        ("section-47-consideration", "Consider the criteria of section 47"),
        ("head-of-service", "Staying Safe Head of Service"),
        ("cse-assessment", "CSE Assessment Tool"),
        ("divisional-detectives", "Detectives of the divisional Family Support Unit"),
        ("make-known-to-exit", "Make known to EXIT"),
        ("offer-exit", "Offer a word with EXIT"),
        ("offer-emergency-duty-team", "Offer the Emergency Duty Team"),
        ("strategy-discussion", "Strategy discussion"),
        ("referral-and-assessment-contacted", "Referral & Assessment contacted"),
        ("regulation-visit", "Visit under Regulation 44 (Regulation 33 in the text)"),
        ("runa-risk-assessment", "RUNA risk assessment"),
        ("runa-worker", "RUNA worker"),
        *((item.code, item.title) for tool in TOOLS for item in tool.items if item.code in RISK_FACTORS),
    )
)
