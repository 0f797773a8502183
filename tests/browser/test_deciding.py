"""Deciding and closing in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.services.portal.place import story

Violations = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def case(address: str) -> str:
    """The path of a Bolton case."""
    return f"/cases/{story(address, 'bolton').begin(('Deciding', 'Browser'))['case']}"


def test_deciding_passes_axe_empty_faulty_and_done(signed_in: Page, case: str, violations: Violations) -> None:
    signed_in.goto(f"{case}/decisions/exit-only")
    signed_in.get_by_role("button", name="Decide").click()
    expect(signed_in.locator(".govuk-error-summary")).to_be_focused()
    assert violations(signed_in) == []
    signed_in.get_by_role("link", name="What do you decide?").click()
    expect(signed_in.get_by_role("radio").first).to_be_focused()
    signed_in.keyboard.press("Space")
    signed_in.get_by_label("Why?").fill("A synthetic reason.")
    signed_in.get_by_role("button", name="Decide").click()
    expect(signed_in.get_by_role("alert")).to_contain_text("It waits for a second person")
    assert violations(signed_in) == []


def test_closing_passes_axe_with_what_is_missing(signed_in: Page, case: str, violations: Violations) -> None:
    signed_in.goto(f"{case}/closing")
    expect(signed_in.get_by_role("heading", name="What is still missing")).to_be_visible()
    assert violations(signed_in) == []
