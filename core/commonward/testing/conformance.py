"""Laws that no plugin may break, whatever its board has decided."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from commonward.procedure import Procedure, Procedures

DESCRIBING = (
    "commonward_authority",
    "commonward_scope",
    "commonward_rule_register",
    "commonward_roles",
    "commonward_levels",
    "commonward_tools",
    "commonward_decisions",
    "commonward_meeting_kinds",
    "commonward_clocks",
    "commonward_notices",
    "commonward_gates",
    "commonward_words",
)


def check_layer(authority: str, layers: Sequence[str]) -> Procedure:
    """Load an installed authority with its layers and hold it against the laws.

    Raises UnusableProcedure when it can't be loaded, AssertionError with every law that it breaks.
    """
    procedure = Procedures({authority: layers}).of(authority)
    found = list(faults(procedure))
    assert not found, "\n".join(found)
    return procedure


def faults(procedure: Procedure) -> Iterator[str]:
    """Every law that a loaded procedure breaks."""
    yield from _pure(procedure)
    yield from _second_persons(procedure)
    for clock in procedure.clocks:
        if not clock.by or not clock.on_breach.role:
            yield f"clock {clock.id} has no role or no consequence"


def _pure(procedure: Procedure) -> Iterator[str]:
    """A describing hook answers the same frozen values each time."""
    for name in DESCRIBING:
        for impl in getattr(procedure.manager.hook, name).get_hookimpls():
            first, second = impl.function(), impl.function()
            where = f"{impl.function.__module__}:{impl.function.__name__}"
            if repr(first) != repr(second):
                yield f"{where} answers differently when asked again"
            values = first if isinstance(first, (list, tuple)) else (first,)
            loose = [type(value).__name__ for value in values if not _frozen(value)]
            yield from (f"{where} answers with a {name}, which can be changed" for name in loose)


def _frozen(value: Any) -> bool:
    if dataclasses.is_dataclass(value):
        params = getattr(type(value), "__dataclass_params__", None)
        return bool(params and params.frozen)
    return value is None or (isinstance(value, BaseModel) and bool(value.model_config.get("frozen")))


def _second_persons(procedure: Procedure) -> Iterator[str]:
    """Where a second person must agree, there is a role that can be one."""
    roles = {role.code for role in procedure.roles}
    for point in procedure.decisions:
        if point.second_role is not None and point.second_role not in roles:
            yield f"decision {point.id} wants a second person of the role {point.second_role}, which nobody can have"
