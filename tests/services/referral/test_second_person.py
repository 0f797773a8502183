"""Two people at once, on PostgreSQL, where both can get as far as the case's lock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.runtime import Platform
from commonward.store import UnknownSubject
from commonward_referral import service
from commonward_referral.commands import authorise
from tests.conftest import Database
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import report
from tests.services.referral.test_closing import DECIDED, with_a_decision
from tests.services.stage import Stage
from tests.services.test_on_postgresql import on_postgresql

pytestmark = pytest.mark.stack


@pytest.fixture
def platform(fresh_database: Database, tmp_path: Path, board: Board) -> Iterator[Platform]:
    """On PostgreSQL; messages go by the embedded log."""
    yield from on_postgresql(fresh_database, tmp_path, board)


@with_a_decision
def test_of_two_who_authorise_at_once_one_does(platform: Platform, actor: ActorOf, board: Board) -> None:
    referral, manager = Stage(platform, service, board.code), actor("team-manager")
    case = referral.post(manager, "/v1/concerns", report()).json["case"]
    decision = UUID(referral.post(manager, f"/v1/cases/{case}/decisions", DECIDED).json["id"])

    def agree(head: Actor, before_the_commit: float) -> None:
        with referral.acting(head) as unit:
            authorise(unit, head, decision, agree=True)
            time.sleep(before_the_commit)

    with ThreadPoolExecutor() as pool:
        first = pool.submit(agree, actor("head-of-service", name="first"), 1.0)
        time.sleep(0.3)
        second = pool.submit(agree, actor("head-of-service", name="second"), 0.0)
        first.result()
        with pytest.raises(UnknownSubject):
            second.result()
    referral.close()
