"""What is owed between a concern and a plan: paragraphs 10 and 13. The text states no figure anywhere."""

from __future__ import annotations

from commonward.procedure import Clock, Facts, clock, escalate_to, events, only
from commonward_bolton.edition_4_4_1 import conditions as when
from commonward_bolton.edition_4_4_1.board import ASSESSMENT_TOOL
from commonward_bolton.edition_4_4_1.meetings import of_a_conference_child

WORKER = "allocated-social-worker"
DUTY = "referral-and-assessment"
ASSESSING = ("social-worker", "allocated-social-worker", "exit-worker")
MANAGER = escalate_to("team-manager")
HEAD = escalate_to("head-of-service")


def starts_assessing(event: events.CaseAllocated, facts: Facts) -> bool:
    """A social worker or EXIT holds the case, and nobody has completed the Assessment Tool."""
    return event.role in ASSESSING and not any(made.tool == ASSESSMENT_TOOL for made in facts.assessments)


def unsure(event: events.ConcernRouted, facts: Facts) -> bool:
    """The route has the manager consulted."""
    return "consult-manager" in event.tasks


def wants_meeting(event: events.MeetingRequired, facts: Facts) -> bool:
    """A Strategy Meeting is called for."""
    return event.kind == "strategy-meeting"


def taken_with_a_social_worker(event: events.DecisionRecorded, facts: Facts) -> bool:
    """EXIT takes the child, beside a social worker."""
    return when.decided("exit-acceptance", "accept")(event, facts) and facts.worker is not None


CLOCKS: tuple[Clock, ...] = (
    clock(
        "BOL-10.2.address",
        "Address the concerns with the young person, the family and others involved",
        opens_on=only(events.ConcernRouted, when.outcome("assess", "refer")),
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("concerns-addressed")),
        superseded_by=events.CaseClosed,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-10.10.use",
        "Complete the CSE Assessment Tool",
        opens_on=only(events.CaseAllocated, starts_assessing),
        within=None,
        by=WORKER,
        met_by=only(events.AssessmentCompleted, when.assessed_with(ASSESSMENT_TOOL)),
        superseded_by=(events.CaseAllocated, events.CaseClosed),
        on_breach=MANAGER,
    ),
    clock(
        "BOL-10.11.record",
        "Record why this response was agreed",
        opens_on=only(events.AssessmentCompleted, when.assessed_with(ASSESSMENT_TOOL)),
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("response-analysis")),
        on_breach=MANAGER,
    ),
    clock(
        "BOL-10.12.split",
        "Agree who works with the family and who with the young person",
        opens_on=only(events.DecisionRecorded, taken_with_a_social_worker),
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("co-working")),
        superseded_by=events.CaseClosed,
        together=True,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-10.15.info",
        "Seek information from every other relevant agency",
        opens_on=only(events.MeetingRequired, wants_meeting),
        within=None,
        by="team-manager",
        met_by=only(events.RecordMade, when.recorded("information-sought")),
        superseded_by=events.CaseClosed,
        on_breach=HEAD,
    ),
    clock(
        "BOL-10.19.iro",
        "Review the Safeguarding Plan with the Core Group",
        opens_on=only(events.PlanAdopted, of_a_conference_child),
        within=None,
        by="reviewing-officer",
        met_by=only(events.MeetingHeld, when.held("safeguarding-plan-review")),
        superseded_by=events.CaseClosed,
        on_breach=HEAD,
    ),
    clock(
        "BOL-13.1.manager",
        "Consult your own manager, with the tool",
        opens_on=only(events.ConcernRouted, unsure),
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("manager-consulted")),
        superseded_by=events.CaseClosed,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-13.2.contact",
        "Contact Referral & Assessment: the manager agrees that Staying Safe is needed",
        opens_on=only(events.RecordMade, when.recorded("manager-consulted", "outcome", "staying-safe-needed")),
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("referral-and-assessment-contacted")),
        on_breach=MANAGER,
    ),
    clock(
        "BOL-13.3.collate",
        "Collate further information with the CSE Assessment Tool",
        opens_on=only(events.ConcernRouted, when.outcome("refer")),
        within=None,
        by=DUTY,
        met_by=only(events.AssessmentCompleted, when.assessed_with(ASSESSMENT_TOOL)),
        superseded_by=events.CaseClosed,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-13.4.lowadvice",
        "Support the Lead Professional who asks",
        opens_on=only(events.RecordMade, when.recorded("exit-support-wanted")),
        within=None,
        by="exit-worker",
        met_by=only(events.RecordMade, when.recorded("exit-support")),
        superseded_by=events.CaseClosed,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-13.5.confirm",
        "Analyse together what the family and the young person need",
        opens_on=only(events.AssessmentCompleted, when.assessed_with(ASSESSMENT_TOOL, "at-risk", "significant-harm")),
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("joint-analysis")),
        superseded_by=events.CaseClosed,
        together=True,
        on_breach=MANAGER,
    ),
)
