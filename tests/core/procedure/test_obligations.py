"""The clock engine: what opens, meets, supersedes, reminds of and breaches an obligation, and that none is lost."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from commonward.contracts import Happened, events
from commonward.procedure import (
    Obligation,
    Only,
    State,
    Step,
    days,
    hours,
    only,
    working_days,
)
from tests.core.procedure import builders
from tests.core.procedure.builders import after, board, changes, example, happened, obligations

LOOK = replace(builders.LOOK, superseded_by=(Only(events.CaseClosed),), remind=(hours(4),))
REVIEW = replace(  # restarts with each meeting
    LOOK, id="EXA-2.tell", opens_on=(Only(events.MeetingHeld),), within=days(2), remind=(), because=("EXA-2.tell",)
)
BOARD = board(commonward_clocks=(LOOK,))
RECURRING = board(commonward_clocks=(LOOK, REVIEW))


def raised(at: float = 0, *, id: int | None = None) -> Happened[Any]:
    return happened(example(events.ConcernRaised), at, id=id)


def held(at: float, *, heard: float | None = None, id: int | None = None) -> Happened[Any]:
    return happened(example(events.MeetingHeld, held_at=after(at)), at if heard is None else heard, id=id)


def closed(at: float, *, id: int | None = None) -> Happened[Any]:
    return happened(example(events.CaseClosed), at, id=id)


def tick(to: float) -> Happened[Any]:
    return happened(example(events.TimeReached, reached=after(to)), to)


def after_all(*history: Happened[Any]) -> Obligation:
    (obligation,) = obligations(BOARD, history)
    return obligation


def steps(*history: Happened[Any]) -> list[Step]:
    return [change.step for change in changes(BOARD, history)]


def test_an_event_opens_its_clock_with_a_deadline_and_a_reminder() -> None:
    cause = raised()
    owed = after_all(cause)
    assert (owed.state, owed.cause, owed.started_at) == (State.OPEN, cause.id, after(0))
    assert (owed.remind_at, owed.due, owed.wakes_at) == (after(20), after(24), after(20))


def test_a_clock_opens_only_where_its_condition_holds() -> None:
    urgent = replace(LOOK, opens_on=(only(events.ConcernRaised, lambda event, facts: event.immediate_danger == "yes"),))
    assert obligations(board(commonward_clocks=(urgent,)), [raised()]) == []


def test_a_notice_opens_no_clock_whatever_a_board_declares() -> None:
    about_notices = replace(LOOK, opens_on=(Only(events.NoticeRaised), Only(events.NoticeDelivered)))
    told = [happened(example(cls)) for cls in (events.NoticeRaised, events.NoticeDelivered)]
    assert changes(board(commonward_clocks=(about_notices,)), told) == []


def test_a_clock_may_start_from_another_fact_than_its_event() -> None:
    received = replace(LOOK, starts=lambda happened, facts: happened.event.received_at)
    (owed,) = obligations(board(commonward_clocks=(received,)), [raised(5)])
    assert owed.started_at == raised(5).event.received_at


def test_without_a_stated_figure_there_is_no_deadline_and_no_breach() -> None:
    (owed,) = obligations(board(commonward_clocks=(replace(LOOK, within=None),)), [raised(), tick(10_000)])
    assert (owed.state, owed.due, owed.remind_at, owed.wakes_at) == (State.OPEN, None, None, None)


def test_what_happened_in_time_meets_the_clock_also_when_it_is_heard_of_late() -> None:
    done = held(23, heard=60)
    owed = after_all(raised(), tick(30), done)
    assert (owed.state, owed.ended_by, owed.ended_at) == (State.MET, done.id, after(23))


def test_what_happened_late_meets_the_clock_late() -> None:
    assert after_all(raised(), held(25)).state is State.MET_LATE


def test_at_the_deadline_itself_it_is_late() -> None:
    assert after_all(raised(), held(24)).state is State.MET_LATE


def test_an_event_that_does_not_meet_the_condition_does_not_end_the_clock() -> None:
    quorate = replace(LOOK, met_by=(only(events.MeetingHeld, lambda event, facts: event.quorate),))
    inquorate = happened(example(events.MeetingHeld, quorate=False), 2)
    (owed,) = obligations(board(commonward_clocks=(quorate,)), [raised(), inquorate])
    assert owed.state is State.OPEN


def test_a_closed_case_supersedes_what_is_owed() -> None:
    end = closed(3)
    owed = after_all(raised(), end)
    assert (owed.state, owed.ended_by, owed.state.owed) == (State.SUPERSEDED, end.id, False)


def test_what_was_met_is_not_superseded_afterwards() -> None:
    assert after_all(raised(), held(2), closed(3)).state is State.MET


def test_its_role_is_reminded_once() -> None:
    assert steps(raised(), tick(19), tick(20), tick(21)) == [Step.OPENED, Step.REMINDED]


def test_it_is_breached_once_and_still_owed() -> None:
    assert steps(raised(), tick(20), tick(24), tick(48)) == [Step.OPENED, Step.REMINDED, Step.BREACHED]
    assert after_all(raised(), tick(24)).state.owed


def test_time_that_jumps_past_both_reminds_before_it_breaches() -> None:
    assert steps(raised(), tick(100)) == [Step.OPENED, Step.REMINDED, Step.BREACHED]


def test_after_its_reminder_it_wakes_at_its_deadline_and_then_no_more() -> None:
    assert after_all(raised(), tick(20)).wakes_at == after(24)
    assert after_all(raised(), tick(24)).wakes_at is None


def test_what_was_met_is_neither_reminded_of_nor_breached() -> None:
    assert steps(raised(), held(1), tick(100)) == [Step.OPENED, Step.DISCHARGED]


def test_a_reminder_one_working_day_before_comes_a_working_day_before_the_last_day() -> None:
    two_days = replace(LOOK, within=working_days(2), remind=(working_days(1),))
    (owed,) = obligations(board(commonward_clocks=(two_days,)), [raised()])
    # Raised on Monday at 9:00: over when Wednesday is over, reminded when Tuesday is over.
    assert (owed.due, owed.remind_at) == (after(63), after(39))


def test_a_recurring_clock_is_met_and_opened_anew_by_one_event() -> None:
    history = [raised(), held(1), held(30)]
    assert [owed.state for owed in obligations(RECURRING, history)] == [State.MET, State.MET, State.OPEN]


def test_a_recurring_clock_is_not_met_by_the_event_that_opened_it_delivered_again() -> None:
    meeting = held(1)
    (review,) = obligations(RECURRING, [meeting, meeting])
    assert review.state is State.OPEN


def test_a_replay_gives_the_same_ids_and_states() -> None:
    history = [raised(), tick(20), held(2), raised(3), tick(60), closed(70)]
    assert obligations(RECURRING, history) == obligations(RECURRING, history)


def test_another_subject_owes_under_another_id() -> None:
    one = raised(id=5)
    other = replace(one, subject=UUID(int=99))
    assert obligations(BOARD, [one])[0].id != obligations(BOARD, [other])[0].id


def test_a_duplicate_opens_nothing_twice() -> None:
    concern = raised()
    assert steps(concern, concern, held(1), concern) == [Step.OPENED, Step.DISCHARGED]


MAKERS = (raised, held, closed)
HISTORIES = st.lists(
    st.one_of(
        st.builds(
            lambda make, at, id: make(at, id=id), st.sampled_from(MAKERS), st.integers(0, 200), st.integers(1, 12)
        ),
        st.builds(tick, st.integers(0, 300)),
    ),
    max_size=25,
)


@given(HISTORIES)
def test_no_history_loses_an_obligation(history: list[Happened[Any]]) -> None:
    """Each that was opened is opened once, ends at most once, and is owed exactly as long as it has not ended."""
    made = changes(RECURRING, history)
    opened = [change.obligation.id for change in made if change.step is Step.OPENED]
    ended = [change.obligation.id for change in made if change.step in (Step.DISCHARGED, Step.SUPERSEDED)]
    left = {owed.id: owed for owed in obligations(RECURRING, history)}
    assert len(set(opened)) == len(opened)
    assert len(set(ended)) == len(ended)
    assert set(left) == set(opened)
    assert {id for id, owed in left.items() if not owed.state.owed} == set(ended)


@given(HISTORIES)
def test_every_cause_opens_exactly_one_obligation_for_each_clock(history: list[Happened[Any]]) -> None:
    causes = {(each.id, type(each.event)) for each in history}
    wanted = [
        (clock.id, id) for clock, (id, kind) in itertools.product((LOOK, REVIEW), causes) if kind in clock.opening
    ]
    assert sorted((owed.clock, owed.cause) for owed in obligations(RECURRING, history)) == sorted(wanted)


@given(HISTORIES)
def test_nothing_happens_to_an_obligation_after_its_end(history: list[Happened[Any]]) -> None:
    ended: set[UUID] = set()
    for change in changes(RECURRING, history):
        assert change.obligation.id not in ended
        if not change.obligation.state.owed:
            ended.add(change.obligation.id)


def states(history: Sequence[Happened[Any]]) -> list[tuple[State, UUID | None]]:
    return [(owed.state, owed.ended_by) for owed in obligations(BOARD, history)]


@given(
    order=st.permutations((5, 20, 21, 24, 40, 60)),
    end=st.sampled_from([held(10), held(23), held(24), held(50), closed(30)]),
    position=st.integers(0, 6),
)
def test_the_order_of_ticks_does_not_matter_for_what_is_left(
    order: list[int], end: Happened[Any], position: int
) -> None:
    opened = [raised(0, id=1), raised(10, id=2), raised(30, id=3)]
    ticks = [tick(at) for at in order]
    in_order = [*opened, *sorted(ticks, key=lambda each: each.at), end]
    shuffled = [*opened, *ticks[:position], end, *ticks[position:]]
    assert states(shuffled) == states(in_order)
    assert states([*opened, *ticks]) == states([*opened, *sorted(ticks, key=lambda each: each.at)])
