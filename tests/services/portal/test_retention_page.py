"""How long cases are kept, and legal holds, by the pages; for those whose role may."""

from __future__ import annotations

import pytest

from tests.services.portal.place import Visitor, story

pytestmark = pytest.mark.thorough

WHY = "A synthetic inquiry."


def signed_in(address: str, sub: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in(sub)
    return visitor


@pytest.fixture
def head(address: str) -> Visitor:
    return signed_in(address, "bolton-head-of-service")


@pytest.fixture(scope="module")
def closed(address: str) -> tuple[str, str]:
    """The path and the reference of a closed case."""
    raised = story(address, "bolton").begin(("Kept", "Example"))
    path = f"/cases/{raised['case']}"
    manager = signed_in(address, "bolton-team-manager")
    done = manager.send(f"{path}/closing", reason="safeguarded", override_reason=WHY)
    assert "The case is closed" in done.text
    return path, raised["reference"]


def test_a_closed_case_says_how_long_it_is_kept_and_why(head: Visitor, closed: tuple[str, str]) -> None:
    pages = [head.get(f"/retention?show={name}").text for name in ("due", "later", "endless")]
    assert sum(closed[1] in page for page in pages) == 1


def test_a_closed_case_is_held_and_let_go_with_a_reason(head: Visitor, closed: tuple[str, str]) -> None:
    path, reference = closed
    assert f'href="{path}/do/hold"' in head.get(path).text
    assert head.send(f"{path}/do/hold").status_code == 422
    assert "Held." in head.send(f"{path}/do/hold", reason=WHY).text
    page = head.get("/retention?show=held").text
    assert reference in page
    assert WHY in page
    again = head.send(f"{path}/do/hold", reason="A second synthetic inquiry.")
    assert (again.status_code, "The case is on hold already" in again.text) == (409, True)
    assert "The hold is lifted." in head.send(f"{path}/do/hold-lifting", reason="It is over.").text
    assert reference not in head.get("/retention?show=held").text


def test_a_manager_sees_the_list_and_may_hold_nothing(address: str, closed: tuple[str, str]) -> None:
    manager = signed_in(address, "bolton-team-manager")
    assert manager.get("/retention").status_code == 200
    assert "/do/hold" not in manager.get(closed[0]).text
    assert manager.send(f"{closed[0]}/do/hold", reason=WHY).status_code == 403


def test_a_worker_neither_sees_nor_is_offered_the_list(worker: Visitor) -> None:
    assert worker.get("/retention").status_code == 403
    assert "/retention" not in worker.get("/").text


def test_another_board_s_list_does_not_name_the_case(address: str, closed: tuple[str, str]) -> None:
    leeds = signed_in(address, "leeds-team-manager")
    pages = "".join(leeds.get(f"/retention?show={name}").text for name in ("due", "held", "later", "endless"))
    assert closed[1] not in pages
