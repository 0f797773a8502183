"""Each page of the tour while one service does not answer: it says so, wherever it has asked that service."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from tests.browser.played import further_pages, pages, play
from tests.browser.tour import STOPS, play_more
from tests.services.portal.before_forms import People
from tests.services.portal.panel_board import board_settings, installed
from tests.services.portal.place import RUNNING, Visitor, both_boards, running

pytestmark = [pytest.mark.thorough, pytest.mark.timeout(420)]
NOBODY = "http://127.0.0.1:1"
OWNED_UP = re.compile("unavailable|not known at the moment|does not answer", re.IGNORECASE)
Stops = dict[str, tuple[Visitor, str]]


@pytest.fixture(scope="module")
def stops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Stops]]:
    """The address of a platform, and who stands before which of its pages; everybody has signed in."""
    folder = tmp_path_factory.mktemp("away")
    with (
        installed(folder / "plugins"),
        running(folder / "data", authorities=both_boards() | board_settings()) as address,
    ):
        played = play(address)
        ids, people = play_more(address, played), People(address)
        found = {**pages(played), **further_pages(played), **STOPS}
        yield address, {n: (people.known(who)[0], path.format(**ids)) for n, (who, path) in found.items() if who}


@pytest.mark.parametrize("service", ["referral", "risk", "meetings", "notify"])
def test_a_page_that_asks_a_service_in_vain_says_that_something_is_missing(
    service: str, stops: tuple[str, Stops], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, places = stops
    monkeypatch.setitem(RUNNING[address].settings.services, service, NOBODY)
    silent, asked = {}, 0
    for name, (visitor, path) in places.items():
        with capture_logs() as told:
            answer = visitor.get(path)
        if any(line["event"] == "service away" for line in told):
            asked += 1
            if answer.status_code != 503 and not OWNED_UP.search(answer.text):
                silent[name] = answer.status_code
    assert asked > len(places) / 10, "the service was asked at all"
    assert silent == {}
