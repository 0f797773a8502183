"""Laws that hold whatever happens, in whatever order: no clock is lost, none is missed or re-dated in silence."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from commonward.contracts import Event, Happened
from commonward.procedure import (
    Change,
    Clock,
    Facts,
    State,
    Step,
    before,
    clock,
    earliest,
    escalate_to,
    events,
    hours,
    weeks,
    working_days,
)
from tests.core.procedure.builders import SUBJECT, board, changes, example, obligations
from tests.core.procedure.timed import FIRST

START = datetime(2022, 9, 1, 8, tzinfo=UTC)
"""So that a holiday is announced on the tenth day, and falls on the nineteenth."""


def planned(happened: Happened[Any], facts: Facts) -> datetime | None:
    return happened.event.planned_for if isinstance(happened.event, events.MeetingConvened) else None


def declared(id: str, **own: Any) -> Clock:
    return clock(
        id,
        "Look at the concern",
        opens_on=events.ConcernRaised,
        by="worker",
        met_by=events.PlanAdopted,
        superseded_by=events.CaseClosed,
        moves_on=events.MeetingConvened,
        pauses_on=events.MissingReported,
        resumes_on=events.MissingReturned,
        may_pause="manager",
        on_breach=(escalate_to("manager"), escalate_to("manager", after=hours(30))),
        **own,
    )


def concern(happened: Happened[Any], facts: Facts) -> UUID | None:
    """A concern's own plan is named after it, so that a history can meet one and not the other."""
    match happened.event:
        case events.PlanAdopted(plan=plan):
            return plan
        case events.ConcernRaised():
            return happened.id
        case _:
            return None


CLOCKS = (
    declared(
        "EXA-1.look", within=earliest(working_days(7), before(planned, working_days(2))), remind=(hours(4), weeks(1))
    ),
    declared("EXA-2.tell", within=hours(72), occasion=concern, from_opening=True),
    declared("EXA-3.lp", within=before(planned, hours(24))),
)
BOARD = board(commonward_clocks=CLOCKS)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def told(cls: type[Event], hour: int, number: int, **said: Any) -> Happened[Any]:
    id = UUID(int=1000 * hash_of(cls) + 500 * (hour % 2) + number)
    return Happened(id, "example", SUBJECT, 1, cls.publisher, at(hour), example(cls, **said))


def hash_of(cls: type[Event]) -> int:
    return sum(map(ord, cls.__name__))


OWED = {
    n: [each.id for each in obligations(BOARD, [told(events.ConcernRaised, hour, n)])]
    for n, hour in itertools.product(range(4), range(2))
}
HOURS = st.integers(0, 900)
NUMBERS = st.integers(0, 3)
ANY_OWED = st.sampled_from(sorted({id for ids in OWED.values() for id in ids}))


def one_of(cls: type[Event], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Happened[Any]]:
    return st.builds(
        lambda hour, number, said: told(cls, hour, number, **said), HOURS, NUMBERS, st.fixed_dictionaries(fields)
    )


MOMENTS = HOURS.map(at)
EVENTS = st.one_of(
    one_of(events.ConcernRaised),
    one_of(events.MeetingConvened, meeting=st.just(FIRST), planned_for=MOMENTS),
    one_of(events.MissingReported, reported_at=MOMENTS),
    one_of(events.MissingReturned, returned_at=MOMENTS),
    one_of(events.PauseRequested, obligation=ANY_OWED),
    one_of(events.ResumeRequested, obligation=ANY_OWED),
    one_of(events.CalendarChanged, edition=st.just(date(2022, 9, 10))),
    one_of(events.TimeReached, reached=MOMENTS),
    one_of(events.TimeReached, reached=MOMENTS),
    one_of(events.PlanAdopted, adopted_at=MOMENTS, plan=NUMBERS.map(lambda n: UUID(int=n))),
    one_of(events.CaseClosed),
)
HISTORIES = st.lists(EVENTS, max_size=30)


def by_obligation(made: list[Change]) -> dict[UUID, list[Change]]:
    found: dict[UUID, list[Change]] = {}
    for change in made:
        found.setdefault(change.obligation.id, []).append(change)
    return found


@given(HISTORIES)
def test_no_sequence_of_events_loses_a_clock(history: list[Happened[Any]]) -> None:
    known = {each.id for each in history}
    for steps in by_obligation(changes(BOARD, history)).values():
        assert [change.step for change in steps].count(Step.OPENED) == 1
        last = steps[-1].obligation
        assert last.state.owed == (last.ended_by is None)
        assert last.state.owed or last.ended_by in known
        assert all(change.obligation.state.owed for change in steps[:-1])


@given(HISTORIES)
def test_a_deadline_never_moves_without_a_step_that_says_so(history: list[Happened[Any]]) -> None:
    for steps in by_obligation(changes(BOARD, history)).values():
        for earlier, later in itertools.pairwise(steps):
            assert later.before == earlier.obligation
            moved = later.obligation.due != earlier.obligation.due
            assert moved == (later.step is Step.MOVED)


@given(HISTORIES)
def test_the_first_deadline_is_never_forgotten(history: list[Happened[Any]]) -> None:
    for steps in by_obligation(changes(BOARD, history)).values():
        dues = [change.obligation.due for change in steps if change.obligation.due]
        assert {change.obligation.first_due for change in steps} <= {None, *dues[:1]}


@given(HISTORIES)
def test_an_event_that_comes_twice_changes_nothing_the_second_time(history: list[Happened[Any]]) -> None:
    twice = [each for each in history for _ in range(2)]
    assert obligations(BOARD, twice) == obligations(BOARD, history)


@given(HISTORIES)
def test_when_all_time_has_passed_nothing_that_runs_is_left_unnoticed(history: list[Happened[Any]]) -> None:
    end = told(events.TimeReached, 9000, 9, reached=at(9000))
    for owed in obligations(BOARD, [*history, end]):
        assert owed.state is not State.OPEN or owed.due is None
        assert owed.wakes_at is None


@given(HISTORIES)
def test_each_deadline_that_passes_is_breached_once(history: list[Happened[Any]]) -> None:
    for steps in by_obligation(changes(BOARD, history)).values():
        for earlier, later in itertools.pairwise([s for s in steps if s.step is Step.BREACHED or s.breach_corrected]):
            assert earlier.step is not Step.BREACHED or later.breach_corrected


@given(HISTORIES)
@settings(max_examples=300)
def test_to_pause_and_go_on_never_shortens(history: list[Happened[Any]]) -> None:
    for steps in by_obligation(changes(BOARD, history)).values():
        for earlier, later in itertools.pairwise(steps):
            if earlier.step is Step.RESUMED and later.step is Step.MOVED and moved_by_resuming(earlier, later):
                assert earlier.obligation.due is not None
                assert later.obligation.due is not None
                assert later.obligation.due > earlier.obligation.due


def moved_by_resuming(resumed: Change, moved: Change) -> bool:
    """Whether nothing else than the pause has moved it: the same starts, the same calendar."""
    now, before = moved.obligation, resumed.obligation
    return (now.counted_from, now.calendar) == (before.counted_from, before.calendar)
