"""What was put right, seen from the events that open clocks: as known then, and as known now. Pure.

A correction speaks of one concern, and of what came after it as far as no later concern speaks of the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any
from uuid import UUID

from commonward.contracts import Event, Happened
from commonward.contracts.events import ConcernRaised, FactsCorrected, RecordMade, RecordVoided
from commonward.procedure.clocks import Clock
from commonward.procedure.facts import Facts
from commonward.procedure.folding import fold, what_holds
from commonward.procedure.obligation import Obligation, State

PUT_RIGHT = (FactsCorrected, RecordVoided)
"""By these two people put right what was held for true, and the case goes on."""


@dataclass(frozen=True, slots=True)
class Opening:
    """An event that may open clocks, and the facts after it."""

    happened: Happened[Any]
    facts: Facts

    def opens(self, clock: Clock) -> bool:
        """Whether it opens this clock."""
        return clock.opens(self.happened.event, self.facts)


class Known:
    """A subject's events, the newest being one that puts something right."""

    def __init__(self, history: Iterable[Happened[Event]]) -> None:
        self._told = list({each.id: each for each in history}.values())
        self._void = set(_void(self._told))
        self._standing = [each for each in self._told if each.id not in self._void]
        self._put_right = {each.id for each in self._told if isinstance(each.event, PUT_RIGHT)}

    def then(self, cause: UUID) -> Opening | None:
        """What opened it as known then. None: this history does not hold it."""
        return _opening(self._told, cause)

    def now(self, cause: UUID) -> Opening | None:
        """The same as known now. None: it was itself taken out of the reckoning."""
        opening = _opening(self._standing, cause)
        return opening and reduce(_corrected, self._corrections(cause), opening)

    def falls_away(self, obligation: Obligation, clock: Clock) -> bool:
        """Whether it was opened by what has been put right since. By itself no later fact makes it fall away."""
        then, now = self.then(obligation.cause), self.now(obligation.cause)
        return then is not None and then.opens(clock) and not (now is not None and now.opens(clock))

    def wrongly_ended(self, obligation: Obligation) -> bool:
        """Whether it ended by a record that is void, or by a correction, which may have been corrected."""
        by_correction = obligation.state is State.SUPERSEDED and obligation.ended_by in self._put_right
        return by_correction or (not obligation.state.owed and obligation.ended_by in self._void)

    def since(self, cause: UUID) -> Iterator[Opening]:
        """What stands of what happened after it, each with the facts that stand."""
        facts, passed = Facts(), False
        for happened in self._standing:
            facts = fold(facts, happened)
            if passed:
                yield Opening(happened, facts)
            passed = passed or happened.id == cause

    def _corrections(self, cause: UUID) -> Iterator[_Correction]:
        """Those that came later, each with its concern: the newest of its time, where none was named."""
        for later in self.since(cause):
            if isinstance(later.happened.event, FactsCorrected):
                event = later.happened.event
                yield _Correction(event, later.facts.matters.get(event.correction) or later.facts.newest)


@dataclass(frozen=True, slots=True)
class _Correction:
    """A correction, and the concern that it speaks of."""

    event: FactsCorrected
    about: UUID | None


def _void(history: Sequence[Happened[Event]]) -> Iterator[UUID]:
    """The events of records that were voided later."""
    voided = set[UUID]()
    for happened in reversed(history):
        if isinstance(happened.event, RecordVoided):
            voided.add(happened.event.record)
        elif isinstance(happened.event, RecordMade) and happened.event.record in voided:
            yield happened.id


def _opening(history: Sequence[Happened[Event]], cause: UUID) -> Opening | None:
    facts = Facts()
    for happened in history:
        facts = fold(facts, happened)
        if happened.id == cause:
            return Opening(happened, facts)
    return None


def _corrected(opening: Opening, correction: _Correction) -> Opening:
    """The facts as corrected, and with them what the concern itself says."""
    happened, event = opening.happened, correction.event
    facts = opening.facts.model_copy(update=what_holds(opening.facts, event, correction.about))
    if isinstance(happened.event, ConcernRaised) and happened.event.concern == correction.about:
        names = (code.replace("-", "_") for code in event.corrected)
        right = {name: getattr(event, name) for name in names}
        happened = replace(happened, event=happened.event.model_copy(update=right))
    return Opening(happened, facts)
