"""A concern that is sent twice under one key is raised once, and answered the same both times."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commonward.clock import simulated_time, utcnow
from commonward.identity import Actor
from commonward.procedure import events
from commonward.runtime import Platform
from commonward_referral import service
from commonward_referral.sent_once import forget_old
from tests.conftest import Database
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import report
from tests.services.stage import Stage, errors_of
from tests.services.test_on_postgresql import on_postgresql

pytestmark = pytest.mark.thorough

KEY = "synthetic-key-1"


def raised(stage: Stage, who: Actor, key: str = KEY, **changes: Any) -> Any:
    return stage.post(who, "/v1/concerns", report(**changes), {"Idempotency-Key": key})


def concerns(stage: Stage) -> int:
    with stage.resources.database.session(stage.authority) as session:
        return int(session.execute(text("SELECT count(*) FROM concern")).scalar_one())


def test_the_second_is_answered_as_the_first(referral: Stage, worker: Actor) -> None:
    first, second = raised(referral, worker), raised(referral, worker)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert concerns(referral) == 1
    assert len(referral.published(UUID(first.json["case"]), events.ConcernRaised)) == 1


def test_another_key_or_person_or_none_is_another_concern(referral: Stage, worker: Actor, manager: Actor) -> None:
    raised(referral, worker)
    raised(referral, worker, "synthetic-key-2")
    raised(referral, manager)
    referral.post(worker, "/v1/concerns", report())
    assert concerns(referral) == 4


def test_a_key_is_for_one_thing(referral: Stage, worker: Actor) -> None:
    raised(referral, worker)
    refused = raised(referral, worker, account="Another synthetic account.")
    assert (refused.status_code, list(errors_of(refused))) == (422, ["Idempotency-Key"])
    assert concerns(referral) == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "with a space in it", "é" * 10])
def test_a_key_that_is_none_is_refused(referral: Stage, worker: Actor, key: str) -> None:
    assert raised(referral, worker, key).status_code == 422


def test_what_was_refused_may_be_sent_again_under_its_key(referral: Stage, worker: Actor) -> None:
    assert raised(referral, worker, happened_on="2999-01-01").status_code == 422
    assert raised(referral, worker).status_code == 201


def test_what_is_kept_is_sealed_and_forgotten_after_a_day(referral: Stage, worker: Actor) -> None:
    case = raised(referral, worker).json["case"]
    with referral.resources.database.session(referral.authority) as session:
        kept = session.execute(text("SELECT sent, answer FROM sent_once")).one()
    assert case.encode() not in b"".join(kept)
    assert forget_old(referral.resources, referral.authority) == 0
    with simulated_time(utcnow() + timedelta(hours=25)):
        assert forget_old(referral.resources, referral.authority) == 1


class TestAtOnce:
    """On PostgreSQL, where several may be under way."""

    pytestmark = pytest.mark.stack

    @pytest.fixture
    def platform(self, fresh_database: Database, tmp_path: Path, board: Board) -> Iterator[Platform]:
        """On PostgreSQL; messages go by the embedded log."""
        yield from on_postgresql(fresh_database, tmp_path, board)

    def test_eight_at_once_are_one(self, platform: Platform, actor: ActorOf, board: Board) -> None:
        stage, worker = Stage(platform, service, board.code), actor("social-worker")
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: raised(stage, worker), range(8)))
        assert {answer.status_code for answer in answers} == {201}, answers[0].text
        assert len({answer.text for answer in answers}) == 1
        assert concerns(stage) == 1
        stage.close()
