"""The audit trail is sealed as it grows, and whatever is done to it afterwards is found and named."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlmodel import col

from commonward.clock import utcnow
from commonward.procedure import Procedures
from commonward.settings import Settings
from commonward.store import Audit, AuditSeal, Database, audit_sealing, new_id, work
from commonward.store.audit_chain import entry_of, pack, seal_hash, unpack
from commonward.store.audit_sealing import seal
from commonward.store.audit_verifying import Mark, Tampering, Verified, verify

LEEDS, BOLTON = "leeds", "bolton"
ACTOR = UUID(int=7)


class Trail:
    """One authority's trail, and somebody who may do anything to the database."""

    def __init__(self, database: Database, procedures: Procedures, admin_url: str | None) -> None:
        self.database, self._procedures, self._admin_url = database, procedures, admin_url

    def add(self, count: int = 1, authority: str = LEEDS) -> list[UUID]:
        """Rows as requests write them."""
        before = set(self.ids(authority))
        for _ in range(count):
            with work(self.database, authority, actor=ACTOR, procedures=self._procedures) as unit:
                unit.audit("case.read", new_id())
        return [id for id in self.ids(authority) if id not in before]

    def sealed(self, count: int = 1) -> list[UUID]:
        """Rows that a seal of their own covers."""
        added = self.add(count)
        assert seal(self.database, LEEDS) == count
        return added

    def ids(self, authority: str = LEEDS) -> list[UUID]:
        with self.database.session(authority) as session:
            return list(session.scalars(select(col(Audit.id)).order_by(col(Audit.id))))

    def seals(self) -> Sequence[AuditSeal]:
        with self.database.session(LEEDS) as session:
            return session.scalars(select(AuditSeal).order_by(col(AuditSeal.number))).all()

    def verify(self, known: Mark | None = None) -> Verified:
        return verify(self.database, LEEDS, known)

    def faults(self, known: Mark | None = None) -> list[tuple[Tampering, int | None, UUID | None]]:
        return [(fault.what, fault.seal, fault.row) for fault in self.verify(known).faults]

    def tamper(self, statement: str, *values: Any) -> None:
        """Run SQL past every right and policy; `?` stands for a value."""
        if self._admin_url is None:
            plain = tuple(value.hex if isinstance(value, UUID) else value for value in values)
            with self.database.transaction(LEEDS) as connection:
                assert connection.exec_driver_sql(statement, plain).rowcount > 0
            return
        with psycopg.connect(self._admin_url, options="-c search_path=referral") as connection:
            assert connection.execute(statement.replace("?", "%s").encode(), values).rowcount > 0


@pytest.fixture
def trail(database: Database, procedures: Procedures, settings: Settings, request: pytest.FixtureRequest) -> Trail:
    postgresql = settings.mode == "distributed"
    admin = request.getfixturevalue("fresh_database").admin_url if postgresql else None
    return Trail(database, procedures, admin)


class TestSealing:
    def test_each_row_is_sealed_once_and_in_order(self, trail: Trail) -> None:
        first, second = trail.sealed(3), trail.sealed(2)
        assert [(s.number, s.count, s.first, s.last) for s in trail.seals()] == [
            (1, 3, first[0], first[-1]),
            (2, 2, second[0], second[-1]),
        ]
        assert (seal(trail.database, LEEDS), trail.faults()) == (0, [])

    def test_a_trail_that_is_long_already_is_sealed_a_part_at_a_time(self, trail: Trail) -> None:
        trail.add(7)
        assert [seal(trail.database, LEEDS, most=3) for _ in range(4)] == [3, 3, 1, 0]
        assert trail.faults() == []

    def test_one_authoritys_seals_leave_the_others_trail_alone(self, trail: Trail) -> None:
        trail.add(2), trail.add(1, BOLTON)
        assert (seal(trail.database, LEEDS), seal(trail.database, BOLTON)) == (2, 1)
        assert len(trail.seals()) == 1

    def test_what_is_not_sealed_yet_is_counted_and_is_no_fault(self, trail: Trail) -> None:
        trail.sealed(2), trail.add(3)
        found = trail.verify()
        assert (found.rows, found.seals, found.unsealed, found.faults) == (5, 1, 3, [])
        assert 0 < found.waiting_seconds < 60

    def test_several_workers_at_once_seal_nothing_twice(self, trail: Trail) -> None:
        def both(_: int) -> int:
            trail.add()
            return seal(trail.database, LEEDS)

        with ThreadPoolExecutor(4) as pool:
            sealed = sum(pool.map(both, range(40))) + seal(trail.database, LEEDS)
        assert (sealed, sum(one.count for one in trail.seals()), trail.verify().rows) == (40, 40, 40)
        assert trail.faults() == []

    def test_the_database_itself_refuses_a_second_seal_of_a_number(self, trail: Trail) -> None:
        trail.sealed()
        again = {**trail.seals()[0].model_dump(), "id": new_id()}
        with pytest.raises(IntegrityError), trail.database.transaction(LEEDS) as connection:
            connection.execute(insert(AuditSeal), again)


