"""Adults and places, and two records side by side, in a real browser: axe objects to nothing, wide or narrow."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.services.portal.place import story

Violations = Callable[[Page], list[str]]


def test_an_adult_is_opened_found_and_shown(signed_in: Page, violations: Violations) -> None:
    signed_in.get_by_role("link", name="Adults and places").click()
    assert violations(signed_in) == []
    signed_in.get_by_role("button", name="Open a record").click()
    signed_in.get_by_role("button", name="Open it").click()
    expect(signed_in.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert violations(signed_in) == []
    signed_in.get_by_label("What is it known by?").fill("Synthetic Browser-Adult")
    signed_in.get_by_role("button", name="Open it").click()
    expect(signed_in.get_by_role("heading", name="Synthetic Browser-Adult")).to_be_visible()
    assert violations(signed_in) == []
    signed_in.get_by_role("link", name="Adults and places").first.click()
    signed_in.get_by_label("Name, address or registration plate").fill("browser")
    signed_in.get_by_role("button", name="Look for it").click()
    expect(signed_in.get_by_role("cell", name="Synthetic Browser-Adult")).to_be_visible()
    assert violations(signed_in) == []


def test_two_records_are_laid_side_by_side_and_a_merge_proposed(
    signed_in: Page, address: str, violations: Violations
) -> None:
    played = story(address, "bolton")
    case = played.begin(("Kathryn", "Browserfield"))["case"]
    played.begin(("Katherine", "Browserfield"))
    signed_in.goto(f"/cases/{case}/same-child")
    assert violations(signed_in) == []
    signed_in.get_by_role("link", name=re.compile("Katherine Browserfield")).click()
    expect(signed_in.get_by_role("table", name="Both records side by side")).to_be_visible()
    assert violations(signed_in) == []
    signed_in.get_by_label("One child, and the record of this case goes on").check()
    signed_in.get_by_label("How do you know?").fill("A synthetic reason.")
    signed_in.get_by_role("button", name="Send your answer").click()
    expect(signed_in.get_by_text("Nothing changes until a second person")).to_be_visible()
