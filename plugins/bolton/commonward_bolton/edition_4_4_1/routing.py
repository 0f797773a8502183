"""Where a concern goes: paragraphs 9 and 10. Referrals go by where the family lives, not by a placement."""

from __future__ import annotations

from dataclasses import replace

from commonward.procedure import Facts, Route, Tri, events, follows
from commonward_bolton.edition_4_4_1.board import ASSESSMENT_TOOL, AUTHORITY

DUTY_TEAM = "referral-and-assessment"
EMERGENCY_TEAM = "emergency-duty-team"
TOOL = "exit-risk-indicators"
IMMEDIATE = ("refer-to-social-work", "make-known-to-exit")


@follows("BOL-2.2.16plus")
def route(concern: events.ConcernRaised, facts: Facts) -> Route | None:
    """Under 13 first, then significant harm, else the Framework for Action. Danger out of hours comes on top."""
    if facts.youngest is not None and facts.youngest >= 18:
        return None
    decided = _by_need(facts)
    in_danger_now = concern.out_of_hours and facts.immediate_danger is not Tri.NO
    return _with_emergency(decided) if in_danger_now else decided


def _by_need(facts: Facts) -> Route:
    if under_13_and_active(facts):
        return _refer_under_13(facts)
    if facts.significant_harm is Tri.YES or facts.immediate_danger is Tri.YES:
        return _refer(facts)
    return _framework(facts)


def under_13_and_active(facts: Facts) -> bool:
    """Age and activity both have to be ruled out: what is not known counts as if it were so."""
    young = facts.youngest is None or facts.youngest < 13
    return young and facts.sexually_active is not Tri.NO


@follows("BOL-9.6.refer", "BOL-9.6.parties")
def _refer_under_13(facts: Facts) -> Route:
    """Always a referral, whether there is evidence of exploitation or not."""
    referral = _refer(facts)
    return replace(
        referral,
        tasks=("details-of-both-parties", *referral.tasks),
        because=("BOL-9.6.refer", "BOL-9.6.parties", *referral.because),
    )


@follows("BOL-9.8.protect", "BOL-10.9.refer", "BOL-13.2.caf")
def _refer(facts: Facts) -> Route:
    police = ("contact-police",) if facts.immediate_danger is Tri.YES else ()
    return Route(
        team=_district(facts),
        response="referral",
        outcome="refer",
        tasks=(*police, *_at_immediate_risk(facts), "early-help-assessment", *_to_find_out(facts)),
        tool=ASSESSMENT_TOOL,
        because=("BOL-10.9.refer", "BOL-13.2.caf", "BOL-13.3.collate", "BOL-10.10.use", "BOL-A3.immediate"),
    )


@follows("BOL-1.1.framework", "BOL-10.1.eha", "BOL-10.2.address", "BOL-10.6.tool", "BOL-13.1.manager")
def _framework(facts: Facts) -> Route:
    """Whoever is not sure of harm consults their manager, with the tool."""
    unsure = facts.significant_harm is Tri.UNKNOWN
    return Route(
        team=_district(facts),
        response="framework-for-action",
        outcome="assess",
        tasks=(
            *(("consult-manager",) if unsure else ()),
            "early-help-assessment",
            "address-concerns-with-family",
            *_to_find_out(facts),
        ),
        tool=TOOL,
        because=(
            "BOL-1.1.framework",
            "BOL-10.1.eha",
            "BOL-10.2.address",
            "BOL-10.6.tool",
            *(("BOL-13.1.manager",) if unsure else ()),
        ),
    )


@follows("BOL-A3.immediate")
def _at_immediate_risk(facts: Facts) -> tuple[str, ...]:
    """Three things at once for a child who is exploited or about to be; the third only if looked after."""
    care_plan = ("update-care-plan",) if facts.looked_after is Tri.YES else ()
    return (*IMMEDIATE, *care_plan)


@follows("BOL-10.9.ooh")
def _with_emergency(decided: Route) -> Route:
    """Police and Emergency Duty Team now; a referral that is due to the district stays one."""
    emergency = ("contact-police", "contact-edt")
    return replace(
        decided,
        team=decided.team if decided.outcome == "refer" else EMERGENCY_TEAM,
        response="emergency",
        outcome="refer",
        tasks=(*emergency, *(task for task in decided.tasks if task not in emergency)),
        because=("BOL-10.9.ooh", *decided.because),
    )


@follows("BOL-10.9.refer")
def _district(facts: Facts) -> str:
    """The team of the family's district; an address in no known district stays with the duty team."""
    area = AUTHORITY.area(facts.family_area)
    return area.team if area else DUTY_TEAM


@follows("NAT-1.danger")
def _to_find_out(facts: Facts) -> tuple[str, ...]:
    """What has to be asked, and whom else the text leaves open to tell."""
    placed_elsewhere = facts.placement_area not in (None, facts.family_area)
    questions = {
        "ask-immediate-danger": facts.immediate_danger is Tri.UNKNOWN,
        "ask-age": facts.youngest is None,
        "find-district": AUTHORITY.area(facts.family_area) is None,
        "tell-placement-district": placed_elsewhere,
    }
    return tuple(task for task, wanted in questions.items() if wanted)
