"""Every main page as a person meets it: axe-core objects to nothing, wide or narrow, and nothing is from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.conftest import sign_in
from tests.browser.played import Played, further_pages, pages, play

NAMES = (*pages(Played("", "", "")), *further_pages(Played("", "", "")))
HEAVIEST = 150 * 1024


@pytest.fixture(scope="module")
def played(address: str) -> Played:
    return play(address)


@pytest.fixture(scope="module")
def sessions(chromium: Browser, address: str) -> Callable[[str], StorageState]:
    """The cookies of a ready user, who signs in once."""
    kept: dict[str, StorageState] = {}

    def of(name: str) -> StorageState:
        if name not in kept:
            context = chromium.new_context(base_url=address)
            sign_in(context.new_page(), name, board="Leeds")
            kept[name] = context.storage_state()
            context.close()
        return kept[name]

    return of


@pytest.fixture(params=NAMES)
def seen(
    request: pytest.FixtureRequest,
    chromium: Browser,
    address: str,
    played: Played,
    sessions: Callable[[str], StorageState],
) -> Iterator[Page]:
    who, path = {**pages(played), **further_pages(played)}[request.param]
    context = chromium.new_context(base_url=address, storage_state=sessions(who), reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    response = page.goto(path)
    assert response is not None
    assert response.status == 200
    assert len(response.body()) < HEAVIEST
    assert all(url.startswith(address) for url in asked), "a page asks nobody else"
    yield page
    context.close()


def test_a_page_has_no_violation_wide_or_narrow(seen: Page, violations: Callable[[Page], list[str]]) -> None:
    assert violations(seen) == []
