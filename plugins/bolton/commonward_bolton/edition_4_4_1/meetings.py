"""Bolton's meetings. Its Strategy Meeting takes the place of the national strategy discussion."""

from __future__ import annotations

from commonward.procedure import Demand, Facts, MeetingKind, Without, events, without

STRATEGY = "strategy-meeting"
CHILD_ACTION = "child-action-meeting"
INVESTIGATING = "investigating-social-worker"
REVIEW = "safeguarding-plan-review"
CONFERENCE = "child-protection-conference"
PLAN = "cse-safeguarding-plan"
PLAN_PARTS = ("risks", "actions", "police-activity")
AIMS = ("prevent-entry", "protect", "support-out")
ACTIONS = ("disruption", "protection", "support", "family-relationships")
LED_BY_POLICE = (("disruption", "police"),)


def complex_situation(event: object, facts: Facts) -> bool:
    """A manager decided that it is complex, or that it goes beyond Bolton."""
    decided = facts.decision("complexity")
    return decided is not None and decided.option == "complex"


def of_a_conference_child(event: events.PlanAdopted, facts: Facts) -> bool:
    """A Safeguarding Plan was adopted for a child whom a conference was held about."""
    return event.kind == PLAN and bool(facts.held(CONFERENCE))


MEETINGS: tuple[MeetingKind | Without, ...] = (
    without("strategy-discussion", because="Bolton holds one kind, its Strategy Meeting (paragraphs 10.14 and 10.16)"),
    MeetingKind(
        id=STRATEGY,
        title="Strategy Meeting",
        because=("BOL-10.14.convene", "BOL-10.15.quorum", "BOL-10.15.info", "BOL-10.18.hos", "BOL-8.5.lead"),
        convened_by="team-manager",
        chair="team-manager",
        chair_unless=(complex_situation, "head-of-service"),
        invited=("police", "exit", INVESTIGATING, "social-care", "health", "education"),
        # A chair from social care is not the investigating social worker.
        quorum=("police", "exit", INVESTIGATING),
        plan=PLAN,
        plan_sections=PLAN_PARTS,
        plan_aims=AIMS,
        should=(Demand.SECTIONS, Demand.AIMS),
        action_kinds=ACTIONS,
        action_owned_by=LED_BY_POLICE,
        shared_with=("exit-worker", "allocated-social-worker"),
        plan_because=("BOL-10.15.plan", "BOL-9.15.emphasis"),
    ),
    MeetingKind(
        id=CHILD_ACTION,
        title="Child Action Meeting",
        because=("BOL-10.5.cam", "BOL-8.5.lead"),
        # Any agency may convene; the text names no chair.
        convened_by=("social-worker", "lead-professional", "exit-worker", "runa-worker", "team-manager"),
        chair="social-worker",
        invited=("social-care", "exit", "health", "education"),
        plan="young-persons-action-plan",
        plan_sections=("risk-assessment", "actions-for-need-and-risk", "tasks-who-what-when", "outcomes"),
        plan_aims=AIMS,
        should=(Demand.SECTIONS, Demand.AIMS),
        action_kinds=ACTIONS,
        action_owned_by=LED_BY_POLICE,
        shared_with=("exit-worker", "allocated-social-worker"),
        agree_next=True,
        plan_because=("BOL-10.5.plan", "BOL-10.7.planmin", "BOL-9.15.emphasis"),
    ),
    MeetingKind(
        id=CONFERENCE,
        title="Child Protection Conference",
        because=("BOL-10.17.factors",),
        convened_by="team-manager",
        chair="reviewing-officer",
        invited=("police", "exit", "social-care", "health", "education"),
    ),
    MeetingKind(
        id=REVIEW,
        title="Review of the CSE Specific Safeguarding Plan",
        because=("BOL-10.19.iro",),
        convened_by="reviewing-officer",
        chair="reviewing-officer",
        invited=("social-care", "exit", "police", "health", "education"),
        quorum_roles=("reviewing-officer",),
        called_on=(events.PlanAdopted,),
        called_when=of_a_conference_child,
        plan=PLAN,
        plan_sections=PLAN_PARTS,
        plan_aims=AIMS,
        should=(Demand.SECTIONS, Demand.AIMS),
        action_kinds=ACTIONS,
        action_owned_by=LED_BY_POLICE,
        shared_with=("exit-worker", "allocated-social-worker"),
        agree_next=True,
        plan_because=("BOL-10.19.iro",),
    ),
)
