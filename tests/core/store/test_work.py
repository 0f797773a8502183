"""A unit of work: state, events, facts and audit are written together or not at all."""

from __future__ import annotations

from contextlib import AbstractContextManager
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from commonward.clock import utcnow
from commonward.contracts import CASE_EVENTS, Event, Happened
from commonward.contracts.events import CaseAllocated, CaseOpened, TimeReached
from commonward.procedure import Procedures
from commonward.store import (
    CORE_TABLES,
    Audit,
    Conflict,
    Database,
    DatabaseAway,
    Outbox,
    Subject,
    UnknownSubject,
    Work,
    new_id,
    work,
)
from commonward.store.database import postgresql_engine

ACTOR = UUID(int=7)


def opened() -> Event:
    return CaseOpened(reference="LEE-2026-ABCDEF", edition="1.4.11", opened_at=utcnow(), subject_kind="child")


def allocated(team: str = "cluster-east") -> Event:
    return CaseAllocated(worker=None, role="social-worker", team=team)


class Desk:
    """Units of work in one authority."""

    def __init__(self, database: Database, procedures: Procedures) -> None:
        self._database, self._procedures = database, procedures

    def unit(self, authority: str = "leeds") -> AbstractContextManager[Work]:
        return work(self._database, authority, actor=ACTOR, procedures=self._procedures)

    def case(self) -> UUID:
        """A case that was opened."""
        id = new_id()
        with self.unit() as unit:
            unit.begin_subject(id)
            unit.publish(id, opened())
        return id

    def rows(self) -> int:
        """How many rows there are in all of the core's tables."""
        with self._database.session("leeds") as session:
            return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in CORE_TABLES)


@pytest.fixture
def desk(database: Database, procedures: Procedures) -> Desk:
    return Desk(database, procedures)


def test_events_are_numbered_within_their_subject(desk: Desk, database: Database) -> None:
    first, second = desk.case(), desk.case()
    with desk.unit() as unit:
        unit.load([first, second])
        unit.publish(first, allocated())
        unit.publish(second, allocated())
        unit.publish(first, allocated())
    with database.session("leeds") as session:
        numbers = select(col(Outbox.sequence)).where(col(Outbox.subject) == first).order_by(col(Outbox.sequence))
        assert list(session.scalars(numbers)) == [1, 2, 3]


def test_facts_hold_own_events_of_this_unit(desk: Desk) -> None:
    case = desk.case()
    with desk.unit() as unit:
        unit.publish(case, allocated("cluster-west"))
        assert unit.facts(case).team == "cluster-west"


def test_facts_hold_own_events_of_this_unit_after_another_event_was_applied(desk: Desk) -> None:
    case = desk.case()
    with desk.unit() as unit:
        unit.publish(case, allocated("cluster-west"))
        unit.apply(Happened(new_id(), "leeds", case, 1, "notify", utcnow(), TimeReached(reached=utcnow())))
        assert unit.facts(case).team == "cluster-west"


def test_facts_hold_own_events_that_have_not_come_back_yet(desk: Desk) -> None:
    case = desk.case()
    with desk.unit() as unit:
        unit.publish(case, allocated("cluster-west"))
    with desk.unit() as unit:
        assert unit.facts(case).team == "cluster-west"


def test_an_event_that_comes_back_is_folded_once(desk: Desk) -> None:
    case = new_id()
    with desk.unit() as unit:
        unit.begin_subject(case)
        own = [unit.publish(case, event) for event in (opened(), allocated("cluster-west"))]
    with desk.unit() as unit:
        ahead = unit.facts(case)
        for happened in own:
            unit.apply(happened)
        assert unit.facts(case) == ahead


def test_an_events_facts_are_kept_once_it_came_back(desk: Desk) -> None:
    case = desk.case()
    with desk.unit() as unit:
        own = unit.publish(case, allocated("cluster-west"))
    with desk.unit() as unit:
        unit.subject(case)
        unit.apply(own)
    with desk.unit() as unit:
        state = unit.subject(case)
        assert (state.facts.team, state.applied) == ("cluster-west", 2)


