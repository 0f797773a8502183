"""A parked event is taken after all, or given up; then those that waited behind it take effect, in order."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.contracts import BadEvent
from commonward.messaging.replay import Settled, UnknownParked, discard, listed, replay
from commonward.store import Audit, Inbox, Parked, new_id
from tests.core.messaging.desk import ACTOR, SEALER, Desk, bad


@pytest.fixture
def culprit(desk: Desk) -> UUID:
    """A subject whose first event was parked, and whose second and third wait."""
    subject = new_id()
    desk.errors[subject] = bad()
    desk.take(desk.event(subject), desk.event(subject))
    desk.take(desk.event(subject))
    return subject


def settle_by_replay(desk: Desk, subject: UUID) -> Settled:
    row = next(row for row in desk.rows(Parked) if row.subject == subject)
    with desk.unit() as unit:
        return replay(unit, row.id, SEALER, desk.reactions, because="mended")


def settle_by_discarding(desk: Desk, subject: UUID) -> Settled:
    row = next(row for row in desk.rows(Parked) if row.subject == subject)
    with desk.unit() as unit:
        return discard(unit, row.id, desk.reactions, because="sent by mistake")


def test_replay_takes_it_and_then_those_behind_it_in_order(desk: Desk, culprit: UUID) -> None:
    desk.errors.clear()
    assert settle_by_replay(desk, culprit).released == 2
    assert desk.took(culprit) == ["took-1", "took-2", "took-3"]


def test_discarding_gives_it_up_and_takes_those_behind_it(desk: Desk, culprit: UUID) -> None:
    desk.errors.clear()
    assert settle_by_discarding(desk, culprit).released == 2
    assert desk.took(culprit) == ["took-2", "took-3"]


def test_afterwards_the_subjects_events_go_on(desk: Desk, culprit: UUID) -> None:
    desk.errors.clear()
    settle_by_replay(desk, culprit)
    desk.take(desk.event(culprit))
    assert desk.took(culprit)[-1] == "took-4"
    assert {row.state for row in desk.rows(Inbox)} == {"applied"}


def test_a_replay_that_fails_again_changes_nothing(desk: Desk, culprit: UUID) -> None:
    with pytest.raises(BadEvent):
        settle_by_replay(desk, culprit)
    assert (desk.parked(), desk.took(culprit)) == (["unacceptable"], [])


def test_one_that_was_never_an_event_can_only_be_discarded(desk: Desk) -> None:
    desk.take(desk.report(type=b"nonsense"))
    (row,) = desk.rows(Parked)
    with pytest.raises(BadEvent), desk.unit() as unit:
        replay(unit, row.id, SEALER, desk.reactions, because="hope")
    with desk.unit() as unit:
        discard(unit, row.id, desk.reactions, because="nonsense")
    assert desk.parked() == []


def test_another_parked_event_of_the_subject_keeps_the_rest_waiting(desk: Desk, culprit: UUID) -> None:
    (row,) = desk.rows(Parked)
    with desk.unit() as unit:
        values = row.model_dump(exclude={"id", "authority"})
        unit.write(Parked, **values)
    desk.errors.clear()
    assert settle_by_discarding(desk, culprit).released == 0


def test_the_settlement_is_audited_with_its_reason(desk: Desk, culprit: UUID) -> None:
    desk.errors.clear()
    settle_by_replay(desk, culprit)
    (row,) = desk.rows(Parked)
    assert (row.state, row.settled_by, row.settled_because) == ("replayed", ACTOR, "mended")
    assert "parked.replayed" in {audit.action for audit in desk.rows(Audit)}


def test_a_settled_event_can_not_be_settled_again(desk: Desk, culprit: UUID) -> None:
    desk.errors.clear()
    settle_by_replay(desk, culprit)
    with pytest.raises(UnknownParked):
        settle_by_replay(desk, culprit)


def test_the_list_shows_what_waits_and_no_body(desk: Desk, culprit: UUID) -> None:
    with desk.database.session("leeds") as session:
        (row,) = listed(session)
    assert (row["subject"], row["reason"]) == (culprit, "unacceptable")
    assert "sealed" not in row
