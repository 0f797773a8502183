"""Many rows of many tables in one round trip, on both databases the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import SQLModel, col

from commonward.clock import utcnow
from commonward.store import Audit, Database, DatabaseAway, Parked, Subject, new_id
from commonward.store.writes import WriteSet
from commonward_referral.model import Case, Child
from commonward_referral.record_model import Record

pytestmark = pytest.mark.thorough

CHILD = {"given_name": "Synthetic", "family_name": "Example", "likeness": b"example"}


def write(database: Database, *rows: tuple[type[SQLModel], dict[str, Any]], upsert: bool = False) -> None:
    writes = WriteSet()
    for model, values in rows:
        row = {"authority": "leeds", "id": new_id(), **values}
        (writes.upsert if upsert else writes.insert)(model, row)
    with database.transaction("leeds") as connection:
        writes.flush(connection)


def read(database: Database, model: type[Any]) -> Any:
    with database.session("leeds") as session:
        return session.scalars(select(model)).one()


def test_rows_of_several_tables_are_written_together(database: Database) -> None:
    write(database, (Child, CHILD), (Audit, {"at": utcnow(), "actor": new_id(), "action": "concern.raise"}))
    assert (read(database, Child).family_name, read(database, Audit).action) == ("Example", "concern.raise")


def test_many_rows_of_one_table_are_written(database: Database) -> None:
    write(database, *[(Child, CHILD)] * 300)
    with database.session("leeds") as session:
        assert len(session.scalars(select(col(Child.id))).all()) == 300


def test_a_table_may_be_called_as_a_type_of_postgresqls_own(database: Database) -> None:
    made = {"case_id": new_id(), "kind": "care-plan", "answers": "{}", "happened_at": utcnow(), "made_by": new_id()}
    write(database, (Record, {**made, "made_at": utcnow(), "overridden": "", "state": "made"}))
    assert read(database, Record).kind == "care-plan"


@pytest.mark.parametrize("born", [date(2011, 2, 28), None])
def test_a_day_comes_back_as_it_was_or_not_at_all(database: Database, born: date | None) -> None:
    write(database, (Child, {**CHILD, "born": born}))
    assert read(database, Child).born == born


def test_an_instant_comes_back_as_the_same_instant_in_utc(database: Database) -> None:
    summer = datetime.fromisoformat("2026-07-01T09:30:00.123456+01:00")
    write(database, (Audit, {"at": summer, "actor": new_id(), "action": "case.read"}))
    assert read(database, Audit).at.isoformat() == "2026-07-01T08:30:00.123456+00:00"


def test_bytes_and_ids_come_back_as_they_were(database: Database) -> None:
    sealed, subject = bytes(range(256)), new_id()
    place = {"topic": "case-events", "partition": 1, "offset": 2**40}
    why = {"reason": "schema", "detail": "body: missing", "parked_at": utcnow(), "state": "parked"}
    write(database, (Parked, {**place, **why, "subject": subject, "sealed": sealed}))
    row = read(database, Parked)
    assert (bytes(row.sealed), row.subject, row.offset) == (sealed, subject, 2**40)


@pytest.mark.parametrize("text", ['O\'Neill "x" \\ \n\t:rows0 %s ñ 漢', "'; DROP TABLE child; --"])
def test_any_text_comes_back_as_it_was(database: Database, text: str) -> None:
    write(database, (Child, {**CHILD, "given_name": text}))
    assert read(database, Child).given_name == text


def test_what_is_left_out_takes_the_models_default(database: Database) -> None:
    case = {"child": new_id(), "reference": "LDS-2026-ABCDEF", "opened_at": utcnow(), "edition": "1", "team": "duty"}
    write(database, (Case, case))
    assert (read(database, Case).state, read(database, Case).worker) == ("open", None)


def test_rows_with_and_without_an_optional_value_go_together(database: Database) -> None:
    write(database, (Child, {**CHILD, "nhs_number": "9990000018"}), (Child, CHILD))
    with database.session("leeds") as session:
        assert {child.nhs_number for child in session.scalars(select(Child))} == {"9990000018", None}


def test_an_upsert_adds_and_then_replaces(database: Database) -> None:
    id = new_id()
    for sequence in (1, 2):
        write(database, (Subject, {"id": id, "sequence": sequence}), upsert=True)
    assert read(database, Subject).sequence == 2


def test_the_last_of_two_upserts_of_a_row_counts(database: Database) -> None:
    id = new_id()
    write(database, (Subject, {"id": id, "sequence": 1}), (Subject, {"id": id, "sequence": 2}), upsert=True)
    assert read(database, Subject).sequence == 2


def test_an_insert_replaces_nothing(database: Database) -> None:
    id = new_id()
    write(database, (Subject, {"id": id, "sequence": 1}))
    with pytest.raises(IntegrityError):
        write(database, (Subject, {"id": id, "sequence": 2}))
    assert read(database, Subject).sequence == 1


def end(database: Database, connection: Connection) -> None:
    """End the database's part of a connection."""
    pid = connection.scalar(text("SELECT pg_backend_pid()"))
    with database.transaction("leeds") as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


def finish(
    database: Database,
    *actions: str,
    id: UUID | None = None,
    before: Callable[[Connection], None] = lambda connection: None,
) -> None:
    """A transaction that writes nothing but its audit."""
    writes = WriteSet()
    for action in actions:
        row = {"at": utcnow(), "actor": new_id(), "action": action}
        writes.insert(Audit, {"authority": "leeds", "id": id or new_id(), **row})
    with database.transaction("leeds") as connection:
        before(connection)
        writes.finish(connection)


@pytest.mark.parametrize("action", ["case.read", "it's \\' %s %(rows0)s; --", "naïve 🙂"])
def test_what_is_written_last_is_committed_as_it_is(database: Database, action: str) -> None:
    finish(database, action)
    assert read(database, Audit).action == action


def test_of_what_can_not_be_written_last_nothing_is_there(database: Database) -> None:
    id = new_id()
    finish(database, "first", id=id)
    with pytest.raises(IntegrityError):
        finish(database, "second", "third", id=id)
    assert read(database, Audit).action == "first"
    assert database.ready()


@pytest.mark.stack
@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_a_connection_that_is_lost_before_the_commit_is_said_so_and_not_used_again(database: Database) -> None:
    with pytest.raises(DatabaseAway):
        finish(database, "lost", before=lambda connection: end(database, connection))
    finish(database, "kept")
    assert read(database, Audit).action == "kept"


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 7, 1, 9, 30)
    with database.session("leeds", writing=True) as session:
        session.add(Audit(authority="leeds", at=naive, actor=new_id(), action="case.read"))
        with pytest.raises(StatementError, match="without a zone"):
            session.flush()


def test_instants_are_compared_in_the_database(database: Database) -> None:
    write(database, (Audit, {"at": datetime(2026, 7, 1, 9, tzinfo=UTC), "actor": new_id(), "action": "case.read"}))
    earlier = col(Audit.at) < datetime.fromisoformat("2026-07-01T11:00:00+01:00")
    with database.session("leeds") as session:
        assert len(session.scalars(select(Audit).where(earlier)).all()) == 1
