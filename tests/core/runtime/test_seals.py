"""A worker seals its service's audit trails by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from commonward.runtime import Platform, Worker, find_service
from commonward.store import UNASSIGNED, new_id, work
from commonward.store.audit_verifying import Verified, verify
from tests.core.kept import SERVICE, embedded

pytestmark = pytest.mark.thorough

TRAILS = ("leeds", "bolton", UNASSIGNED)


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    made = Platform(embedded(tmp_path))
    made.migrate(find_service(SERVICE))
    yield made
    made.close()


def trail(platform: Platform, authority: str) -> Verified:
    return verify(platform.resources(SERVICE).database, authority)


def test_each_second_it_seals_every_authoritys_trail_and_that_of_nobody_known(platform: Platform) -> None:
    database = platform.resources(SERVICE).database
    with Worker(platform, find_service(SERVICE), only := ("timers",)), Worker(platform, find_service(SERVICE), only):
        for _ in range(2):
            for authority in TRAILS:
                with work(database, authority, actor=UUID(int=7), procedures=platform.procedures) as unit:
                    unit.audit("case.read", new_id())
            begun = time.monotonic()
            while any(trail(platform, authority).unsealed for authority in TRAILS):
                assert time.monotonic() < begun + 10, "it is not sealed"
                time.sleep(0.05)
            assert time.monotonic() < begun + 5
    assert [(trail(platform, each).seals, trail(platform, each).faults) for each in TRAILS] == [(2, [])] * 3
