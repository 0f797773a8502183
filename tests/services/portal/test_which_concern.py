"""Where a case has several concerns, a record, a decision and a correction each say which one they are about."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from commonward.cli import bodies
from commonward.clock import london, utcnow
from tests.services.portal.place import Visitor, person

pytestmark = pytest.mark.thorough

ASKED = "Which concern is it about?"


@pytest.fixture(scope="module")
def case(address: str) -> str:
    """The path of a Bolton case about a child of 12, with two concerns."""
    today = london(utcnow()).date()
    born = date(today.year - 12, 1, 1)
    child = bodies.child(("Which", "Example"), born, "bolton-north") | {"nhs_number": "9990000034"}
    duty = person(address, "bolton-social-worker")
    told = bodies.concern(child, today - timedelta(days=1), account="Synthetic.", sexually_active="yes")
    first, second = (duty.post("referral", "/concerns", told) for _ in range(2))
    assert (first["case"], second["opened"]) == (second["case"], False)
    return f"/cases/{first['case']}"


@pytest.fixture(scope="module")
def concerns(address: str, case: str) -> list[str]:
    """The ids of the two, oldest first."""
    told = person(address, "bolton-social-worker").get("referral", case)["concerns"]
    return [each["id"] for each in sorted(told, key=lambda each: str(each["received_at"]))]


@pytest.fixture
def manager(visitor: Visitor) -> Visitor:
    """A browser of a Bolton team manager."""
    visitor.sign_in("bolton-team-manager")
    return visitor


def tied(manager: Visitor, case: str, what: str) -> list[str]:
    """The concerns of which the case's life says so."""
    told = person(manager.address, "bolton-team-manager").get("referral", f"{case}/timeline", limit="200")["entries"]
    return [entry["facts"]["concern"] for entry in told if entry["what"] == what]


def test_a_decision_is_about_the_concern_that_was_picked(manager: Visitor, case: str, concerns: list[str]) -> None:
    page = manager.get(f"{case}/decisions/district-referral").text
    assert ASKED in page
    assert all(f'<option value="{concern}"' in page for concern in concerns)
    answer = manager.send(
        f"{case}/decisions/district-referral", option="taken", reason="Synthetic.", concern=concerns[0]
    )
    assert answer.status_code == 200
    assert tied(manager, case, "decision-tied") == [concerns[0]]


def test_a_concern_of_another_case_is_refused_and_what_was_typed_is_kept(manager: Visitor, case: str) -> None:
    other = "0190a5a0-0000-7000-8000-000000000000"
    answer = manager.send(f"{case}/decisions/district-referral", option="taken", reason="Kept.", concern=other)
    assert answer.status_code == 422
    assert "Choose from the list" in answer.text
    assert ">Kept.</textarea>" in answer.text


def test_a_correction_is_about_the_concern_that_was_picked(manager: Visitor, case: str, concerns: list[str]) -> None:
    assert ASKED in manager.get(f"{case}/do/correction").text
    answer = manager.send(f"{case}/do/correction", concern=concerns[0], looked_after="no", reason="Synthetic.")
    assert "It waits for a second person" in answer.text
    [agree] = set(re.findall(rf'href="({case}/agree/proposal/[^"]+)"', answer.text))
    second = Visitor(manager.address)
    second.sign_in("bolton-head-of-service")
    assert "agreed" in second.send(agree, agree="yes").text
    assert tied(manager, case, "correction-tied") == [concerns[0]]


def test_a_record_may_be_about_either(manager: Visitor, case: str, concerns: list[str]) -> None:
    page = manager.get(f"{case}/forms/manager-consulted").text
    assert all(f'<option value="{concern}"' in page for concern in concerns)
