"""The roles that work on cases, to choose from: who sees no case neither holds one nor chairs its meeting. Pure."""

from __future__ import annotations

from commonward.identity import Capability, carrying
from commonward.procedure import Procedure


def case_roles(procedure: Procedure) -> tuple[tuple[str, str], ...]:
    """The board's roles that may read cases, each in its words."""
    return tuple((role.code, procedure.words.of(role.code)) for role in carrying(Capability.CASE_READ, procedure.roles))
