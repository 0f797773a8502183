"""The notify service on the real PostgreSQL, under the role that row-level security binds."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from commonward.messaging.embedded import EmbeddedTransport
from commonward.procedure import Procedures, events
from commonward.runtime import Platform
from commonward.settings import Settings
from commonward_notify import service
from commonward_notify.model import Notice, Owed
from tests.conftest import Database
from tests.services.boards import Board, layer
from tests.services.conftest import ActorOf
from tests.services.notify.conftest import MANAGER, NotifyStage
from tests.services.notify.happenings import concern, happened, like
from tests.services.notify.post import PostOffice
from tests.services.stage import Tokens

pytestmark = pytest.mark.stack


@pytest.fixture
def settings(settings: Settings, fresh_database: Database) -> Settings:
    """The shape of production, but for the messages' way."""
    news = {
        "mode": "distributed",
        "database_url": fresh_database.app_url,
        "migration_url": fresh_database.owner_url,
        "kafka_servers": "127.0.0.1:1",
        "seal_key": base64.b64encode(bytes(32)).decode(),
        "session_key": "synthetic",
    }
    return Settings.model_validate({**settings.model_dump(), **news})


@pytest.fixture
def platform(settings: Settings, board: Board, tmp_path: Path) -> Iterator[Platform]:
    made = Platform(settings)
    made.procedures = Procedures({board.code: (board.code,)}, {board.code: layer(board)})
    made.verifier = Tokens()  # type: ignore[assignment]  # as in the shared fixture
    made.transport = EmbeddedTransport(tmp_path / "transport.sqlite")
    made.ensure_topics()
    yield made
    made.close()


def test_a_clock_runs_out_is_escalated_and_acknowledged(
    notify: NotifyStage, case: UUID, office: PostOffice, actor: ActorOf
) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=49))
    notify.wake()
    notify.deliver()
    (owed,) = notify.rows(Owed)
    said = {"reason": "staff-absence", "note": "Nobody covered.", "effect": "None that we know of."}
    answer = notify.post(actor("team-manager"), f"/v1/obligations/{owed.id}/acknowledgement", said)
    assert (owed.state, answer.status_code) == ("breached", 200)
    assert len(office.to(MANAGER)) == 1


def test_two_workers_share_the_post_and_send_nothing_twice(notify: NotifyStage, case: UUID, office: PostOffice) -> None:
    notify.tell(case, *(concern() for _ in range(120)))
    waiting = {notice.id for notice in notify.rows(Notice, state="waiting")}
    step = service.timers[1].step
    with ThreadPoolExecutor(4) as workers:
        taken = sum(workers.map(lambda _: step(notify.resources, "mill"), range(8)))
    assert taken == len(waiting) == 120
    assert len({mail["Message-ID"] for mail in office.mail}) == len(office.mail) == 120
