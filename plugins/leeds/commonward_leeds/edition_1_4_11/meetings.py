"""The Vulnerability & Risk Management Meeting: paragraphs 5 to 7. Strategy discussions are the national layer's."""

from __future__ import annotations

from commonward.procedure import MeetingKind

MEETINGS = (
    MeetingKind(
        id="vrmm",
        title="Vulnerability & Risk Management Meeting",
        because=("LDS-5.convene", "LDS-5.invite", "LDS-5.views", "LDS-5.freq"),
        convened_by="social-worker",
        chair="team-manager",
        invited=("social-care", "police", "health", "education"),
        plan="vrmm-plan",
        plan_sections=("vulnerability-and-risk", "views", "actions", "overall-plan"),
        views_of=("child", "parent-or-carer"),
        shared_with=("isu", "cse-missing-coordinator", "allocated-social-worker"),
        agree_next=True,
        plan_because=("LDS-5.plan-initial", "LDS-5.owner", "LDS-5.refer-plan", "LDS-7.actions"),
    ),
)