@pytest.mark.parametrize("settings", [pytest.param("postgresql", marks=pytest.mark.stack)], indirect=True)
class TestOnPostgreSQL:
    """SQLite has one writer at a time, and no roles."""

    def test_a_row_that_is_committed_behind_a_seal_is_sealed_by_the_next(
        self, trail: Trail, procedures: Procedures, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(audit_sealing, "SKEW", timedelta(0))  # the floor alone must hold
        with work(trail.database, LEEDS, actor=ACTOR, procedures=procedures) as slow:
            slow.audit("case.read", new_id())
            slow.flush()
            (quick,) = trail.sealed()
        (late,) = set(trail.ids()) - {quick}
        assert late < quick
        assert (trail.verify().unsealed, seal(trail.database, LEEDS), trail.faults()) == (1, 1, [])

    def test_while_one_seals_another_leaves_it_alone(self, trail: Trail) -> None:
        trail.add()
        name = f"seal {trail.database.service} {LEEDS}"
        with trail.database.transaction(LEEDS) as other:
            other.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})
            assert seal(trail.database, LEEDS) == 0
        assert seal(trail.database, LEEDS) == 1

    @pytest.mark.parametrize("table", ["audit", "audit_seal"])
    @pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
    def test_the_services_role_only_adds_and_reads(self, trail: Trail, table: str, change: str) -> None:
        trail.sealed()
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            trail.database.transaction(LEEDS) as connection,
        ):
            connection.execute(text(change.format(table)))
        assert trail.faults() == []


