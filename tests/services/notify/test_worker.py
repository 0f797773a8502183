"""The service's own worker: consumer, relay and timers together."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

import pytest

from commonward.procedure import events
from commonward.runtime import Platform, Worker
from commonward_notify import service
from tests.services.notify.conftest import NotifyStage
from tests.services.notify.happenings import concern, happened
from tests.services.notify.post import PostOffice

pytestmark = pytest.mark.thorough


def test_a_worker_delivers_a_concerns_notice_at_once_and_meets_its_clock(
    notify: NotifyStage, platform: Platform, case: UUID, office: PostOffice
) -> None:
    notify.step_back()
    with Worker(platform, service):
        notify.send(happened(case, concern()))
        begun = time.monotonic()
        _wait(lambda: bool(office.mail))
        took = time.monotonic() - begun
        _wait(lambda: bool(notify.published(case, events.ObligationDischarged)))
    assert took < 1


def _wait(until: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not until():
        assert time.monotonic() < ends, "it did not come"
        time.sleep(0.005)
