"""How often the assessment is reviewed, and what high risk asks of a looked-after child's review: paragraph 4."""

from __future__ import annotations

from commonward.procedure import Clock, Readings, clock, events, months, only, weeks
from commonward_leeds.edition_1_4_11 import conditions as when
from commonward_leeds.edition_1_4_11.clocks.owing import MANAGER, WORKER
from commonward_leeds.edition_1_4_11.decisions import OFFICER_ANSWER
from commonward_leeds.edition_1_4_11.records.earlier import ASSESSED_ELSEWHERE


def review(rule: str, level: str, readings: Readings, *, every: int) -> Clock:
    """The next assessment is due this many months after the last one, here or elsewhere, or after the decision."""
    in_weeks = readings.of("LDS-Q.every-month") == "four-weeks"
    from_decision = readings.of("LDS-Q.review-starts") == "decision"
    decided = only(events.LevelDecided, when.decided_level(level))
    assessed = only(events.AssessmentCompleted, when.assessed_at(level))
    elsewhere = only(events.RecordMade, when.recorded(ASSESSED_ELSEWHERE))
    elsewhere_at = only(events.RecordMade, when.recorded(ASSESSED_ELSEWHERE, "level", level))
    decided_here = (decided,) if from_decision else (assessed, only(events.LevelDecided, when.newly_decided(level)))
    return clock(
        rule,
        f"Review the risk assessment ({level} risk)",
        opens_on=(*decided_here, elsewhere_at),
        starts=when.fact_time if from_decision else when.last_assessed,
        within=weeks(4 * every) if in_weeks else months(every),
        by=WORKER,
        met_by=(events.LevelDecided if from_decision else events.AssessmentCompleted, elsewhere),
        superseded_by=(only(events.LevelDecided, when.level_left(level)), events.CaseClosed),
        remind=weeks(1),
        on_breach=MANAGER,
    )


CONSULTED = clock(
    "LDS-4.high-open-cla",
    "Consult the reviewing officer on an early review",
    opens_on=only(events.ResponseCalledFor, when.wants_reviewing_officer),
    within=None,
    by=WORKER,
    met_by=only(events.DecisionRecorded, when.decided(OFFICER_ANSWER)),
    # What the level calls for is told anew when more is known: then this is owed by what was told last, or no more.
    superseded_by=(events.LevelDecided, events.ResponseCalledFor, events.CaseClosed),
    on_breach=MANAGER,
)


def clocks(readings: Readings) -> tuple[Clock, ...]:
    """All of them; how a month is counted, and from when, is the board's reading."""
    return (
        review("LDS-4.review-high", "high", readings, every=1),
        review("LDS-4.review-med", "medium", readings, every=3),
        review("LDS-4.review-low", "low", readings, every=3),
        CONSULTED,
    )
