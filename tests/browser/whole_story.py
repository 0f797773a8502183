"""A case of each board from the concern to its closing, by the pages alone. Who signs in how is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.test_first_hour import answer_the_tool, type_day, type_moment, until
from tests.browser.test_first_step import fill_in

MOST_FORMS = 25
As = Callable[[str], Page]
"""The window of somebody in a role, who has signed in."""


@dataclass(frozen=True, slots=True)
class Board:
    """What differs between the boards' stories."""

    area: str
    raises: str
    assesses: str
    convenes: str
    level: str
    meeting: str
    second: bool
    """Whether a second person decides the level."""


BOARDS = {
    "bolton": Board(
        area="bolton-north",
        raises="social-worker",
        assesses="exit-worker",
        convenes="team-manager",
        level="Suffering or likely to suffer significant harm",
        meeting="^Strategy Meeting",
        second=False,
    ),
    "leeds": Board(
        area="cluster-east",
        raises="duty-and-advice",
        assesses="social-worker",
        convenes="social-worker",
        level="High risk",
        meeting="^Vulnerability & Risk Management Meeting",
        second=True,
    ),
}
MANAGER = "team-manager"


def play(board: str, as_: As) -> None:
    """Play it: the case is closed at the end."""
    its = BOARDS[board]
    case = _raise(as_(its.raises), its)
    _allocate(as_(MANAGER), case)
    _assess(as_(its.assesses), case, its)
    if its.second:
        _decide_level(as_(MANAGER), case, its)
    meeting = _convene(as_(its.convenes), case, its)
    _hold(as_(its.convenes), meeting)
    _adopt(as_(MANAGER), meeting)
    _close(as_(MANAGER), case)


def _raise(page: Page, its: Board) -> str:
    page.goto("/raise")
    fill_in(page, family_area=its.area)
    page.get_by_role("button", name="Raise this concern").click()
    expect(page.get_by_role("alert")).to_contain_text("Concern raised")
    return re.sub("^https?://[^/]*", "", page.url).partition("?")[0]


def _allocate(page: Page, case: str) -> None:
    page.goto(f"{case}/do/allocation")
    page.locator("[name=worker] option", has_text=re.compile("^.*social-worker@|^Social worker")).first.wait_for(
        state="attached"
    )
    worker = page.locator("[name=worker] option", has_text="social-worker@").first.get_attribute("value")
    page.locator("[name=worker]").select_option(worker)
    page.locator("[name=role]").select_option("social-worker")
    page.locator("[name=team]").select_option(index=1)
    page.get_by_role("button", name="Allocate it").click()
    expect(page.get_by_role("alert")).to_contain_text("Allocated")


def _assess(page: Page, case: str, its: Board) -> None:
    page.goto(f"{case}/assessments")
    until(page, page.locator("h2 a")).click()
    answer_the_tool(page)
    page.get_by_role("button", name="Keep it and judge").click()
    judgement = page.url
    for _ in range(MOST_FORMS):
        page.get_by_role("radio", name=its.level).check()
        page.get_by_label("Why do you judge so?").fill("A synthetic judgement.")
        page.get_by_role("button", name="Complete the assessment").click()
        if not page.locator(".govuk-error-summary a").count():
            break
        page.locator(".govuk-error-summary a").first.click()
        _fill_in_form(page)
        page.goto(judgement)
    expect(page.get_by_role("alert")).to_contain_text("Assessment completed")


def _decide_level(page: Page, case: str, its: Board) -> None:
    page.goto(f"{case}/assessments")
    link = until(page, page.locator("h2 a")).get_attribute("href")
    for _ in range(MOST_FORMS):
        page.goto(f"{link}/level")
        page.get_by_role("radio", name=its.level).check()
        page.get_by_label("Why?").fill("A synthetic reason.")
        page.locator("form:not([action='/logout']) button[type=submit]").first.click()
        if not page.locator(".govuk-error-summary a").count():
            break
        page.locator(".govuk-error-summary a").first.click()
        _fill_in_form(page)
    expect(page.get_by_role("alert")).to_contain_text("Level decided")


