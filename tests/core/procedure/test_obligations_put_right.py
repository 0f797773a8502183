"""What was put right: a concern that is routed again, facts that were wrong, a record that is void."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from commonward.contracts import Event, Happened
from commonward.procedure import Clock, Facts, State, Step, Tri, events, only
from tests.core.procedure.builders import board, changes, obligations
from tests.core.procedure.timed import FIRST, SECOND, a_clock, at, left, raised, steps, tick, told

VISIT, CARE = UUID(int=81), UUID(int=82)
RIGHT, OF_ANOTHER = UUID(int=91), UUID(int=92)


def refers(event: events.ConcernRouted, facts: Facts) -> bool:
    return event.outcome == "refer"


def looked_after(event: Event, facts: Facts) -> bool:
    return facts.looked_after is Tri.YES


def is_care(event: events.RecordMade, facts: Facts) -> bool:
    return event.kind == "care"


def is_visit(event: events.RecordMade, facts: Facts) -> bool:
    return event.kind == "visit"


ROUTED = a_clock(opens_on=only(events.ConcernRouted, refers), met_by=only(events.RecordMade, is_visit))
OF_CARE = a_clock(opens_on=only(events.ConcernRaised, looked_after), met_by=only(events.RecordMade, is_visit))
IN_DANGER = a_clock(opens_on=only(events.ConcernRaised, lambda event, facts: event.immediate_danger is Tri.YES))
AFTER_CARE = a_clock(opens_on=only(events.RecordMade, is_care), met_by=only(events.RecordMade, is_visit))


def routed(local: str, outcome: str = "refer", concern: UUID = FIRST) -> Happened[Any]:
    return told(events.ConcernRouted, local, concern=concern, outcome=outcome)


def corrected(local: str, correction: UUID = RIGHT, **right: Any) -> Happened[Any]:
    names = [name.replace("_", "-") for name in right]
    return told(events.FactsCorrected, local, correction=correction, corrected=names, **right)


def of(concern: UUID, correction: UUID = OF_ANOTHER) -> Happened[Any]:
    return told(events.CorrectionTied, "2026-03-02 15:00", correction=correction, concern=concern)


def made(local: str, kind: str, record: UUID = VISIT) -> Happened[Any]:
    return told(events.RecordMade, local, record=record, kind=kind, happened_at=at(local))


def tied(local: str, about: UUID, record: UUID = VISIT) -> Happened[Any]:
    return told(events.RecordTied, local, record=record, about=about)


def voided(local: str, kind: str, record: UUID) -> Happened[Any]:
    return told(events.RecordVoided, local, record=record, kind=kind)


# --- routed again


def test_a_concern_that_is_routed_again_owes_what_both_routes_call_for_once() -> None:
    (owed,) = left(ROUTED, first := routed("2026-03-02 09:00"), routed("2026-03-03 09:00"))
    assert (owed.cause, owed.state) == (first.id, State.OPEN)


def test_what_was_met_is_not_owed_again_since_the_concern_was_routed_again() -> None:
    story = routed("2026-03-02 09:00"), made("2026-03-02 10:00", "visit"), routed("2026-03-03 09:00")
    assert [owed.state for owed in left(ROUTED, *story)] == [State.MET]


def test_what_the_new_route_does_not_call_for_is_superseded_by_it() -> None:
    (owed,) = left(ROUTED, routed("2026-03-02 09:00"), again := routed("2026-03-03 09:00", "advise"))
    assert (owed.state, owed.ended_by) == (State.SUPERSEDED, again.id)


def test_what_the_new_route_alone_calls_for_opens_with_it() -> None:
    (owed,) = left(ROUTED, routed("2026-03-02 09:00", "advise"), again := routed("2026-03-03 09:00"))
    assert (owed.state, owed.cause) == (State.OPEN, again.id)


def test_another_concern_owes_its_own() -> None:
    story = routed("2026-03-02 09:00"), routed("2026-03-03 09:00", concern=SECOND)
    assert [owed.about for owed in left(ROUTED, *story)] == [FIRST, SECOND]


# --- corrected


def test_what_wrong_facts_opened_is_superseded_by_the_correction() -> None:
    wrong, right = raised("2026-03-02 09:00", looked_after="yes"), corrected("2026-03-02 15:00", looked_after="no")
    (opened, ended) = changes(board(commonward_clocks=(OF_CARE,)), [wrong, right])
    assert (ended.step, ended.void, ended.obligation.ended_by) == (Step.SUPERSEDED, True, right.id)
    assert ended.before == opened.obligation


def test_what_the_concern_itself_says_is_corrected_with_the_facts() -> None:
    wrong = raised("2026-03-02 09:00", immediate_danger="yes")
    assert steps(IN_DANGER, wrong, corrected("2026-03-02 15:00", immediate_danger="no"))[-1] is Step.SUPERSEDED


def test_a_correction_of_something_else_leaves_it_owed() -> None:
    wrong = raised("2026-03-02 09:00", looked_after="yes")
    assert steps(OF_CARE, wrong, corrected("2026-03-02 15:00", immediate_danger="no")) == [Step.OPENED]


def test_a_correction_leaves_what_an_earlier_concern_opened() -> None:
    earlier = raised("2026-03-02 09:00", concern=FIRST, immediate_danger="yes")
    newest = raised("2026-03-02 10:00", concern=SECOND, immediate_danger="yes")
    owed = left(IN_DANGER, earlier, newest, corrected("2026-03-02 15:00", immediate_danger="no"))
    assert [each.state for each in owed] == [State.OPEN, State.SUPERSEDED]


def test_a_correction_of_an_earlier_concern_ends_what_that_one_opened_and_no_other() -> None:
    earlier = raised("2026-03-02 09:00", concern=FIRST, immediate_danger="yes")
    newest = raised("2026-03-02 10:00", concern=SECOND, immediate_danger="yes")
    right = of(FIRST), corrected("2026-03-02 15:00", OF_ANOTHER, immediate_danger="no")
    assert [each.state for each in left(IN_DANGER, earlier, newest, *right)] == [State.SUPERSEDED, State.OPEN]


def test_what_a_later_concern_took_over_from_an_earlier_one_is_corrected_with_it() -> None:
    earlier = raised("2026-03-02 09:00", concern=FIRST, looked_after="yes")
    newest = raised("2026-03-02 10:00", concern=SECOND, looked_after="unknown")
    right = of(FIRST), corrected("2026-03-02 15:00", OF_ANOTHER, looked_after="no")
    assert [each.state for each in left(OF_CARE, earlier, newest, *right)] == [State.SUPERSEDED, State.SUPERSEDED]


def test_a_breach_of_what_was_never_owed_is_corrected() -> None:
    story = raised("2026-03-02 09:00", looked_after="yes"), tick("2026-03-03 09:00")
    last = changes(board(commonward_clocks=(OF_CARE,)), [*story, corrected("2026-03-04 09:00", looked_after="no")])[-1]
    assert last.breach_corrected


def test_a_correction_that_is_corrected_owes_it_again_from_its_own_start() -> None:
    wrong = corrected("2026-03-02 15:00", looked_after="no")
    first, again = left(
        OF_CARE,
        raised("2026-03-02 09:00", looked_after="yes"),
        wrong,
        corrected("2026-03-02 16:00", looked_after="yes"),
    )
    assert (first.state, again.state, again.due) == (State.SUPERSEDED, State.OPEN, at("2026-03-03 09:00"))


def test_what_was_done_meanwhile_is_not_owed_again() -> None:
    wrong = corrected("2026-03-02 15:00", looked_after="no")
    done, right = made("2026-03-02 15:30", "visit"), corrected("2026-03-02 16:00", looked_after="yes")
    owed = left(OF_CARE, raised("2026-03-02 09:00", looked_after="yes"), wrong, done, right)
    assert [each.state for each in owed] == [State.SUPERSEDED]


# --- records that are void, and records about something


def test_what_a_void_record_opened_is_superseded() -> None:
    owed = left(AFTER_CARE, made("2026-03-02 09:00", "care", CARE), voided("2026-03-02 10:00", "care", CARE))
    assert [each.state for each in owed] == [State.SUPERSEDED]


def test_what_a_void_record_met_is_owed_again() -> None:
    story = routed("2026-03-02 09:00"), made("2026-03-02 10:00", "visit"), voided("2026-03-02 11:00", "visit", VISIT)
    met, again = left(ROUTED, *story)
    assert (met.state, again.state, again.due) == (State.MET, State.OPEN, at("2026-03-03 09:00"))


def test_a_record_that_names_a_concern_meets_what_that_one_calls_for_alone() -> None:
    both = routed("2026-03-02 09:00"), routed("2026-03-02 09:00", concern=SECOND)
    owed = left(ROUTED, *both, tied("2026-03-02 10:00", SECOND), made("2026-03-02 10:00", "visit"))
    assert [each.state for each in owed] == [State.OPEN, State.MET]


def test_a_record_that_names_nothing_meets_what_is_owed_longest_and_no_other() -> None:
    both = routed("2026-03-02 09:00", concern=SECOND), routed("2026-03-02 09:30")
    one, two = made("2026-03-02 10:00", "visit"), made("2026-03-02 11:00", "visit", CARE)
    assert [each.state for each in left(ROUTED, *both, one)] == [State.MET, State.OPEN]
    assert [each.state for each in left(ROUTED, *both, one, two)] == [State.MET, State.MET]


def test_one_record_of_the_whole_meets_all_of_its_kind_whatever_it_names() -> None:
    both = routed("2026-03-02 09:00"), routed("2026-03-02 09:30", concern=SECOND)
    names_one = tied("2026-03-02 10:00", SECOND), made("2026-03-02 10:00", "visit")
    for told_of in (both, (*both, names_one[0])):
        owed = left(replace(ROUTED, together=True), *told_of, names_one[1])
        assert [each.state for each in owed] == [State.MET, State.MET]


def test_what_a_void_record_met_is_owed_again_beside_what_another_record_met() -> None:
    both = routed("2026-03-02 09:00"), routed("2026-03-02 09:30", concern=SECOND)
    visits = made("2026-03-02 10:00", "visit"), made("2026-03-02 11:00", "visit", CARE)
    owed = left(ROUTED, *both, *visits, voided("2026-03-02 12:00", "visit", VISIT))
    assert [each.state for each in owed] == [State.MET, State.MET, State.OPEN]


# --- laws

CLOCKS: tuple[Clock, ...] = (ROUTED, OF_CARE)
_MOMENT = "2026-03-02 09:{:02}"
_TELLING = st.sampled_from(
    [
        lambda local: raised(local, looked_after="yes"),
        lambda local: raised(local, looked_after="no"),
        lambda local: routed(local, "refer", FIRST),
        lambda local: routed(local, "advise", FIRST),
        lambda local: routed(local, "refer", SECOND),
        lambda local: corrected(local, looked_after="yes"),
        lambda local: corrected(local, looked_after="no"),
        lambda local: made(local, "visit", VISIT),
        lambda local: made(local, "visit", CARE),
        lambda local: voided(local, "visit", VISIT),
        lambda local: voided(local, "visit", CARE),
        lambda local: told(events.TimeReached, local, reached=at("2026-03-09 09:00")),
    ]
)
HISTORIES = st.lists(_TELLING, max_size=14).map(
    lambda tellings: [tell(_MOMENT.format(minute)) for minute, tell in enumerate(tellings)]
)


def stands(record: Happened[Any], later: list[Happened[Any]]) -> bool:
    voids = [each.event.record for each in later if isinstance(each.event, events.RecordVoided)]
    return isinstance(record.event, events.RecordMade) and record.event.record not in voids


@given(HISTORIES)
def test_no_correction_loses_a_clock_whose_condition_still_holds(history: list[Happened[Any]]) -> None:
    """Of the newest concern: what its facts call for as known now is owed, or was done by what still stands."""
    newest = next(
        (n for n in reversed(range(len(history))) if isinstance(history[n].event, events.ConcernRaised)), None
    )
    if newest is None or history[newest].event.looked_after is not Tri.YES:
        return
    after = history[newest + 1 :]
    known = [each.event.looked_after for each in after if isinstance(each.event, events.FactsCorrected)]
    done = any(stands(record, after[n:]) for n, record in enumerate(after))
    owed = [each for each in obligations(board(commonward_clocks=(OF_CARE,)), history) if each.state.owed]
    of_the_newest = [each for each in owed if each.cause == history[newest].id]
    called_for = (known or [Tri.YES])[-1] is Tri.YES
    assert len(of_the_newest) == (called_for and not done)


@given(HISTORIES)
def test_of_a_concern_that_is_routed_one_thing_is_owed_once(history: list[Happened[Any]]) -> None:
    owed = [each.about for each in obligations(board(commonward_clocks=(ROUTED,)), history) if each.state.owed]
    assert len(owed) == len(set(owed))


@given(HISTORIES)
def test_what_ends_says_by_what(history: list[Happened[Any]]) -> None:
    known = {each.id for each in history}
    for clock in CLOCKS:
        for owed in obligations(board(commonward_clocks=(clock,)), history):
            assert owed.state.owed or owed.ended_by in known
