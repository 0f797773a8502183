"""Two people agree at once to opposite merges, on PostgreSQL: one takes effect."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from commonward.identity import Actor
from commonward.runtime import Platform
from commonward.store import Unacceptable
from commonward_referral import service
from commonward_referral.model import Child
from commonward_referral.proposals import authorise
from tests.conftest import Database
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import child, report
from tests.services.referral.test_merging import OTHER_NUMBER, child_of
from tests.services.referral.test_putting_right import propose
from tests.services.stage import Stage
from tests.services.test_on_postgresql import on_postgresql

pytestmark = pytest.mark.stack


@pytest.fixture
def platform(fresh_database: Database, tmp_path: Path, board: Board) -> Iterator[Platform]:
    """On PostgreSQL; messages go by the embedded log."""
    yield from on_postgresql(fresh_database, tmp_path, board)


def test_of_two_opposite_merges_at_once_one_takes_effect(platform: Platform, actor: ActorOf, board: Board) -> None:
    referral, worker = Stage(platform, service, board.code), actor("social-worker")
    bodies = (report(), report(child=child(nhs_number=OTHER_NUMBER)))
    first, second = (
        child_of(referral, worker, referral.post(worker, "/v1/concerns", body).json["case"]) for body in bodies
    )
    paths = (
        propose(referral, worker, f"/v1/children/{first}/merging", into=second),
        propose(referral, worker, f"/v1/children/{second}/merging", into=first),
    )
    together = Barrier(2)

    def agree(manager: Actor, proposal: UUID) -> bool:
        together.wait()
        try:
            with referral.acting(manager) as unit:
                authorise(unit, manager, proposal, agree=True)
        except Unacceptable:
            return False
        return True

    with ThreadPoolExecutor() as pool:
        managers = (actor("team-manager", name="one"), actor("team-manager", name="other"))
        proposals = (UUID(path.split("/")[3]) for path in paths)
        assert sorted(pool.map(agree, managers, proposals)) == [False, True]
    with referral.acting(worker) as unit:
        into = unit.session.scalars(select(col(Child.merged_into))).all()
    assert sorted(one is None for one in into) == [False, True]
    referral.close()
