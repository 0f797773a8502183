"""Bolton's meetings. Its Strategy Meeting takes the place of the national strategy discussion."""

from __future__ import annotations

from commonward.procedure import Facts, MeetingKind, Without, without

STRATEGY = "strategy-meeting"
CHILD_ACTION = "child-action-meeting"


def complex_situation(event: object, facts: Facts) -> bool:
    """A manager decided that it is complex, or that it goes beyond Bolton."""
    decided = facts.decision("complexity")
    return decided is not None and decided.option == "complex"


MEETINGS: tuple[MeetingKind | Without, ...] = (
    without("strategy-discussion", because="Bolton holds one kind, its Strategy Meeting (paragraphs 10.14 and 10.16)"),
    MeetingKind(
        id=STRATEGY,
        title="Strategy Meeting",
        because=("BOL-10.14.convene", "BOL-10.15.quorum", "BOL-10.15.info", "BOL-10.18.hos"),
        convened_by="team-manager",
        chair="team-manager",
        chair_unless=(complex_situation, "head-of-service"),
        invited=("police", "exit", "social-care", "health", "education"),
        quorum=("police", "exit", "social-care"),
        plan="cse-safeguarding-plan",
        plan_sections=("risks", "actions", "police-activity"),
        shared_with=("exit-worker", "allocated-social-worker"),
        plan_because=("BOL-10.15.plan",),
    ),
    MeetingKind(
        id=CHILD_ACTION,
        title="Child Action Meeting",
        because=("BOL-10.5.cam",),
        convened_by="social-worker",
        chair="social-worker",
        invited=("social-care", "exit", "health", "education"),
        plan="young-persons-action-plan",
        plan_sections=("risk-assessment", "actions-for-need-and-risk", "tasks-who-what-when", "outcomes"),
        shared_with=("exit-worker", "allocated-social-worker"),
        agree_next=True,
        plan_because=("BOL-10.5.plan", "BOL-10.7.planmin"),
    ),
)
