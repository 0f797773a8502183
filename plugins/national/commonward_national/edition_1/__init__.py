"""The national baseline, edition 1: hooks only. What they say is in the modules beside this one."""

from __future__ import annotations

from commonward.procedure import (
    Clock,
    DecisionPoint,
    Facts,
    FallGuard,
    Gate,
    MeetingKind,
    Notice,
    Readings,
    Register,
    Retention,
    Role,
    Route,
    Scope,
    events,
    impl,
)
from commonward_national.edition_1.agreed import CLOCKS
from commonward_national.edition_1.baseline import MEETINGS, REGISTER, ROLES, fall_guard, notices, scope
from commonward_national.edition_1.chosen import clocks, decisions, gates
from commonward_national.edition_1.closing import GATES
from commonward_national.edition_1.retention import RETENTION
from commonward_national.edition_1.routing import route


@impl
def commonward_scope() -> Scope:
    return scope()


@impl
def commonward_rule_register() -> Register:
    return REGISTER


@impl
def commonward_roles() -> tuple[Role, ...]:
    return ROLES


@impl
def commonward_fall_guard() -> FallGuard:
    return fall_guard()


@impl
def commonward_route(concern: events.ConcernRaised, facts: Facts) -> Route:
    return route(concern, facts)


@impl
def commonward_decisions(readings: Readings) -> tuple[DecisionPoint, ...]:
    return decisions(readings)


@impl
def commonward_meeting_kinds() -> tuple[MeetingKind, ...]:
    return MEETINGS


@impl
def commonward_clocks(readings: Readings) -> tuple[Clock, ...]:
    return (*CLOCKS, *clocks(readings))


@impl
def commonward_notices(readings: Readings) -> tuple[Notice, ...]:
    return notices(readings)


@impl
def commonward_gates(readings: Readings) -> tuple[Gate, ...]:
    return (*GATES, *gates(readings))


@impl
def commonward_retention() -> tuple[Retention, ...]:
    return RETENTION
