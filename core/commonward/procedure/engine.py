"""The clock engine: pure, with no `now`. Events go in, time being one of them; changes come out.

An obligation's id follows from authority, subject, clock and the event that opened it, so a replay gives the same ones.
Deadlines are counted by the calendar as it was known when the event was recorded. A concern that is routed again is
still one: what both routes call for is owed once, and what only the old one called for no longer.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from commonward.clock import Calendar, london
from commonward.contracts import Event, Happened
from commonward.contracts.events import (
    CalendarChanged,
    CaseVoided,
    ConcernRouted,
    EditionChanged,
    NoticeDelivered,
    NoticeRaised,
    PauseRequested,
    RecordMade,
    ResumeRequested,
    TimeReached,
)
from commonward.procedure.about import about
from commonward.procedure.belonging import of_one_thing
from commonward.procedure.clocks import Clock
from commonward.procedure.correcting import PUT_RIGHT, Known
from commonward.procedure.counting import counted, starts_of
from commonward.procedure.declaring import Only
from commonward.procedure.facts import Facts
from commonward.procedure.moving import due_if_done, goes_on_by_event, move, pause, reason_of, recount, resume
from commonward.procedure.obligation import Change, Obligation, State, Step
from commonward.procedure.occurred import occurred
from commonward.procedure.passing import let_pass
from commonward.procedure.procedure import Procedure

ABOUT_NOTICES = (NoticeRaised, NoticeDelivered)
"""They may meet a clock and never start one: what they started would raise notices again."""
ABOUT_ANY_CLOCK = (
    EditionChanged,
    TimeReached,
    CalendarChanged,
    PauseRequested,
    ResumeRequested,
    CaseVoided,
    ConcernRouted,
    *PUT_RIGHT,
)
"""They may change whatever is owed; any other event only what is owed under a clock that names its type."""
_NAMESPACE = UUID("0198c0de-0b11-5a7e-8000-c0ffee000001")

History = Callable[[], Sequence[Happened[Event]]]
"""A subject's events up to the one that is taken. Asked for only where something was put right."""


def _untold() -> Sequence[Happened[Event]]:
    return ()


def advance(
    obligations: Sequence[Obligation],
    happened: Happened[Event],
    facts: Facts,
    procedure: Procedure,
    history: History = _untold,
) -> list[Change]:
    """Return what an event changes; `facts` already hold it.

    What is owed ends, moves, pauses or goes on first; then new clocks open. Without a history, what was put right
    ends nothing.
    """
    turn = _Turn(happened, facts, procedure, history)
    owed = [each for each in obligations if each.state.owed and turn.touches(each)]
    turn = turn.among(owed)
    changes = [change for each in owed for change in turn.of(each)]
    return [*changes, *turn.opened(obligations, changes)]


