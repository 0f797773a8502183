"""A newcomer's first step: sign in, raise a concern, see where it went and why."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest

from commonward_portal import case_list
from tests.services.portal.place import Visitor

pytestmark = pytest.mark.thorough


def test_signing_in_leads_back_to_where_one_was(visitor: Visitor) -> None:
    assert visitor.sign_in(path="/cases?state=closed").url.endswith("/cases?state=closed")


def test_a_raised_concern_leads_to_its_case_with_the_reason_for_its_route(worker: Visitor) -> None:
    page = worker.raise_concern()
    assert page.status_code == 200
    assert re.search(r"Concern raised: BOL-\d{4}-\w{6}", page.text)
    assert "Concern routed to Referral &amp; Assessment, North" in page.text
    assert "because Bolton 10.9" in page.text


def test_a_raised_concern_is_in_the_list_of_its_authority_alone(worker: Visitor) -> None:
    case = worker.raise_concern(family_name="Only-Bolton").url.rpartition("/")[2]
    leeds = Visitor(worker.address)
    leeds.sign_in("leeds-social-worker")
    assert case in worker.get("/cases").text
    assert case not in leeds.get("/cases").text
    assert leeds.get(f"/cases/{case}").status_code == 404


def test_what_the_other_services_did_appears_on_the_case(worker: Visitor) -> None:
    address = worker.raise_concern(family_name="Everywhere").url.removeprefix(worker.address)
    for _ in range(100):
        page = worker.get(address).text
        if "Assessment wanted" in page and "Notice to" in page:
            return
        time.sleep(0.1)
    raise AssertionError("risk or notify never told of the case")


def test_the_timeline_shows_one_kind_alone(worker: Visitor) -> None:
    address = worker.raise_concern(family_name="One-Kind").url.removeprefix(worker.address)
    page = worker.get(f"{address}?show=decisions").text
    assert "Concern routed to" in page
    assert "Concern raised by School" not in page


def test_older_cases_are_a_link_away(worker: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_list, "A_PAGE", 1)  # the platform runs in this process
    older = worker.raise_concern(family_name="Older").url.rpartition("/")[2]
    worker.raise_concern(family_name="Newer")
    first = worker.get("/cases").text
    link = re.search(r'rel="next" href="([^"]+)"', first)
    assert link
    assert older not in first
    assert older in worker.get(unescape(link[1])).text
