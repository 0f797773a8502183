"""People put one child right at once, or give two children one number, on PostgreSQL: one is through, one is told."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from commonward.identity import Actor
from commonward_referral import service
from tests.conftest import Database
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.test_identities import OTHERS, RIGHT, WRONG, identity, put_right, raised
from tests.services.referral.test_search import found
from tests.services.stage import Stage
from tests.services.test_on_postgresql import on_postgresql

pytestmark = pytest.mark.stack


@pytest.fixture
def referral(fresh_database: Database, tmp_path: Path, board: Board) -> Iterator[Stage]:
    """On PostgreSQL; messages go by the embedded log."""
    for platform in on_postgresql(fresh_database, tmp_path, board):
        stage = Stage(platform, service, board.code)
        yield stage
        stage.close()


def at_once(referral: Stage, people: list[Actor], children: list[str], right: list[dict[str, Any]]) -> list[int]:
    together = Barrier(len(people))

    def one(who: Actor, child: str, changes: dict[str, Any]) -> int:
        together.wait()
        return int(put_right(referral, who, child, version=0, **changes).status_code)

    with ThreadPoolExecutor() as pool:
        return sorted(pool.map(one, people, children, right))


def test_of_two_who_put_one_child_right_the_second_is_told(referral: Stage, actor: ActorOf) -> None:
    people = [actor("social-worker", name=name) for name in ("one", "other")]
    child = raised(referral, people[0], given_name="Katrin", nhs_number=WRONG)
    right = [{"given_name": "Dorothea"}, {"given_name": "Theodora"}]
    assert at_once(referral, people, [child, child], right) == [200, 409]
    known = identity(referral, people[0], child)
    assert (known["version"], [line["given_name"] for line in known["formerly"]]) == (1, ["Katrin"])
    assert set(found(referral, people[0], given_name="Katrin")) == {known["given_name"]}


def test_of_two_children_who_are_given_one_number_neither_is_lost(referral: Stage, actor: ActorOf) -> None:
    people = [actor("social-worker", name=name) for name in ("one", "other")]
    children = [
        raised(referral, people[0], given_name=name, family_name=family, nhs_number=number)
        for name, family, number in (("Katrin", "Quillsby", WRONG), ("Robert", "Samplesby", RIGHT))
    ]
    answers = at_once(referral, people, children, [{"nhs_number": OTHERS}] * 2)
    assert answers in ([200, 200], [200, 409])
    assert len(found(referral, people[0], nhs_number=OTHERS)) == answers.count(200)
    for child in children:
        if identity(referral, people[0], child)["nhs_number"] != OTHERS:
            assert put_right(referral, people[0], child, nhs_number=OTHERS).status_code == 200
    assert len(found(referral, people[0], nhs_number=OTHERS)) == 2
