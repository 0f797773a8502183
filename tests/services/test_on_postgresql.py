"""Risk and meetings keep their rows on PostgreSQL as they do on SQLite, under row-level security."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

import commonward_meetings
import commonward_risk
from commonward.clock import utcnow
from commonward.messaging.embedded import EmbeddedTransport
from commonward.procedure import Procedures, events
from commonward.runtime import Platform
from commonward.settings import Settings
from tests.conftest import Database
from tests.services.boards import Board, layer
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import called_for, convening, holding, plan
from tests.services.risk.bodies import completion, routed
from tests.services.stage import Stage, Tokens

pytestmark = pytest.mark.stack


@pytest.fixture
def platform(fresh_database: Database, tmp_path: Path, board: Board) -> Iterator[Platform]:
    """As the other services' tests have it, on PostgreSQL; messages go by the embedded log."""
    yield from on_postgresql(fresh_database, tmp_path, board)


def on_postgresql(database: Database, folder: Path, board: Board) -> Iterator[Platform]:
    """A platform of the board's on this database; migrated by the stage, and closed at the end."""
    settings = {
        "mode": "distributed",
        "database_url": database.app_url,
        "migration_url": database.owner_url,
        "kafka_servers": "unused:9092",
        "seal_key": base64.b64encode(bytes(32)).decode(),
        "session_key": "synthetic",
        "authorities": {board.code: {"layers": (board.code,), "duty_mailbox": "duty@mill.example"}},
    }
    made = Platform(Settings.model_validate(settings))
    made.transport = EmbeddedTransport(folder / "transport.sqlite")
    made.procedures = Procedures({board.code: (board.code,)}, {board.code: layer(board)})
    made.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
    made.ensure_topics()
    yield made
    made.close()


def test_an_assessment_goes_from_its_route_to_a_level(platform: Platform, board: Board, actor: ActorOf) -> None:
    risk = Stage(platform, commonward_risk.service, board.code)
    case, worker = risk.open_case(), actor("social-worker")
    risk.tell(case, routed(), routed())
    path = f"/v1/assessments/{risk.published(case, events.AssessmentRequested)[0].assessment}"
    early = utcnow().isoformat()
    assert risk.post(worker, f"{path}/completion", completion(completed_at=early)).json["level"] == "high"
    page = risk.get(worker, path).json
    assert (page["assessment"]["state"], len(page["answers"])) == ("decided", 2)
    risk.close()


def test_a_meeting_goes_from_a_level_to_a_shared_plan(platform: Platform, board: Board, actor: ActorOf) -> None:
    meetings = Stage(platform, commonward_meetings.service, board.code)
    case, manager = meetings.open_case(), actor("team-manager")
    meetings.tell(case, called_for("panel"), called_for("panel"))
    (required,) = meetings.published(case, events.MeetingRequired)
    path = f"/v1/meetings/{required.meeting}"
    meetings.post(manager, f"{path}/convening", convening())
    meetings.post(manager, f"{path}/holding", holding())
    made = meetings.post(manager, f"{path}/plan", plan()).json
    meetings.post(manager, f"/v1/plans/{made['id']}/sharing", {})
    page = meetings.get(manager, path).json
    assert (page["meeting"]["quorate"], page["plan"]["shared"][0]["recipients"]) == (True, ["coordinator"])
    meetings.close()
