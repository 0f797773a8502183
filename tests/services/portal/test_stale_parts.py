"""A page says above everything that a part of it knows too little of who may see what, and what it leaves out."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from commonward.clock import utcnow
from commonward.messaging.marks import Following, Marking
from commonward.runtime import Platform
from commonward.store import note_followed
from tests.services.portal.place import Visitor, make_settings, person, running, story

pytestmark = pytest.mark.thorough

TOO_OLD = 15
"""Seconds; marks of how far it has got come each 5."""
BEHIND = "Only your own cases: {}."
PARTS = {"/": "deadlines and notices", "/cases/{}/meetings": "meetings and plans"}
"""Pages of other parts, and how they are called."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("stale"), stale_seconds=TOO_OLD) as address:
        yield address


def signed_in(address: str, sub: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in(sub)
    return visitor


def banners(page: str) -> list[str]:
    return re.findall(r"<strong>(Only your own cases: [^<]*)</strong>", page)


def test_while_the_relay_stands_still_each_part_says_that_it_shows_ones_own_cases_only_and_then_all_again(
    here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, worker = signed_in(here, "bolton-team-manager"), signed_in(here, "bolton-social-worker")
    played = story(here, "bolton")
    case = played.begin(("Stale", "Example"))["case"]
    played.assess(case, "significant-harm")
    path, told = f"/cases/{case}/assessments", "Level decided"
    assert banners(manager.until(path, told)) == []
    with monkeypatch.context() as standing:
        standing.setattr(Marking, "step", lambda *_: None)
        page = manager.until(path, BEHIND.format("assessments"))
        assert "minute behind, so assessments are shown only of the cases allocated to you" in page
        assert told not in page
        assert told in worker.get(path).text
        for other, words in PARTS.items():
            manager.until(other.format(case), BEHIND.format(words))
    manager.until(path, told)
    assert banners(manager.get(path).text) == []


def test_started_again_after_a_while_no_part_says_that_it_is_as_old_as_the_last_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path):
        pass
    _stopped_long_ago(tmp_path)
    step = Following.step
    monkeypatch.setattr(Following, "step", lambda *given: time.sleep(2) or step(*given))  # a busy machine
    with running(tmp_path) as address:
        manager = person(address, "bolton-team-manager")
        lists = {"risk": "/assessments", "meetings": "/meetings", "notify": "/obligations"}
        behind = [manager.get(service, path).get("minutes_behind") for service, path in lists.items()]
    assert behind == [None, None, None]


def _stopped_long_ago(data_dir: Path) -> None:
    with closing(Platform(make_settings(data_dir))) as platform:
        for name in ("risk", "meetings", "notify"):
            resources = platform.resources(name)
            note_followed(resources.database, "bolton", resources.worker("bolton"), utcnow() - timedelta(hours=1))
