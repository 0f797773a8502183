"""A case with everything on it, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.services.portal.place import person, story

Violations = Callable[[Page], list[str]]


def test_a_case_with_warnings_a_plan_and_what_it_lacks_passes_axe(
    signed_in: Page, address: str, violations: Violations
) -> None:
    played = story(address, "bolton")
    case = played.begin(("Whole", "Example"))["case"]
    played.assess(case, "significant-harm")
    played.meet(case)
    body = {"decision": "exit-only", "option": "exit-only", "reason": "A synthetic reason."}
    person(address, "bolton-social-worker").post("referral", f"/cases/{case}/decisions", body)
    signed_in.goto(f"/cases/{case}")
    expect(signed_in.get_by_role("region", name="Look out for")).to_be_visible()
    signed_in.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(signed_in) == []


def test_the_chronology_is_narrowed_by_two_filters_together(signed_in: Page, address: str) -> None:
    case = story(address, "bolton").begin(("Filtered", "Example"))["case"]
    signed_in.goto(f"/cases/{case}")
    signed_in.get_by_role("navigation", name="Kinds of entries").get_by_role("link", name="Decisions").click()
    signed_in.get_by_role("navigation", name="What entries").get_by_role("link", name="Concerns").click()
    expect(signed_in.locator(".app-timeline__entry").first).to_contain_text("Concern routed")
    assert "show=decisions&service=referral" in signed_in.url
