"""Somebody reads out a reference on the telephone: the list of cases leads to the case, if it is the user's to see."""

from __future__ import annotations

from html import unescape

import pytest

from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough

NONE = "No case that is yours to see has this reference."


def raised(address: str) -> tuple[str, list[str]]:
    """A case of Bolton's; its own reference and its concern's receipt."""
    case = str(story(address, "bolton").begin(("Telephoned", "Stonefield"))["case"])
    page = person(address, "bolton-team-manager").get("referral", f"/cases/{case}")
    return case, [page["case"]["reference"], page["concerns"][0]["receipt"]]


def test_each_reference_leads_to_the_case_however_it_is_typed(worker: Visitor) -> None:
    case, references = raised(worker.address)
    for reference in references:
        found = worker.get("/cases", params={"reference": f" {reference.lower()} "})
        assert found.url == f"{worker.address}/cases/{case}"


def test_who_may_not_see_it_reads_the_same_as_of_none(worker: Visitor) -> None:
    _, references = raised(worker.address)
    elsewhere = Visitor(worker.address)
    elsewhere.sign_in("leeds-social-worker")
    for reference in (*references, "BOL-2026-222222", "nonsense", "' or 1=1"):
        found = elsewhere.get("/cases", params={"reference": reference})
        assert found.status_code == 200
        assert NONE in unescape(found.text)
        assert "Telephoned" not in found.text


def test_what_was_typed_stays_in_the_field(worker: Visitor) -> None:
    page = worker.get("/cases", params={"reference": "BOL-2026-222222"}).text
    assert 'value="BOL-2026-222222"' in page
    assert "There is a problem" in page
