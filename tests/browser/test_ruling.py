"""What a panel decides, and a closing that waits for it, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.services.portal.panel_board import held_panel, serving

Violations = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a platform for a board whose panel decides."""
    with serving(tmp_path_factory.mktemp("mill")) as address:
        yield address


@pytest.fixture
def chair(chromium: Browser, mill: str) -> Iterator[Page]:
    """A window of the panel's chair."""
    context = chromium.new_context(base_url=mill)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Mill team manager").click()
    page.get_by_role("heading", name="My work").wait_for()
    yield page
    context.close()


def test_a_decision_of_a_panel_passes_axe_empty_faulty_refused_and_made(
    chair: Page, mill: str, violations: Violations
) -> None:
    case, meeting = held_panel(mill)
    chair.goto(f"{case}/closing")
    expect(chair.get_by_text("The Panel decides that a case closes")).to_be_visible()
    assert violations(chair) == []
    chair.goto(meeting)
    assert violations(chair) == []
    chair.get_by_role("link", name="Record what it decided: the level").click()
    assert violations(chair) == []
    chair.get_by_role("button", name="Record the decision").click()
    expect(chair.locator(".govuk-error-summary")).to_be_focused()
    chair.get_by_role("radio", name="low").check()
    chair.get_by_label("Why?").fill("A synthetic reason.")
    chair.get_by_role("button", name="Record the decision").click()
    expect(chair.get_by_role("heading", name="What is still missing, and who can supply it")).to_be_visible()
    assert violations(chair) == []
    chair.get_by_role("radio", name="high").check()
    chair.get_by_role("button", name="Record the decision").click()
    expect(chair.get_by_role("alert")).to_contain_text("Recorded")
    assert violations(chair) == []
