"""What a board may add to the national baseline, where its own text is silent. None of it holds by itself."""

from __future__ import annotations

from collections.abc import Mapping

from commonward.procedure import (
    Clock,
    Command,
    DecisionPoint,
    Facts,
    Force,
    Gate,
    Limit,
    Readings,
    Tri,
    clock,
    escalate_to,
    events,
    gate,
    hours,
    only,
    working_days,
)
from commonward.procedure.concern_facts import DecisionFact

DISCUSSION, REFERRAL = "strategy-discussion", "under-13-referral"
_WITHIN: Mapping[str, Limit] = {"24-hours": hours(24), "1-working-day": working_days(1)}


def decided_by_a_manager(readings: Readings) -> bool:
    """Whether a manager decides on the referral of a child under 13, where the text has no rule for it."""
    return readings.of("NAT-Q.under13") == "decided-before-closing"


def decisions(readings: Readings) -> tuple[DecisionPoint, ...]:
    """Whether a child under 13 is referred."""
    point = DecisionPoint(
        id=REFERRAL,
        title="Is the concern about a child under 13 referred?",
        decided_by=("team-manager", "head-of-service"),
        options=("referred", "not-active-after-all"),
        because=("NAT-1.under13",),
    )
    return (point,) if decided_by_a_manager(readings) else ()


def gates(readings: Readings) -> tuple[Gate, ...]:
    """Nothing closes a case before a manager has decided that; what is not known counts as if it were so."""
    before_closing = gate(
        "NAT-1.under13",
        on=Command.CLOSE_CASE,
        force=Force.MUST,
        unless=referral_decided,
        missing="A manager's decision on the referral of a child who is or may be under 13",
        supplied_by="team-manager",
    )
    return (before_closing,) if decided_by_a_manager(readings) else ()


def clocks(readings: Readings) -> tuple[Clock, ...]:
    """Within what time a strategy discussion is held: a clock only where the board names a figure."""
    within = _WITHIN.get(readings.of("NAT-Q.strategy-time"))
    if within is None:
        return ()
    return (
        clock(
            "NAT-2.strategy",
            "Hold a strategy discussion",
            opens_on=only(events.MeetingRequired, is_discussion),
            within=within,
            by="team-manager",
            met_by=only(events.MeetingHeld, is_discussion),
            superseded_by=events.CaseClosed,
            on_breach=escalate_to("head-of-service"),
        ),
    )


def is_discussion(event: events.MeetingRequired | events.MeetingHeld, facts: Facts) -> bool:
    """It is a strategy discussion; one that was held had its quorum."""
    return event.kind == DISCUSSION and (not isinstance(event, events.MeetingHeld) or event.quorate)


def referral_decided(facts: Facts) -> bool:
    """Of each concern a manager has decided, or the child is known to be 13 or older, or not to be sexually active."""
    if not facts.told:
        return _ruled_out(facts) or _is_recent(facts.decision(REFERRAL), facts)
    return all(
        _ruled_out(facts.of_concern(each.id)) or _is_recent(each.decisions.get(REFERRAL), facts) for each in facts.told
    )


def _ruled_out(facts: Facts) -> bool:
    older = facts.youngest is not None and facts.youngest >= 13
    return older or facts.sexually_active is Tri.NO


def _is_recent(made: DecisionFact | None, facts: Facts) -> bool:
    return made is not None and facts.since_opened(made.decided_at)
