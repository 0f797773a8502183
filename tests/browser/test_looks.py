"""The eyes of the other tests see what they are there for: a page that is well passes, and each fault is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.keyboard import walk
from tests.browser.looks import looks

pytestmark = pytest.mark.thorough

WELL = "<main><a href='#x' style='display: block; padding: 5px'>A</a><button style='height: 30px'>B</button></main>"
FAULTS = {
    "moves": f"<style>a {{ transition: color 1s }}</style>{WELL}",
    "smaller than 24 px": WELL.replace("height: 30px", "height: 12px"),
    "the page scrolls sideways": f"<p style='width: 2000px'>A long line</p>{WELL}",
    "cut off": f"<p style='height: 10px; overflow: hidden'>Words</p>{WELL}",
    "over each other": f"<p style='margin-bottom: -40px'>One</p><p>Two</p>{WELL}",
    "scrolls without a name": f"<div style='overflow: auto'><p style='width: 3000px'>Wide</p></div>{WELL}",
    "no sign of the focus": f"<style>a:focus {{ outline: none }}</style>{WELL}",
    "hidden behind": f"<div style='position: fixed; inset: 0; background: #fff'></div>{WELL}",
    "never reached": f"<button onkeydown='event.preventDefault()' style='height: 30px'>Trap</button>{WELL}",
}


@pytest.fixture
def blank(chromium: Browser) -> Iterator[Page]:
    """A window without the platform."""
    page = chromium.new_page()
    yield page
    page.close()


def test_a_page_that_is_well_passes(blank: Page) -> None:
    blank.set_content(WELL)
    assert [*looks(blank), *walk(blank)] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(blank: Page, fault: str) -> None:
    blank.set_content(FAULTS[fault])
    assert any(fault in found for found in [*looks(blank), *walk(blank)])
