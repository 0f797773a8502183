"""Where a person decides, or says that something was done outside the platform."""

from __future__ import annotations

from commonward.procedure import DecisionPoint

WORKERS = ("social-worker", "team-manager")

DECISIONS = (
    DecisionPoint(
        id="mosaic-recorded",
        title="Is the activity recorded on Mosaic?",
        decided_by=WORKERS,
        options=("recorded", "tool-completed"),
        because=("LDS-3.mosaic-2wd", "LDS-3.lado2"),
    ),
    DecisionPoint(
        id="vrmm-recorded",
        title="Are the meeting and its plan recorded on Mosaic?",
        decided_by=WORKERS,
        options=("recorded",),
        because=("LDS-6.record-2wd",),
    ),
    DecisionPoint(
        id="strategy-discussion-outcome",
        title="What did the strategy discussion decide?",
        decided_by=WORKERS,
        options=("child-in-need", "initial-child-protection-conference", "other"),
        second_role="team-manager",
        second_for=("other",),
        because=("LDS-4.high-notopen",),
    ),
    DecisionPoint(
        id="reviewing-officer-answer",
        title="Does the looked-after child's plan need an early review?",
        decided_by=("reviewing-officer",),
        options=("early-review", "no-early-review"),
        because=("LDS-4.high-open-cla",),
    ),
    DecisionPoint(
        id="early-review",
        title="Is a core group, conference or looked-after review brought forward?",
        decided_by=WORKERS,
        options=("brought-forward", "not-brought-forward"),
        because=("LDS-4.high-open-early",),
    ),
)
