"""Data keys are wrapped by a key service and looked at seldom; hashes of one authority say nothing of another's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlmodel import col

from commonward.settings import Settings
from commonward.store import BrokenSeal, Database
from commonward.store.blind import BlindIndex
from commonward.store.keys import MasterKey
from commonward.store.sealed_keys import DATA, INDEX, DataKey
from tests.core.kept import migrated
from tests.core.store.test_sealed import BOLTON, LEEDS, NAME, read, write


class KeyForEach:
    """A key service as a provider offers it: a master key for each authority, which can be destroyed there."""

    def __init__(self) -> None:
        self._keys = {LEEDS: MasterKey(bytes(32)), BOLTON: MasterKey(bytes(range(32)))}
        self.calls = 0

    def destroy(self, authority: str) -> None:
        del self._keys[authority]

    def wrap(self, key: bytes, authority: str) -> bytes:
        return self._keys[authority].wrap(key, authority)

    def unwrap(self, wrapped: bytes, authority: str) -> bytes:
        self.calls += 1
        if authority not in self._keys:
            raise BrokenSeal(f"the master key of {authority} was destroyed")
        return self._keys[authority].unwrap(wrapped, authority)


@pytest.fixture
def service() -> KeyForEach:
    return KeyForEach()


@pytest.fixture
def database(settings: Settings, service: KeyForEach) -> Iterator[Database]:
    with migrated(settings) as made:
        yield Database(made.engine, made.service, service)


def test_the_stored_keys_are_wrapped(database: Database) -> None:
    write(database)
    with database.session(LEEDS) as session:
        rows = session.scalars(select(DataKey)).all()
        keys = database.keys(LEEDS)
        assert keys is not None
        assert {row.purpose for row in rows} == {DATA, INDEX}
        assert all(keys.indexes[0] not in (row.wrapped or b"") for row in rows)


def test_the_key_service_is_asked_once_and_not_for_each_value(database: Database, service: KeyForEach) -> None:
    ids = [write(database) for _ in range(5)]
    before = service.calls
    with database.session(LEEDS) as session:
        assert {read(session, id).given_name for id in ids} == {NAME}
    assert service.calls == before == 2


def test_a_master_key_that_is_destroyed_at_the_key_service_takes_the_data_with_it(
    database: Database, service: KeyForEach
) -> None:
    mine, theirs = write(database), write(database, BOLTON)
    service.destroy(LEEDS)
    with closing(Database(database.engine, database.service, service)) as started_later:
        with pytest.raises(BrokenSeal, match="was destroyed"), started_later.session(LEEDS) as session:
            read(session, mine)
        with started_later.session(BOLTON) as session:
            assert read(session, theirs).given_name == NAME


def test_a_look_that_ends_late_takes_no_key_from_who_seals_meanwhile(database: Database) -> None:
    late = database.keys(LEEDS)
    assert late is not None

    this = threading.get_ident()

    def meanwhile(*_: Any) -> None:
        if threading.get_ident() == this:
            with ThreadPoolExecutor(1) as another:
                another.submit(write, database).result()

    event.listen(database.engine, "after_cursor_execute", meanwhile)
    late.load()
    event.remove(database.engine, "after_cursor_execute", meanwhile)
    assert (late.newest, len(late.indexes)) == (1, 1)


def test_a_wrapped_key_of_another_authority_is_no_key(database: Database) -> None:
    write(database)
    with database.session(LEEDS) as session:
        wrapped = session.scalars(select(col(DataKey.wrapped)).where(col(DataKey.purpose) == DATA)).one()
    assert wrapped is not None
    with pytest.raises(BrokenSeal):
        MasterKey(bytes(32)).unwrap(wrapped, BOLTON)


def test_two_authorities_have_no_hash_in_common(database: Database) -> None:
    write(database)
    write(database, BOLTON)
    keys = [database.keys(authority) for authority in (LEEDS, BOLTON)]
    hashes = {BlindIndex.of(key).exact("likeness", "example|synthetic|2011-05-04") for key in keys if key}
    assert len(hashes) == 2


def test_a_hash_depends_on_what_is_hashed_and_as_what() -> None:
    index = BlindIndex(bytes(32))
    assert index.exact("name", "a") == index.exact("name", "a")
    assert len({index.exact("name", "a"), index.exact("name", "b"), index.exact("sound", "a")}) == 3


def test_tokens_are_short_so_that_values_share_them() -> None:
    index = BlindIndex(bytes(32))
    tokens = {index.token("part", str(number)) for number in range(5000)}
    assert max(tokens) < 2**20
    assert len(tokens) < 5000
