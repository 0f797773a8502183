"""People agree at once to merges that would go round in a circle, on PostgreSQL: not all take effect."""

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


def test_of_merges_in_a_circle_at_once_one_does_not_take_effect(
    platform: Platform, actor: ActorOf, board: Board
) -> None:
    referral, worker = Stage(platform, service, board.code), actor("social-worker")
    further = report(child=child(given_name="Further", nhs_number=None))
    bodies = (report(), report(child=child(nhs_number=OTHER_NUMBER)), further)
    cases = [referral.post(worker, "/v1/concerns", body).json["case"] for body in bodies]
    records = [child_of(referral, worker, case) for case in cases]
    circle = zip(records, [*records[1:], records[0]], strict=True)
    paths = [propose(referral, worker, f"/v1/children/{one}/merging", into=into) for one, into in circle]
    together = Barrier(3)

    def agree(manager: Actor, proposal: UUID) -> bool:
        together.wait()
        try:
            with referral.acting(manager) as unit:
                authorise(unit, proposal, agree=True)
        except Unacceptable:
            return False
        return True

    with ThreadPoolExecutor() as pool:
        managers = [actor("team-manager", name=name) for name in ("one", "other", "third")]
        proposals = [UUID(path.split("/")[3]) for path in paths]
        agreed = list(pool.map(agree, managers, proposals))
    with referral.acting(worker) as unit:
        into = unit.session.scalars(select(col(Child.merged_into))).all()
    assert sum(one is not None for one in into) == sum(agreed)
    assert sum(agreed) in (1, 2)
    referral.close()
