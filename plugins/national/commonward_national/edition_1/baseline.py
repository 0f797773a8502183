"""Whom every procedure covers, the roles that every board has, and the prompts that no board may be without."""

from __future__ import annotations

from pathlib import Path

from commonward.procedure import (
    Facts,
    FallGuard,
    MeetingKind,
    Notice,
    Readings,
    Role,
    Scope,
    Tri,
    events,
    follows,
    load_register,
    notice,
    only,
)

REGISTER = load_register(Path(__file__).with_name("rules.toml"))


@follows("NAT-1.scope")
def scope() -> Scope:
    """Every child under 18."""
    return Scope(under_age=18, because=("NAT-1.scope",))


@follows("NAT-3.fall")
def fall_guard() -> FallGuard:
    """More than one step down, out of monitoring, or the third case on a day: a second person, with a reason."""
    return FallGuard(most_steps=1, most_in_a_day=2, because=("NAT-3.fall",))


ROLES = (
    Role("social-worker", "Social worker", "practitioner"),
    Role("allocated-social-worker", "Allocated social worker", "practitioner"),
    Role("team-manager", "Team manager", "manager"),
    Role("head-of-service", "Head of service", "head-of-service"),
    Role("reviewing-officer", "Independent reviewing officer", "reviewing-officer"),
    Role("analyst", "Analyst", "analyst"),
    Role("operator", "Operator", "operator"),
)


def in_danger(event: events.ConcernRaised | events.FactsCorrected, facts: Facts) -> bool:
    """Somebody says that the child is in immediate danger. Not known is asked by the routes, as a task."""
    return event.immediate_danger is Tri.YES


def under_13_and_active(event: events.ConcernRaised, facts: Facts) -> bool:
    """Known to be under 13, and sexual activity is not ruled out."""
    return _under_13_and_active(facts)


def proves_under_13(event: events.FactsCorrected, facts: Facts) -> bool:
    """The same, as known now that an age, or whether the child is active, was put right about a concern."""
    about = facts.matters.get(event.correction) or facts.newest
    put_right = not _BEARS_ON_IT.isdisjoint(event.corrected)
    return put_right and about is not None and _under_13_and_active(facts.of_concern(about))


_BEARS_ON_IT = {"age-at-event", "age-at-referral", "sexually-active"}


def _under_13_and_active(facts: Facts) -> bool:
    return facts.youngest is not None and facts.youngest < 13 and facts.sexually_active is not Tri.NO


def notices(readings: Readings) -> tuple[Notice, ...]:
    """The prompts that no board may be without; who hears of danger is the board's reading."""
    danger = notice(
        "immediate-danger",
        "A concern says that a child may be in immediate danger. Make sure that the police have been called.",
        on=(only(events.ConcernRaised, in_danger), only(events.FactsCorrected, in_danger)),
        to=readings.of("NAT-Q.danger"),
        urgent=True,
        because=("NAT-1.danger",),
    )
    return (danger, _UNDER_13)


_UNDER_13 = notice(
    "under-13",
    "A concern is about a child under 13 where sexual activity is reported or not ruled out. "
    "A child of that age can't consent: decide today whether it is referred and whether the police are told.",
    on=(only(events.ConcernRaised, under_13_and_active), only(events.FactsCorrected, proves_under_13)),
    to="team-manager",
    urgent=True,
    because=("NAT-1.under13",),
)

MEETINGS = (
    MeetingKind(
        id="strategy-discussion",
        title="Strategy discussion",
        because=("NAT-2.strategy",),
        convened_by="team-manager",
        chair="team-manager",
        invited=("social-care", "police", "health"),
        quorum=("social-care", "police", "health"),
    ),
)