def test_the_version_is_the_number_of_the_last_event(desk: Desk) -> None:
    case = desk.case()
    with desk.unit() as unit:
        assert unit.subject(case, expected=1).sequence == 1


def test_a_command_that_expects_another_version_is_told_both(desk: Desk) -> None:
    case = desk.case()
    with desk.unit() as unit, pytest.raises(Conflict) as conflict:
        unit.subject(case, expected=4)
    assert (conflict.value.expected, conflict.value.actual) == (4, 1)


def test_an_unknown_subject_is_an_error(desk: Desk) -> None:
    with desk.unit() as unit, pytest.raises(UnknownSubject):
        unit.subject(new_id())


def test_another_authoritys_subject_is_unknown(desk: Desk) -> None:
    case = desk.case()
    with desk.unit("bolton") as unit, pytest.raises(UnknownSubject):
        unit.subject(case)


def test_an_error_leaves_nothing_behind(desk: Desk) -> None:
    case, before = desk.case(), desk.rows()

    def fail() -> None:
        with desk.unit() as unit:
            unit.publish(case, allocated())
            unit.audit("case.allocate", case)
            unit.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert desk.rows() == before


def test_a_late_error_of_the_database_leaves_nothing_behind(desk: Desk) -> None:
    case, before = desk.case(), desk.rows()

    def publish_twice() -> None:
        with desk.unit() as unit:
            twice = unit.publish(case, allocated())
            unit.write(Outbox, **_row_of(twice))

    with pytest.raises(IntegrityError):
        publish_twice()
    assert desk.rows() == before


def test_an_answer_to_a_partner_has_no_number_and_its_own_topic(desk: Desk, database: Database) -> None:
    with desk.unit() as unit:
        unit.answer("partners-out.leeds.school-mis", new_id(), allocated())
    with database.session("leeds") as session:
        row = session.scalars(select(Outbox)).one()
    assert (row.sequence, row.topic) == (0, "partners-out.leeds.school-mis")


def test_what_is_audited_names_who_did_it(desk: Desk, database: Database) -> None:
    case = desk.case()
    with desk.unit() as unit:
        unit.audit("case.read", case)
    with database.session("leeds") as session:
        (row,) = session.execute(select(col(Audit.actor), col(Audit.subject))).all()
    assert tuple(row) == (ACTOR, case)


def test_two_at_once_on_one_subject_take_turns(desk: Desk, database: Database) -> None:
    case = desk.case()

    def publish() -> None:
        for _ in range(10):
            with desk.unit() as unit:
                unit.publish(case, allocated())

    threads = [Thread(target=publish) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session("leeds") as session:
        numbers = session.scalars(select(col(Outbox.sequence)).where(col(Outbox.subject) == case))
        assert sorted(numbers) == list(range(1, 32))


def test_a_subjects_row_says_where_its_numbering_stands(desk: Desk, database: Database) -> None:
    case = desk.case()
    with database.session("leeds") as session:
        row = session.get(Subject, ("leeds", case))
    assert row is not None
    assert (row.sequence, row.applied) == (1, 0)


def test_a_database_that_is_away_is_said_so(procedures: Procedures) -> None:
    away = Database(postgresql_engine("postgresql://nobody:none@127.0.0.1:9/none", "referral"), "referral")
    desk = Desk(away, procedures)
    with pytest.raises(DatabaseAway):
        desk.case()
    assert away.ready() is False


def _row_of(happened: Any) -> dict[str, Any]:
    event = happened.event
    row = {"id": happened.id, "subject": happened.subject, "sequence": 9, "at": happened.at}
    return {**row, "type": event.type, "topic": CASE_EVENTS, "body": event.model_dump_json()}
