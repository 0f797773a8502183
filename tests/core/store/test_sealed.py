"""What a model names as sealed is bytes in the database, opens in its own place only, and reads as what it was."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import LargeBinary, cast, select, text, update
from sqlalchemy.exc import StatementError
from sqlmodel import Session, col

from commonward.clock import utcnow
from commonward.settings import Settings
from commonward.store import BrokenSeal, Database, new_id
from commonward.store.database import postgresql_engine
from commonward.store.keys import MasterKey
from commonward.store.sealed_keys import generation_of
from commonward.store.sealed_rotation import destroy, reseal, rotate
from commonward.store.sqlite import sqlite_engine
from commonward.store.writes import WriteSet
from commonward_referral.model import TABLES, Child
from commonward_referral.proposal_model import Proposal

LEEDS, BOLTON = "leeds", "bolton"
NAME, ADDRESS, BORN = "Marker-Name", "1 Marker Street", date(2011, 5, 4)


def known(authority: str = LEEDS, **values: object) -> dict[str, object]:
    named = {"given_name": NAME, "family_name": "Example", "likeness": b"example", "born": BORN, "address": ADDRESS}
    return {"authority": authority, "id": new_id(), **named, **values}


def write(database: Database, authority: str = LEEDS, **values: object) -> UUID:
    row, writes = known(authority, **values), WriteSet()
    writes.insert(Child, row)
    with database.transaction(authority) as connection:
        writes.flush(connection)
    return UUID(str(row["id"]))


def add(database: Database) -> UUID:
    child = Child(**known())
    with database.session(LEEDS, writing=True) as session:
        session.add(child)
        session.commit()
    assert child.given_name == NAME
    return child.id


def kept(database: Database, column: str, id: UUID, authority: str = LEEDS) -> bytes:
    """A value as it is in the database."""
    with database.session(authority) as session:
        found = session.scalar(select(cast(getattr(Child, column), LargeBinary)).where(col(Child.id) == id))
    assert found is not None
    return bytes(found)


def read(session: Session, id: UUID) -> Child:
    child = session.get(Child, (session.info["authority"], id))
    assert child is not None
    return child


def move(database: Database, column: str, value: bytes, id: UUID, authority: str = LEEDS) -> None:
    """Put bytes where they do not belong, as somebody with the database's password could."""
    with database.transaction(authority) as connection:
        connection.execute(update(Child).where(col(Child.id) == id).values({column: value}))


@pytest.mark.parametrize("way", [write, add], ids=["in bulk", "through the ORM"])
def test_what_is_written_is_not_legible_and_reads_as_it_was(database: Database, way: object) -> None:
    id = way(database)  # type: ignore[operator]  # one of the two above
    for column, plain in {"given_name": NAME, "address": ADDRESS, "born": BORN.isoformat()}.items():
        assert plain.encode() not in kept(database, column, id)
    with database.session(LEEDS) as session:
        child = read(session, id)
        assert (child.given_name, child.address, child.born, child.nhs_number) == (NAME, ADDRESS, BORN, None)


def test_nothing_legible_is_left_in_the_file(tmp_path_factory: pytest.TempPathFactory, database: Database) -> None:
    write(database)
    add(database)
    if database.postgresql:
        with database.session(LEEDS) as session:
            assert NAME not in str(session.execute(text("SELECT child::text FROM child")).all())
        return
    path = database.engine.url.database
    assert path is not None
    with database.transaction(LEEDS) as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]  # sqlite3's
    assert NAME not in dump
    assert NAME.encode().hex() not in dump.lower()


def test_the_same_value_is_never_sealed_into_the_same_bytes(database: Database) -> None:
    one, two = write(database), write(database)
    assert kept(database, "given_name", one) != kept(database, "given_name", two)


def test_a_change_is_sealed_and_the_rest_stays_as_it_is(database: Database) -> None:
    id = write(database)
    before = kept(database, "family_name", id)
    with database.session(LEEDS, writing=True) as session:
        read(session, id).address = "2 Marker Street"
        session.commit()
    assert b"Marker" not in kept(database, "address", id)
    assert kept(database, "family_name", id) == before
    with database.session(LEEDS) as session:
        assert read(session, id).address == "2 Marker Street"


def test_a_row_that_was_written_is_plain_in_memory_and_may_be_changed_again(database: Database) -> None:
    id = write(database)
    with database.session(LEEDS, writing=True) as session:
        child = read(session, id)
        for street in ("2 Marker Street", "3 Marker Street"):
            child.address = street
            session.flush()
            assert child.address == street
        session.refresh(child)
        assert child.address == "3 Marker Street"


def test_an_upsert_is_sealed(database: Database) -> None:
    writes = WriteSet()
    made = {"case_id": new_id(), "kind": "correct", "content": "{}", "reason": NAME, "proposed_by": new_id()}
    writes.upsert(Proposal, {"authority": LEEDS, "id": new_id(), "proposed_at": utcnow(), "state": "made", **made})
    with database.transaction(LEEDS) as connection:
        writes.flush(connection)
    with database.session(LEEDS) as session:
        assert NAME.encode() not in session.scalars(select(cast(col(Proposal.reason), LargeBinary))).one()
        assert session.scalars(select(Proposal)).one().reason == NAME


