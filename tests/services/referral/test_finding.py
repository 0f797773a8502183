"""A reference that somebody reads out leads whoever may see the case to it, and nobody else to anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from commonward.identity import Actor
from commonward_referral.rules import receipt_endings
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import CLOSE, case_id, report
from tests.services.stage import Stage

Find = Callable[[Actor, str], list[dict[str, Any]]]


@pytest.fixture
def find(referral: Stage) -> Find:
    def ask(who: Actor, reference: str) -> list[dict[str, Any]]:
        answer = referral.get(who, f"/v1/cases?reference={reference}")
        assert answer.status_code == 200, answer.text
        assert answer.json is not None
        return list(answer.json["cases"])

    return ask


@pytest.fixture
def receipts(referral: Stage, case: str, partner: Actor) -> list[str]:
    """What a partner was told of two concerns about the child of the case."""
    answers = [referral.post(partner, "/v1/concerns", report()).json for _ in range(2)]
    referral.settle()
    return [answer["reference"] for answer in answers]


def test_each_receipt_of_a_partner_leads_to_the_one_case(
    case: str, receipts: list[str], worker: Actor, find: Find
) -> None:
    assert [[found["id"] for found in find(worker, each)] for each in receipts] == [[str(case_id(case))]] * 2


def test_a_referrers_receipt_and_the_cases_own_reference_lead_there_too(
    referral: Stage, case: str, worker: Actor, find: Find
) -> None:
    page = referral.get(worker, case).json
    for reference in (page["concerns"][0]["receipt"], page["case"]["reference"]):
        assert [found["id"] for found in find(worker, reference)] == [str(case_id(case))]


def test_a_closed_case_is_found_too(
    referral: Stage, case: str, receipts: list[str], worker: Actor, manager: Actor, find: Find
) -> None:
    referral.post(manager, f"{case}/closing", CLOSE)
    referral.settle()
    [found] = find(worker, receipts[0])
    assert found["state"] == "closed"


def test_who_may_not_see_the_case_is_answered_as_if_there_were_none(
    referral: Stage, case: str, receipts: list[str], manager: Actor, head: Actor, actor: ActorOf
) -> None:
    stranger = actor("social-worker", name="stranger", team="elsewhere")
    nothing = referral.get(stranger, "/v1/cases?reference=MIL-2026-222222")
    assert nothing.json is not None
    assert nothing.json["cases"] == []
    for reference in receipts:
        hidden = referral.get(stranger, f"/v1/cases?reference={reference}")
        assert (hidden.status_code, hidden.data) == (nothing.status_code, nothing.data)
    referral.post(head, f"{case}/restriction", {"people": [], "code": "other", "reason": "A synthetic reason."})
    referral.settle()
    for reference in receipts:
        assert referral.get(manager, f"/v1/cases?reference={reference}").data == nothing.data


@pytest.mark.parametrize("changed", [("MIL", "LDS"), ("-20", "-19"), ("-20", "-00"), ("-20", "-99")])
def test_another_boards_or_years_reference_finds_nothing(
    receipts: list[str], worker: Actor, find: Find, changed: tuple[str, str]
) -> None:
    assert find(worker, receipts[0].replace(*changed)) == []


@pytest.mark.parametrize("written", ["MIL", "MIL-2026-4f7k2m", "MIL-2026-4F7K2M'--", "%25"])
def test_what_is_no_reference_is_refused(referral: Stage, worker: Actor, written: str) -> None:
    assert referral.get(worker, f"/v1/cases?reference={written}").status_code == 422


@pytest.mark.parametrize("letters", ["0FFFFF", "AAAAAI", "10O000"])
def test_no_receipt_has_a_letter_that_is_mistaken_for_another(letters: str) -> None:
    assert receipt_endings(letters) == ()
