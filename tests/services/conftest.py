"""What the services' tests share: a synthetic board, an embedded platform, people who act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commonward.identity import Actor
from commonward.identity.actor import person_id
from commonward.procedure import Procedures
from commonward.runtime import Platform, Service
from commonward.settings import Settings
from tests.services.boards import Board, layer
from tests.services.stage import TEAM, Stage, Tokens

ActorOf = Callable[..., Actor]


@pytest.fixture
def board() -> Board:
    """The synthetic board; a test that wants another parametrises `board`."""
    return Board()


@pytest.fixture
def settings(tmp_path: Path, board: Board) -> Settings:
    """Embedded mode in a folder of the test's own, for the one board. Nobody waits for a worker that the test moves."""
    authorities = {board.code: {"layers": (board.code,), "duty_mailbox": "duty@mill.example"}}
    often = {"refusals": 1_000_000, "searches": 1_000_000}
    values = {"environment": "development", "data_dir": tmp_path, "patience": 0, "limits": often}
    return Settings.model_validate({**values, "authorities": authorities})


@pytest.fixture
def platform(settings: Settings, board: Board) -> Iterator[Platform]:
    """Everything in this process, with the board's procedure and with tokens that the tests write themselves."""
    made = Platform(settings)
    made.procedures = Procedures({board.code: (board.code,)}, {board.code: layer(board)})
    made.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
    made.ensure_topics()
    yield made
    made.close()


@pytest.fixture
def actor(board: Board) -> ActorOf:
    """Make a person of the board: `actor("social-worker")`, or another of the role by name.

    Workers are of the team that has the cases.
    """

    def make(*roles: str, name: str = "", team: str = TEAM) -> Actor:
        worker = any("worker" in role for role in roles)
        return Actor(board.code, person_id(board.code, name or "+".join(roles)), frozenset((*roles, *[team] * worker)))

    return make


@pytest.fixture
def stage_of(platform: Platform, board: Board) -> Iterator[Callable[[Service], Stage]]:
    """Put a service on the stage."""
    made: list[Stage] = []

    def put(service: Service) -> Stage:
        made.append(Stage(platform, service, board.code))
        return made[-1]

    yield put
    for stage in made:
        stage.close()
