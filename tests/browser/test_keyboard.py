"""The main work by the keyboard alone: where one stands is always seen, and nothing holds one fast (WCAG 2.1, 2.4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from commonward.clock import london, utcnow
from tests.browser.keyboard import Keyboard
from tests.browser.test_first_hour import until
from tests.services.portal.place import story

pytestmark = pytest.mark.thorough
As = Callable[[str], Keyboard]
FIELDS = """() => {
  const fields = [...document.querySelectorAll("main form :is(input[type=radio], textarea)")];
  const seen = fields.filter((it) => it.offsetParent !== null);
  return [...new Map(seen.map((it) => [it.name, it.localName === "textarea"]))];
}"""
"""The questions of a form that can be seen, in their order, by name; and whether one writes there."""
ASKED = """() => [...new Map([...document.querySelectorAll("main form :is(input:not([type=hidden]), textarea, select)")]
  .filter((it) => !/^actions\\.[1-9]/.test(it.name)).map((it) => [it.name, it.type]))]"""
"""The fields of a plan with one action, in their order."""


@pytest.fixture
def as_(chromium: Browser, address: str) -> Iterator[As]:
    """The keyboard of somebody who signs in by it, from the chooser."""
    contexts = []

    def sign_in(name: str) -> Keyboard:
        contexts.append(chromium.new_context(base_url=address, viewport={"width": 1000, "height": 500}))
        keyboard = Keyboard(contexts[-1].new_page())
        keyboard.page.goto("/")
        keyboard.follow(f"^a {name}")
        expect(keyboard.page.get_by_role("heading", name="My work")).to_be_visible()
        return keyboard

    yield sign_in
    for context in contexts:
        context.close()


def test_a_concern_is_raised_from_its_first_fault_to_its_end(as_: As) -> None:
    worker = as_("Bolton social worker")
    worker.to("Skip to main content")
    worker.press("Enter")
    worker.follow("^a Raise a concern")
    worker.follow("^button .*Continue")
    expect(worker.page.locator(".govuk-error-summary")).to_be_focused()
    worker.to("^a ")
    worker.press("Enter")
    expect(worker.page.locator("[name=immediate_danger]").first).to_be_focused()
    worker.press("ArrowDown", "ArrowDown", "ArrowUp")
    worker.follow("^button .*Continue")
    worker.type("given_name", "Tabitha")
    worker.type("family_name", "Keys")
    for part, value in {"day": "4", "month": "5", "year": "2012"}.items():
        worker.type(f"born-{part}", value)
    worker.follow("^button .*(Continue|Look for the child)")
    worker.choose("child_id")
    worker.follow("^button .*Continue")
    worker.follow("All parts of this concern")
    worker.follow("^a What happened")
    worker.to("agency")
    worker.press("ArrowDown")
    for part, value in {"day": "1", "month": "3", "year": "2026"}.items():
        worker.type(f"happened_on-{part}", value)
    worker.type("account", "A synthetic account.")
    while "/check" not in worker.page.url:
        worker.follow("^button .*Continue")
    worker.follow("^button .*Raise this concern")
    expect(worker.page.get_by_role("alert")).to_contain_text("Concern raised: BOL-")


def test_a_case_is_opened_from_my_work_and_its_chronology_narrowed(as_: As, address: str) -> None:
    raised = story(address, "bolton").begin(("Tabbed", "Example"))
    worker = as_("Bolton social worker")
    until(worker.page, worker.page.get_by_role("link", name=raised["reference"]))
    worker.to("^a .*: [0-9]+$")
    worker.press("Enter")
    assert "#" in worker.page.url
    worker.page.goto("/")
    worker.follow(f"^a {raised['reference']}")
    expect(worker.page.get_by_role("heading", name="Tabbed Example")).to_be_visible()
    worker.to("^summary .*because ")
    worker.press("Enter")
    expect(worker.page.locator("details[open] dl").first).to_be_visible()
    worker.follow("^a Notices")
    assert "show=notices" in worker.page.url


def test_a_decision_is_proposed_by_one_and_agreed_by_another(as_: As, address: str) -> None:
    case = story(address, "bolton").begin(("Second", "Example"))["case"]
    worker = as_("Bolton social worker")
    worker.page.goto(f"/cases/{case}/decisions/exit-only")
    worker.follow("^button .*Decide$")
    worker.to("^a What do you decide")
    worker.press("Enter", "Space")
    worker.type("textarea reason", "A synthetic reason.")
    worker.follow("^button .*Decide$")
    expect(worker.page.get_by_role("alert")).to_contain_text("It waits for a second person")
    manager = as_("Bolton team manager")
    until(manager.page, manager.page.locator(f"[href*='/cases/{case}/agree/']"))
    link = manager.page.locator(f"[href*='/cases/{case}/agree/']").first
    for _ in range(100):
        manager.to("^a ")
        if link.evaluate("it => it === document.activeElement"):
            break
    manager.press("Enter")
    manager.page.wait_for_url("**/agree/**")
    manager.choose("^input agree yes")
    manager.follow("^button .*Send your answer")
    expect(manager.page.get_by_role("alert")).to_contain_text("agreed")


def test_an_assessment_is_filled_in_judged_and_completed(as_: As, address: str) -> None:
    case = story(address, "bolton").begin(("Assessed", "Keys"))["case"]
    worker = as_("Bolton social worker")
    page = worker.page
    page.goto(f"/cases/{case}/assessments")
    until(page, page.locator("h2 a"))
    page.goto(str(page.locator("h2 a").first.get_attribute("href")))
    for name, written in page.evaluate(FIELDS):
        worker.to(f" {re.escape(name)} ")
        if written:
            page.keyboard.type("Synthetic.")
        else:
            worker.press("Space")
    worker.follow("^button .*Keep it and judge")
    worker.choose("^input judgement")
    worker.type("^textarea rationale", "A synthetic reason.")
    worker.follow("^button .*Complete the assessment")
    expect(page.get_by_role("alert")).to_contain_text("Assessment completed")


def test_a_meeting_is_convened_held_and_minuted_its_plan_adopted_and_shared_and_the_case_closed(
    as_: As, address: str
) -> None:
    played = story(address, "bolton")
    case = played.begin(("Convened", "Example"))["case"]
    played.assess(case, "significant-harm")
    manager = as_("Bolton team manager")
    page = manager.page
    manager.page.goto(f"/cases/{case}/meetings")
    until(manager.page, manager.page.get_by_role("link", name=re.compile("^Strategy Meeting")))
    manager.follow("^a Strategy Meeting")
    write_day(manager, "planned_for", 365, "10:00")
    manager.follow("^button .*Convene it")
    expect(page.get_by_role("alert")).to_contain_text("Convened")
    meeting = page.url.partition("?")[0]
    manager.follow("^button .*Record the meeting")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    write_day(manager, "held_at", 0, f"{london(utcnow()):%H:%M}")
    for row in ("police", "exit", "investigating-social-worker"):
        manager.type(f" person\\.{row}", "A synthetic professional")
        manager.type(f" contribution\\.{row}", "A synthetic contribution.")
    manager.follow("^button .*Record the meeting")
    expect(page.locator(".app-quorum")).to_contain_text("it was quorate")
    manager.follow("^a Minutes")
    manager.type("^textarea text", "Synthetic minutes.")
    manager.follow("^button .*Keep this version")
    expect(page.get_by_role("alert")).to_contain_text("A new version is kept")
    page.goto(meeting)
    adopt(manager)
    manager.follow("^button .*Share the plan")
    expect(page.get_by_role("alert")).to_contain_text("Plan shared")
    manager.follow("^a Close$")
    manager.choose("^input reason")
    manager.type("^textarea override_reason", "A synthetic reason.")
    manager.follow("^button .*Close the case")
    expect(page.locator(".govuk-error-summary").or_(page.get_by_text("The case is closed")).first).to_be_visible()


def write_day(keyboard: Keyboard, field: str, days: int, clock: str = "") -> None:
    """A day so far from today, and a time where one is asked for."""
    on = london(utcnow()) + timedelta(days=days)
    parts = {"day": str(on.day), "month": str(on.month), "year": str(on.year), "time": clock}
    for part, value in parts.items():
        if value:
            keyboard.type(f"{re.escape(field)}-{part}", value)


def adopt(keyboard: Keyboard) -> None:
    """Write the plan in the order in which its form asks; one action is enough."""
    on = london(utcnow()) + timedelta(days=14)
    day = {"day": str(on.day), "month": str(on.month), "year": str(on.year)}
    for name, kind in keyboard.page.evaluate(ASKED):
        if kind in ("radio", "checkbox"):
            keyboard.choose(f"^input {re.escape(name)} ")
        elif kind != "select-one":
            keyboard.type(
                f" {re.escape(name)} ", day.get(name.rpartition("-")[2], "4" if name == "every" else "Synthetic")
            )
    keyboard.follow("^button .*Adopt the plan")
    expect(keyboard.page.get_by_role("alert")).to_contain_text("Plan adopted")


def test_the_warning_of_the_sessions_end_holds_the_focus_and_gives_it_back(as_: As) -> None:
    worker = as_("Bolton social worker")
    page = worker.page
    page.clock.install()
    page.goto("/cases")
    worker.to("^a Cases")
    warning = page.get_by_role("dialog", name="Are you still there?")
    lasts = int(page.locator("[data-timeout]").get_attribute("data-timeout") or 0)
    page.clock.fast_forward((lasts - 100) * 1000)
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    for _ in range(4):
        worker.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog, body').localName") != "a"
        assert page.evaluate("!document.activeElement.matches('a, main *, nav *, header *, footer *')")
    worker.press("Escape")
    expect(warning).to_be_hidden()
    expect(page.get_by_role("link", name="Cases", exact=True)).to_be_focused()
    page.clock.fast_forward((lasts + 5) * 1000)
    expect(warning).to_contain_text("You have been signed out")
    worker.press("Escape")
    expect(warning).to_be_hidden()


def test_a_table_wider_than_the_screen_is_scrolled_by_its_arrows(as_: As) -> None:
    manager = as_("Bolton team manager")
    manager.page.set_viewport_size({"width": 320, "height": 600})
    manager.page.goto("/overview")
    manager.to("^div .*What falls due")
    manager.press("ArrowRight", "ArrowRight")
    expect(manager.page.locator(".app-scroll")).not_to_have_js_property("scrollLeft", 0)