def _convene(page: Page, case: str, its: Board) -> str:
    page.goto(f"{case}/meetings")
    until(page, page.get_by_role("link", name=re.compile(its.meeting))).click()
    type_moment(page, "planned_for", 5)
    for invited in page.locator("[name^='invite.'][value=yes]").all():
        invited.check()
    for why in page.locator("[name^='why.']").all():
        why.fill("A synthetic reason.")
    page.get_by_role("button", name="Convene it").click()
    expect(page.get_by_role("alert")).to_contain_text("Convened")
    return page.url.partition("?")[0]


def _hold(page: Page, meeting: str) -> None:
    page.goto(meeting)
    for _ in range(MOST_FORMS):
        type_moment(page, "held_at", 0)
        for who in page.locator("[name^='person.']:not([name*='other'])").all():
            who.fill("A synthetic professional")
        for what in page.locator("[name^='contribution.']:not([name*='other'])").all():
            what.fill("A synthetic contribution.")
        page.get_by_role("button", name="Record the meeting").click()
        if not page.locator(".govuk-error-summary a[href*='/forms/']").count():
            break
        page.locator(".govuk-error-summary a[href*='/forms/']").first.click()
        _fill_in_form(page)
        page.goto(meeting)
    expect(page.locator(".app-quorum")).to_contain_text("it was quorate")


def _adopt(page: Page, meeting: str) -> None:
    page.goto(meeting)
    for section in page.locator("[name^='sections.']").all():
        section.fill("A synthetic section.")
    for part in ("what", "owner", "measure"):
        page.locator(f"[name='actions.0.{part}']").fill("A synthetic action")
    type_day(page, "actions.0.due", 14)
    type_day(page, "next_meeting", 28)
    page.locator("[name=every]").fill("4")
    page.get_by_role("radio", name="Weeks").check()
    for box in page.locator("[name^='actions.0.'][type=checkbox]").all():
        box.check()
    for aim in page.locator("[name=aims]").all()[:1]:
        aim.check()
    page.get_by_role("button", name="Adopt the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("Plan adopted")
    page.get_by_role("button", name="Share the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("Plan shared")


def _close(page: Page, case: str) -> None:
    """What must be there is supplied by the forms that the page leads to; what should be, a manager passes over."""
    for _ in range(MOST_FORMS):
        page.goto(f"{case}/closing")
        page.get_by_role("radio").first.check()
        page.get_by_label("A manager's reason to go on").fill("A synthetic reason of a manager.")
        page.get_by_role("button", name="Close the case").click()
        if page.get_by_role("alert").get_by_text(re.compile("closed|asked for")).count():
            break
        binding = page.locator(".app-obligation", has_text="Must be there").locator("a[href*='/forms/']")
        assert binding.count(), f"no form supplies it: {page.locator('.app-obligation').all_inner_texts()}"
        binding.first.click()
        _fill_in_form(page)
    page.goto(case)
    until(page, page.get_by_text("now closed"))


def _fill_in_form(page: Page) -> None:
    """Answer all of a form: first choices, words, a past day."""
    for choices in page.locator(".govuk-radios").all():
        choices.get_by_role("radio").first.check()
    for choices in page.locator(".govuk-checkboxes").all():
        choices.get_by_role("checkbox").first.check()
    for picked in page.locator("form select").all():
        picked.select_option(index=1)
    for box in page.locator("form textarea:not([name=override_reason])").all():
        box.fill("A synthetic answer.")
    for group in page.locator(".govuk-date-input").all():
        for field, value in zip(group.locator("input").all(), ("1", "3", "2026", "9:30"), strict=False):
            field.fill(value)
    page.get_by_role("button", name="Keep this record").click()
    expect(page.get_by_role("alert")).to_contain_text("kept")
    page.wait_for_timeout(500)