@dataclass(frozen=True)
class _Turn:
    """One event, with what is known after it."""

    happened: Happened[Any]
    facts: Facts
    procedure: Procedure
    history: History = field(default=_untold)
    passed_over: frozenset[UUID] = frozenset()
    """What a record would meet, if it were not about something else."""

    @cached_property
    def known(self) -> Known:
        """What is known now, where the event puts something right."""
        return Known(self.history())

    @cached_property
    def _heeded(self) -> frozenset[str] | None:
        """The clocks under which it may change what is owed; None: under any."""
        event = self.happened.event
        return None if isinstance(event, ABOUT_ANY_CLOCK) else self.procedure.heeding(type(event))

    def touches(self, obligation: Obligation) -> bool:
        """Whether it may do anything to what is owed."""
        return self._heeded is None or obligation.clock in self._heeded

    @property
    def calendar(self) -> Calendar:
        """The calendar as it was known when the event was recorded."""
        return self.procedure.calendar.as_known_on(london(self.happened.at).date())

    def _pinned(self, obligation: Obligation) -> Calendar:
        """The calendar that its deadline was counted by; only a move and `CalendarChanged` bring another."""
        return self.procedure.calendar.at(obligation.calendar)

    def of(self, obligation: Obligation) -> Iterator[Change]:
        """What the event does to one that is owed."""
        clock = self.procedure.clock(obligation.clock)
        if pointless := self._pointless(obligation, clock):
            yield pointless
            return
        match self.happened.event:
            case EditionChanged():
                yield from self._taken_over(obligation, clock)
            case _ if clock is None:
                return
            case TimeReached(reached=reached):
                yield from let_pass(obligation, clock, reached, self._pinned(obligation))
            case CalendarChanged(edition=edition):
                calendar = self.procedure.calendar.as_known_on(edition)
                yield from recount(obligation, obligation, clock, self.happened.at, calendar)
            case PauseRequested(obligation=obligation.id) | ResumeRequested(obligation=obligation.id):
                yield from self._asked(obligation, clock)
            case _ if obligation.cause != self.happened.id:
                # An event delivered again can't meet what it opened itself.
                yield from self._by_declaration(obligation, clock)

    def _pointless(self, obligation: Obligation, clock: Clock | None) -> Change | None:
        """How it ends where the whole case is void, or what opened it is put right or routed elsewhere."""
        if isinstance(self.happened.event, CaseVoided):
            return self._superseded(obligation, clock)
        if clock is None:
            return None
        if isinstance(self.happened.event, ConcernRouted) and self._routed_elsewhere(obligation, clock):
            return self._superseded(obligation, clock)
        if isinstance(self.happened.event, PUT_RIGHT) and self.known.falls_away(obligation, clock):
            return replace(self._superseded(obligation, clock), void=True)
        return None

    def _by_declaration(self, obligation: Obligation, clock: Clock) -> Iterator[Change]:
        if self._meets(obligation, clock) and obligation.id not in self.passed_over:
            yield self._met(obligation, clock)
        elif self._on(obligation, clock, clock.superseded_by):
            yield self._superseded(obligation, clock)
        elif self._on(obligation, clock, clock.moves_on):
            hours = self.procedure.authority.office_hours
            yield from move(obligation, clock, self.happened, self.facts, hours, self.calendar)
        elif self._on(obligation, clock, clock.pauses_on):
            reason = reason_of(self.happened.event)
            yield from pause(obligation, clock, occurred(self.happened), reason, asked=False)
        elif self._on(obligation, clock, clock.resumes_on) and goes_on_by_event(obligation):
            yield from resume(obligation, clock, occurred(self.happened), self.happened.at, self._pinned(obligation))

    def among(self, owed: Sequence[Obligation]) -> _Turn:
        """The same, knowing what else is owed: of each clock's, a record meets what it is about, or `together` all."""
        if not isinstance(self.happened.event, RecordMade):
            return self
        would_meet: dict[str, list[Obligation]] = {}
        for each in owed:
            clock = self.procedure.clock(each.clock)
            if clock and not clock.together and each.cause != self.happened.id and self._meets(each, clock):
                would_meet.setdefault(clock.id, []).append(each)
        named = about(self.happened.event, self.facts)
        not_meant = (frozenset(each.id for each in of) - of_one_thing(of, named) for of in would_meet.values())
        return replace(self, passed_over=frozenset().union(*not_meant))

    def _meets(self, obligation: Obligation, clock: Clock) -> bool:
        return self._is(clock.met_by) and obligation.occasion == self._occasion(clock)

    def _asked(self, obligation: Obligation, clock: Clock) -> Iterator[Change]:
        """A person pauses it or lets it go on; what a clock does not allow, or is too late for, changes nothing."""
        event, at = self.happened.event, self.happened.at
        if clock.may_pause is None:
            return
        if isinstance(event, PauseRequested):
            yield from pause(obligation, clock, at, event.reason, asked=True)
        elif obligation.state is State.PAUSED:
            yield from resume(obligation, clock, at, at, self._pinned(obligation))

    def _met(self, obligation: Obligation, clock: Clock) -> Change:
        """In time goes by when the fact happened, not by when it was heard of."""
        at = occurred(self.happened)
        ends = due_if_done(obligation, clock, at, self._pinned(obligation))
        state = State.MET if ends is None or at < ends else State.MET_LATE
        ended = replace(obligation, state=state, ended_by=self.happened.id, ended_at=at)
        return Change(Step.DISCHARGED, ended, clock, obligation)

    def _superseded(self, obligation: Obligation, clock: Clock | None) -> Change:
        ended = replace(obligation, state=State.SUPERSEDED, ended_by=self.happened.id, ended_at=self.happened.at)
        return Change(Step.SUPERSEDED, ended, clock, obligation)

    def _taken_over(self, obligation: Obligation, clock: Clock | None) -> Iterator[Change]:
        """Another edition: a clock that it does not have ends; one that it has goes on from the same start."""
        if clock is None:
            yield self._superseded(obligation, clock)
        else:
            yield from recount(obligation, obligation, clock, self.happened.at, self._pinned(obligation))

    def opened(self, before: Sequence[Obligation], changes: Sequence[Change]) -> Iterator[Change]:
        """The clocks that the event opens, once it has changed what was owed before."""
        event = self.happened.event
        may = () if isinstance(event, ABOUT_NOTICES) else self.procedure.opened_by(type(event))
        opening = [clock for clock in may if clock.opens(event, self.facts)]
        if not opening and not isinstance(event, PUT_RIGHT):
            return
        now = {**{each.id: each for each in before}, **{each.obligation.id: each.obligation for each in changes}}
        if isinstance(event, PUT_RIGHT):
            yield from self._reinstated(list(now.values()))
        yield from self._newly_owed(opening, now)

    def _newly_owed(self, opening: Sequence[Clock], now: Mapping[UUID, Obligation]) -> Iterator[Change]:
        """Of one occasion, one at a time is owed."""
        owed = {(each.clock, each.occasion) for each in now.values() if each.state.owed and each.occasion is not None}
        for clock in opening:
            if (clock.id, self._occasion(clock)) not in owed:
                opened = self._open(clock)
                if opened.id not in now and not self._called_for_before(opened, clock, now.values()):
                    yield Change(Step.OPENED, opened, clock)

    def _called_for_before(self, opened: Obligation, clock: Clock, obligations: Iterable[Obligation]) -> bool:
        """Whether an earlier route of the same concern called for it, and it is owed or was met."""
        if not isinstance(self.happened.event, ConcernRouted):
            return False
        same = (each for each in obligations if (each.clock, each.about) == (opened.clock, opened.about))
        return _of_the_route(clock) and any(each.state is not State.SUPERSEDED for each in same)

    def _routed_elsewhere(self, obligation: Obligation, clock: Clock) -> bool:
        """Whether an earlier route of this concern called for it, and this one does not."""
        same = obligation.about == self.happened.event.concern and obligation.cause != self.happened.id
        return same and _of_the_route(clock) and not clock.opens(self.happened.event, self.facts)

    def _reinstated(self, obligations: Sequence[Obligation]) -> Iterator[Change]:
        """What ended by what was put right, still has its reason, and is not done: it is owed again, from its start."""
        together: dict[tuple[str, UUID], list[Obligation]] = {}
        for each in obligations:
            if clock := self.procedure.clock(each.clock):
                matter = each.about if each.about and _of_the_route(clock) else each.cause
                together.setdefault((clock.id, matter), []).append(each)
        for (id, _), same in together.items():
            clock = self.procedure.clock(id)
            wrongly = clock and all(map(self.known.wrongly_ended, same))
            spent = {each.ended_by for each in obligations if each.clock == id and each not in same}
            again = self._again(same[-1], clock, spent) if clock and wrongly else None
            if again is not None and again.id not in {each.id for each in same}:
                yield Change(Step.OPENED, again, clock)

    def _again(self, ended: Obligation, clock: Clock, spent: Container[UUID | None]) -> Obligation | None:
        """It as its opening event opens it now, taken through what stands of what has happened since, but for time.

        A record that has met another of the clock's counts for that one.
        """
        opening = self.known.now(ended.cause)
        if opening is None or not opening.opens(clock):
            return None
        first = _Turn(opening.happened, opening.facts, self.procedure)._open(clock)
        id = uuid5(_NAMESPACE, f"{first.id}|{self.happened.id}")
        again = replace(first, id=id)
        for later in self.known.since(ended.cause):
            for_another = isinstance(later.happened.event, RecordMade) and later.happened.id in spent
            if not isinstance(later.happened.event, TimeReached) and not (for_another and not clock.together):
                turn = _Turn(later.happened, later.facts, self.procedure).among([again])
                again = next((change.obligation for change in reversed(list(turn.of(again)))), again)
            if not again.state.owed:
                return None
        return again

    def _open(self, clock: Clock) -> Obligation:
        happened, calendar = self.happened, self.calendar
        own, starts = starts_of(clock, happened, self.facts, self.procedure.authority.office_hours, calendar)
        opened = Obligation(
            id=uuid5(_NAMESPACE, f"{happened.authority}|{happened.subject}|{clock.id}|{happened.id}"),
            clock=clock.id,
            cause=happened.id,
            started_at=own or happened.at,
            due=None,
            remind_at=None,
            occasion=self._occasion(clock),
            counted_from=starts,
            about=about(happened.event, self.facts),
        )
        return counted(opened, clock, happened.at, calendar)

    def _is(self, events: tuple[Only, ...]) -> bool:
        return any(each.has(self.happened.event, self.facts) for each in events)

    def _occasion(self, clock: Clock) -> UUID | None:
        return clock.occasion(self.happened, self.facts) if clock.occasion else None

    def _on(self, obligation: Obligation, clock: Clock, events: tuple[Only, ...]) -> bool:
        """Whether it is such an event, of the obligation's occasion or of none, such as a case's closing."""
        if not self._is(events):
            return False
        return obligation.occasion is None or self._occasion(clock) in (None, obligation.occasion)


def _of_the_route(clock: Clock) -> bool:
    """Whether the route of a concern opens it."""
    return ConcernRouted in clock.opening
