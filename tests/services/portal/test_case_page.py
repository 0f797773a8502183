"""The case page: the summary that a worker needs first, what closing misses, and the chronology narrowed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from commonward_portal.summary import warnings
from commonward_portal.timeline import Entry, narrow
from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
CASE: dict[str, Any] = {"case": {"id": "1"}, "decisions": [], "waiting": []}


def entry(what: str, service: str = "referral", hour: int = 9, **facts: Any) -> Entry:
    return Entry(AT.replace(hour=hour), what, None, what, (), facts, service)


def said(*entries: Entry, case: dict[str, Any] = CASE, states: tuple[str, ...] = ()) -> list[str]:
    return [one.words for one in warnings(case, entries, [{"state": state} for state in states])]


def test_a_child_is_missing_until_it_is_back() -> None:
    gone = entry("missing-reported", episode="e", missing_from="2026-03-01T08:00:00Z", returned_at=None)
    assert said(gone) == ["The child is missing"]
    assert said(gone, entry("missing-returned", episode="e")) == []


def test_overdue_tasks_are_counted() -> None:
    assert said(states=("breached", "open", "breached")) == ["2 tasks are overdue"]


def test_a_level_that_waits_is_said_until_it_is_decided() -> None:
    asked = entry("second-person-wanted", "risk", assessment="a")
    assert said(asked) == ["A lower level waits for a second person"]
    assert said(asked, entry("level-decided", "risk", 10, assessment="a", provisional=False)) == []
    assert said(entry("level-decided", "risk", assessment="a", provisional=True)) == [
        "The level is provisional until it is confirmed"
    ]


def test_what_waits_for_a_second_person_is_said_with_where_to_agree() -> None:
    case = {
        **CASE,
        "decisions": [{"id": "d", "state": "waiting", "yours": False}, {"id": "e", "state": "made"}],
        "waiting": [],
    }
    [one] = warnings(case, [], [])
    assert one.href == "/cases/1/agree/decision/d"


def test_the_chronology_is_narrowed_by_what_it_is_about() -> None:
    entries = [entry("case-opened"), entry("level-decided", "risk")]
    assert [one.what for one in narrow(entries, None, "risk")] == ["level-decided"]


def test_the_summary_names_who_is_allocated_the_level_and_the_plan(worker: Visitor) -> None:
    played = story(worker.address, "bolton")
    case = played.begin(("Summary", "Example"))["case"]
    assert "Not assessed yet" in worker.get(f"/cases/{case}").text
    assert "No plan yet" in worker.get(f"/cases/{case}").text
    played.assess(case, "significant-harm")
    played.meet(case)
    page = worker.until(f"/cases/{case}", "version 1, adopted")
    assert "Social worker (social-worker@bolton.example), since" in page
    assert "Suffering or likely to suffer significant harm" in page


def test_what_closing_still_misses_says_who_can_supply_it_and_by_which_rule(worker: Visitor) -> None:
    page = worker.raise_concern(family_name="Closing-Misses").text
    section = page.partition('id="closing"')[2].partition('id="timeline"')[0]
    assert "can supply it" in section
    assert "because Bolton" in section


def test_a_decision_that_waits_stands_at_the_top_of_its_case(worker: Visitor) -> None:
    case = story(worker.address, "bolton").begin(("Top", "Example"))["case"]
    body = {"decision": "exit-only", "option": "exit-only", "reason": "A synthetic reason."}
    person(worker.address, "bolton-social-worker").post("referral", f"/cases/{case}/decisions", body)
    assert f"/cases/{case}/agree/decision/" in worker.get(f"/cases/{case}").text


def test_the_chronology_is_narrowed_on_the_page(worker: Visitor) -> None:
    address = worker.raise_concern(family_name="Narrowed").url.removeprefix(worker.address)
    page = worker.get(f"{address}?service=referral&show=decisions").text
    assert "Concern routed to" in page
    assert "Notice to" not in page


def test_the_summary_has_each_concern_with_the_reference_that_a_partner_may_quote(worker: Visitor) -> None:
    case = story(worker.address, "bolton").begin(("Quoted", "Example"))["case"]
    page = worker.get(f"/cases/{case}").text
    [reference] = re.findall(r"\(reference (BOL-[0-9]{4}-[0-9A-Z]{6})\)", page)
    assert page.count(reference) == 1
