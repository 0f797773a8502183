"""Where a concern goes: paragraphs 9 and 10. Referrals go by where the family lives, not by a placement."""

from __future__ import annotations

from dataclasses import replace

from commonward.procedure import Facts, Readings, Route, Tri, events, follows
from commonward_bolton.edition_4_4_1.board import ASSESSMENT_TOOL, AUTHORITY
from commonward_bolton.edition_4_4_1.in_care import in_care

DUTY_TEAM = "referral-and-assessment"
EMERGENCY_TEAM = "emergency-duty-team"
EXIT_TEAM = "exit"
TOOL = "exit-risk-indicators"
IMMEDIATE = ("refer-to-social-work", "make-known-to-exit")


@follows("BOL-2.2.16plus")
def route(concern: events.ConcernRaised, facts: Facts, readings: Readings) -> Route | None:
    """Under 13 first, then significant harm, else the Framework for Action. Danger out of hours comes on top."""
    if facts.youngest is not None and facts.youngest >= 18:
        return None
    decided = _by_need(facts, readings)
    if not concern.out_of_hours:
        return decided
    return _with_emergency(decided) if facts.immediate_danger is not Tri.NO else _out_of_hours(decided, readings)


def _by_need(facts: Facts, readings: Readings) -> Route:
    if under_13_and_active(facts):
        return _refer_under_13(facts, readings)
    if Tri.YES in (facts.significant_harm, facts.immediate_danger) or _refers_unknown_harm(facts, readings):
        return _refer(facts)
    return _framework(facts, readings)


def _refers_unknown_harm(facts: Facts, readings: Readings) -> bool:
    """Harm is not ruled out, and the board does not leave that to the talk with a manager."""
    return facts.significant_harm is Tri.UNKNOWN and readings.of("BOL-Q.unsure") == "refer-while-unknown"


def under_13_and_active(facts: Facts) -> bool:
    """Age and activity both have to be ruled out: what is not known counts as if it were so."""
    young = facts.youngest is None or facts.youngest < 13
    return young and facts.sexually_active is not Tri.NO


@follows("BOL-9.6.refer", "BOL-9.6.parties")
def _refer_under_13(facts: Facts, readings: Readings) -> Route:
    """Always a referral, whether there is evidence of exploitation or not."""
    referral = _to_the_placement(facts, readings) or _refer(facts)
    return replace(
        referral,
        tasks=("details-of-both-parties", *referral.tasks),
        because=("BOL-9.6.refer", "BOL-9.6.parties", *referral.because),
    )


def _to_the_placement(facts: Facts, readings: Readings) -> Route | None:
    """9.6 says "appropriate" only; with harm or danger it is the family's district, by 10.9."""
    open_in_text = Tri.YES not in (facts.significant_harm, facts.immediate_danger)
    placement = AUTHORITY.area(facts.placement_area)
    if not (open_in_text and placement and readings.of("BOL-Q.family-or-placement") == "placement-district-where-open"):
        return None
    family_instead = {"tell-placement-district": "tell-family-district"}
    referral = _refer(facts)
    tasks = tuple(family_instead.get(task, task) for task in referral.tasks)
    return replace(referral, team=placement.team, tasks=tasks)


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
def _framework(facts: Facts, readings: Readings) -> Route:
    """Whoever is not sure of harm consults their manager, with the tool."""
    unsure = facts.significant_harm is Tri.UNKNOWN
    offered = readings.of("BOL-Q.exit-at-risk") == "exploited-or-immediate"
    return Route(
        team=EXIT_TEAM if readings.of("BOL-Q.holder") == "exit-team" else _district(facts),
        response="framework-for-action",
        outcome="assess",
        tasks=(
            *(("consult-manager",) if unsure else ()),
            "early-help-assessment",
            "address-concerns-with-family",
            *(("offer-exit",) if offered else ()),
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
    care_plan = ("update-care-plan",) if in_care(facts) else ()
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


def _out_of_hours(decided: Route, readings: Readings) -> Route:
    """Without danger the district finds it when it opens; whoever can't wait has the Emergency Duty Team."""
    offered = readings.of("BOL-Q.calm-out-of-hours") == "offer-emergency-duty-team"
    return replace(decided, tasks=(*decided.tasks, "offer-emergency-duty-team")) if offered else decided


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
