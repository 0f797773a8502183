"""docs/first-hour.md, walked in a real browser: from a concern to an adopted plan. Each page passes axe."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from commonward.clock import london, utcnow
from tests.browser.conftest import sign_in, sign_out
from tests.browser.test_first_step import fill_in

GUIDE = Path("docs/first-hour.md")
Violations = Callable[[Page], list[str]]


def until(page: Page, found: Locator) -> Locator:
    """Look again until it is there: services hear of each other after a moment."""
    for _ in range(100):
        if found.count():
            return found.first
        page.wait_for_timeout(150)
        page.reload()
    raise AssertionError(f"{page.url} never showed {found}")


def type_moment(page: Page, name: str, minutes: int) -> None:
    at = london(utcnow() + timedelta(minutes=minutes))
    for part, value in {"day": at.day, "month": at.month, "year": at.year, "time": f"{at:%H:%M}"}.items():
        page.locator(f"[name='{name}-{part}']").fill(str(value))


def type_day(page: Page, name: str, days: int) -> None:
    on = london(utcnow() + timedelta(days=days))
    for part in ("day", "month", "year"):
        page.locator(f"[name='{name}-{part}']").fill(str(getattr(on, part)))


def answer_the_tool(page: Page) -> None:
    """Every item answered with its last choice, words in every box, an agency wherever one is asked for."""
    for choices in page.locator(".govuk-radios").all():
        choices.get_by_role("radio").last.check()
    for agency in page.locator("form select[name^='agency-']").all():
        agency.select_option(index=1)
    for box in page.locator("form textarea").all():
        box.fill("A synthetic answer.")


def raised(page: Page) -> str:
    """A concern is raised; gives the case's path."""
    page.get_by_role("link", name="Raise a concern").first.click()
    fill_in(page)
    expect(page.get_by_role("heading", name="procedure would do")).to_be_visible()
    page.get_by_role("button", name="Raise this concern").click()
    expect(page.get_by_role("alert")).to_contain_text("Concern raised: BOL-")
    return re.sub("^https?://[^/]*", "", page.url)


def judged(page: Page) -> None:
    page.get_by_role("radio", name="Suffering or likely to suffer significant harm").check()
    page.get_by_label("Why do you judge so?").fill("A synthetic judgement.")
    page.get_by_role("button", name="Complete the assessment").click()


def assessed(page: Page, case: str) -> list[str]:
    """EXIT's tool is filled in and judged; gives the addresses on the way."""
    page.goto(f"{case}/assessments")
    until(page, page.locator("h2 a")).click()
    form = page.url
    answer_the_tool(page)
    page.get_by_role("button", name="Keep it and judge").click()
    judgement = page.url
    judged(page)
    for _ in range(5):
        if not page.locator(".govuk-error-summary a").count():
            break
        page.locator(".govuk-error-summary a").first.click()  # to the form that is still missing
        answer_the_tool(page)
        for group in page.locator(".govuk-date-input").all():
            for box, value in zip(group.locator("input").all(), ("1", "3", "2026", "9:30"), strict=False):
                box.fill(value)
        for choices in page.locator(".govuk-checkboxes").all():
            choices.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Keep this record").click()
        expect(page.get_by_role("alert")).to_contain_text("kept")
        page.goto(judgement)
        page.wait_for_timeout(500)
        judged(page)
    expect(page.get_by_role("alert")).to_contain_text("Assessment completed")
    return [form, judgement]


def met(page: Page, case: str, violations: Violations) -> None:
    """The strategy meeting is convened and held, and adopts its plan; each state passes axe."""
    page.goto(f"{case}/meetings")
    until(page, page.get_by_role("link", name=re.compile("^Strategy Meeting")))
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("^Strategy Meeting")).click()
    type_moment(page, "planned_for", 5)
    assert violations(page) == []
    page.get_by_role("button", name="Convene it").click()
    expect(page.get_by_role("alert")).to_contain_text("Convened")
    type_moment(page, "held_at", 0)
    for who in page.locator("[name^='person.']:not([name*='other'])").all():
        who.fill("A synthetic professional")
    for what in page.locator("[name^='contribution.']:not([name*='other'])").all():
        what.fill("A synthetic contribution.")
    assert violations(page) == []
    page.get_by_role("button", name="Record the meeting").click()
    expect(page.locator(".app-quorum")).to_contain_text("it was quorate")
    for section in page.locator("[name^='sections.']").all():
        section.fill("A synthetic section.")
    for part in ("what", "owner", "measure"):
        page.locator(f"[name='actions.0.{part}']").fill("A synthetic action")
    type_day(page, "actions.0.due", 14)
    type_day(page, "next_meeting", 28)
    page.locator("[name=every]").fill("4")
    page.get_by_role("radio", name="Weeks").check()
    for box in page.locator("[name^='actions.0.'][type=checkbox], [name=aims] >> nth=0").all():
        box.check()
    assert violations(page) == []
    page.get_by_role("button", name="Adopt the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("Plan adopted")
    assert violations(page) == []


def test_the_first_hour_goes_as_it_is_written(chromium: Browser, address: str, violations: Violations) -> None:
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    sign_in(page)
    case = raised(page)
    page.goto("/mailbox/")
    expect(until(page, page.get_by_text("To exit-worker@bolton.example"))).to_be_visible()
    page.goto("/")
    sign_out(page)
    sign_in(page, "Bolton EXIT worker")
    addresses = assessed(page, case)
    page.goto("/")
    sign_out(page)
    sign_in(page, "Bolton team manager")
    for visited in (*addresses, case, f"{case}/assessments"):
        page.goto(visited)
        assert violations(page) == []
    met(page, case, violations)
    page.goto(case)
    expect(until(page, page.get_by_text(re.compile("version 1, adopted")))).to_be_visible()
    context.close()


def test_the_guide_names_the_buttons_that_there_are() -> None:
    words = GUIDE.read_text(encoding="utf-8")
    for named in ("Raise this concern", "Keep it and judge", "Complete the assessment", "Convene it"):
        assert f"**{named}**" in words
    for named in ("Record the meeting", "Adopt the plan", "Bolton EXIT worker", "Bolton team manager"):
        assert f"**{named}**" in words
