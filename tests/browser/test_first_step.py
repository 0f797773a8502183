"""The first step in a real browser: sign in, raise a concern, find it again. Each page passes axe (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.services.portal.place import CONCERN, PAGES

CHOICES = ("family_area", "agency")
RADIOS = ("immediate_danger", "significant_harm", "sexually_active", "child_id")
Violations = Callable[[Page], list[str]]


def answer(page: Page, name: str, value: str) -> None:
    if name in RADIOS:
        page.locator(f"[name={name}][value={value}]").check()
    elif name in CHOICES:
        page.locator(f"[name={name}]").select_option(value)
    else:
        page.locator(f"[name={name}]").fill(value)


def fill_in(page: Page, looked_at: Callable[[Page], None] = lambda page: None, **changes: str) -> None:
    """Every page of a concern, up to the last button; each is looked at once it is filled in."""
    for names in (("immediate_danger",), *PAGES.values()):
        for name in names:
            answer(page, name, changes.get(name, CONCERN[name]))
        looked_at(page)
        before = page.url
        page.locator("form:not([action='/logout']) button[type=submit]").first.click()
        page.wait_for_url(lambda url, before=before: url != before)


@pytest.fixture
def case(signed_in: Page) -> Page:
    """On the page of a case that was just opened, once the other services have told of it."""
    signed_in.goto("/raise")
    fill_in(signed_in)
    signed_in.get_by_role("button", name="Raise this concern").click()
    expect(signed_in.get_by_role("alert")).to_contain_text("Concern raised: BOL-")
    for _ in range(100):
        if signed_in.get_by_text("Notice to").count():
            break
        signed_in.wait_for_timeout(100)
        signed_in.reload()
    return signed_in


def visit(page: Page, path: str) -> Page:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    return page


def test_a_concern_that_was_raised_is_in_the_list_and_on_its_timeline(case: Page) -> None:
    expect(
        case.get_by_role("listitem").filter(has_text="Concern routed to Referral & Assessment, North")
    ).to_be_visible()
    address = case.url
    case.get_by_role("link", name="All cases").click()
    expect(case.get_by_role("link", name=re.compile("^BOL-")).first).to_be_visible()
    assert address.removeprefix(case.url.removesuffix("/cases")) in case.content()


def test_the_rule_behind_a_decision_opens(case: Page) -> None:
    entry = case.locator(".app-timeline__entry").filter(has_text="Concern routed")
    entry.get_by_text("because Bolton 10.9").click()
    expect(entry.get_by_role("definition").first).to_be_visible()


def test_the_case_passes_axe_with_every_rule_open(case: Page, violations: Violations) -> None:
    case.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(case) == []


def test_each_page_of_a_concern_passes_axe(signed_in: Page, violations: Violations) -> None:
    def passes(page: Page) -> None:
        assert violations(page) == []

    visit(signed_in, "/raise")
    fill_in(signed_in, passes)
    passes(signed_in)  # the check
    signed_in.get_by_role("link", name="All parts of this concern").click()
    passes(signed_in)
    visit(signed_in, "/raise")
    passes(signed_in)  # the draft is offered
    signed_in.locator("[name=immediate_danger][value=yes]").check()
    signed_in.get_by_role("button", name="Continue").click()
    expect(signed_in.get_by_role("heading", name="Call 999 now")).to_be_visible()
    passes(signed_in)


@pytest.mark.parametrize("path", ["danger", "child", "event"])
def test_a_faulty_page_passes_axe_and_its_summary_has_the_focus(
    signed_in: Page, violations: Violations, path: str
) -> None:
    visit(signed_in, "/raise")
    answer(signed_in, "immediate_danger", "no")
    signed_in.get_by_role("button", name="Continue").click()
    signed_in.wait_for_url("**/child")
    if path == "danger":
        visit(signed_in, "/raise")
    else:
        visit(signed_in, signed_in.url.replace("/child", f"/{path}"))
    with signed_in.expect_response("**/raise**") as said:
        signed_in.locator("form:not([action='/logout']) button[type=submit]").first.click()
    assert said.value.status == 422
    expect(signed_in.locator(".govuk-error-summary")).to_be_focused()
    assert violations(signed_in) == []


def test_what_the_board_would_know_of_the_exploitation_passes_axe_as_tasks_page_and_check(
    signed_in: Page, violations: Violations
) -> None:
    signed_in.goto("/raise")
    fill_in(signed_in)
    signed_in.get_by_role("link", name="All parts of this concern").click()
    assert violations(signed_in) == []
    signed_in.get_by_role("link", name="Models that are seen").click()
    assert violations(signed_in) == []
    signed_in.get_by_role("checkbox").first.check()
    signed_in.get_by_role("button", name="Continue").click()
    signed_in.goto(re.sub("/exploitation-.*", "/check", signed_in.url))
    expect(signed_in.get_by_role("heading", name="Models that are seen")).to_be_visible()
    assert violations(signed_in) == []


def test_what_is_typed_is_saved_without_a_button(signed_in: Page) -> None:
    visit(signed_in, "/raise")
    answer(signed_in, "immediate_danger", "no")
    signed_in.get_by_role("button", name="Continue").click()
    signed_in.wait_for_url("**/child")
    answer(signed_in, "family_name", "O'Half")
    expect(signed_in.locator("[data-saved]")).to_contain_text("Saved at")
    signed_in.goto(signed_in.url)
    expect(signed_in.locator("[name=family_name]")).to_have_value("O'Half")


def test_a_concern_is_raised_by_the_keyboard_alone(signed_in: Page) -> None:
    visit(signed_in, "/raise")
    keys = {
        "immediate_danger": ["Space", "ArrowDown"],
        "given_name": list("Key"),
        "family_name": list("Board"),
        "child_id": ["Space"],
        "agency": ["ArrowDown"],
        "happened_on-day": ["1"],
        "happened_on-month": ["3"],
        "happened_on-year": list("2026"),
        "account": list("Words"),
    }
    for _ in range(400):
        focused = signed_in.evaluate("[document.activeElement.name || '', document.activeElement.innerText || '']")
        name, words = focused
        for key in keys.pop(name, []):
            signed_in.keyboard.press(key)
        if words.strip() in ("Continue", "Look for the child", "Raise this concern"):
            before = signed_in.url
            signed_in.keyboard.press("Enter")
            signed_in.wait_for_url(lambda url, before=before: url != before)
            if "/cases/" in signed_in.url:
                break
        signed_in.keyboard.press("Tab")
    expect(signed_in.get_by_role("alert")).to_contain_text("Concern raised: BOL-")


def test_the_pages_work_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.goto("/raise")
    fill_in(page)
    page.get_by_role("button", name="Raise this concern").click()
    expect(page.get_by_role("alert")).to_contain_text("Concern raised: BOL-")
    context.close()


def test_no_page_asks_anything_of_another_host_or_breaks_its_own_policy(signed_in: Page, address: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    signed_in.on("request", lambda request: asked.append(request.url))
    signed_in.on("console", lambda message: said.append(message.text))
    for path in ("/", "/cases", "/raise"):
        visit(signed_in, path)
    assert [url for url in asked if not url.startswith(address)] == []
    assert said == []


def test_somebody_is_warned_before_the_session_ends_and_stays_by_one_press(
    signed_in: Page, violations: Violations
) -> None:
    signed_in.clock.install()
    visit(signed_in, "/")
    warning = signed_in.locator("[data-timeout]")
    expect(warning).to_be_hidden()
    signed_in.clock.fast_forward((int(warning.get_attribute("data-timeout") or 0) - 100) * 1000)
    expect(warning).to_contain_text("You will be signed out in 2 minutes")
    assert violations(signed_in) == []
    signed_in.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()


def test_signing_out_ends_the_session(signed_in: Page) -> None:
    visit(signed_in, "/")
    signed_in.get_by_role("button", name="Sign out").click()
    expect(signed_in.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert urlsplit(signed_in.url)[2:4] == ("/signed-out", "")


def test_the_keyboard_reaches_the_content_first(signed_in: Page) -> None:
    visit(signed_in, "/")
    signed_in.keyboard.press("Tab")
    expect(signed_in.get_by_role("link", name="Skip to main content")).to_be_focused()
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator("#main-content")).to_be_focused()
