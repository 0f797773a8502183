"""Who is told of what. The coordinator hears of the first concern, every decision and every meeting."""

from __future__ import annotations

from commonward.procedure import Notice, Readings, events, notice, only
from commonward_leeds.edition_1_4_11 import conditions as when
from commonward_leeds.edition_1_4_11.records import mosaic
from commonward_leeds.edition_1_4_11.routing import assesses_every_concern

COORDINATOR = "cse-missing-coordinator"
WORKER = "allocated-social-worker"
REPORT_ONLY = "the information report is wanted, and from medium risk on a Child and Family Assessment"

TO_THE_COORDINATOR = (
    notice(
        "referral-received",
        "A concern about a child was received.",
        on=events.ConcernRaised,
        to=COORDINATOR,
        because=("LDS-3.coord-24h", "LDS-2.coord-initial"),
    ),
    notice(
        "assessment-completed",
        "An Information Report & Risk Identification Tool was completed. Sign in to read it.",
        on=events.AssessmentCompleted,
        to=COORDINATOR,
        because=("LDS-3.form-24h", "LDS-4.inform", "LDS-4.secure"),
    ),
    notice(
        "decision-made",
        "A decision was recorded on a case.",
        on=events.DecisionRecorded,
        to=COORDINATOR,
        because=("LDS-2.coord-decision",),
    ),
    notice(
        "vrmm-held",
        "A Vulnerability & Risk Management Meeting was held.",
        on=only(events.MeetingHeld, when.is_vrmm),
        to=COORDINATOR,
        because=("LDS-2.coord-vrmm",),
    ),
    notice(
        "case-closed",
        "A case was closed.",
        on=events.CaseClosed,
        to=COORDINATOR,
        because=("LDS-2.coord-decision",),
    ),
)

TO_THE_WORKER = (
    notice(
        "concern-on-open-case",
        "New information came in about a child whose case you hold.",
        on=only(events.ConcernRouted, when.outcome("pass-on")),
        to=WORKER,
        urgent=True,
        because=("LDS-3.open-forward",),
    ),
    notice(
        "concern-on-unallocated-case",
        "New information came in about a child whose case is open and allocated to nobody here: please see to it.",
        on=only(events.ConcernRouted, when.passed_on_to_nobody),
        to="team-manager",
        urgent=True,
        because=("LDS-3.open-forward",),
    ),
    notice(
        "vrmm-wanted",
        "The level of risk calls for a Vulnerability & Risk Management Meeting: please convene it.",
        on=only(events.ResponseCalledFor, when.wants_meeting("vrmm")),
        to=WORKER,
        because=("LDS-2.vrmm", "LDS-5.convene"),
    ),
    notice(
        "update-family",
        "A meeting was held without the child or the parent or carer: please update whoever was not there.",
        on=only(events.MeetingHeld, when.without_family),
        to=WORKER,
        because=("LDS-5.update",),
    ),
    notice(
        "early-review-suggested",
        "New information came in: please consider whether the risk assessment is reviewed before it is due.",
        on=events.EarlyReviewSuggested,
        to=WORKER,
        because=("LDS-4.review-new",),
    ),
    notice(
        "child-as-perpetrator",
        "A record says that a child may have exploited another: please consider a record of that child's own.",
        on=only(events.RecordMade, when.recorded("exploitation", "perpetrators", "child")),
        to=WORKER,
        because=("LDS-1.perp",),
    ),
)

TO_OTHERS = (
    notice(
        "assessment-shared",
        "An assessment was completed and is shared with the ISU.",
        on=events.AssessmentCompleted,
        to="isu",
        because=("LDS-4.share-isu",),
    ),
    notice(
        "tool-completed-on-mosaic",
        "A risk identification tool was completed on Mosaic.",
        on=only(events.RecordMade, when.recorded(mosaic.MOSAIC, "what", mosaic.TOOL)),
        to="lado2",
        because=("LDS-3.lado2",),
    ),
    notice(
        "strategy-discussion-wanted",
        "A strategy discussion is called for.",
        on=only(events.ResponseCalledFor, when.wants_meeting("strategy-discussion")),
        to="team-manager",
        urgent=True,
        because=("LDS-4.high-notopen", "LDS-4.high-open"),
    ),
    notice(
        "early-review-consultation",
        "You are consulted on whether a looked-after child's plan needs an early review.",
        on=only(events.ResponseCalledFor, when.wants_reviewing_officer),
        to="reviewing-officer",
        urgent=True,
        because=("LDS-4.high-open-cla",),
    ),
)


def notices(readings: Readings) -> tuple[Notice, ...]:
    """All of them; whether the coordinator hears of an outcome of no risk is the board's reading."""
    quiet = readings.of("LDS-Q.no-risk") == "low-and-above"
    level_decided = notice(
        "level-decided",
        "The category of risk was decided.",
        on=only(events.LevelDecided, when.above_no_risk) if quiet else events.LevelDecided,
        to=COORDINATOR,
        because=("LDS-2.coord-decision", "LDS-4.inform"),
    )
    return (level_decided, *TO_THE_COORDINATOR, *TO_THE_WORKER, _cluster_referral(readings), *TO_OTHERS)


def _cluster_referral(readings: Readings) -> Notice:
    every = assesses_every_concern(readings)
    wanted = "a Child and Family Assessment and the information report are wanted" if every else REPORT_ONLY
    return notice(
        "cluster-referral",
        f"A concern was referred to your team: {wanted}.",
        on=only(events.ConcernRouted, when.outcome("refer")),
        to="team-manager",
        because=("LDS-3.cluster", "LDS-3.cfa"),
    )
