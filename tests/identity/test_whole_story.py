"""The whole story of both boards by the pages, everybody signed in at the real Keycloak."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.whole_story import BOARDS, play
from tests.identity.conftest import Region
from tests.identity.person import Person

pytestmark = [pytest.mark.stack, pytest.mark.timeout(420)]


@pytest.mark.parametrize("board", BOARDS)
def test_a_case_goes_from_its_concern_to_its_closing_after_signing_in_at_keycloak(
    region: Region, person: Callable[[str], Person], board: str
) -> None:
    windows: dict[str, Page] = {}

    def as_(role: str) -> Page:
        if role not in windows:
            somebody = person(f"{board}-{role}")
            somebody.sign_in()
            windows[role] = somebody.page
        return windows[role]

    play(board, as_)
