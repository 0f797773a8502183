"""The next edition of a board's procedure: everything as it is, but for the clocks and gates that the board changes."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import Any, TypeVar

from commonward.procedure import Clock, Gate, Layer, Readings, impl
from commonward.procedure.layers import InstalledLayers
from commonward.procedure.readings import asked

Changes = Mapping[str, Any]
Declared = TypeVar("Declared", Clock, Gate)


def with_next_edition(
    board: str, version: str, since: date, *, clocks: Mapping[str, Changes], gates: Mapping[str, Changes]
) -> Layer:
    """The board's installed layer with one more edition, in which what is named by its id is otherwise."""
    installed = InstalledLayers()[board]
    now = installed.module(None)
    following = ModuleType(f"{now.__name__}_then_{version.replace('.', '_')}", now.__doc__)
    vars(following).update({name: made for name, made in vars(now).items() if name.startswith("commonward_")})

    @impl
    def commonward_clocks(readings: Readings) -> Sequence[Clock]:
        return [_changed(clock, clocks) for clock in asked(now.commonward_clocks, readings)]

    @impl
    def commonward_gates(readings: Readings) -> Sequence[Gate]:
        return [_changed(gate, gates) for gate in asked(now.commonward_gates, readings)]

    vars(following).update(commonward_clocks=commonward_clocks, commonward_gates=commonward_gates)
    sys.modules[following.__name__] = following
    edition = replace(installed.edition(None), version=version, since=since)
    return replace(installed, editions=(*installed.editions, (edition, following.__name__)))


def _changed(declared: Declared, changes: Mapping[str, Changes]) -> Declared:
    return replace(declared, **changes.get(declared.id, {}))
