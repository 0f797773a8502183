"""Adults of concern and places by the pages: opened, found, and connected only as far as one may see."""

from __future__ import annotations

import re

import pytest

from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough


def opened(visitor: Visitor, label: str, kind: str = "adult") -> str:
    """The path of a new record."""
    answer = visitor.send("/subjects/new", kind=kind, label=label, details="A synthetic adult.")
    assert "The record is open." in answer.text
    return answer.url.removeprefix(visitor.address)


def named(address: str, adult: str) -> tuple[str, str]:
    """A case whose record names the adult: its path and reference."""
    raised = story(address, "bolton").begin(("Connected", "Example"))
    answers = {"exploitation": ["not-known"], "in-need": ["yes"], "person-of-concern": [adult.rsplit("/", 1)[1]]}
    caller = person(address, "bolton-social-worker")
    caller.post("referral", f"/cases/{raised['case']}/records", {"kind": "exploitation", "answers": answers})
    return f"/cases/{raised['case']}", raised["reference"]


def test_a_record_is_opened_and_found_by_a_name_that_stands_in_no_address(worker: Visitor) -> None:
    path = opened(worker, "Synthetic Walker-Grey")
    found = worker.send("/subjects?kind=adult", kind="adult", words="walk")
    assert f'href="{path}"' in found.text
    assert "walk" not in found.url.lower()
    assert "Nothing is found" in worker.send("/subjects?kind=adult", kind="adult", words="nobody").text


def test_looking_for_nothing_says_what_to_type(worker: Visitor) -> None:
    answer = worker.send("/subjects?kind=adult", kind="adult", words="")
    assert (answer.status_code, 'href="#words"' in answer.text) == (422, True)


def test_a_record_without_a_name_is_not_opened_and_keeps_what_was_typed(worker: Visitor) -> None:
    answer = worker.send("/subjects/new", kind="place", details="Kept.")
    assert (answer.status_code, ">Kept.</textarea>" in answer.text) == (422, True)


def test_an_adult_shows_the_cases_that_name_them_and_the_case_leads_there(worker: Visitor, address: str) -> None:
    path = opened(worker, "Synthetic Connected-One")
    case, reference = named(address, path)
    page = worker.get(path).text
    assert f'href="{case}">{reference}</a>' in page
    assert f'href="{path}"' in worker.get(f"{case}/people").text


def test_a_case_that_one_may_not_see_is_not_among_the_connections(worker: Visitor, address: str) -> None:
    path = opened(worker, "Synthetic Connected-Two")
    case, reference = named(address, path)
    specialist, manager = Visitor(address), Visitor(address)
    specialist.sign_in("bolton-exit-worker")
    manager.sign_in("bolton-team-manager")
    specialist.until(path, reference)
    manager.send(f"{case}/do/restriction", code="other", reason="A synthetic reason.")
    page = specialist.get(path)
    assert page.status_code == 200
    assert reference not in page.text
    assert "No record that you may read connects it" in page.text


def test_an_adult_s_own_forms_are_read_and_filled_in(worker: Visitor) -> None:
    path = opened(worker, "Synthetic Formed")
    form = re.search(r'href="(/cases/[0-9a-f-]+/forms/[a-z-]+)">Fill in', worker.get(path).text)
    assert form
    assert worker.get(form[1]).status_code == 200
    own = worker.get(form[1].rpartition("/")[0])
    assert (own.status_code, f'href="{path}"' in own.text) == (200, True)


@pytest.mark.parametrize("path", ["/subjects", "/subjects/new"])
def test_a_board_that_keeps_no_such_records_has_no_such_pages(address: str, path: str) -> None:
    leeds = Visitor(address)
    leeds.sign_in("leeds-team-manager")
    assert leeds.get(path).status_code == 404
    assert 'href="/subjects"' not in leeds.get("/").text


def test_another_board_does_not_find_the_record(worker: Visitor, address: str) -> None:
    path = opened(worker, "Synthetic Other-Board")
    leeds = Visitor(address)
    leeds.sign_in("leeds-team-manager")
    assert leeds.get(path).status_code == 404
