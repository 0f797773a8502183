"""A page says above everything that a part of it knows too little of who may see what, and what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from commonward.messaging.marks import Marking
from tests.services.portal.place import Visitor, running, story

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