def test_plain_text_can_not_be_written_past_the_seal(database: Database) -> None:
    with database.session(LEEDS, writing=True) as session, pytest.raises(StatementError, match="takes sealed bytes"):
        session.execute(update(Child).values(given_name=NAME))


def test_a_value_opens_in_no_other_row(database: Database) -> None:
    one, two = write(database), write(database, given_name="Other")
    move(database, "given_name", kept(database, "given_name", one), two)
    with database.session(LEEDS) as session, pytest.raises(BrokenSeal, match=r"child\|given_name"):
        read(session, two)


def test_a_value_opens_in_no_other_column(database: Database) -> None:
    id = write(database)
    move(database, "family_name", kept(database, "given_name", id), id)
    with database.session(LEEDS) as session, pytest.raises(BrokenSeal):
        read(session, id)


def test_a_value_opens_for_no_other_authority(database: Database) -> None:
    id = write(database)
    write(database, BOLTON, id=id)
    move(database, "given_name", kept(database, "given_name", id), id, BOLTON)
    with database.session(BOLTON) as session, pytest.raises(BrokenSeal):
        read(session, id)


@pytest.mark.parametrize("at", [0, 1, 2, 3, 15, -1])
def test_one_changed_byte_breaks_the_seal(database: Database, at: int) -> None:
    id = write(database)
    changed = bytearray(kept(database, "given_name", id))
    changed[at] ^= 0xFF
    move(database, "given_name", bytes(changed), id)
    with database.session(LEEDS) as session, pytest.raises(BrokenSeal):
        read(session, id)


def test_another_master_key_opens_nothing(database: Database, settings: Settings) -> None:
    write(database)
    url = settings.database_url
    engine = (
        postgresql_engine(url.get_secret_value(), "referral")
        if url
        else sqlite_engine(settings.data_dir / "referral.sqlite")
    )
    other = Database(engine, "referral", MasterKey(bytes(range(32))))
    with closing(other), pytest.raises(BrokenSeal, match="master key"), other.session(LEEDS):
        pass


def test_after_a_rotation_old_values_are_read_and_new_ones_take_the_new_key(database: Database) -> None:
    old = write(database)
    assert rotate(database, LEEDS) == 2
    new = write(database)
    assert [generation_of(kept(database, "given_name", id)) for id in (old, new)] == [1, 2]
    with database.session(LEEDS) as session:
        assert read(session, old).given_name == read(session, new).given_name == NAME


def test_a_process_that_did_not_see_the_rotation_reads_what_another_wrote(
    database: Database, settings: Settings
) -> None:
    write(database)
    with closing(Database.of(settings, "referral")) as other, other.session(LEEDS) as session:
        rotate(database, LEEDS)
        id = write(database)
        session.rollback()
        assert read(session, id).given_name == NAME


def test_what_older_keys_sealed_is_sealed_again(database: Database) -> None:
    id = write(database)
    rotate(database, LEEDS)
    assert reseal(database, LEEDS, TABLES) == 4
    assert reseal(database, LEEDS, TABLES) == 0
    assert generation_of(kept(database, "born", id)) == 2
    with database.session(LEEDS) as session:
        assert (read(session, id).address, read(session, id).born) == (ADDRESS, BORN)


def test_text_of_an_older_version_is_refused_until_it_is_sealed(database: Database) -> None:
    id = write(database)
    move(database, "given_name", NAME.encode(), id)
    with database.session(LEEDS) as session, pytest.raises(BrokenSeal, match="keys reseal"):
        read(session, id)
    assert reseal(database, LEEDS, TABLES) == 1
    with database.session(LEEDS) as session:
        assert read(session, id).given_name == NAME


def test_destroying_an_authoritys_keys_makes_its_data_unreadable_and_no_other(
    database: Database, settings: Settings
) -> None:
    mine, theirs = write(database), write(database, BOLTON)
    assert destroy(database, LEEDS) == 2
    with closing(Database.of(settings, "referral")) as started_later:
        for it in (database, started_later):
            with it.session(LEEDS) as session, pytest.raises(BrokenSeal, match="destroyed"):
                read(session, mine)
            with it.session(BOLTON) as session:
                assert read(session, theirs).given_name == NAME


def test_after_that_nothing_new_is_sealed(database: Database) -> None:
    write(database)
    destroy(database, LEEDS)
    with pytest.raises(BrokenSeal, match="destroyed"):
        write(database)
    with pytest.raises(BrokenSeal, match="destroyed"):
        rotate(database, LEEDS)


def test_sealing_asks_the_database_nothing(database: Database) -> None:
    write(database)
    keys = database.keys(LEEDS)
    assert keys is not None
    with database.session(LEEDS) as session:
        keys._engine = None  # type: ignore[assignment]  # whoever asks would fail
        assert [child.given_name for child in session.scalars(select(Child))] == [NAME]
        assert keys.open(keys.seal(b"plain", "a|b|c"), "a|b|c") == b"plain"
