"""Leeds' own procedure in the notify service: the coordinator is told within 24 hours, or the manager hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from commonward.procedure import Procedures, events
from commonward.runtime import Platform
from commonward.settings import Settings
from commonward.store import new_id
from commonward_notify import service
from commonward_notify.model import Owed
from tests.services.notify.conftest import NotifyStage
from tests.services.notify.happenings import ago, concern, like
from tests.services.notify.post import PostOffice

COORDINATOR = "coordinator@leeds.example"


@pytest.fixture
def directory() -> list[dict[str, str]]:
    """Who holds which role; a test may take somebody away."""
    return [{"role": "cse-missing-coordinator", "mailbox": COORDINATOR}]


@pytest.fixture
def leeds(tmp_path: Path, port: int, directory: list[dict[str, str]]) -> Iterator[NotifyStage]:
    """The notify service with Leeds' procedure."""
    authorities = {"leeds": {"duty_mailbox": "duty@leeds.example", "directory": directory}}
    given = {"environment": "development", "data_dir": tmp_path, "authorities": authorities, "mail": {"port": port}}
    platform = Platform(Settings.model_validate(given))
    platform.procedures = Procedures({"leeds": ("national", "leeds")})
    platform.ensure_topics()
    stage = NotifyStage(platform, service, "leeds")
    yield stage
    stage.close()
    platform.close()


@pytest.mark.rule("LDS-3.coord-24h")
def test_the_coordinator_is_told_of_a_concern_and_the_clock_of_24_hours_is_met(
    leeds: NotifyStage, office: PostOffice
) -> None:
    case = _case(leeds)
    leeds.tell(case, concern())
    leeds.deliver()
    assert len(office.to(COORDINATOR)) == 1
    assert [owed.state for owed in leeds.rows(Owed, clock="LDS-3.coord-24h")] == ["met"]


@pytest.mark.rule("LDS-3.coord-24h")
@pytest.mark.parametrize("directory", [[]])
def test_what_only_reached_the_duty_mailbox_leaves_the_clock_running_until_it_is_breached(
    leeds: NotifyStage, office: PostOffice
) -> None:
    case = _case(leeds)
    leeds.tell(case, concern(received=ago(25)))
    leeds.deliver()
    leeds.wake()
    assert [owed.state for owed in leeds.rows(Owed, clock="LDS-3.coord-24h")] == ["breached"]
    assert [breach.escalated_to for breach in leeds.published(case, events.ObligationBreached)] == ["team-manager"]


def _case(leeds: NotifyStage) -> UUID:
    case = new_id()
    leeds.tell(case, like(events.CaseOpened, edition="1.4.11"))
    return case
