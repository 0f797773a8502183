"""The synthetic board with two clocks and two notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from commonward.procedure import (
    Clock,
    Facts,
    Force,
    Happened,
    Notice,
    Register,
    Role,
    Rule,
    clock,
    escalate_to,
    events,
    hours,
    impl,
    notice,
    only,
)
from tests.services.boards import Board


def cause(happened: Happened[Any], facts: Facts) -> UUID:
    """The event that a notice is about."""
    return happened.event.cause if isinstance(happened.event, events.NoticeDelivered) else happened.id


TELL = clock(
    "MIL-8.tell",
    "Tell the coordinator",
    opens_on=events.ConcernRaised,
    starts=lambda happened, facts: happened.event.received_at,
    within=hours(24),
    by="duty",
    met_by=only(events.NoticeDelivered, lambda event, facts: event.about == "concern" and not event.reached_duty),
    occasion=cause,
    on_breach=escalate_to("team-manager"),
)
VISIT = clock(
    "MIL-9.visit",
    "Visit the child (high risk)",
    opens_on=events.ConcernRouted,
    within=hours(48),
    by="allocated-social-worker",
    met_by=events.AssessmentCompleted,
    superseded_by=events.CaseClosed,
    remind=hours(4),
    on_breach=escalate_to("team-manager"),
)
TO_COORDINATOR = notice(
    "concern", "Something new was reported.", on=events.ConcernRaised, to="coordinator", because=("MIL-8.tell",)
)
TO_WORKER = notice(
    "routed",
    "A concern about sexual exploitation was routed to you.",
    on=events.ConcernRouted,
    to="allocated-social-worker",
    urgent=True,
    because=("MIL-9.visit",),
)


@dataclass(frozen=True)
class ClockedBoard(Board):
    """The board's clocks and notices; a test replaces those that it is about."""

    clocks: tuple[Clock, ...] = (TELL, VISIT)
    notices: tuple[Notice, ...] = (TO_COORDINATOR, TO_WORKER)

    @impl
    def commonward_rule_register(self) -> Register:
        shared = super().commonward_rule_register()
        own = tuple(Rule(id, id, "Synthetic.", Force.MUST, "clock") for id in ("MIL-8.tell", "MIL-9.visit"))
        return replace(shared, rules=(*shared.rules, *own))

    @impl
    def commonward_roles(self) -> Sequence[Role]:
        worker = Role("allocated-social-worker", "Allocated social worker", "practitioner")
        return (*super().commonward_roles(), worker, Role("duty", "Duty", "practitioner"))

    @impl
    def commonward_clocks(self) -> Sequence[Clock]:
        return self.clocks

    @impl
    def commonward_notices(self) -> Sequence[Notice]:
        return self.notices
