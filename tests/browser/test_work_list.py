"""The first page in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.services.portal.place import story

Violations = Callable[[Page], list[str]]


def test_the_work_list_passes_axe_and_leads_to_the_case_by_keyboard(
    signed_in: Page, address: str, violations: Violations
) -> None:
    raised = story(address, "bolton").begin(("Keyboard", "Example"))
    for _ in range(100):
        signed_in.goto("/")
        if signed_in.get_by_role("link", name=raised["reference"]).count():
            break
        signed_in.wait_for_timeout(100)
    signed_in.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(signed_in) == []
    signed_in.get_by_role("link", name=raised["reference"]).first.focus()
    signed_in.keyboard.press("Enter")
    expect(signed_in.get_by_role("heading", name="Keyboard Example")).to_be_visible()
