"""Every page as a person meets it, wide, narrow and zoomed: axe-core objects to nothing, and nothing is from elsewhere.

Each address of the portal is visited in one state at least, and forms as they come back when nothing was filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, StorageState, expect
from werkzeug.exceptions import HTTPException

from commonward.identity.development import with_development_issuers
from commonward.runtime import Platform
from commonward_portal.app import create_app
from tests.browser.conftest import sign_in
from tests.browser.keyboard import walk
from tests.browser.looks import looks
from tests.browser.played import Played, further_pages, pages, play
from tests.browser.tour import FAULTY, STATUS, STOPS, play_more
from tests.services.portal.place import make_settings

pytestmark = pytest.mark.thorough

Stops = dict[str, tuple[str, str]]
ANY = "00000000-0000-0000-0000-000000000000"
NOBODY = Played(ANY, ANY, ANY)
NAMES = (*pages(NOBODY), *further_pages(NOBODY), *STOPS)
WHOLE_PATH = {"agreement": f"/cases/{ANY}/agree/decision/{ANY}", "adult": f"/subjects/{ANY}", "draft": f"/raise/{ANY}"}
WHOLE_PATH |= {"danger": f"/raise/{ANY}", "panel": f"/meeting/{ANY}", "closed": f"/cases/{ANY}"}
WHOLE_PATH |= {"disposal": f"/cases/{ANY}/disposal/{ANY}", "proposal": f"/cases/{ANY}/agree/proposal/{ANY}"}
SENDS = "main form[method=post] button:is(:not(.govuk-button--secondary), :not([name]))"
HEAVIEST = 150 * 1024
NO_PAGES = {
    "assets.asset",
    "board.download",
    "entrance.begin",
    "entrance.finish",
    "files.save_file",
    "health.live",
    "health.ready",
    "meeting_files.calendar_entry",
    "meeting_files.plan_as_pdf",
}
"""What answers with a file, a number or another address."""
BOARDS = ("Bolton", "Mill")
"""A name that begins otherwise is found under Leeds."""
COLOURED = ("my-work", "case", "level-history", "network", "team-and-board")
"""Pages on which colours help to tell states, levels and shapes apart."""
UNSEEN = """[...document.querySelectorAll("svg :is(path, circle, line, rect)")].filter((it) => {
  const style = getComputedStyle(it), back = getComputedStyle(document.documentElement).backgroundColor;
  return [style.fill, style.stroke].every((colour) => [back, "none"].includes(colour));
}).map((it) => it.outerHTML)"""
Sessions = Callable[[str], StorageState | None]
Violations = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def stops(address: str) -> Stops:
    """Every page by its name."""
    played = play(address)
    ids = play_more(address, played)
    more = {name: (who, path.format(**ids)) for name, (who, path) in STOPS.items()}
    return {**pages(played), **further_pages(played), **more}


@pytest.fixture(scope="module")
def sessions(chromium: Browser, address: str) -> Sessions:
    """The cookies of a ready user, who signs in once."""
    kept: dict[str, StorageState | None] = {"": None}

    def of(name: str) -> StorageState | None:
        if name not in kept:
            context = chromium.new_context(base_url=address)
            board = name.split()[0]
            sign_in(context.new_page(), name, board=board if board in BOARDS else "Leeds")
            kept[name] = context.storage_state()
            context.close()
        return kept[name]

    return of


@pytest.fixture(scope="module", params=NAMES)
def seen(
    request: pytest.FixtureRequest, chromium: Browser, address: str, stops: Stops, sessions: Sessions
) -> Iterator[Page]:
    """A page, loaded once for all that is asked of it."""
    who, path = stops[request.param]
    page = _window(chromium, address, sessions(who))
    asked: list[Request] = []
    page.on("request", lambda sent: asked.append(sent))
    response = page.goto(path)
    assert response is not None
    assert response.status == STATUS.get(request.param, 200)
    assert all(sent.url.startswith(address) for sent in asked), "a page asks nobody else"
    assert sum(sent.sizes()["responseBodySize"] for sent in asked) < HEAVIEST, "with its styles and scripts"
    yield page
    page.context.close()


def _window(chromium: Browser, address: str, session: StorageState | None) -> Page:
    """As sharp as a screen at 200 %, and somebody's who wants nothing to move."""
    context = chromium.new_context(
        base_url=address, storage_state=session, reduced_motion="reduce", device_scale_factor=2
    )
    return context.new_page()


def test_a_page_has_no_violation_wide_or_narrow(seen: Page, violations: Violations) -> None:
    assert violations(seen) == []


def test_a_page_can_be_read_zoomed_and_pressed_with_an_unsteady_hand_and_nothing_moves(seen: Page) -> None:
    assert looks(seen) == []


def test_the_tab_key_comes_to_everything_in_order_and_is_seen_where_it_is(seen: Page) -> None:
    assert walk(seen) == []


@pytest.mark.parametrize("name", FAULTY)
def test_a_form_that_comes_back_with_its_faults_is_as_good(
    name: str, chromium: Browser, address: str, stops: Stops, sessions: Sessions, violations: Violations
) -> None:
    who, path = stops[name]
    page = _window(chromium, address, sessions(who))
    page.goto(path)
    with page.expect_event("load"):
        page.locator(SENDS).last.click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert [*violations(page), *looks(page), *walk(page)] == []
    page.context.close()


@pytest.mark.parametrize("name", COLOURED)
def test_a_persons_own_colours_leave_what_is_drawn_and_where_the_focus_is(
    name: str, chromium: Browser, address: str, stops: Stops, sessions: Sessions
) -> None:
    who, path = stops[name]
    context = chromium.new_context(base_url=address, storage_state=sessions(who), forced_colors="active")
    page = context.new_page()
    page.goto(path)
    assert page.evaluate(UNSEEN) == []
    assert walk(page) == []
    for state in page.locator(".app-obligation--overdue, .app-obligation--today").all():
        expect(state.locator(".govuk-tag, p").first).not_to_be_empty()
    context.close()


def test_what_is_kept_of_a_form_after_the_sessions_end_is_as_good(
    chromium: Browser, address: str, stops: Stops, sessions: Sessions, violations: Violations
) -> None:
    who, path = stops["decision"]
    page = _window(chromium, address, sessions(who))
    page.goto(path)
    page.context.clear_cookies()
    page.locator("main textarea").first.fill("A synthetic reason.")
    with page.expect_event("load"):
        page.locator(SENDS).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("You were signed out before this was sent")
    assert [*violations(page), *looks(page), *walk(page)] == []
    page.context.close()


def test_the_mailbox_of_development_is_as_good(
    chromium: Browser, address: str, stops: Stops, violations: Violations
) -> None:
    assert stops, "they have been played, and so somebody was told"
    page = _window(chromium, address, None)
    page.goto("/mailbox/")
    expect(page.get_by_role("article").first).to_be_visible()
    assert [*violations(page), *looks(page), *walk(page)] == []
    page.context.close()


def test_each_address_of_the_portal_is_visited(tmp_path: Path) -> None:
    app = create_app(Platform(with_development_issuers(make_settings(tmp_path))))
    known = app.url_map.bind("")
    braces = {name: ANY for _, path in STOPS.values() for name in re.findall(r"\{(\w+)\}", path)} | WHOLE_PATH
    visited = set()
    for name, (_, path) in {**pages(NOBODY), **further_pages(NOBODY), **STOPS}.items():
        try:
            visited.add(known.match(path.format(**braces).partition("?")[0])[0])
        except HTTPException:
            assert name in STATUS, path
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert there - NO_PAGES - visited == set()
