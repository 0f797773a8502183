"""A closed case is proposed for disposal by one person and signed off by another, by the pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.portal.panel_board import held_panel, serving, visitor
from tests.services.portal.place import Visitor

pytestmark = pytest.mark.thorough

WHY = "A synthetic reason."


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a platform for a board that keeps nothing beyond its closing."""
    with serving(tmp_path_factory.mktemp("mill")) as address:
        yield address


@pytest.fixture(scope="module")
def manager(mill: str) -> Visitor:
    return visitor(mill, "team-manager")


@pytest.fixture(scope="module")
def head(mill: str) -> Visitor:
    return visitor(mill, "head-of-service")


@pytest.fixture(scope="module")
def closed(mill: str, manager: Visitor) -> str:
    """The path of a closed case."""
    case, meeting = held_panel(mill)
    manager.send(f"{meeting}/decisions/closing", choice="safeguarded", reason=WHY)
    done = manager.send(f"{case}/closing", reason="safeguarded")
    assert "The case is closed" in done.text, done.text[:3000]
    return case


def test_two_people_dispose_of_a_case_and_the_list_says_so(manager: Visitor, head: Visitor, closed: str) -> None:
    assert f'href="{closed}/do/disposal"' in manager.get(closed).text
    assert manager.send(f"{closed}/do/disposal").status_code == 422
    assert "sign-off" in manager.send(f"{closed}/do/disposal", reason=WHY).text
    again = manager.send(f"{closed}/do/disposal", reason="Another synthetic reason.")
    assert (again.status_code, "proposed for disposal already" in again.text) == (409, True)
    listed = manager.get("/disposals").text
    assert "No case waits" not in listed
    path = listed.split(f'href="{closed}/disposal/')[1].split('"')[0]
    sign = f"{closed}/disposal/{path}"
    assert "Nobody signs off their own proposal" in manager.get(sign).text
    page = head.get(sign).text
    assert WHY in page
    assert "A synthetic source." in page
    kept = head.send(sign, agree="no")
    assert (kept.status_code, "Say why the case is kept" in kept.text) == (422, True)
    both = head.send(sign, agree="yes", reason="It is wanted.")
    assert (both.status_code, "You say why the case is kept" in both.text) == (422, True), "nothing brings it back"
    assert "every service erases" in head.send(sign, agree="yes").text
    assert "Referral" in head.until("/disposals", "Referral")
    assert head.get(closed).status_code == 404


def test_a_worker_sees_no_disposals(mill: str) -> None:
    assert visitor(mill, "social-worker").get("/disposals").status_code == 403
