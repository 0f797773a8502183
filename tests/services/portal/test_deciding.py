"""Decisions with their second person, and closing with what it still misses."""

from __future__ import annotations

import re

import pytest

from tests.services.portal.place import Visitor, hidden, person, story

pytestmark = pytest.mark.thorough


@pytest.fixture
def case(address: str) -> str:
    """The path of a fresh Bolton case."""
    return f"/cases/{story(address, 'bolton').begin(('Deciding', 'Example'))['case']}"


@pytest.fixture
def manager(visitor: Visitor) -> Visitor:
    """Another browser, of a Bolton team manager."""
    other = Visitor(visitor.address)
    other.sign_in("bolton-team-manager")
    return other


def test_a_decision_waits_for_its_second_person_and_counts_once_they_agree(
    worker: Visitor, manager: Visitor, case: str
) -> None:
    made = worker.send(f"{case}/decisions/exit-only", option="exit-only", reason="A synthetic reason.")
    assert "It waits for a second person" in made.text
    [agree] = set(re.findall(rf'href="({case}/agree/decision/[^"]+)"', made.text))
    shown = manager.get(agree).text
    assert "A synthetic reason." in shown
    assert "agreed" in manager.send(agree, agree="yes").text
    assert "Waits for a second person" not in worker.get(f"{case}/decisions").text


def test_who_decides_what_waits_already_is_led_to_where_it_waits(worker: Visitor, manager: Visitor, case: str) -> None:
    decided = f"{case}/decisions/exit-only"
    made = worker.send(decided, option="exit-only", reason="A synthetic reason.").text
    [waits] = set(re.findall(rf'href="({case}/agree/decision/[^"]+)"', made))
    again = worker.send(decided, option="exit-only", reason="Kept.")
    assert again.status_code == 409
    assert f'<a href="{waits}">The same already waits for another person' in again.text
    assert ">Kept.</textarea>" in again.text


def test_a_decision_without_option_or_reason_is_sent_nowhere_and_kept(worker: Visitor, case: str) -> None:
    page = worker.send(f"{case}/decisions/exit-only", reason="Kept.")
    assert page.status_code == 422
    assert "What do you decide? Answer this" in page.text
    assert ">Kept.</textarea>" in page.text


def test_whoever_may_not_decide_is_told_who_may(worker: Visitor, case: str) -> None:
    page = worker.send(f"{case}/decisions/exit-acceptance", option="accept", reason="Kept.")
    assert page.status_code == 403
    assert "is decided by: EXIT worker" in page.text
    assert ">Kept.</textarea>" in page.text


def test_a_decision_after_somebody_else_s_change_says_so_and_keeps_what_was_typed(worker: Visitor, case: str) -> None:
    page = worker.get(f"{case}/decisions/exit-only").text
    own = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("csrf", "once", "version")}
    body = {"decision": "lower-level-result", "option": "early-response", "reason": "A synthetic reason."}
    person(worker.address, "bolton-team-manager").post("referral", f"{case}/decisions", body)
    typed = {**own, "option": "exit-only", "reason": "Kept."}
    late = worker.http.post(worker.address + f"{case}/decisions/exit-only", data=typed, timeout=20)
    assert late.status_code == 409
    assert "Somebody changed this since you opened it" in late.text
    assert ">Kept.</textarea>" in late.text
    again = worker.send(f"{case}/decisions/exit-only", option="exit-only", reason="Kept.")
    assert again.status_code == 200


def test_closing_says_what_is_missing_and_who_can_supply_it(manager: Visitor, case: str) -> None:
    page = manager.send(f"{case}/closing", reason="safeguarded")
    assert page.status_code == 409
    assert "The case stays open" in page.text
    assert "can supply it" in page.text
    assert 'value="safeguarded" checked' in page.text


def test_a_worker_may_not_close(worker: Visitor, case: str) -> None:
    assert worker.send(f"{case}/closing", reason="safeguarded").status_code == 403


def test_closing_without_a_reason_is_sent_nowhere(manager: Visitor, case: str) -> None:
    assert manager.send(f"{case}/closing").status_code == 422


def test_a_manager_closes_with_a_reason_what_only_should_be_there(manager: Visitor, case: str) -> None:
    assert "Should be there" in manager.get(f"{case}/closing").text
    form = manager.get(f"{case}/closing").text
    typed = {name: hidden(form, name) for name in ("csrf", "once", "version") if f'name="{name}"' in form}
    typed |= {"reason": "safeguarded", "override_reason": "A synthetic reason."}
    page = manager.post(f"{case}/closing", typed)
    assert (page.status_code, "The case is closed" in page.text) == (200, True)
    assert "now closed" in manager.get(case).text
    again = manager.post(f"{case}/closing", typed)
    assert ("The case is closed" in again.text, "look again soon" in again.text) == (True, False)


def test_no_reason_passes_what_must_be_there(visitor: Visitor, address: str) -> None:
    case = f"/cases/{story(address, 'leeds').begin(('Must', 'Example'))['case']}"
    visitor.sign_in("leeds-team-manager")
    page = visitor.send(f"{case}/closing", reason="safeguarded", override_reason="Kept.")
    assert page.status_code == 409
    assert "Must be there" in page.text
    assert ">Kept.</textarea>" in page.text


def test_a_child_of_15_is_not_closed_as_18_and_the_date_of_birth_stands_beside_it(manager: Visitor, case: str) -> None:
    assert ", 15 years old." in manager.get(f"{case}/closing").text
    page = manager.send(f"{case}/closing", reason="reached-18", override_reason="A synthetic reason.")
    assert page.status_code == 409
    assert "By the date of birth on record the child is not 18" in page.text
    assert f'href="{case}/do/correction"' in page.text
    assert "now closed" not in manager.get(case).text
