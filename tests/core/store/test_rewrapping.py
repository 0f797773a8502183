"""The master key is changed while the platform runs: what it wrapped is wrapped again by another."""

from __future__ import annotations

import base64
import os
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from commonward.clock import utcnow
from commonward.runtime import find_service
from commonward.settings import Settings
from commonward.store import BrokenSeal, Database, Parked, Sealer
from commonward.store.migrate import migrate
from commonward.store.sealed_rotation import destroy, rewrap
from commonward.store.types import new_id
from commonward.store.writes import WriteSet
from commonward_referral.model import Child
from tests.core.kept import embedded
from tests.core.store.test_sealed import NAME, known

pytestmark = pytest.mark.thorough

OLD, NEW = (base64.b64encode(os.urandom(32)).decode() for _ in range(2))
SECRET = b"what a partner sent"


def settings(folder: Path, key: str, other: str | None = None) -> Settings:
    return Settings.model_validate({**embedded(folder).model_dump(), "seal_key": key, "seal_key_other": other})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A child and a parked event of Leeds, sealed under the old master key."""
    given, writes, scripts = settings(tmp_path, OLD), WriteSet(), find_service("referral").migrations
    assert scripts is not None
    migrate(given, "referral", scripts)
    writes.insert(Child, known())
    parked = {"authority": "leeds", "id": new_id(), "topic": "t", "partition": 0, "offset": 0, "reason": "not-json"}
    row = {**parked, "detail": "", "sealed": Sealer.of(given).seal(SECRET, "leeds"), "parked_at": utcnow()}
    with closing(Database.of(given, "referral")) as database, database.transaction("leeds") as connection:
        writes.insert(Parked, {**row, "state": "parked"})
        writes.flush(connection)
    return tmp_path


def opened(given: Settings) -> tuple[str, bytes]:
    """The child's name and the parked event, as a process with these settings reads them."""
    with closing(Database.of(given, "referral")) as database, database.session("leeds") as session:
        parked = session.scalars(select(Parked)).one()
        name = session.scalars(select(Child)).one().given_name
    return name, Sealer.of(given).open(parked.sealed, "leeds")


def wrapped_again(given: Settings) -> int:
    with closing(Database.of(given, "referral")) as database:
        return rewrap(database, "leeds", given)


def test_a_process_opens_what_either_key_wrapped_before_during_and_after_the_change(folder: Path) -> None:
    steps = (settings(folder, OLD, NEW), settings(folder, NEW, OLD))
    for given in steps:
        assert opened(given) == (NAME, SECRET)

    wrapped_again(settings(folder, NEW, OLD))

    for given in (*steps, settings(folder, NEW)):
        assert opened(given) == (NAME, SECRET)


def test_what_was_wrapped_again_does_not_open_with_the_old_key_alone(folder: Path) -> None:
    assert wrapped_again(settings(folder, NEW, OLD)) == 3  # a data key, an index key, a parked event
    with pytest.raises(BrokenSeal):
        opened(settings(folder, OLD))


def test_before_it_the_new_key_alone_opens_nothing(folder: Path) -> None:
    with pytest.raises(BrokenSeal):
        opened(settings(folder, NEW))


def parked(given: Settings) -> Parked:
    with closing(Database.of(given, "referral")) as database, database.session("leeds") as session:
        return session.scalars(select(Parked)).one()


def test_a_destroyed_authoritys_parked_events_can_be_opened_no_more_and_stop_no_change(folder: Path) -> None:
    given = settings(folder, NEW, OLD)
    with closing(Database.of(given, "referral")) as database:
        destroy(database, "leeds")
    with pytest.raises(BrokenSeal):
        Sealer.of(given).open(parked(given).sealed, "leeds")
    assert wrapped_again(given) == 0


def test_with_a_wrong_other_key_nothing_is_changed(folder: Path) -> None:
    with pytest.raises(BrokenSeal):
        wrapped_again(settings(folder, NEW, base64.b64encode(bytes(32)).decode()))
    assert opened(settings(folder, OLD)) == (NAME, SECRET)


def test_it_can_be_done_again(folder: Path) -> None:
    given = settings(folder, NEW, OLD)
    wrapped_again(given)
    wrapped_again(given)
    assert opened(settings(folder, NEW)) == (NAME, SECRET)
