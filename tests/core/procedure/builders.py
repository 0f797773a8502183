"""Small synthetic boards, events and histories. Nothing here is anybody's real procedure."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from types import ModuleType
from typing import Any
from uuid import UUID

from commonward.contracts import Event, Happened
from commonward.procedure import (
    Authority,
    Change,
    Edition,
    Facts,
    Force,
    Layer,
    Level,
    Obligation,
    OfficeHours,
    Procedure,
    Procedures,
    Register,
    Role,
    Rule,
    Scale,
    Scope,
    SetBy,
    advance,
    clock,
    escalate_to,
    events,
    fold,
    hours,
    impl,
)

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SUBJECT = UUID(int=1)
_NUMBERS = itertools.count(1)

RULES = tuple(Rule(id, "1", "A synthetic rule", Force.MUST, "clock") for id in ("EXA-1.look", "EXA-2.tell", "EXA-3.lp"))
LOOK = clock(
    "EXA-1.look",
    "Look at the concern",
    opens_on=events.ConcernRaised,
    within=hours(24),
    by="worker",
    met_by=events.MeetingHeld,
    on_breach=escalate_to("manager"),
)
"""A clock of one day, as plain as can be."""
ROLES = (Role("worker", "Worker", "practitioner"), Role("manager", "Manager", "manager"))


def authority(code: str = "example") -> Authority:
    return Authority(code, "Example Board", "E00000000", "EXA", OfficeHours.weekdays(time(9), time(17)), areas=())


ANSWERS: dict[str, Any] = {
    "commonward_authority": authority(),
    "commonward_scope": Scope(under_age=18),
    "commonward_levels": Scale((Level("low", "Low", 1), Level("high", "High", 2)), SetBy.WORKER),
    "commonward_rule_register": Register(RULES),
    "commonward_roles": ROLES,
}


def layer(code: str, **hooks: Any) -> Layer:
    """A plugin layer with one edition; each hook is a function, or the value that it answers."""
    name = f"synthetic_{code}_{next(_NUMBERS)}"
    module = sys.modules[name] = ModuleType(name)
    for hook, answer in hooks.items():
        function = answer if callable(answer) else _answering(answer)
        function.__name__, function.__module__ = hook, name
        setattr(module, hook, impl(function))
    return Layer(code, ((Edition("1", date(2020, 1, 1)), name),))


def _answering(value: Any) -> Any:
    return lambda: value


def stacked(*layers: Layer) -> Procedure:
    """The procedure of one authority whose layers these are, general first."""
    codes = [each.code for each in layers]
    return Procedures({"example": codes}, {each.code: each for each in layers}).of("example")


def board(**hooks: Any) -> Procedure:
    """A whole board in one layer: the needed answers, and these."""
    return stacked(layer("local", **{**ANSWERS, **hooks}))


def example(cls: type[Event], **changes: Any) -> Any:
    """The event of the type's own example, with changes as JSON has them."""
    return cls.model_validate_json(json.dumps({**cls.example, **changes}, default=str))


def happened(event: Event, hours: float = 0, *, id: int | None = None) -> Happened[Any]:
    """The event, so many hours after Monday 2 March 2026, 9:00."""
    number = UUID(int=next(_NUMBERS) + 2**64 if id is None else id)
    return Happened(number, "example", SUBJECT, 1, event.publisher, after(hours), event)


def after(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def folded(*events: Event) -> Facts:
    """What is known after these events."""
    facts = Facts()
    for event in events:
        facts = fold(facts, happened(event))
    return facts


def changes(procedure: Procedure, history: Iterable[Happened[Any]]) -> list[Change]:
    """Every change that a history makes, in order."""
    facts, owed, made, told = Facts(), dict[UUID, Obligation](), list[Change](), list[Happened[Any]]()
    for each in history:
        facts = fold(facts, each)
        told.append(each)
        news = advance(tuple(owed.values()), each, facts, procedure, lambda: told)
        owed.update((change.obligation.id, change.obligation) for change in news)
        made.extend(news)
    return made


def obligations(procedure: Procedure, history: Iterable[Happened[Any]]) -> list[Obligation]:
    """What a history leaves, in the order in which it was opened."""
    return list({change.obligation.id: change.obligation for change in changes(procedure, history)}.values())
