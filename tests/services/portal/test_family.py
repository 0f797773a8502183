"""Siblings and two records of one child, by the pages: a person looks, compares and proposes; a second one agrees."""

from __future__ import annotations

import re

import pytest

from tests.services.portal.place import Visitor, hidden, story

pytestmark = pytest.mark.thorough

WHY = "A synthetic reason."


def signed_in(address: str, sub: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in(sub)
    return visitor


@pytest.fixture
def manager(address: str) -> Visitor:
    return signed_in(address, "bolton-team-manager")


def begun(address: str, given: str, family: str = "Example", age: int = 15) -> tuple[str, str]:
    """The path and the reference of a new case."""
    raised = story(address, "bolton").begin((given, family), age)
    return f"/cases/{raised['case']}", raised["reference"]


def first(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found, f"the page has no {pattern}"
    return found[1]


def test_a_sibling_is_looked_for_linked_and_shown_on_both_cases(worker: Visitor, address: str) -> None:
    (case, reference), (other, known) = begun(address, "Elderling"), begun(address, "Youngling", age=11)
    path = f"{case}/siblings"
    assert "Which of these is the sibling?" not in worker.get(path).text
    page = worker.send(path, do="look", given_name="Youngling", family_name="Example").text
    child = first(r'name="child_id"[^>]* value="([0-9a-f-]{36})"', page)
    sought = {"given_name": "Youngling", "family_name": "Example", "child_id": child}
    lacking = worker.send(path, do="link", **sought)
    assert lacking.status_code == 422
    assert f'value="{child}" checked' in lacking.text
    done = worker.send(path, do="link", **sought, relation="half", reason=WHY)
    assert "Linked. It holds for both children." in done.text
    assert "Half-brother or half-sister: <bdi>Youngling Example</bdi>" in done.text
    assert f'href="{other}">{known}</a>' in done.text
    assert f'href="{case}">{reference}</a>' in worker.get(other).text


def test_nobody_is_looked_for_without_a_name(worker: Visitor, address: str) -> None:
    path = f"{begun(address, 'Nameless')[0]}/siblings"
    answer = worker.send(path, do="look")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_the_child_of_the_case_is_no_candidate_for_its_own_sibling(worker: Visitor, address: str) -> None:
    path = f"{begun(address, 'Onlyone', 'Lonesome')[0]}/siblings"
    page = worker.send(path, do="look", given_name="Onlyone", family_name="Lonesome").text
    assert "Nobody on record is like this child" in page


def test_a_link_is_taken_away_by_two_people(worker: Visitor, manager: Visitor, address: str) -> None:
    case, _ = begun(address, "Linked", "Wrongly")
    begun(address, "Notsibling", "Wrongly", age=12)
    path, sought = f"{case}/siblings", {"given_name": "Notsibling", "family_name": "Wrongly"}
    child = first(r'name="child_id"[^>]* value="([^"]+)"', worker.send(path, do="look", **sought).text)
    page = worker.send(path, do="link", **sought, child_id=child, relation="full", reason=WHY).text
    taking = first(r'href="(/cases/[^"]+/take-back/sibling/[^"]+)"', page)
    assert "It waits for a second person" in worker.send(taking, reason=WHY).text
    manager.send(first(r'href="(/cases/[^"]+/agree/proposal/[^"]+)"', manager.get(case).text), agree="yes")
    assert "Notsibling" not in worker.get(case).text


def test_a_sibling_whose_case_is_restricted_is_not_named(worker: Visitor, manager: Visitor, address: str) -> None:
    (case, _), (other, known) = begun(address, "Openly", "Hidden"), begun(address, "Secretly", "Hidden", age=12)
    path, sought = f"{case}/siblings", {"given_name": "Secretly", "family_name": "Hidden"}
    child = first(r'name="child_id"[^>]* value="([^"]+)"', manager.send(path, do="look", **sought).text)
    manager.send(path, do="link", **sought, child_id=child, relation="full", reason=WHY)
    exit_worker = signed_in(address, "bolton-exit-worker")
    exit_worker.until(case, known)
    manager.send(f"{other}/do/restriction", code="other", reason=WHY)
    page = exit_worker.get(case).text
    assert known not in page
    assert "Secretly" not in page


def again(visitor: Visitor) -> dict[str, str]:
    """The button of an answer, pressed another time."""
    return {"csrf": hidden(visitor.get("/cover").text, "csrf"), "agree": "yes"}


FAMILIES = iter(("Stonefield", "Quill", "Harbottle"))


@pytest.fixture
def twice(address: str) -> tuple[str, str]:
    """One child who came in twice, under two spellings; each test has a family of its own."""
    family = next(FAMILIES)
    return begun(address, "Kathryn", family)[0], begun(address, "Katherine", family)[0]


def test_records_that_may_be_one_child_s_are_laid_side_by_side_with_why(
    worker: Visitor, twice: tuple[str, str]
) -> None:
    case, _ = twice
    page = worker.get(f"{case}/same-child").text
    assert "<bdi>Katherine " in page
    beside = worker.get(first(r'href="(/cases/[^"]+/same-child/[^"]+)"', page)).text
    assert "</strong> the same date of birth, the name sounds alike" in beside
    row = first(r"(First name</th>.*?</tr>)", beside)
    assert re.findall(r">([^<>]+)<", row) == ["Kathryn", "Katherine", "No"]
    assert "Nothing is erased or moved" in beside


def test_two_people_merge_and_part_again_and_the_case_says_so(
    worker: Visitor, manager: Visitor, twice: tuple[str, str]
) -> None:
    case, other = twice
    path = first(r'href="(/cases/[^"]+/same-child/[^"]+)"', worker.get(f"{case}/same-child").text)
    assert worker.send(path, into="this").status_code == 422
    assert "Nothing changes until a second person" in worker.send(path, into="this", reason=WHY).text
    agreeing = first(r'href="(/cases/[^"]+/agree/proposal/[^"]+)"', manager.get(other).text + manager.get(case).text)
    looked = manager.get(agreeing).text
    goes_on = looked.partition("goes on: the child is found under it")[0].rpartition("The record of")[2]
    ends = looked.partition("ends: it is no longer used by itself")[0].rpartition("The record of")[2]
    assert ("Kathryn" in goes_on, "Katherine" in ends) == (True, True)
    for waits in (path, case, other):
        assert "waits for a second person" in worker.get(waits).text, waits
    assert "agreed" in manager.send(agreeing, agree="yes").text
    assert "This was answered already" in manager.http.post(manager.address + agreeing, data=again(manager)).text
    assert "Another record of the same child was merged into this one" in worker.get(case).text
    assert "This record was merged: the child is found under" in worker.get(other).text
    page = worker.get(path).text
    assert "Part these records?" in page
    assert "Proposed" in worker.send(path, reason=WHY).text
    both = manager.get(other).text + manager.get(case).text
    manager.send(first(r'href="(/cases/[^"]+/agree/proposal/[^"]+)"', both), agree="yes")
    assert "merged into this one" not in worker.get(case).text


def test_another_name_is_looked_for_by_hand(worker: Visitor, address: str) -> None:
    case, _ = begun(address, "Anewname", "Nowcalled")
    begun(address, "Anewname", "Oncecalled")
    page = worker.send(f"{case}/same-child", given_name="Anewname", family_name="Oncecalled").text
    assert "Anewname Oncecalled" in page


def test_a_record_of_a_case_that_one_may_not_see_is_not_laid_beside(
    worker: Visitor, manager: Visitor, twice: tuple[str, str], address: str
) -> None:
    case, other = twice
    exit_worker = signed_in(address, "bolton-exit-worker")
    path = first(r'href="(/cases/[^"]+/same-child/[^"]+)"', exit_worker.get(f"{case}/same-child").text)
    manager.send(f"{other}/do/restriction", code="other", reason=WHY)
    assert exit_worker.get(path).status_code == 404
    assert path not in exit_worker.get(f"{case}/same-child").text
