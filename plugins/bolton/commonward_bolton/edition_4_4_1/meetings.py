"""Bolton's meetings. Its Strategy Meeting takes the place of the national strategy discussion."""

from __future__ import annotations

from commonward.procedure import Demand, Facts, FieldGroup, MeetingKind, Readings, Without, events, only, without

STRATEGY = "strategy-meeting"
DISCUSSION = "strategy-discussion"
"""The national layer's, which Bolton's own meeting stands for unless the board reads its text as two."""
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


def discussion_of(readings: Readings) -> str:
    """The kind of meeting that considers section 47: the Strategy Meeting, or a discussion beside it."""
    return DISCUSSION if readings.of("BOL-Q.one-meeting") == "two-kinds" else STRATEGY


def meetings(readings: Readings) -> tuple[MeetingKind | Without, ...]:
    """All of them, as the board reads its text."""
    recipients = _recipients(readings)
    own = (_strategy(recipients), _child_action(readings, recipients), _conference(readings), _review(recipients))
    return own if discussion_of(readings) == DISCUSSION else (_ONE_KIND, *own)


_ONE_KIND = without(DISCUSSION, because="Bolton holds one kind, its Strategy Meeting (paragraphs 10.14 and 10.16)")


def _recipients(readings: Readings) -> tuple[str, ...]:
    """With whom plans are shared; the text names nobody."""
    more = {"police-too": ("police-officer",), "lead-professional-too": ("lead-professional",)}
    return ("exit-worker", "allocated-social-worker", *more.get(readings.of("BOL-Q.sharing"), ()))


def _strategy(shared_with: tuple[str, ...]) -> MeetingKind:
    return MeetingKind(
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
        plan_groups=(("police-activity", FieldGroup.POLICE_INTELLIGENCE),),
        plan_aims=AIMS,
        should=(Demand.SECTIONS, Demand.AIMS),
        action_kinds=ACTIONS,
        action_owned_by=LED_BY_POLICE,
        shared_with=shared_with,
        plan_because=("BOL-10.15.plan", "BOL-9.15.emphasis"),
    )


def _child_action(readings: Readings, shared_with: tuple[str, ...]) -> MeetingKind:
    return MeetingKind(
        id=CHILD_ACTION,
        title="Child Action Meeting",
        because=("BOL-10.5.cam", "BOL-8.5.lead"),
        # Any agency may convene; the text names no chair.
        convened_by=("social-worker", "lead-professional", "exit-worker", "runa-worker", "team-manager"),
        chair=readings.of("BOL-Q.cam-chair"),
        invited=("social-care", "exit", "health", "education"),
        plan="young-persons-action-plan",
        plan_sections=("risk-assessment", "actions-for-need-and-risk", "tasks-who-what-when", "outcomes"),
        plan_aims=AIMS,
        should=(Demand.SECTIONS, Demand.AIMS),
        action_kinds=ACTIONS,
        action_owned_by=LED_BY_POLICE,
        shared_with=shared_with,
        agree_next=True,
        plan_because=("BOL-10.5.plan", "BOL-10.7.planmin", "BOL-9.15.emphasis"),
    )


def _conference(readings: Readings) -> MeetingKind:
    return MeetingKind(
        id=CONFERENCE,
        title="Child Protection Conference",
        because=("BOL-10.17.factors",),
        convened_by="team-manager",
        chair=readings.of("BOL-Q.conference-chair"),
        invited=("police", "exit", "social-care", "health", "education"),
    )


def _review(shared_with: tuple[str, ...]) -> MeetingKind:
    return MeetingKind(
        id=REVIEW,
        title="Review of the CSE Specific Safeguarding Plan",
        because=("BOL-10.19.iro",),
        convened_by="reviewing-officer",
        chair="reviewing-officer",
        invited=("social-care", "exit", "police", "health", "education"),
        quorum_roles=("reviewing-officer",),
        called_on=(only(events.PlanAdopted, of_a_conference_child),),
        plan=PLAN,
        plan_sections=PLAN_PARTS,
        plan_groups=(("police-activity", FieldGroup.POLICE_INTELLIGENCE),),
        plan_aims=AIMS,
        should=(Demand.SECTIONS, Demand.AIMS),
        action_kinds=ACTIONS,
        action_owned_by=LED_BY_POLICE,
        shared_with=shared_with,
        agree_next=True,
        plan_because=("BOL-10.19.iro",),
    )
