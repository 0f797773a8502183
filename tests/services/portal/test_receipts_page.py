"""Who has acknowledged a shared plan, by the pages: a recipient for themselves, others by whoever shares plans."""

from __future__ import annotations

import re

import pytest

from commonward.clock import london, utcnow
from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough


def signed_in(address: str, sub: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in(sub)
    return visitor


@pytest.fixture(scope="module")
def path(address: str) -> str:
    """The receipts of a Bolton plan that was shared."""
    played = story(address, "bolton")
    case = played.begin(("Receipts", "Example"))["case"]
    played.assess(case, "significant-harm")
    played.meet(case)
    manager = person(address, "bolton-team-manager")
    for meeting in manager.get("meetings", "/meetings", case=case)["meetings"]:
        found = manager.get("meetings", f"/meetings/{meeting['id']}")
        if found["plan"] and found["plan"]["shared"]:
            return f"/meeting/{meeting['id']}"
    raise AssertionError("no plan of this board is shared")


def now(name: str) -> dict[str, str]:
    at = london(utcnow())
    parts = {"day": at.day, "month": at.month, "year": at.year, "time": f"{at:%H:%M}"}
    return {f"{name}-{part}": str(value) for part, value in parts.items()}


def test_the_meeting_says_who_has_not_acknowledged_its_plan(address: str, path: str) -> None:
    page = signed_in(address, "bolton-team-manager").get(path).text
    assert "not acknowledged yet" in page
    assert f'href="{path}/receipts"' in page


def test_a_recipient_acknowledges_with_one_press_and_only_for_themselves(address: str, path: str) -> None:
    worker = signed_in(address, "bolton-social-worker")
    assert f'href="{path}/receipts"' in worker.get("/").text
    page = worker.get(f"{path}/receipts").text
    assert re.findall(r'name="recipient"[^>]* value="([a-z-]+)"', page) == ["allocated-social-worker"]
    assert 'name="person"' not in page
    done = worker.send(f"{path}/receipts", do="receipt", recipient="allocated-social-worker")
    assert "Acknowledged." in done.text
    assert re.search(r"social worker: acknowledged .* by a reply", done.text, re.IGNORECASE)
    assert 'name="recipient"' not in done.text
    assert f'href="{path}/receipts"' not in worker.get("/").text


def test_who_shares_plans_says_it_for_others_and_what_lacks_is_told(address: str, path: str) -> None:
    manager = signed_in(address, "bolton-team-manager")
    page = manager.get(f"{path}/receipts").text
    recipient = re.findall(r'name="recipient"[^>]* value="([a-z-]+)"', page)[-1]
    lacking = manager.send(f"{path}/receipts", do="receipt", recipient=recipient, person="Kept")
    assert (lacking.status_code, 'value="Kept"' in lacking.text) == (422, True)
    told = {"recipient": recipient, "person": "A synthetic person", "how": "telephone", **now("received_at")}
    assert "A synthetic person" in manager.send(f"{path}/receipts", do="receipt", **told).text


def test_the_signed_copy_goes_on_file_once(address: str, path: str) -> None:
    manager = signed_in(address, "bolton-team-manager")
    on = {name: value for name, value in now("placed_on").items() if not name.endswith("time")}
    done = manager.send(f"{path}/receipts", do="copy", place="A synthetic folder.", **on)
    assert "A synthetic folder." in done.text
    assert 'name="place"' not in done.text


def test_another_board_finds_no_receipts(address: str, path: str) -> None:
    assert signed_in(address, "leeds-team-manager").get(f"{path}/receipts").status_code == 404
