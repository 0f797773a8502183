"""The notify service on the real PostgreSQL, under the role that row-level security binds."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update

from commonward.messaging.embedded import EmbeddedTransport
from commonward.procedure import Procedures, events
from commonward.runtime import Platform
from commonward.runtime.verifying import verify
from commonward.settings import Settings
from commonward_notify import service
from commonward_notify.calendars import tell_calendar
from commonward_notify.model import Notice, Owed
from commonward_notify.verifying import compare_obligations
from tests.conftest import Database
from tests.services.boards import Board, layer
from tests.services.conftest import ActorOf
from tests.services.notify.clocked import VISIT, ClockedBoard
from tests.services.notify.conftest import MANAGER, NotifyStage
from tests.services.notify.happenings import ago, concern, happened, like
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


@pytest.mark.parametrize("board", [ClockedBoard(clocks=(replace(VISIT, may_pause="team-manager"),))])
def test_a_clock_stands_still_goes_on_and_is_told_of_a_calendar_and_its_life_is_rebuilt_the_same(
    notify: NotifyStage, case: UUID, actor: ActorOf
) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=1))
    (owed,) = notify.rows(Owed, case_id=case)
    path, manager = f"/v1/obligations/{owed.id}", actor("team-manager")
    notify.post(manager, f"{path}/pause", {"reason": "court", "note": "A hearing."})
    notify.settle()
    notify.post(manager, f"{path}/resume", {"note": "It was heard."})
    notify.settle()
    with notify.resources.database.session("mill", writing=True) as session:
        session.execute(update(Owed).values(calendar_seen=None))
        session.commit()
    assert tell_calendar(notify.resources, "mill") >= 1
    assert tell_calendar(notify.resources, "mill") == 0
    notify.tell(case, like(events.CaseClosed))
    found = verify(notify.resources, "mill", compare_obligations)
    assert [each for each in found.differences if each.subject == case] == []
    assert found.obligations >= 1
    assert len(notify.get(manager, path).json["remarks"]) == 2


def test_a_breach_that_was_none_is_corrected_in_the_ledger(notify: NotifyStage, case: UUID, actor: ActorOf) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=49))
    notify.wake()
    notify.tell(case, like(events.AssessmentCompleted, completed_at=ago(10)))
    listed = notify.get(actor("team-manager"), "/v1/breaches?acknowledged=false").json["breaches"]
    (breach,) = [each for each in listed if each["case"] == str(case)]
    assert (breach["due"], breach["corrected_at"] is None) == (breach["due_now"], False)
