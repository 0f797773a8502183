"""What is owed in Bolton. The text states no figure anywhere, so each is a task without a deadline."""

from __future__ import annotations

from commonward.procedure import Clock, clock, escalate_to, events, only
from commonward_bolton.edition_4_4_1 import conditions as when

WORKER = "allocated-social-worker"
DUTY = "referral-and-assessment"
MANAGER = escalate_to("team-manager")
HEAD = escalate_to("head-of-service")

CLOCKS: tuple[Clock, ...] = (
    clock(
        "BOL-10.9.ooh",
        "Contact the police and the Emergency Duty Team",
        opens_on=only(events.ConcernRouted, when.is_emergency),
        within=None,
        by="emergency-duty-team",
        met_by=only(events.RecordMade, when.recorded("emergency-contacts")),
        on_breach=MANAGER,
    ),
    clock(
        "BOL-10.1.eha",
        "Complete an Early Help Assessment",
        opens_on=only(events.ConcernRouted, when.outcome("assess")),
        within=None,
        by=WORKER,
        met_by=only(events.RecordMade, when.recorded("early-help-assessment")),
        superseded_by=events.CaseClosed,
        together=True,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-13.2.caf",
        "Follow the referral with an Early Help Assessment (CAF) and the tool",
        opens_on=only(events.ConcernRouted, when.outcome("refer")),
        within=None,
        by=DUTY,
        met_by=only(events.RecordMade, when.recorded("early-help-assessment")),
        superseded_by=events.CaseClosed,
        together=True,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-10.5.cam",
        "Hold a Child Action Meeting",
        opens_on=only(events.ResponseCalledFor, when.newly_at("at-risk")),
        within=None,
        by=WORKER,
        met_by=only(events.MeetingHeld, when.held("child-action-meeting")),
        superseded_by=(only(events.LevelDecided, when.level_left("at-risk")), events.CaseClosed),
        on_breach=MANAGER,
    ),
    clock(
        "BOL-10.5.plan",
        "Adopt a Young Person's Action Plan",
        opens_on=only(events.MeetingHeld, when.held("child-action-meeting")),
        within=None,
        by=WORKER,
        met_by=only(events.PlanAdopted, when.adopted("young-persons-action-plan")),
        superseded_by=events.CaseClosed,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-10.14.convene",
        "Hold a Strategy Meeting",
        opens_on=only(events.ResponseCalledFor, when.newly_at("significant-harm")),
        within=None,
        by="team-manager",
        met_by=only(events.MeetingHeld, when.held("strategy-meeting")),
        superseded_by=(only(events.LevelDecided, when.level_left("significant-harm")), events.CaseClosed),
        on_breach=HEAD,
    ),
    clock(
        "BOL-10.15.plan",
        "Adopt a Specific Safeguarding Plan",
        opens_on=only(events.MeetingHeld, when.held("strategy-meeting")),
        within=None,
        by="team-manager",
        met_by=only(events.PlanAdopted, when.adopted("cse-safeguarding-plan")),
        superseded_by=events.CaseClosed,
        on_breach=HEAD,
    ),
)
