"""The key of the search tokens is changed while people search and raise concerns: nobody is lost or comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from commonward.clock import SimulatedTime, simulated_time, utcnow
from commonward.identity import Actor
from commonward.store.index_rotation import Changing, begin, finish, under_way
from commonward.store.sealed_keys import INDEX, KEPT, KNOWN, DataKey
from commonward_referral.model import Child, ChildToken
from commonward_referral.reindexing import reindex, reindex_some
from tests.services.referral.bodies import NHS_NUMBER, child, report
from tests.services.stage import Stage

NAMES = ("Kathryn Stonefield", "Ola Marsh", "Imran Vale", "Synthetic Example", "Dee Brook")


@pytest.fixture
def clock() -> Iterator[SimulatedTime]:
    with simulated_time(utcnow()) as made:
        yield made


@pytest.fixture
def known(referral: Stage, worker: Actor, clock: SimulatedTime) -> Stage:
    """Five children, the first with an NHS number; all hashed with the first key."""
    for n, name in enumerate(NAMES):
        raised(referral, worker, name, **({} if n == 0 else {"nhs_number": None}))
    return referral


def raised(referral: Stage, worker: Actor, name: str, **changes: Any) -> Any:
    given, family = name.split()
    told = {key: value for key, value in child(given_name=given, family_name=family, **changes).items() if value}
    answer = referral.post(worker, "/v1/concerns", report(child=told))
    assert answer.status_code == 201, answer.text
    return answer.json


def found(referral: Stage, worker: Actor, **sought: str) -> set[str]:
    answer = referral.post(worker, "/v1/children/search", sought)
    assert answer.json is not None
    return {f"{each['given_name']} {each['family_name']}" for each in answer.json["candidates"]}


def all_found(referral: Stage, worker: Actor, *names: str) -> bool:
    return all(name in found(referral, worker, family_name=name.split()[1]) for name in (*NAMES, *names))


def started(referral: Stage) -> Changing:
    return begin(referral.resources.database, referral.authority)


def in_force(clock: SimulatedTime) -> None:
    clock.set(utcnow() + KNOWN + timedelta(seconds=KEPT + 1))


def hashes(referral: Stage) -> set[tuple[Any, ...]]:
    """All that is hashed of anybody."""
    with referral.resources.database.session(referral.authority) as session:
        tokens = session.execute(select(col(ChildToken.id), col(ChildToken.token))).all()
        exact = session.execute(select(col(Child.id), col(Child.likeness), col(Child.nhs_token))).all()
    return {tuple(row) for row in (*tokens, *exact)}


def test_a_new_key_waits_until_every_process_has_it(known: Stage, worker: Actor) -> None:
    before = hashes(known)
    changing = started(known)
    assert (changing.generation, changing.old) == (2, 1)
    assert changing.writes_from > utcnow()
    assert reindex(known.resources, known.authority) == 0
    assert hashes(known) == before
    assert started(known) == changing


def test_while_it_is_changed_everybody_is_found_and_is_one_child(
    known: Stage, worker: Actor, clock: SimulatedTime
) -> None:
    started(known)
    assert all_found(known, worker)
    in_force(clock)
    raised(known, worker, "Newer Comer", nhs_number=None)
    assert all_found(known, worker, "Newer Comer")
    assert found(known, worker, nhs_number=NHS_NUMBER) == {NAMES[0]}
    assert not raised(known, worker, NAMES[0])["opened"]
    assert raised(known, worker, NAMES[1], nhs_number=None)["possible_matches"] == 1


def test_stopped_in_the_middle_it_goes_on_from_where_it_was(known: Stage, worker: Actor, clock: SimulatedTime) -> None:
    started(known)
    in_force(clock)
    assert reindex_some(known.resources, known.authority, UUID(int=0), 2)[0] == 2
    assert all_found(known, worker)
    assert reindex(known.resources, known.authority, batch=2) == len(NAMES) - 2
    assert reindex(known.resources, known.authority) == 0
    assert all_found(known, worker)


def test_at_the_end_the_old_key_is_destroyed_and_nothing_it_hashed_is_left(
    known: Stage, worker: Actor, clock: SimulatedTime
) -> None:
    before = hashes(known)
    started(known)
    in_force(clock)
    database = known.resources.database
    assert finish(database, known.authority, lambda: reindex(known.resources, known.authority)) == len(NAMES)
    assert not {row for row in hashes(known) if row in before}
    assert all_found(known, worker)
    assert found(known, worker, nhs_number=NHS_NUMBER) == {NAMES[0]}
    assert under_way(database, known.authority).old == 0
    with database.session(known.authority) as session:
        old = session.scalars(select(DataKey).where(col(DataKey.purpose) == INDEX, col(DataKey.generation) == 1)).one()
        assert (old.wrapped, old.destroyed_at is not None) == (None, True)
