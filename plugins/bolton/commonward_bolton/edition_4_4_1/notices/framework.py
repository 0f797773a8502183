"""Who is told of what. EXIT hears of every child who is thought to be exploited."""

from __future__ import annotations

from commonward.procedure import Facts, Notice, Readings, events, notice, only
from commonward_bolton.edition_4_4_1 import conditions as when


def another_on_a_held_case(event: events.ConcernRaised, facts: Facts) -> bool:
    """It is a later concern about a child whom somebody works with."""
    return facts.worker is not None and len(facts.concerns) > 1


NOTICES: tuple[Notice, ...] = (
    notice(
        "concern-on-held-case",
        "There is a new concern about a child whose case you hold: look at what it changes.",
        on=only(events.ConcernRaised, another_on_a_held_case),
        to="allocated-social-worker",
        urgent=True,
        because=("BOL-10.12.split",),
    ),
    notice(
        "concern-in-a-family",
        "There is a new concern about a child who has siblings: look at the others too.",
        on=only(events.ConcernRaised, lambda event, facts: bool(facts.siblings)),
        to="allocated-social-worker",
        because=("BOL-13.5.confirm",),
    ),
    notice(
        "referral-to-district",
        "A concern was referred to your district. It can't be deferred.",
        on=only(events.ConcernRouted, when.outcome("refer")),
        to="referral-and-assessment",
        urgent=True,
        because=("BOL-10.9.refer", "BOL-9.6.refer"),
    ),
    notice(
        "danger-out-of-hours",
        "A concern came in out of office hours and immediate danger is reported or not ruled out. "
        "Make sure that the police have been called.",
        on=only(events.ConcernRouted, when.is_emergency),
        to="emergency-duty-team",
        urgent=True,
        because=("BOL-10.9.ooh",),
    ),
    notice(
        "strategy-meeting-wanted",
        "The level of risk calls for a Strategy Meeting: please arrange it.",
        on=only(events.ResponseCalledFor, when.wants_meeting("strategy-meeting")),
        to="team-manager",
        urgent=True,
        because=("BOL-10.14.convene",),
    ),
    notice(
        "child-action-meeting-wanted",
        "The level of risk calls for a Child Action Meeting: please arrange it.",
        on=only(events.ResponseCalledFor, when.wants_meeting("child-action-meeting")),
        to="allocated-social-worker",
        because=("BOL-10.5.cam",),
    ),
    notice(
        "exit-only",
        "A referral was assessed as needing EXIT and no social worker.",
        on=only(events.DecisionRecorded, when.decided("exit-only", "exit-only")),
        to="exit-worker",
        because=("BOL-13.3.exitonly",),
    ),
    notice(
        "complex-situation",
        "A situation was judged complex or beyond Bolton: you chair its Strategy Meeting.",
        on=only(events.DecisionRecorded, when.decided("complexity", "complex")),
        to="head-of-service",
        urgent=True,
        because=("BOL-10.18.hos",),
    ),
)


def notices(readings: Readings) -> tuple[Notice, ...]:
    """All of them; whether EXIT hears of a child who is only at risk is the board's reading."""
    exploited = (
        only(events.ConcernRouted, when.outcome("refer")),
        only(events.RecordMade, when.recorded("exploitation", "exploitation", "suspected", "exploited")),
    )
    at_risk = only(events.ConcernRouted, when.outcome("refer", "assess"))
    only_exploited = readings.of("BOL-Q.exit-at-risk") == "exploited-or-immediate"
    suspected = notice(
        "exploitation-suspected",
        "A concern about a child was received.",
        on=exploited if only_exploited else at_risk,
        to="exit-worker",
        because=("BOL-7.2.yp",),
    )
    return (suspected, *NOTICES)