class TestTampering:
    @pytest.mark.parametrize(
        "change",
        [
            "action = 'case.reae'",
            "why = 'rola'",
            "subject = NULL",
            "actor = subject",
            "at = '2026-01-01 00:00:00.000000+00:00'",
        ],
    )
    def test_a_changed_row_is_named(self, trail: Trail, change: str) -> None:
        _, row, _ = trail.sealed(3)
        trail.tamper(f"UPDATE audit SET {change} WHERE id = ?", row)
        assert trail.faults() == [(Tampering.CHANGED, 1, row)]

    def test_a_removed_row_is_named(self, trail: Trail) -> None:
        _, row, _ = trail.sealed(3)
        trail.tamper("DELETE FROM audit WHERE id = ?", row)
        assert trail.faults() == [(Tampering.REMOVED, 1, row)]

    def test_a_row_that_is_added_behind_the_seals_is_named_now_and_when_more_is_sealed(self, trail: Trail) -> None:
        trail.sealed(2)
        forged = UUID(int=7 << 76)
        with trail.database.session(LEEDS, writing=True) as session:  # the services' role can do that
            session.add(Audit(authority=LEEDS, id=forged, at=utcnow(), actor=ACTOR, action="case.read"))
            session.commit()
        assert trail.faults() == [(Tampering.ADDED, 1, forged)]
        assert trail.add() != []
        assert seal(trail.database, LEEDS) == 1
        assert trail.faults() == [(Tampering.ADDED, 1, forged)]

    def test_two_rows_that_changed_places_are_named(self, trail: Trail) -> None:
        one, two, _ = trail.sealed(3)
        for old, new in ((one, UUID(int=1)), (two, one), (UUID(int=1), two)):
            trail.tamper("UPDATE audit SET id = ? WHERE id = ?", new, old)
        assert trail.faults() == [(Tampering.REORDERED, 1, one), (Tampering.REORDERED, 1, two)]

    def test_a_row_handed_to_another_authority_is_missed(self, trail: Trail) -> None:
        row, _ = trail.sealed(2)
        trail.tamper("UPDATE audit SET authority = 'bolton' WHERE id = ?", row)
        assert trail.faults() == [(Tampering.REMOVED, 1, row)]
        assert [(fault.what, fault.row) for fault in verify(trail.database, BOLTON).faults] == []
        assert verify(trail.database, BOLTON).unsealed == 1

    @pytest.mark.parametrize(
        "change",
        [
            "hash = previous",
            "previous = hash",
            "count = 7",
            "rows = previous",
            "number = 9",
            "first = id",
            "last = id",
            "floor = id",
            "at = '2026-01-01 00:00:00.000000+00:00'",
        ],
    )
    def test_a_changed_seal_is_named(self, trail: Trail, change: str) -> None:
        trail.sealed(), trail.sealed(), trail.sealed()
        trail.tamper(f"UPDATE audit_seal SET {change} WHERE number = 2")
        assert Tampering.SEAL_CHANGED in {what for what, number, _ in trail.faults() if number in (2, 9)}

    def test_a_removed_seal_is_named(self, trail: Trail) -> None:
        trail.sealed(), trail.sealed(), trail.sealed()
        trail.tamper("DELETE FROM audit_seal WHERE number = 2")
        assert trail.faults() == [(Tampering.SEAL_REMOVED, 2, None)]

    def test_a_seal_that_was_made_anew_does_not_fit_the_next(self, trail: Trail) -> None:
        (row,), _ = trail.sealed(), trail.sealed()
        trail.tamper("UPDATE audit SET action = 'x' WHERE id = ?", row)
        self.make_anew(trail, 1)
        assert trail.faults() == [(Tampering.SEAL_REPLACED, 1, None)]

    def make_anew(self, trail: Trail, number: int) -> None:
        """Put a seal in the place of another that agrees with the rows as they are now."""
        made = trail.seals()[number - 1]
        covered = {entry.id for entry in unpack(made.rows)}
        with trail.database.session(LEEDS) as session:
            rows = session.scalars(select(Audit).where(col(Audit.id).in_(covered)).order_by(col(Audit.id)))
            made.rows = pack(map(entry_of, rows))
        hash = seal_hash(trail.database.service, made)
        trail.tamper("UPDATE audit_seal SET rows = ?, hash = ? WHERE number = ?", made.rows, hash, number)


class TestAgainstAMark:
    def test_a_tail_that_was_cut_off_shows_only_against_a_mark(self, trail: Trail) -> None:
        _, (row,) = trail.sealed(), trail.sealed()
        mark = trail.verify().end
        self.cut(trail, row)
        assert trail.faults() == []
        assert trail.faults(mark) == [(Tampering.CUT_OFF, 2, None)]

    def test_a_tail_that_was_put_in_its_place_shows_too(self, trail: Trail) -> None:
        _, (row,) = trail.sealed(), trail.sealed()
        mark = trail.verify().end
        self.cut(trail, row)
        trail.sealed(), trail.sealed()
        assert trail.faults() == []
        assert trail.faults(mark) == [(Tampering.SEAL_REPLACED, 2, None)]

    def test_a_trail_that_has_grown_since_is_as_good_as_before(self, trail: Trail) -> None:
        trail.sealed()
        mark = trail.verify().end
        trail.sealed()
        assert trail.faults(mark) == []

    def cut(self, trail: Trail, row: UUID) -> None:
        trail.tamper("DELETE FROM audit_seal WHERE number = 2")
        trail.tamper("DELETE FROM audit WHERE id = ?", row)
