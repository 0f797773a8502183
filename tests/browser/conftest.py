"""Windows of the real Chromium, and axe-core from npm. Without it a test fails and says what to type."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.services.portal.panel_board import board_settings, installed
from tests.services.portal.place import both_boards, running

AXE = Path("node_modules/axe-core/axe.min.js")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The platform that the browser visits: both boards, and one whose panel decides and which keeps nothing."""
    folder = tmp_path_factory.mktemp("browser")
    with (
        installed(folder / "plugins"),
        running(folder / "data", authorities=both_boards() | board_settings()) as address,
    ):
        yield address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A fresh browser window."""
    context = chromium.new_context(base_url=address)
    yield context.new_page()
    context.close()


def sign_in(page: Page, name: str = "Bolton social worker", board: str | None = None) -> None:
    """As a ready user, by the chooser of the first page; the board is their name's first word."""
    page.goto("/")
    page.get_by_role("list", name=board or name.split()[0]).get_by_role("link", name=name).click()
    page.get_by_role("button", name="Sign out").wait_for()


def sign_out(page: Page) -> None:
    """By the button of every page, until the portal says so."""
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="You are signed out").wait_for()


@pytest.fixture
def signed_in(page: Page) -> Page:
    """A fresh window of a Bolton social worker, who signs in anew: a session can't be in two browsers for long."""
    sign_in(page)
    return page


@pytest.fixture(scope="session")
def violations() -> Callable[[Page], list[str]]:
    """What axe-core finds on a page as it stands, wide and narrow, and whether it has to be scrolled sideways."""
    if not AXE.exists():
        pytest.fail(f"{AXE} is missing: make setup", pytrace=False)
    script = AXE.read_text(encoding="utf-8")

    def find_at(page: Page, width: int) -> list[str]:
        page.set_viewport_size({"width": width, "height": 800})
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)  # by the debugger, so that the page's own policy may stay strict
        options = json.dumps({"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
        found = page.evaluate(f"axe.run(document, {options})")
        assert len(found["passes"]) > 10, "axe did not look at a real page"
        fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        told = [f"{width}px {one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]
        return told if fits else [*told, f"{width}px: has to be scrolled sideways"]

    return lambda page: [*find_at(page, 1280), *find_at(page, 320)]
