"""A newly announced holiday reaches what is open, case by case, and says what moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from commonward.clock import Calendar, working_days
from commonward.contracts import Event, Happened
from commonward.procedure import events
from commonward.store import new_id
from commonward_notify import calendars
from commonward_notify.calendars import tell_calendar
from commonward_notify.model import Owed
from tests.services.boards import Board
from tests.services.notify.clocked import VISIT, ClockedBoard
from tests.services.notify.conftest import NotifyStage
from tests.services.notify.happenings import like

THURSDAY = datetime(2022, 9, 8, 10, tzinfo=UTC)
"""Two days before the State Funeral of Mon 19 September was proclaimed."""


@pytest.fixture
def board() -> Board:
    # Seven working days from Thu 8 September: Mon 19 was the seventh, then Tue 20. Three: Tue 13, before it either way.
    seven = replace(VISIT, within=working_days(7), remind=())
    three = replace(VISIT, id="MIL-8.tell", because=("MIL-8.tell",), within=working_days(3), remind=())
    return ClockedBoard(clocks=(seven, three), notices=())


@pytest.fixture
def opened(notify: NotifyStage, case: UUID) -> UUID:
    """A case on which both clocks run since that Thursday."""
    routed: Happened[Event] = Happened(new_id(), "mill", case, 99, "referral", THURSDAY, like(events.ConcernRouted))
    notify.hear(routed)
    return case


def on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    monkeypatch.setattr(calendars, "utcnow", lambda: now)


def dues(notify: NotifyStage) -> dict[str, datetime]:
    return {owed.clock: owed.due for owed in notify.rows(Owed)}


def test_what_is_open_counts_by_the_calendar_that_was_known_when_it_opened(notify: NotifyStage, opened: UUID) -> None:
    assert dues(notify)["MIL-9.visit"] == datetime(2022, 9, 19, 23, tzinfo=UTC)
    assert {owed.calendar for owed in notify.rows(Owed)} == {"2022-01-01"}


def test_an_announced_holiday_moves_what_counts_over_it_and_nothing_else(
    notify: NotifyStage, opened: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dues(notify)
    on("2022-09-12", monkeypatch)
    assert notify._timed(tell_calendar) == 2
    (told,) = notify.published(opened, events.CalendarChanged)
    (moved,) = notify.published(opened, events.ObligationMoved)
    assert (told.edition, moved.clock) == (date(2022, 9, 10), "MIL-9.visit")
    assert dues(notify) == {**before, "MIL-9.visit": datetime(2022, 9, 20, 23, tzinfo=UTC)}
    (visit,) = notify.rows(Owed, clock="MIL-9.visit")
    assert (visit.first_due, visit.calendar) == (before["MIL-9.visit"], "2022-09-10")


def test_each_case_is_told_once_of_a_new_calendar(
    notify: NotifyStage, opened: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    on("2022-09-12", monkeypatch)
    assert [tell_calendar(notify.resources, "mill") for _ in range(3)] == [2, 0, 0]
    notify.settle()
    assert notify._timed(tell_calendar) == 0
    assert len(notify.published(opened, events.CalendarChanged)) == 1


def test_before_the_announcement_there_is_nothing_to_tell(
    notify: NotifyStage, opened: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    on("2022-09-09", monkeypatch)
    notify._timed(tell_calendar)
    assert notify.published(opened, events.CalendarChanged) == []
    assert Calendar.known_on(date(2022, 9, 9)).version == "2022-01-01"


def test_what_has_ended_is_not_counted_again(
    notify: NotifyStage, opened: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify.tell(opened, like(events.CaseClosed))
    on("2022-09-12", monkeypatch)
    assert notify._timed(tell_calendar) == 0
