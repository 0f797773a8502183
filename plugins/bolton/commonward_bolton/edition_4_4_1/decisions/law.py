"""What is decided under paragraphs 7.4 and 9: referrals under 13, talks and complaints at other ages."""

from __future__ import annotations

from commonward.procedure import DecisionPoint

ANYBODY = ("social-worker", "lead-professional", "referral-and-assessment", "team-manager", "exit-worker")

DECISIONS = (
    DecisionPoint(
        id="district-referral",
        title="Has Referral & Assessment of the district taken the referral?",
        decided_by=("referral-and-assessment", "team-manager"),
        options=("taken",),
        because=("BOL-9.6.refer",),
    ),
    DecisionPoint(
        id="lower-level-result",
        title="What does the tool lead to at a lower level of need?",
        decided_by=ANYBODY,
        options=("early-response", "child-protection-referral", "neither-needed"),
        because=("BOL-7.4.lowlevel",),
    ),
    DecisionPoint(
        id="talk-with-childrens-services",
        title="Is the activity of a child of 13 to 15 talked over with Children's Services?",
        decided_by=ANYBODY,
        options=("talked-over", "talk-not-needed"),
        because=("BOL-9.7.notmandatory",),
    ),
    DecisionPoint(
        id="criminal-complaint",
        title="Is a criminal complaint made?",
        decided_by=ANYBODY,
        options=("make-complaint", "no-complaint"),
        because=("BOL-9.7.complaint",),
    ),
)
