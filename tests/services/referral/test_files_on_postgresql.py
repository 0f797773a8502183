"""Files travel to PostgreSQL and back as they were, however large they may be, and wait there for the scanner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonward.runtime import Platform
from commonward_referral import service
from commonward_referral.quarantine import scan_waiting
from tests.conftest import Database
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import report
from tests.services.referral.files import PDF, TEXT, VIRUS, scanner
from tests.services.referral.test_attachments import added, configure
from tests.services.stage import Stage
from tests.services.test_on_postgresql import on_postgresql

pytestmark = pytest.mark.stack
END = b"\n%%EOF\n"


@pytest.fixture
def platform(fresh_database: Database, tmp_path: Path, board: Board) -> Iterator[Platform]:
    """On PostgreSQL; messages go by the embedded log."""
    yield from on_postgresql(fresh_database, tmp_path, board)


def test_a_large_file_comes_back_as_it_was(platform: Platform, board: Board, actor: ActorOf) -> None:
    referral, worker = Stage(platform, service, board.code), actor("social-worker")
    case = f"/v1/cases/{referral.post(worker, '/v1/concerns', report()).json['case']}"
    large = PDF + bytes(range(256)) * 4 * 1024 * 9 + END
    with scanner() as address:
        configure(referral, scanner=address)
        made = added(referral, worker, case, content=large)
        assert referral.get(worker, f"/v1/attachments/{made['id']}/content").data == large
    referral.close()


def test_what_waits_is_settled(platform: Platform, board: Board, actor: ActorOf) -> None:
    referral, worker = Stage(platform, service, board.code), actor("social-worker")
    case = f"/v1/cases/{referral.post(worker, '/v1/concerns', report()).json['case']}"
    configure(referral)
    for content in (TEXT, VIRUS):
        added(referral, worker, case, name="note.txt", content=content)
    with scanner() as address:
        configure(referral, scanner=address)
        assert scan_waiting(referral.resources, referral.authority) == 2
    states = [line["state"] for line in referral.get(worker, f"{case}/attachments").json["attachments"]]
    assert states[:2] == ["refused", "made"]
    referral.close()
