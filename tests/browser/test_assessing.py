"""Assessments in a real browser: both boards' tools, the judgement, the level."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.services.portal.place import story

Violations = Callable[[Page], list[str]]


@pytest.mark.parametrize(
    ("board", "worker"), [("bolton", "Bolton social worker"), ("leeds", "Leeds Duty and Advice worker")]
)
def test_an_assessment_passes_axe_on_each_of_its_pages(
    chromium: Browser, address: str, violations: Violations, board: str, worker: str
) -> None:
    case = story(address, board).begin(("Assessed", "Browser"))["case"]
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    sign_in(page, worker)
    page.goto(f"/cases/{case}/assessments")
    for _ in range(50):
        if page.locator("h2 a").count():
            break
        page.wait_for_timeout(100)
        page.reload()
    assert violations(page) == []
    page.locator("h2 a").first.click()
    page.get_by_role("button", name="Keep it and judge").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Keep it and judge").click()
    page.get_by_role("button", name="Complete the assessment").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert violations(page) == []
    page.goto(re.sub("judgement.*", "level", page.url))
    assert violations(page) == []
    context.close()
