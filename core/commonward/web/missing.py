"""What a gate still misses, as every service tells it."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from commonward.contracts import Code
from commonward.contracts.field_groups import Plain
from commonward.procedure import Unmet


class Missing(BaseModel):
    """Something that a gate still misses, and who can supply it."""

    gate: Plain
    force: Plain
    missing: Plain
    supplied_by: Code


def missing(unmet: Iterable[Unmet]) -> tuple[Missing, ...]:
    """Each unmet gate as it crosses the API."""
    return tuple(
        Missing(gate=one.gate, force=one.force, missing=one.missing, supplied_by=one.supplied_by) for one in unmet
    )
