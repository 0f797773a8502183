"""The whole story of both boards by the pages, from the concern to the closing, through the development provider."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import sign_in
from tests.browser.whole_story import BOARDS, play

NAMES = {
    "social-worker": "social worker",
    "team-manager": "team manager",
    "exit-worker": "EXIT worker",
    "duty-and-advice": "Duty and Advice worker",
}


@pytest.mark.timeout(400)
@pytest.mark.parametrize("board", BOARDS)
def test_a_case_goes_from_its_concern_to_its_closing_by_the_pages_alone(
    chromium: Browser, address: str, board: str
) -> None:
    windows: dict[str, Page] = {}

    def as_(role: str) -> Page:
        if role not in windows:
            windows[role] = chromium.new_context(base_url=address).new_page()
            sign_in(windows[role], f"{board.capitalize()} {NAMES[role]}")
        return windows[role]

    try:
        play(board, as_)
    finally:
        for page in windows.values():
            page.context.close()
