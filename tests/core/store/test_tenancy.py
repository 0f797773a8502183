"""A session of one authority never sees or changes another's rows."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import ProgrammingError
from sqlmodel import col

from commonward.clock import utcnow
from commonward.store import Audit, Database, Subject, new_id
from commonward.store.database import ForeignRow
from commonward_referral.model import Child
from tests.core.kept import distributed, migrated

LEEDS, BOLTON = "leeds", "bolton"


def add_child(database: Database, authority: str) -> UUID:
    child = Child(authority=authority, given_name="Synthetic", family_name="Example", likeness=b"example")
    with database.session(authority, writing=True) as session:
        session.add(child)
        session.commit()
    return child.id


def names(database: Database, authority: str) -> list[str]:
    with database.session(authority) as session:
        return [child.given_name for child in session.scalars(select(Child))]


class TestWithTheORM:
    def test_a_session_sees_its_own_authority_only(self, database: Database) -> None:
        add_child(database, LEEDS)
        assert (len(names(database, LEEDS)), len(names(database, BOLTON))) == (1, 0)

    def test_a_session_of_no_authority_sees_nothing(self, database: Database) -> None:
        add_child(database, LEEDS)
        assert names(database, "") == []

    def test_another_authoritys_row_is_not_found_by_its_key(self, database: Database) -> None:
        id = add_child(database, LEEDS)
        with database.session(BOLTON) as session:
            assert session.get(Child, (LEEDS, id)) is None

    def test_a_join_does_not_reach_across(self, database: Database) -> None:
        add_child(database, LEEDS)
        with database.session(BOLTON, writing=True) as session:
            session.add(Subject(authority=BOLTON))
            session.commit()
            across = select(Subject, Child).join(Child, text("1 = 1"))
            assert session.execute(across).all() == []

    def test_a_count_counts_its_own(self, database: Database) -> None:
        add_child(database, LEEDS)
        with database.session(BOLTON) as session:
            assert session.scalar(select(func.count()).select_from(Child)) == 0

    def test_an_update_of_all_rows_leaves_the_others(self, database: Database) -> None:
        add_child(database, LEEDS)
        with database.session(BOLTON, writing=True) as session:
            session.execute(update(Child).values(likeness=b"changed"))
            session.commit()
        with database.session(LEEDS) as session:
            assert session.scalar(select(col(Child.likeness))) == b"example"

    def test_a_delete_of_all_rows_leaves_the_others(self, database: Database) -> None:
        add_child(database, LEEDS)
        with database.session(BOLTON, writing=True) as session:
            session.execute(delete(Child))
            session.commit()
        assert names(database, LEEDS) == ["Synthetic"]

    def test_a_row_of_another_authority_is_not_added(self, database: Database) -> None:
        with database.session(BOLTON, writing=True) as session:
            session.add(Child(authority=LEEDS, given_name="Synthetic", family_name="Example", likeness=b"example"))
            with pytest.raises((ProgrammingError, ForeignRow)):
                session.commit()
        assert names(database, LEEDS) == []

    def test_a_row_is_not_given_to_another_authority(self, database: Database) -> None:
        id = add_child(database, LEEDS)
        with database.session(LEEDS, writing=True) as session:
            child = session.get_one(Child, (LEEDS, id))
            child.authority = BOLTON
            with pytest.raises((ProgrammingError, ForeignRow)):
                session.commit()
        assert (names(database, LEEDS), names(database, BOLTON)) == (["Synthetic"], [])


@pytest.mark.stack
class TestWithSQL:
    """On PostgreSQL the database itself refuses, whatever the session forgets."""

    @pytest.fixture
    def database(self, fresh_database: object) -> Iterator[Database]:
        with migrated(distributed(fresh_database)) as made:  # type: ignore[arg-type]  # conftest's class, loaded twice
            yield made

    def test_a_query_in_sql_sees_its_own_authority_only(self, database: Database) -> None:
        add_child(database, LEEDS)
        count = text("SELECT count(*) FROM child")
        with database.session(BOLTON) as bolton, database.session(LEEDS) as leeds:
            assert (bolton.scalar(count), leeds.scalar(count)) == (0, 1)

    def test_a_connection_that_names_no_authority_sees_nothing(self, database: Database) -> None:
        add_child(database, LEEDS)
        with database.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM child")) == 0

    def test_a_pooled_connection_forgets_whom_it_served(self, database: Database) -> None:
        add_child(database, LEEDS)
        with database.session(LEEDS) as session:
            used = session.scalar(text("SELECT pg_backend_pid()"))
        with database.engine.connect() as connection:
            again = connection.execute(text("SELECT pg_backend_pid(), (SELECT count(*) FROM child)")).one()
        assert tuple(again) == (used, 0)

    def test_a_commit_does_not_end_the_sessions_tenancy(self, database: Database) -> None:
        add_child(database, LEEDS)
        with database.session(LEEDS, writing=True) as session:
            session.commit()
            assert session.scalar(text("SELECT count(*) FROM child")) == 1

    def test_an_insert_for_another_authority_is_refused(self, database: Database) -> None:
        insert = text("INSERT INTO audit (authority, id, at, actor, action) VALUES ('leeds', :id, now(), :id, 'x')")
        with database.session(BOLTON, writing=True) as session, pytest.raises(ProgrammingError, match="row-level"):
            session.execute(insert, {"id": new_id()})

    def test_a_row_is_not_handed_to_another_authority(self, database: Database) -> None:
        add_child(database, LEEDS)
        with database.session(LEEDS, writing=True) as session, pytest.raises(ProgrammingError, match="row-level"):
            session.execute(text("UPDATE child SET authority = 'bolton'"))

    def test_an_update_in_sql_leaves_the_others(self, database: Database) -> None:
        add_child(database, LEEDS)
        with database.session(BOLTON, writing=True) as session:
            session.execute(text("UPDATE child SET given_name = 'Changed'"))
            session.execute(text("DELETE FROM child"))
            session.commit()
        assert names(database, LEEDS) == ["Synthetic"]

    @pytest.mark.parametrize("change", ["UPDATE audit SET action = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
    def test_the_audit_trail_is_only_added_to(self, database: Database, change: str) -> None:
        with database.session(LEEDS, writing=True) as session:
            session.add(Audit(authority=LEEDS, at=utcnow(), actor=new_id(), action="case.read"))
            session.commit()
            with pytest.raises(ProgrammingError, match="permission denied"):
                session.execute(text(change))
