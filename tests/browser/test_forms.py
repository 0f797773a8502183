"""The board's forms in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.services.portal.place import story

Violations = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def case(address: str) -> str:
    """The path of a Bolton case."""
    return f"/cases/{story(address, 'bolton').begin(('Forms', 'Browser'))['case']}"


@pytest.fixture
def manager(chromium: Browser, address: str) -> Iterator[Page]:
    """A window of a Bolton team manager."""
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    sign_in(page, "Bolton team manager")
    yield page
    context.close()


@pytest.mark.parametrize("kind", ["exploitation", "disclosure"])
def test_a_form_passes_axe_empty_and_faulty(signed_in: Page, case: str, violations: Violations, kind: str) -> None:
    signed_in.goto(f"{case}/forms/{kind}")
    assert violations(signed_in) == []
    for day in signed_in.locator("input[name$='-day']").all():
        day.fill("32")
    signed_in.get_by_role("button", name="Keep this record").click()
    if signed_in.locator(".govuk-error-summary").count():
        expect(signed_in.locator(".govuk-error-summary")).to_be_focused()
    assert violations(signed_in) == []


def test_the_list_of_forms_the_wording_and_the_agreement_pass_axe(
    signed_in: Page, manager: Page, case: str, violations: Violations
) -> None:
    signed_in.goto(f"{case}/forms/departure")
    for box in signed_in.locator("textarea").all():
        box.fill("A synthetic reason: lifestyle choice.")
    for choice in signed_in.locator(".govuk-radios").all():
        choice.get_by_role("radio").first.check()
    for choice in signed_in.locator(".govuk-checkboxes").all():
        choice.get_by_role("checkbox").first.check()
    signed_in.get_by_role("button", name="Look at the wording first").click()
    expect(signed_in.get_by_role("status")).to_contain_text("You may keep your words")
    assert violations(signed_in) == []
    signed_in.get_by_role("button", name="Keep this record").click()
    signed_in.get_by_role("link", name="It waits for a second person").wait_for()
    assert violations(signed_in) == []
    manager.goto(signed_in.get_by_role("link", name="It waits for a second person").get_attribute("href") or "")
    assert violations(manager) == []
    manager.get_by_role("radio", name="Yes, it takes effect").check()
    manager.get_by_role("button", name="Send your answer").click()
    expect(manager.get_by_role("alert")).to_contain_text("agreed")
