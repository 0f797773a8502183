"""Every condition of a board can be asked of every event and of every case, and its answer can be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from commonward.contracts import Happened, Tri
from commonward.procedure import Clock, Facts, Gate, Given, Procedure, faults, fold
from commonward.procedure.deadlines import Start, terms_of
from commonward.procedure.plugin_code import in_words, raised_at
from commonward.testing.cases import at_each_level, every_event, happened, situations


def clocks(procedure: Procedure) -> Iterator[str]:
    """Every clock has a role and a consequence, and no event breaks a condition or a start."""
    for clock in procedure.clocks:
        if not clock.by or not clock.on_breach.role:
            yield f"clock {clock.id} has no role or no consequence"
    for before in at_each_level(procedure):
        for event in every_event(procedure):
            yield from _asked_on(procedure, happened(event), before)


def _asked_on(procedure: Procedure, told: Happened[Any], before: Facts) -> Iterator[str]:
    event, facts = told.event, fold(before, told)
    for clock in procedure.clocks:
        yield from _asked_of(procedure, clock, told, facts)
    for notice in procedure.notices:
        for only in notice.on:
            if isinstance(event, only.event):
                yield from _breaks(procedure, f"notice {notice.id}, on {event.type}", only.when, event, facts)
    for kind in procedure.meeting_kinds:
        yield from _breaks(procedure, f"meeting {kind.id}, on {event.type}", kind.called_by, event, facts)


def _asked_of(procedure: Procedure, clock: Clock, told: Happened[Any], facts: Facts) -> Iterator[str]:
    """Faults of whatever a clock asks of an event: its conditions, its occasion, and where it starts then."""
    event, where = told.event, f"clock {clock.id}, on {told.event.type}"
    waits_for = ("opens_on", "met_by", "moves_on", "pauses_on", "resumes_on", "superseded_by")
    asked = [(name, only) for name in waits_for for only in getattr(clock, name) if isinstance(event, only.event)]
    broken = [
        fault for name, only in asked for fault in _breaks(procedure, f"{where}: {name}", only.when, event, facts)
    ]
    if asked and clock.occasion is not None:
        broken += _breaks(procedure, f"{where}: occasion", clock.occasion, told, facts)
    if not broken and any(only.when(event, facts) for name, only in asked if name in ("opens_on", "moves_on")):
        starts = [clock.starts, *(term.start for term in terms_of(clock.within) if term.start is not None)]
        broken += [fault for start in starts for fault in _no_instant(procedure, where, start, told, facts)]
    yield from broken


def _no_instant(procedure: Procedure, where: str, start: Start, told: Happened[Any], facts: Facts) -> Iterator[str]:
    try:
        at: object = start(told, facts)
    except Exception as error:  # the kit can't know what a plugin may raise
        yield f"{where}: the start: {said(procedure, error)}"
        return
    if at is not None and not (isinstance(at, datetime) and at.tzinfo):
        yield f"{where}: the start is {at!r}; give an instant with its offset, such as happened.at, or None"


def gates(procedure: Procedure) -> Iterator[str]:
    """Gates, prompts and forms can be asked of a case of which nothing is known."""
    for facts in (Facts(), next(situations(procedure))):
        for gate in procedure.gates:
            yield from _breaks(procedure, f"gate {gate.id}", gate.unless, facts)
            yield from _neither(gate, facts)
        for prompt in procedure.prompts:
            yield from _breaks(procedure, f"prompt {prompt.id}", prompt.when, facts)
        for kind in procedure.records:
            yield from _breaks(procedure, f"record {kind.id}", faults, kind, Given({}), facts)


def _neither(gate: Gate, facts: Facts) -> Iterator[str]:
    """A record, say, is no yes: such a gate would never open."""
    try:
        holds: object = gate.unless(facts)
    except Exception:  # told already
        return
    if not isinstance(holds, bool | Tri):
        yield f"gate {gate.id}: unless gave a {type(holds).__name__}; give True, False or a Tri"


def _breaks(procedure: Procedure, what: str, ask: Callable[..., Any], *about: Any) -> Iterator[str]:
    """Whatever a plugin's condition raises, the kit names it and goes on."""
    try:
        ask(*about)
    except Exception as error:  # as above
        yield f"{what}: {said(procedure, error)}"


def said(procedure: Procedure, error: Exception) -> str:
    """The file and line of the plugins' code that raised it, and what it says."""
    packages = {module.__name__.partition(".")[0] for module in procedure.modules()}
    return f"{raised_at(error, packages)}{in_words(error)}"
